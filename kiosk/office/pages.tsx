import { AuditOutlined, TeamOutlined } from '@ant-design/icons';
import { lazy, type ReactElement, type ReactNode } from 'react';
import type { Role } from '../../core/contract/office/actor.ts';

/** A page of the office. Every slice enters its pages here; each is loaded when it is opened. */
export interface OfficePage {
  /** Below `/office`, react-router style. */
  readonly path: string;
  /** The least role that sees it. */
  readonly least: Role;
  /** Its place in the menu, in the order of this list; without it, reached from other pages. */
  readonly menu?: { readonly label: string; readonly icon: ReactNode };
  readonly element: ReactElement;
}

const AccountsPage = lazy(() => import('./accounts/accounts-page.tsx').then((m) => ({ default: m.AccountsPage })));
const AuditPage = lazy(() => import('./accounts/audit-page.tsx').then((m) => ({ default: m.AuditPage })));
const RosterPage = lazy(() => import('./roster/roster-page.tsx').then((m) => ({ default: m.RosterPage })));
const ImportPage = lazy(() => import('./roster/import-page.tsx').then((m) => ({ default: m.ImportPage })));
const TimetablePage = lazy(() => import('./timetable/timetable-page.tsx').then((m) => ({ default: m.TimetablePage })));

/** Where the office opens. */
export const HOME = '/accounts';

export const pages: readonly OfficePage[] = [
  { path: '/classes/:code/roster', least: 'viewer', element: <RosterPage /> },
  { path: '/classes/:code/roster/import', least: 'teacher', element: <ImportPage /> },
  { path: '/classes/:code/timetable', least: 'viewer', element: <TimetablePage /> },
  {
    path: '/accounts',
    least: 'administrator',
    menu: { label: '账号', icon: <TeamOutlined /> },
    element: <AccountsPage />,
  },
  {
    path: '/audit',
    least: 'administrator',
    menu: { label: '操作记录', icon: <AuditOutlined /> },
    element: <AuditPage />,
  },
];
