import type { MarkKind, MonthList, MonthTrainee, MonthView, ReportView } from '../../../core/contract/office/months.ts';
import type { ClassFacts } from '../../../core/domain/class-file.ts';
import { datesOf } from '../../../core/domain/day.ts';
import type { TraineeId } from '../../../core/domain/ids.ts';
import type { Obstacle } from '../../../core/domain/month-report.ts';
import { rateText } from '../../../core/domain/rate.ts';
import { isAttended, type LessonRecord } from '../../../core/domain/record.ts';
import type { TraineeFigures } from '../../../core/domain/tally.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { remarks } from '../../../core/forms/annex6-attendance.ts';
import { dayMark, type Marks } from '../../../core/forms/marks.ts';
import type { MonthLine } from '../../../core/forms/month-on-paper.ts';
import type { Verification, VerificationFault } from './frozen.ts';
import { linesOf } from './month-paper.ts';
import type { MonthNow, Months } from './months.ts';
import { centerText, obstacleText } from './obstacle-words.ts';
import type { PendingMonth, ReportOfMonth } from './ports.ts';

/** What a lesson still to come shows; 附件6 itself has none. */
const TO_COME = '·';
/** So many days are named of what keeps a month open. */
const NAMED_DAYS = 8;

/** A month as its page shows it. `earlier`: the reports before re-openings, oldest first. */
export function monthView(
  now: MonthNow,
  earlier: readonly ReportOfMonth[],
  elsewhere: MonthView['elsewhere'],
): MonthView {
  const { paper, report, running, pending } = now;
  const worked = new Set(paper.workdays);
  const { of, figures, marks } = paper;
  const lines = linesOf(paper);
  const toCome = report === null ? Map.groupBy(running.toCome, ({ date }) => date) : new Map<LocalDate, []>();
  const byDate = Map.groupBy(
    lines.lines.flatMap(({ records }) => records).filter(({ due }) => due),
    ({ date }) => date,
  );
  const days = datesOf(figures.month).map((date) => {
    const due = byDate.get(date) ?? [];
    const attended = due.filter(({ outcome }) => isAttended(outcome)).length;
    return {
      ...{ date, workday: worked.has(date), lessons: lines.lessonsOn.get(date) ?? 0 },
      ...{ toCome: toCome.get(date)?.length ?? 0, due: due.length, attended, rate: rateText(attended, due.length) },
    };
  });
  const course = new Map(paper.course.map(({ trainee, ...each }) => [trainee, each]));
  const trainees = lines.lines.map((line): MonthTrainee => {
    const cells = Map.groupBy(line.records, ({ date }) => date);
    return {
      ...{ trainee: line.trainee.id, name: line.trainee.person.name ?? line.trainee.id },
      idNumber: line.trainee.person.idNumber,
      remarks: remarks(line, of, figures.month),
      figures: withoutTrainee(line.figures),
      course: course.get(line.trainee.id) ?? null,
      days: days.map((day) => cellOf(day, line, cells.get(day.date) ?? [], marks)),
    };
  });
  return {
    class: { code: of.code, institution: of.institution, specialty: of.specialty, room: of.room },
    ...{ month: figures.month, workdays: figures.workdays, days, trainees, total: figures.class },
    ...{ reportId: figures.reportId, changedSince: now.changedSince },
    report: report === null ? null : reportView(report),
    earlier: earlier.map(reportView).reverse(),
    pending: pendingView(pending),
    obstacles: now.obstacles.map((obstacle) => ({
      kind: obstacle.kind,
      text: obstacleText(obstacle, pending),
      dates: datesBehind(obstacle, now),
    })),
    legend: legend(marks),
    elsewhere,
  };
}

/** Null: the institution settles what is pending. */
function pendingView(pending: PendingMonth): MonthView['pending'] {
  const { settledBy, closed, left, due, decision } = pending;
  return settledBy === 'institution' ? null : { closed, left, due, decision, text: centerText(pending) };
}

function withoutTrainee({ trainee: _, ...figures }: TraineeFigures): Omit<TraineeFigures, 'trainee'> {
  return figures;
}

function cellOf(
  day: { readonly date: LocalDate; readonly lessons: number; readonly toCome: number },
  { trainee }: MonthLine,
  records: MonthLine['records'],
  marks: Marks,
): MonthTrainee['days'][number] {
  const gone = trainee.withdrawnOn !== null && trainee.withdrawnOn <= day.date;
  if (day.toCome > 0 && !records.some(({ due }) => due))
    return gone ? { mark: marks.withdrawn, kind: 'withdrawn' } : { mark: TO_COME, kind: 'toCome' };
  const mark = dayMark({ date: day.date, training: day.lessons > 0 }, trainee, records, marks);
  const kind = Object.entries(marks).find(([, letter]) => letter === mark)?.[0] as MarkKind | undefined;
  return { mark, kind: kind ?? 'mixed' };
}

