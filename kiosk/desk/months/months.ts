import { boundsOf, type LocalMonth } from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import type { Sha256 } from '../../../core/domain/month.ts';
import { type Obstacle, obstaclesOf } from '../../../core/domain/month-report.ts';
import { type CenterDecision, pendingShare } from '../../../core/domain/pending-share.ts';
import { frozenMonth } from './closing.ts';
import {
  type FrozenForms,
  type FrozenRecords,
  frozenText,
  readFrozen,
  type Verification,
  verifyFrozen,
} from './frozen.ts';
import type { MonthPaper } from './month-paper.ts';
import { obstacleText } from './obstacle-words.ts';
import { closedPaper, openPaper, reportIdNow } from './papers-now.ts';
import type {
  Answering,
  MonthClasses,
  PendingMonth,
  RecordReading,
  ReportKeeper,
  ReportOfMonth,
  ScanOfMonth,
  Signatures,
} from './ports.ts';
import { type MonthSummary, type RunningMonth, type RunningMonths, runningMonths } from './running.ts';

export interface MonthsOptions {
  readonly classes: MonthClasses;
  readonly records: RecordReading;
  readonly reports: ReportKeeper;
  readonly unanswered: Answering;
  /** The center's decision on a month's pending lessons, in force. */
  readonly decision: (code: ClassCode, month: LocalMonth) => CenterDecision | null;
  /** The other forms that a month closes with. */
  readonly forms: (code: ClassCode, month: LocalMonth) => FrozenForms;
  readonly sha256: Sha256;
  /** Called after each change, so that the journal is told. */
  readonly changed?: () => void;
}

/** A month with where it stands. */
export interface MonthNow {
  readonly paper: MonthPaper;
  /** The report under which it is closed; null while it is open. */
  readonly report: ReportOfMonth | null;
  /** What keeps it from being closed; of a closed month nothing. */
  readonly obstacles: readonly Obstacle[];
  readonly pending: PendingMonth;
  readonly running: RunningMonth;
  /** A closed month whose class papers were changed since, so that it would give other figures today. */
  readonly changedSince: boolean;
}

/** The months of the kiosk's classes: as they stand, closed, re-opened, verified. */
export interface Months extends Pick<RunningMonths, 'months' | 'course' | 'warm'> {
  /** Every month's figures (of a closed one those that it was closed with), earliest first. */
  summaries(code: ClassCode): readonly (MonthSummary & { readonly report: ReportOfMonth | null })[];
  /** @throws ZaikeError `no-such-class`, `month-missing`. */
  now(code: ClassCode, month: LocalMonth): MonthNow;
  /** As it was closed under a report, re-opened since or not. @throws ZaikeError `report-missing`. */
  closedAs(reportId: string): {
    readonly paper: MonthPaper;
    readonly report: ReportOfMonth;
    /** Null: closed by a version that froze 附件6 alone. */
    readonly forms: FrozenForms | null;
  };
  /** Every report of the class's months, oldest first. */
  reports(code: ClassCode): readonly ReportOfMonth[];
  isClosed(code: ClassCode, month: LocalMonth): boolean;
  /** How much of a month was pending, and who settles it by what. @throws ZaikeError `no-such-class`. */
  pending(code: ClassCode, month: LocalMonth): PendingMonth;
  /**
   * Freezes a month. @param seen the report id that the person saw: if records came in between, it is another one.
   * @throws ZaikeError `month-closed`, `month-not-closable` (says why), `stale-month`, `month-missing`.
   */
  close(code: ClassCode, month: LocalMonth, seen: string, signatures: Signatures): ReportOfMonth;
  /** @throws ZaikeError `month-open`, `reason-missing`. */
  reopen(code: ClassCode, month: LocalMonth, why: string, signatures: Signatures): ReportOfMonth;
  /** The report under which a month is closed. @throws ZaikeError `month-open`. */
  closed(code: ClassCode, month: LocalMonth): ReportOfMonth;
  /** Computes a closed month again. @throws ZaikeError `report-missing`. */
  verify(reportId: string): Verification;
  /** Attaches a signed scan that is already kept. @throws ZaikeError `month-open`, `scan-taken`. */
  attach(code: ClassCode, month: LocalMonth, scan: Omit<ScanOfMonth, 'id'>): ReportOfMonth;
}

