import type { Readable } from 'node:stream';
import type { z } from 'zod/mini';
import type { Actor } from '../../../core/contract/office/actor.ts';
import {
  closeMonthSchema,
  decideMonthSchema,
  type MonthLesson,
  type MonthList,
  type MonthView,
  monthLessonsQuery,
  type ReportView,
  reopenMonthSchema,
  type VerificationView,
  withdrawDecisionSchema,
} from '../../../core/contract/office/months.ts';
import type { Countersign } from '../../../core/contract/web/person.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { fileAnswer } from '../../../core/web/route.ts';
import { type Route, route } from './route.ts';

/** A signed-in person with the second one who signs. */
export interface SignedBy {
  readonly actor: Actor;
  readonly countersigner: Actor;
}

/** The months as the office works on them: kiosk/desk/months satisfies it through `monthOffice`. */
export interface MonthsDesk {
  list(code: string): MonthList;
  view(code: string, month: string): MonthView;
  lessons(
    code: string,
    month: string,
    query: z.infer<typeof monthLessonsQuery>,
  ): { readonly lessons: readonly MonthLesson[]; readonly more: number };
  close(code: string, month: string, seen: string, signed: SignedBy): ReportView;
  reopen(code: string, month: string, why: string, signed: SignedBy): ReportView;
  decide(code: string, month: string, paper: { on: LocalDate; paper: string }, signed: SignedBy): unknown;
  withdrawDecision(code: string, month: string, why: string, signed: SignedBy): void;
  verify(reportId: string): VerificationView;
  attach(code: string, month: string, name: string, bytes: Readable, actor: Actor): Promise<ReportView>;
  scan(
    reportId: string,
    scan: number,
  ): Promise<{ readonly path: string; readonly type: string; readonly name: string }>;
}

export interface Countersigning {
  countersigner(actor: Actor, signature: Countersign): Promise<Actor>;
}

/** A signed scan: some pages at 300 dpi. */
const SCAN_BYTES = 20_000_000;

/** The months of a class: seen, closed, re-opened, verified, with their signed scans. */
export function monthRoutes(months: MonthsDesk, accounts: Countersigning): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/classes/:code/months',
      least: 'viewer',
      handle: ({ params: { code = '' } }) => months.list(code),
    }),
    route({
      method: 'GET',
      path: '/classes/:code/months/:month',
      least: 'viewer',
      handle: ({ params: { code = '', month = '' } }) => months.view(code, month),
    }),
    route({
      method: 'GET',
      path: '/classes/:code/months/:month/lessons',
      least: 'viewer',
      query: monthLessonsQuery,
      handle: ({ params: { code = '', month = '' }, query }) => months.lessons(code, month, query),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/months/:month/close',
      least: 'teacher',
      body: closeMonthSchema,
      handle: async ({ actor, params: { code = '', month = '' }, body: { seen, countersign } }) =>
        months.close(code, month, seen, { actor, countersigner: await accounts.countersigner(actor, countersign) }),
      audit: ({ params: { code = '', month = '' } }, { reportId, countersignedBy }) => ({
        action: 'month-closed',
        subject: code,
        detail: `${month} 关账，${countersignedBy} 复核，报告编号 ${reportId}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/months/:month/reopen',
      least: 'administrator',
      body: reopenMonthSchema,
      handle: async ({ actor, params: { code = '', month = '' }, body: { why, countersign } }) =>
        months.reopen(code, month, why, { actor, countersigner: await accounts.countersigner(actor, countersign) }),
      audit: ({ params: { code = '', month = '' }, body: { why } }, { reportId, reopened }) => ({
        action: 'month-reopened',
        subject: code,
        detail: `${month} 重新打开：${why}；${reopened?.countersignedBy ?? ''} 复核，原报告编号 ${reportId}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/months/:month/decision',
      least: 'administrator',
      body: decideMonthSchema,
      handle: async ({ actor, params: { code = '', month = '' }, body: { on, paper, countersign } }) => {
        const countersigner = await accounts.countersigner(actor, countersign);
        return months.decide(code, month, { on, paper }, { actor, countersigner });
      },
      audit: ({ params: { code = '', month = '' }, body: { on, paper, countersign } }) => ({
        action: 'month-decision-by-hand',
        subject: code,
        detail: `${month} 录入市中心对待核课时的核定 ${paper}（${on}），复核人 ${countersign.user}，未经中心确认`,
      }),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/months/:month/decision/withdrawal',
      least: 'administrator',
      body: withdrawDecisionSchema,
      handle: async ({ actor, params: { code = '', month = '' }, body: { why, countersign } }) => {
        const countersigner = await accounts.countersigner(actor, countersign);
        months.withdrawDecision(code, month, why, { actor, countersigner });
      },
      audit: ({ params: { code = '', month = '' }, body: { why, countersign } }) => ({
        action: 'month-decision-withdrawn',
        subject: code,
        detail: `${month} 撤回手工录入的核定：${why}，复核人 ${countersign.user}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/months/:report/verify',
      least: 'viewer',
      handle: ({ params: { report = '' } }) => months.verify(report),
      audit: ({ params: { report = '' } }, { said }) => ({
        action: 'month-verified',
        subject: report,
        detail: said.join(''),
      }),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/months/:month/scans/:name',
      least: 'teacher',
      upload: { mostBytes: SCAN_BYTES },
      handle: ({ actor, params: { code = '', month = '', name = '' }, upload }) =>
        months.attach(code, month, name, upload, actor),
      audit: ({ params: { code = '', month = '', name = '' } }, { reportId }) => ({
        action: 'month-scan-attached',
        subject: code,
        detail: `${month} 附上签字扫描件 ${name}，报告编号 ${reportId}`,
      }),
    }),
    route({
      method: 'GET',
      path: '/months/:report/scans/:scan',
      least: 'viewer',
      handle: async ({ params: { report = '', scan = '' } }) => {
        const { path, type, name } = await months.scan(report, Number(scan));
        return fileAnswer({ type, name, content: { path }, inline: true });
      },
      audit: ({ params: { report = '' } }, { name }) => ({
        action: 'month-scan-read',
        subject: report,
        detail: `查看签字扫描件 ${name}`,
      }),
    }),
  ];
}
