import { Typography } from 'antd';
import type { ReactNode } from 'react';

/** A page's title, one sentence on what it is for, and its main actions. */
export function Heading({
  title,
  about,
  actions,
}: {
  readonly title: ReactNode;
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <header className="heading">
      <div>
        <Typography.Title level={1} className="heading-title">
          {title}
        </Typography.Title>
        {about !== undefined && <Typography.Text type="secondary">{about}</Typography.Text>}
      </div>
      {actions !== undefined && <div className="heading-actions">{actions}</div>}
    </header>
  );
}
