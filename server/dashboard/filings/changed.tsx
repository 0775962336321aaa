import { Alert } from 'antd';
import type { ReactNode } from 'react';
import type { CenterFiling } from '../../../core/contract/center/filings.ts';

/** What the institution changed since the approval, and what to do about it. */
export function Changed({
  approval: { revision, on, changes },
  children,
}: {
  readonly approval: NonNullable<CenterFiling['approval']>;
  readonly children: ReactNode;
}) {
  return (
    <Alert
      type="warning"
      showIcon
      title={`${on} 批准的是第 ${String(revision)} 次备案，机构之后改过`}
      description={
        <>
          <ul>
            {changes.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
          {children}
        </>
      }
    />
  );
}