export function createMonths(options: MonthsOptions): Months {
  const { classes, records, reports, unanswered, decision, sha256, changed = () => undefined } = options;
  const running = runningMonths({ classes, records, sha256 });

  const pendingOf = (code: ClassCode, { inputs, history, records: inForce, toCome }: RunningMonth): PendingMonth => ({
    ...pendingShare(inputs, { history, records: inForce }, toCome),
    decision: decision(code, inputs.month),
  });

  const known = (code: ClassCode, month: LocalMonth): RunningMonth => {
    const months = running.months(code);
    if (months.includes(month)) return running.month(code, month);
    const which = months.length === 0 ? '该班没有课时' : `该班有课时的月份：${months.join('、')}`;
    throw new ZaikeError(`${month} 没有课时（${which}）`, { code: 'month-missing', retry: false, facts: { month } });
  };

  const obstacles = (
    code: ClassCode,
    month: LocalMonth,
    now: RunningMonth,
    { settledBy }: PendingMonth,
  ): readonly Obstacle[] => {
    const { from, to } = boundsOf(month);
    const all = obstaclesOf(now.figures, now.inputs, now.toCome, now.held, unanswered(code, from, to));
    return all.map((each) => (each.kind === 'pending' ? { ...each, settledBy } : each));
  };

  const found = (id: string): ReportOfMonth => {
    const report = reports.byReportId(id);
    if (report !== null) return report;
    throw new ZaikeError('没有这个报告编号', { code: 'report-missing', retry: false, facts: { reportId: id } });
  };

  const closedNow = (code: ClassCode, month: LocalMonth): ReportOfMonth => {
    const report = reports.latest(code, month);
    if (report !== null && report.reopened === null) return report;
    throw new ZaikeError(`${month} 没有关账`, { code: 'month-open', retry: false, facts: { month } });
  };

  const now = (code: ClassCode, month: LocalMonth): MonthNow => {
    const current = known(code, month);
    const pending = pendingOf(code, current);
    const last = reports.latest(code, month);
    if (last !== null && last.reopened === null) {
      const { paper } = closedPaper(last, options);
      const changedSince = reportIdNow(current, last.replaces, sha256) !== last.reportId;
      return { paper, report: last, obstacles: [], pending, running: current, changedSince };
    }
    const course = running.course(code);
    const paper = openPaper({ code, now: current, pending, course, replaces: last?.reportId ?? null }, options);
    const left = obstacles(code, month, current, pending);
    return { paper, report: null, obstacles: left, pending, running: current, changedSince: false };
  };

  return {
    months: (code) => running.months(code),
    course: (code) => running.course(code),
    warm: () => running.warm(),
    summaries: (code) => {
      const closed = new Map(reports.of(code).flatMap((each) => (each.reopened === null ? [[each.month, each]] : [])));
      return running.summaries(code).map(({ figures, toCome, held }) => {
        const report = closed.get(figures.month) ?? null;
        const frozen = report === null ? null : readFrozen(reports.frozen(report.id).body);
        return { figures: frozen?.figures ?? figures, toCome, held, report };
      });
    },
    now,
    closedAs: (id) => {
      const report = found(id);
      return { ...closedPaper(report, options), report };
    },
    reports: (code) => reports.of(code),
    closed: closedNow,
    isClosed: (code, month) => reports.latest(code, month)?.reopened === null,
    pending: (code, month) => pendingOf(code, running.month(code, month)),
    close: (code, month, seen, signed) => {
      const { paper, report, obstacles: left, pending } = now(code, month);
      if (report !== null)
        throw new ZaikeError(`${month} 已经关账`, { code: 'month-closed', retry: false, facts: { month } });
      if (left.length > 0)
        throw new ZaikeError(`${month} 还不能关账：${left.map((each) => obstacleText(each, pending)).join('；')}`, {
          code: 'month-not-closable',
          retry: false,
        });
      if (paper.figures.reportId !== seen)
        throw new ZaikeError('刚才有记录变动，数据已更新：请核对后再关账', { code: 'stale-month', retry: true });
      const replaces = reports.latest(code, month)?.reportId ?? null;
      const frozen = frozenMonth(paper, { replaces, forms: options.forms(code, month), signed });
      const { from, to } = boundsOf(month);
      const { at, by, countersignedBy } = signed;
      const kept = reports.close({
        ...{ class: code, month, reportId: frozen.figures.reportId, replaces },
        ...{ closedAt: at, closedBy: by, countersignedBy, figures: frozen.figures },
        body: frozenText(frozen),
        records: JSON.stringify(records.hashes(code, from, to)),
      });
      changed();
      return kept;
    },
    reopen: (code, month, why, { at, by, countersignedBy }) => {
      const report = closedNow(code, month);
      if (why.trim() === '') throw new ZaikeError('请写明重新打开的原因', { code: 'reason-missing', retry: false });
      reports.reopen(report.id, { why: why.trim(), at, by, countersignedBy });
      changed();
      return found(report.reportId);
    },
    verify: (id) => {
      const report = found(id);
      const { body, records: kept } = reports.frozen(report.id);
      const { from, to } = boundsOf(report.month as LocalMonth);
      const code = report.class as ClassCode;
      return verifyFrozen(
        { body, bodyHash: report.sha256, records: JSON.parse(kept) as FrozenRecords },
        {
          stored: records.lean(code, from, to),
          hashes: records.hashes(code, from, to),
          stillClosed: report.reopened === null,
        },
        sha256,
      );
    },
    attach: (code, month, scan) => {
      const report = closedNow(code, month);
      if (report.scans.some(({ sha256: known }) => known === scan.sha256))
        throw new ZaikeError('这份扫描件已经附上了', { code: 'scan-taken', retry: false });
      reports.addScan(report.id, scan);
      changed();
      return found(report.reportId);
    },
  };
}
