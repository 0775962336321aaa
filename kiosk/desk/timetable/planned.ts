import type { SheetFault } from '../../../core/contract/office/sheet-fault.ts';
import type { LessonKind } from '../../../core/domain/lesson.ts';
import type { LocalDate } from '../../../core/domain/units.ts';

/** A lesson as a file or the editor plans it; times in milliseconds since midnight. */
export interface Planned {
  readonly date: LocalDate;
  readonly no: number;
  readonly start: number;
  readonly end: number;
  readonly course: string | null;
  readonly teacher: string | null;
  readonly kind: LessonKind;
  /** Null: as it is, or the class's. */
  readonly room: string | null;
}

/** A timetable read from a file: the lessons, the days that it speaks for (also those without lessons), and what is wrong. */
export interface TimetableReading {
  readonly lessons: readonly Planned[];
  readonly days: ReadonlySet<LocalDate>;
  readonly faults: readonly SheetFault[];
}

/** 理论, 实操, 考试, 校外, and what they are called besides; undefined for other words. */
export function kindOf(text: string): LessonKind | undefined {
  const word = text.replace(/[（(]补课[)）]/, '').trim();
  if (/^(理论|理论课|讲授)$/.test(word)) return 'theory';
  if (/^(实操|实训|实操课|实践|上机)$/.test(word)) return 'practical';
  if (/^(考试|考核|测验)$/.test(word)) return 'exam';
  if (/^(校外|校外实训|校外实践)$/.test(word)) return 'offSite';
  return undefined;
}

/** `8:30–9:15` in any of its hyphens, as milliseconds since midnight; undefined for anything else. */
export function timesOf(text: string): { readonly start: number; readonly end: number } | undefined {
  const match = /^(\d{1,2})[:.](\d{2})\s*[-–—~至到]+\s*(\d{1,2})[:.](\d{2})$/.exec(text.trim());
  if (match === null) return undefined;
  const [hour = 0, minute = 0, endHour = 0, endMinute = 0] = match.slice(1).map(Number);
  if (hour > 23 || endHour > 23 || minute > 59 || endMinute > 59) return undefined;
  const start = (hour * 60 + minute) * 60_000;
  const end = (endHour * 60 + endMinute) * 60_000;
  return end > start ? { start, end } : undefined;
}

/** `08:30` of milliseconds since midnight. */
export function clockOf(timeOfDay: number): string {
  const minutes = Math.floor(timeOfDay / 60_000);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
