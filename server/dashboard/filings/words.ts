import type { CenterClassView } from '../../../core/contract/center/filings.ts';

/** Where a filing stands, in a word or two, and how it is coloured. */
export const STATES: {
  readonly [State in CenterClassView['state']]: { readonly text: string; readonly color: string };
} = {
  draft: { text: '草稿', color: 'default' },
  returned: { text: '已退回', color: 'default' },
  filed: { text: '等中心答复', color: 'processing' },
  approved: { text: '已批准', color: 'success' },
  changed: { text: '批准后改过', color: 'warning' },
  unconfirmed: { text: '未经中心确认', color: 'warning' },
};
