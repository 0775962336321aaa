import { Card, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useProgram } from './program.ts';

/** The card before anybody is signed in. */
export function Door({
  institution,
  title,
  children,
}: {
  readonly institution: string;
  readonly title: string;
  readonly children: ReactNode;
}) {
  const program = useProgram();
  return (
    <main className="door">
      <Card className="door-card">
        <Typography.Title level={1} className="door-title">
          {program.title}
        </Typography.Title>
        <Typography.Paragraph type="secondary">{institution}</Typography.Paragraph>
        <Typography.Title level={2} className="door-heading">
          {title}
        </Typography.Title>
        {children}
      </Card>
    </main>
  );
}
