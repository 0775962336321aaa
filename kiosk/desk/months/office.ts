import type { Readable } from 'node:stream';
import type { Actor } from '../../../core/contract/office/actor.ts';
import type {
  MonthLesson,
  MonthList,
  MonthView,
  ReportView,
  VerificationView,
} from '../../../core/contract/office/months.ts';
import { type LocalMonth, parseMonth } from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { MEDIA_TYPE } from '../../../core/domain/file-kind.ts';
import { type ClassCode, classCode, traineeId } from '../../../core/domain/ids.ts';
import type { CenterDecision } from '../../../core/domain/pending-share.ts';
import type { EpochMs, LocalDate } from '../../../core/domain/units.ts';
import type { Attachment } from '../attachments/attachments.ts';
import type { Decisions } from './decisions.ts';
import { type Elsewhere, monthElsewhere, nowhereElse } from './elsewhere.ts';
import { type LessonReading, lessonsBehind } from './lessons.ts';
import type { Months } from './months.ts';
import type { MonthClasses, ReportOfMonth, Signatures } from './ports.ts';
import { monthList, monthView, reportView, verificationWords } from './view.ts';

export interface MonthOfficeOptions {
  readonly months: Months;
  readonly classes: MonthClasses;
  readonly reading: LessonReading;
  readonly scans: ScanKeeping;
  readonly decisions: Decisions;
  /** Lessons in other rooms; left out: there are none. */
  readonly elsewhere?: Elsewhere;
  readonly now: () => EpochMs;
}

/** Where signed scans are kept: kiosk/desk/attachments satisfies it. */
export interface ScanKeeping {
  /** @throws ZaikeError when it is too large, empty or no scan. */
  add(
    bytes: AsyncIterable<Uint8Array>,
    what: {
      readonly class: ClassCode;
      readonly slot: string;
      readonly name: string;
      readonly by: string;
      readonly at: EpochMs;
    },
  ): Promise<KeptScan>;
  get(id: number): KeptScan;
  path(scan: KeptScan): Promise<string>;
}

/** A scan as the attachments keep it. */
type KeptScan = Attachment;

/** Two signed-in people. */
interface SignedBy {
  readonly actor: Actor;
  readonly countersigner: Actor;
}

/** The months as the office's pages ask for them. */
export interface MonthOffice {
  list(code: string): MonthList;
  view(code: string, month: string): MonthView;
  lessons(
    code: string,
    month: string,
    asked: { trainee?: string | undefined; date?: string | undefined; figure?: string | undefined },
  ): { readonly lessons: readonly MonthLesson[]; readonly more: number };
  close(code: string, month: string, seen: string, signed: SignedBy): ReportView;
  reopen(code: string, month: string, why: string, signed: SignedBy): ReportView;
  /** Enters the center's decision on the month's pending lessons by hand. */
  decide(code: string, month: string, paper: { on: LocalDate; paper: string }, signed: SignedBy): CenterDecision;
  withdrawDecision(code: string, month: string, why: string, signed: SignedBy): void;
  verify(reportId: string): VerificationView;
  attach(code: string, month: string, name: string, bytes: Readable, actor: Actor): Promise<ReportView>;
  scan(
    reportId: string,
    scan: number,
  ): Promise<{ readonly path: string; readonly type: string; readonly name: string }>;
}

export function monthOffice(options: MonthOfficeOptions): MonthOffice {
  const { months, classes, reading, scans, decisions, elsewhere = nowhereElse, now } = options;
  const signatures = ({ actor, countersigner }: SignedBy): Signatures => {
    return { by: signature(actor), countersignedBy: signature(countersigner), at: now() };
  };
  const reportsOf = (code: ClassCode, month: LocalMonth): readonly ReportOfMonth[] =>
    months.reports(code).filter((report) => report.month === (month as string));
  return {
    list: (code) => monthList(months, classes.file(classCode(code)).class),
    view: (text, month) => {
      const [code, wanted] = [classCode(text), monthOf(month)];
      const earlier = reportsOf(code, wanted).filter(({ reopened }) => reopened !== null);
      const shown = months.now(code, wanted);
      return monthView(shown, earlier, monthElsewhere(elsewhere, code, shown, now()));
    },
    lessons: (text, month, { trainee, date, figure }) => {
      const code = classCode(text);
      return lessonsBehind({ classes, reading, elsewhere }, code, months.now(code, monthOf(month)).paper, {
        trainee: trainee === undefined ? null : traineeId(trainee),
        date: date === undefined ? null : (date as LocalDate),
        figure: figure ?? null,
      });
    },
    close: (code, month, seen, signed) =>
      reportView(months.close(classCode(code), monthOf(month), seen, signatures(signed))),
    reopen: (code, month, why, signed) =>
      reportView(months.reopen(classCode(code), monthOf(month), why, signatures(signed))),
    decide: (code, month, paper, signed) => decisions.enter(classCode(code), monthOf(month), paper, signatures(signed)),
    withdrawDecision: (code, month, why, signed) =>
      decisions.withdraw(classCode(code), monthOf(month), why, signatures(signed)),
    verify: (reportId) => {
      const found = months.verify(reportId);
      return { kind: found.kind, said: verificationWords(found) };
    },
    attach: async (code, month, name, bytes, actor) => {
      const wanted = monthOf(month);
      months.closed(classCode(code), wanted);
      const what = { class: classCode(code), slot: `month/${wanted}/annex6`, name, by: actor.user, at: now() };
      const { id, sha256, kind, bytes: length, name: shown, at } = await scans.add(bytes, what);
      const scan = { sha256, kind, bytes: length, name: shown, addedAt: at, addedBy: signature(actor), attachment: id };
      return reportView(months.attach(classCode(code), wanted, scan));
    },
    scan: async (reportId, id) => {
      const { report } = months.closedAs(reportId);
      const found = report.scans.find((each) => each.id === id);
      if (found === undefined) throw new ZaikeError('没有这份扫描件', { code: 'no-such-scan', retry: false });
      const kept = scans.get(found.attachment);
      return { path: await scans.path(kept), type: MEDIA_TYPE[kept.kind], name: found.name };
    },
  };
}

/** How a person stands under a month: `王老师（wang）`. */
function signature({ name, user }: Actor): string {
  return `${name}（${user}）`;
}

function monthOf(text: string): LocalMonth {
  const month = parseMonth(text);
  if (month === null) throw new ZaikeError('月份应为 2026-10 的样子', { code: 'no-such-month', retry: false });
  return month;
}
