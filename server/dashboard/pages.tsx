import { AuditOutlined, DesktopOutlined, TeamOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { CenterRight } from '../../core/contract/center/actor.ts';
import type { ShellPage } from '../../core/ui/shell/program.ts';

/** A page of the dashboard. Every slice enters its pages here. */
export interface CenterPage extends ShellPage {
  /** Who sees it. */
  readonly right: CenterRight;
}

const KiosksPage = lazy(() => import('./kiosks/kiosks-page.tsx').then((m) => ({ default: m.KiosksPage })));
const AccountsPage = lazy(() =>
  import('../../core/ui/shell/accounts-page.tsx').then((m) => ({ default: m.AccountsPage })),
);
const AuditPage = lazy(() => import('../../core/ui/shell/audit-page.tsx').then((m) => ({ default: m.AuditPage })));

/** Where the dashboard opens. */
export const HOME = '/kiosks';

export const pages: readonly CenterPage[] = [
  { path: '/kiosks', right: 'own', menu: { label: '教室电脑', icon: <DesktopOutlined /> }, element: <KiosksPage /> },
  {
    path: '/accounts',
    right: 'administrator',
    menu: { label: '账号', icon: <TeamOutlined /> },
    element: <AccountsPage />,
  },
  {
    path: '/audit',
    right: 'administrator',
    menu: { label: '操作记录', icon: <AuditOutlined /> },
    element: <AuditPage />,
  },
];
