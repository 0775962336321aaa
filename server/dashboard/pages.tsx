import {
  AccountBookOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BellOutlined,
  DesktopOutlined,
  EyeOutlined,
  FileProtectOutlined,
  NotificationOutlined,
  SolutionOutlined,
  TableOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { lazy } from 'react';
import type { CenterRight } from '../../core/contract/center/actor.ts';
import type { ShellPage } from '../../core/ui/shell/program.ts';
import { Counted } from './shell/waiting.tsx';
import { wallQuery } from './wall/use-wall.ts';
import { WallPage } from './wall/wall-page.tsx';

/** A page of the dashboard. Every slice enters its pages here; all but the wall, which opens first, are fetched when opened. */
export interface CenterPage extends ShellPage {
  /** Who sees it. */
  readonly right: CenterRight;
}

const AlertsPage = lazy(() => import('./alerts/alerts-page.tsx').then((m) => ({ default: m.AlertsPage })));
const KiosksPage = lazy(() => import('./kiosks/kiosks-page.tsx').then((m) => ({ default: m.KiosksPage })));
const FilingsPage = lazy(() => import('./filings/filings-page.tsx').then((m) => ({ default: m.FilingsPage })));
const FilingPage = lazy(() => import('./filings/filing-page.tsx').then((m) => ({ default: m.FilingPage })));
const CardPage = lazy(() => import('./checks/card-page.tsx').then((m) => ({ default: m.CardPage })));
const ChecksPage = lazy(() => import('./checks/checks-page.tsx').then((m) => ({ default: m.ChecksPage })));
const CheckPage = lazy(() => import('./checks/check-page.tsx').then((m) => ({ default: m.CheckPage })));
const MattersPage = lazy(() => import('./matters/matters-page.tsx').then((m) => ({ default: m.MattersPage })));
const ClassPage = lazy(() => import('./class/class-page.tsx').then((m) => ({ default: m.ClassPage })));
const TotalsPage = lazy(() => import('./months/totals-page.tsx').then((m) => ({ default: m.TotalsPage })));
const SubsidyPage = lazy(() => import('./money/subsidy-page.tsx').then((m) => ({ default: m.SubsidyPage })));
const EntryPage = lazy(() => import('./money/entry-page.tsx').then((m) => ({ default: m.EntryPage })));
const PublicityPage = lazy(() => import('./money/publicity-page.tsx').then((m) => ({ default: m.PublicityPage })));
const AccountsPage = lazy(() =>
  import('../../core/ui/shell/accounts-page.tsx').then((m) => ({ default: m.AccountsPage })),
);
const AuditPage = lazy(() => import('../../core/ui/shell/audit-page.tsx').then((m) => ({ default: m.AuditPage })));

export const pages: readonly CenterPage[] = [
  {
    path: '/wall',
    right: 'own',
    menu: { label: '教室', icon: <AppstoreOutlined /> },
    element: <WallPage />,
    early: (queries) => queries.query(wallQuery(queries)),
  },
  { path: '/alerts', right: 'own', menu: { label: '提醒', icon: <BellOutlined /> }, element: <AlertsPage /> },
  { path: '/kiosks', right: 'own', menu: { label: '教室电脑', icon: <DesktopOutlined /> }, element: <KiosksPage /> },
  {
    path: '/filings',
    right: 'own',
    menu: { label: <Counted text="班级备案" of="filings" />, icon: <FileProtectOutlined /> },
    element: <FilingsPage />,
  },
  { path: '/filings/:kiosk/:code', right: 'own', element: <FilingPage /> },
  { path: '/filings/:kiosk/:code/card', right: 'own', element: <CardPage /> },
  { path: '/classes/:kiosk/:code', right: 'own', element: <ClassPage /> },
  {
    path: '/checks',
    right: 'own',
    menu: { label: <Counted text="抽查" of="checks" />, icon: <EyeOutlined /> },
    element: <ChecksPage />,
  },
  { path: '/checks/:id', right: 'own', element: <CheckPage /> },
  {
    path: '/matters',
    right: 'own',
    menu: { label: <Counted text="异议与登记" of="matters" />, icon: <SolutionOutlined /> },
    element: <MattersPage />,
  },
  { path: '/totals', right: 'own', menu: { label: '月度考勤', icon: <TableOutlined /> }, element: <TotalsPage /> },
  {
    path: '/subsidy',
    right: 'own',
    menu: { label: '补贴核算', icon: <AccountBookOutlined /> },
    element: <SubsidyPage />,
  },
  { path: '/subsidy/:kiosk/:code', right: 'own', element: <EntryPage /> },
  {
    path: '/publicity',
    right: 'own',
    menu: { label: '公示名单', icon: <NotificationOutlined /> },
    element: <PublicityPage />,
  },
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
