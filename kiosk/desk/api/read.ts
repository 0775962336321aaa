import type { ApiClass, ApiMonth } from '../../../core/contract/api.ts';
import type { MonthView } from '../../../core/contract/office/months.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import type { Months } from '../months/months.ts';
import type { MonthClasses } from '../months/ports.ts';

/** The classes as other systems read them. */
export function apiClasses(classes: MonthClasses, months: Pick<Months, 'months'>): ApiClass[] {
  return classes.list().map((code: ClassCode) => {
    const { class: facts, trainees } = classes.file(code);
    const { institution, specialty, opens, ends, approvedOn } = facts;
    return {
      code,
      institution,
      specialty,
      opens,
      ends,
      approvedOn,
      trainees: trainees.length,
      months: [...months.months(code)],
    };
  });
}

/** A month as other systems read it. @param people whether names and masked ID numbers are told */
export function apiMonth(view: MonthView, people: boolean): ApiMonth {
  const { code, institution, specialty } = view.class;
  return {
    class: { code, institution: institution || null, specialty: specialty || null },
    month: view.month,
    state: view.report === null ? 'open' : 'closed',
    reportId: view.reportId,
    closedAt: view.report === null ? null : new Date(view.report.closedAt).toISOString(),
    workdays: view.workdays,
    total: view.total,
    trainees: view.trainees.map(({ trainee, name, idNumber, figures, course, days }) => ({
      trainee,
      name: people ? name : null,
      idNumber: people ? idNumber : null,
      ...figures,
      course,
      days: days.map(({ mark, kind }, index) => ({ date: view.days[index]?.date ?? '', mark, kind })),
    })),
  };
}

const FIGURES = [
  'due',
  'attended',
  'late',
  'leftEarly',
  'personalLeave',
  'sickLeave',
  'absent',
  'pending',
  'rate',
  'meets90',
] as const;

/**
 * A month as CSV (RFC 4180: CRLF, quotes doubled) with a byte-order mark, so that Excel reads its Chinese. A text
 * that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function monthCsv({ trainees }: ApiMonth): string {
  const dates = trainees[0]?.days.map(({ date }) => date) ?? [];
  const head = ['trainee', 'name', 'idNumber', ...FIGURES, ...dates];
  const rows = trainees.map((each) => [
    ...[each.trainee, each.name ?? '', each.idNumber ?? ''],
    ...FIGURES.map((figure) => String(each[figure])),
    ...each.days.map(({ mark }) => mark),
  ]);
  return `\uFEFF${[head, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n')}\r\n`;
}

function csvField(text: string): string {
  const safe = /^[=+@\t\r]|^-(?!$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