/** Days on which what keeps the month open is settled. */
function datesBehind(obstacle: Obstacle, { paper, running }: MonthNow): readonly LocalDate[] {
  const dates =
    obstacle.kind === 'pending'
      ? paper.records.filter(({ outcome, due }) => due && outcome === 'pending').map(({ date }) => date)
      : obstacle.kind === 'toCome'
        ? running.toCome.map(({ date }) => date)
        : [];
  return [...new Set(dates)].slice(0, NAMED_DAYS);
}

function legend(marks: Marks): MonthView['legend'] {
  return [
    { mark: marks.present, kind: 'present', words: '出勤' },
    { mark: marks.late, kind: 'late', words: '迟到' },
    { mark: marks.leftEarly, kind: 'leftEarly', words: '早退' },
    { mark: marks.personalLeave, kind: 'personalLeave', words: '事假' },
    { mark: marks.sickLeave, kind: 'sickLeave', words: '病假' },
    { mark: marks.absent, kind: 'absent', words: '旷课' },
    { mark: marks.pending, kind: 'pending', words: '待核' },
    { mark: '4/6', kind: 'mixed', words: '当日情形不一：实到/应到' },
    { mark: marks.withdrawn, kind: 'withdrawn', words: '已退出' },
    { mark: TO_COME, kind: 'toCome', words: '未上' },
    { mark: marks.noTraining, kind: 'noTraining', words: '非培训日、入班前、不计课时' },
  ];
}

/** A closed month as pages show it. */
export function reportView({
  reportId,
  replaces,
  closedAt,
  closedBy,
  countersignedBy,
  reopened,
  scans,
}: ReportOfMonth): ReportView {
  const shown = scans.map(({ id, name, bytes, sha256, addedAt, addedBy }) => ({
    id,
    name,
    bytes,
    sha256,
    addedAt,
    addedBy,
  }));
  return { reportId, replaces, closedAt, closedBy, countersignedBy, reopened, scans: shown };
}

/** The months of a class with where each stands. */
export function monthList(months: Months, { institution, specialty, code }: ClassFacts): MonthList {
  return {
    class: { code, institution: institution ?? '', specialty: specialty ?? '' },
    months: months.summaries(code).map(({ figures, toCome, held, report }) => ({
      month: figures.month,
      total: figures.class,
      toCome: toCome.length,
      pending: figures.trainees.reduce((sum, { pending }) => sum + pending, 0),
      state: report !== null ? 'closed' : held === 0 ? 'toCome' : 'running',
      report: report === null ? null : reportView(report),
    })),
  };
}

/** What verifying found, in words. */
export function verificationWords(verification: Verification): readonly string[] {
  switch (verification.kind) {
    case 'same':
      return [`重新计算的结果与关账时逐字节一致，其下 ${verification.records} 条记录均未改动。`];
    case 'otherRules':
      return [
        `其下记录均未改动。关账时用的是规则第 ${verification.closedBy} 版，本程序是第 ${verification.now} 版，须用当时的程序才能重新计算。`,
      ];
    case 'differs':
      return verification.faults.map(faultWords);
  }
}

function faultWords(fault: VerificationFault): string {
  switch (fault.kind) {
    case 'textChanged':
      return '保存的关账内容与关账时的校验值不符，数据库可能被改动，请联系技术人员并保留现场。';
    case 'figuresDiffer':
      return `由记录重新计算，得到另一个结果（${fault.reportId}），请联系技术人员并保留现场。`;
    case 'recordsMissing':
      return `有 ${fault.ids.length} 条记录不见了（编号 ${shortList(fault.ids)}）。`;
    case 'recordsChanged':
      return `有 ${fault.ids.length} 条记录与关账时不同（编号 ${shortList(fault.ids)}）。`;
    case 'recordsAdded':
      return `关账后多出 ${fault.ids.length} 条记录（编号 ${shortList(fault.ids)}）。`;
  }
}

function shortList(ids: readonly number[]): string {
  return ids.length > NAMED_DAYS ? `${ids.slice(0, NAMED_DAYS).join('、')} 等` : ids.join('、');
}

/** Of a month's records those of one trainee, day or figure, by date and number. */
export function recordsBehind(
  records: readonly LessonRecord[],
  wanted: { readonly trainee: TraineeId | null; readonly date: LocalDate | null; readonly figure: string | null },
): readonly LessonRecord[] {
  const { trainee, date, figure } = wanted;
  return records.filter(
    (record) =>
      (trainee === null || record.trainee === trainee) &&
      (date === null || record.date === date) &&
      (figure === null || countsIn(record, figure)),
  );
}

/** Whether a record is one of those that a figure counts. */
function countsIn({ due, outcome, notes }: LessonRecord, figure: string): boolean {
  if (!due) return false;
  if (figure === 'due') return true;
  if (figure === 'attended') return isAttended(outcome);
  return outcome === figure || (figure === 'leftEarly' && outcome === 'late' && notes.includes('left-early'));
}
