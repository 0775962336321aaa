import {
  ApiOutlined,
  AuditOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  CloudServerOutlined,
  CommentOutlined,
  FileDoneOutlined,
  FileTextOutlined,
  IdcardOutlined,
  ReadOutlined,
  ScheduleOutlined,
  SignatureOutlined,
  TeamOutlined,
  VideoCameraOutlined,
} from '@ant-design/icons';
import { lazy } from 'react';
import type { Role } from '../../core/contract/office/actor.ts';
import type { ShellPage } from '../../core/ui/shell/program.ts';

/** A page of the office. Every slice enters its pages here. */
export interface OfficePage extends ShellPage {
  /** The least role that sees it. */
  readonly least: Role;
}

const AccountsPage = lazy(() =>
  import('../../core/ui/shell/accounts-page.tsx').then((m) => ({ default: m.AccountsPage })),
);
const CamerasPage = lazy(() => import('./cameras/cameras-page.tsx').then((m) => ({ default: m.CamerasPage })));
const CalendarsPage = lazy(() => import('./calendars/calendars-page.tsx').then((m) => ({ default: m.CalendarsPage })));
const AuditPage = lazy(() => import('../../core/ui/shell/audit-page.tsx').then((m) => ({ default: m.AuditPage })));
const RosterPage = lazy(() => import('./roster/roster-page.tsx').then((m) => ({ default: m.RosterPage })));
const ImportPage = lazy(() => import('./roster/import-page.tsx').then((m) => ({ default: m.ImportPage })));
const TimetablePage = lazy(() => import('./timetable/timetable-page.tsx').then((m) => ({ default: m.TimetablePage })));

const ClassesPage = lazy(() => import('./classes/classes-page.tsx').then((m) => ({ default: m.ClassesPage })));
const FactsPage = lazy(() => import('./classes/facts-page.tsx').then((m) => ({ default: m.FactsPage })));
const ChangesPage = lazy(() => import('./classes/changes-page.tsx').then((m) => ({ default: m.ChangesPage })));
const PapersPage = lazy(() => import('./classes/papers-page.tsx').then((m) => ({ default: m.PapersPage })));
const DayPage = lazy(() => import('./day/day-page.tsx').then((m) => ({ default: m.DayPage })));
const SettlePage = lazy(() => import('./day/settle-page.tsx').then((m) => ({ default: m.SettlePage })));
const DisputesPage = lazy(() => import('./day/disputes-page.tsx').then((m) => ({ default: m.DisputesPage })));
const LeavePage = lazy(() => import('./day/leave-page.tsx').then((m) => ({ default: m.LeavePage })));
const CheckInsPage = lazy(() => import('./day/check-ins-page.tsx').then((m) => ({ default: m.CheckInsPage })));
const SheetPage = lazy(() => import('./day/sheet-page.tsx').then((m) => ({ default: m.SheetPage })));
const MonthsPage = lazy(() => import('./months/months-page.tsx').then((m) => ({ default: m.MonthsPage })));
const MonthPage = lazy(() => import('./months/month-page.tsx').then((m) => ({ default: m.MonthPage })));
const EvidencePage = lazy(() => import('./months/evidence-page.tsx').then((m) => ({ default: m.EvidencePage })));
const FormsPage = lazy(() => import('./forms/forms-page.tsx').then((m) => ({ default: m.FormsPage })));
const ApiClientsPage = lazy(() =>
  import('./api-clients/api-clients-page.tsx').then((m) => ({ default: m.ApiClientsPage })),
);
const EnrolmentPage = lazy(() => import('./enrolment/enrolment-page.tsx').then((m) => ({ default: m.EnrolmentPage })));
const StaffPage = lazy(() => import('./enrolment/staff-page.tsx').then((m) => ({ default: m.StaffPage })));
const ReviewPage = lazy(() => import('./review/review-page.tsx').then((m) => ({ default: m.ReviewPage })));
const CenterPage = lazy(() => import('./center/center-page.tsx').then((m) => ({ default: m.CenterPage })));
const TransfersPage = lazy(() => import('./transfer/transfers-page.tsx').then((m) => ({ default: m.TransfersPage })));
const TransferImportPage = lazy(() =>
  import('./transfer/import-page.tsx').then((m) => ({ default: m.TransferImportPage })),
);
const DecidedPage = lazy(() => import('./center/decided-page.tsx').then((m) => ({ default: m.DecidedPage })));
const ConsentTextPage = lazy(() =>
  import('./enrolment/consent-text-page.tsx').then((m) => ({ default: m.ConsentTextPage })),
);

