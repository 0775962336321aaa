import { CheckCircleFilled, ClockCircleFilled, CloseCircleFilled, ExclamationCircleFilled } from '@ant-design/icons';
import { Tag } from 'antd';
import type { ReactNode } from 'react';

const ICONS = {
  good: <CheckCircleFilled className="tag-good" />,
  fair: <ExclamationCircleFilled className="tag-fair" />,
  bad: <CloseCircleFilled className="tag-bad" />,
  waiting: <ClockCircleFilled className="tag-waiting" />,
} as const;

/** A state in a few words; its colour is in the sign alone, so that the words stay readable on bright and dark. */
export function StateTag({ state, children }: { readonly state: keyof typeof ICONS; readonly children: ReactNode }) {
  return <Tag icon={ICONS[state]}>{children}</Tag>;
}