/** Where the office opens. */
export const HOME = '/day';

export const pages: readonly OfficePage[] = [
  { path: '/day', least: 'viewer', menu: { label: '今日', icon: <CalendarOutlined /> }, element: <DayPage /> },
  { path: '/day/:date', least: 'viewer', element: <DayPage /> },
  {
    path: '/settle',
    least: 'viewer',
    menu: { label: '待处理', icon: <CheckSquareOutlined /> },
    element: <SettlePage />,
  },
  { path: '/disputes', least: 'viewer', menu: { label: '异议', icon: <CommentOutlined /> }, element: <DisputesPage /> },
  { path: '/leave', least: 'viewer', menu: { label: '请假', icon: <FileTextOutlined /> }, element: <LeavePage /> },
  {
    path: '/check-ins',
    least: 'viewer',
    menu: { label: '身份证登记', icon: <SignatureOutlined /> },
    element: <CheckInsPage />,
  },
  { path: '/check-ins/:date', least: 'viewer', element: <CheckInsPage /> },
  { path: '/sheets/:code/:date/:no', least: 'viewer', element: <SheetPage /> },
  { path: '/classes/:code/roster', least: 'viewer', element: <RosterPage /> },
  { path: '/classes/:code/roster/import', least: 'teacher', element: <ImportPage /> },
  { path: '/classes/:code/timetable', least: 'viewer', element: <TimetablePage /> },
  { path: '/classes', least: 'viewer', menu: { label: '班级', icon: <ReadOutlined /> }, element: <ClassesPage /> },
  { path: '/classes/:code', least: 'viewer', element: <FactsPage /> },
  { path: '/classes/:code/changes', least: 'viewer', element: <ChangesPage /> },
  { path: '/classes/:code/papers', least: 'viewer', element: <PapersPage /> },
  { path: '/classes/:code/enrolment', least: 'viewer', element: <EnrolmentPage /> },
  { path: '/classes/:code/review', least: 'administrator', element: <ReviewPage /> },
  { path: '/classes/:code/months', least: 'viewer', element: <MonthsPage /> },
  { path: '/classes/:code/months/:month', least: 'viewer', element: <MonthPage /> },
  { path: '/classes/:code/transfers', least: 'viewer', element: <TransfersPage /> },
  { path: '/transfers/import', least: 'administrator', element: <TransferImportPage /> },
  { path: '/classes/:code/forms', least: 'viewer', element: <FormsPage /> },
  { path: '/evidence/:code/:date/:no/:trainee', least: 'viewer', element: <EvidencePage /> },
  {
    path: '/cameras',
    least: 'viewer',
    menu: { label: '摄像头', icon: <VideoCameraOutlined /> },
    element: <CamerasPage />,
  },
  {
    path: '/staff',
    least: 'viewer',
    menu: { label: '教师与工作人员', icon: <IdcardOutlined /> },
    element: <StaffPage />,
  },
  { path: '/consent-text', least: 'viewer', element: <ConsentTextPage /> },
  {
    path: '/calendars',
    least: 'administrator',
    menu: { label: '日历', icon: <ScheduleOutlined /> },
    element: <CalendarsPage />,
  },
  {
    path: '/accounts',
    least: 'administrator',
    menu: { label: '账号', icon: <TeamOutlined /> },
    element: <AccountsPage />,
  },
  {
    path: '/center',
    least: 'administrator',
    menu: { label: '监管中心', icon: <CloudServerOutlined /> },
    element: <CenterPage />,
  },
  {
    path: '/decisions',
    least: 'viewer',
    menu: { label: '中心的决定', icon: <FileDoneOutlined /> },
    element: <DecidedPage />,
  },
  {
    path: '/api-clients',
    least: 'administrator',
    menu: { label: '数据接口', icon: <ApiOutlined /> },
    element: <ApiClientsPage />,
  },
  {
    path: '/audit',
    least: 'administrator',
    menu: { label: '操作记录', icon: <AuditOutlined /> },
    element: <AuditPage />,
  },
];
