import type { MonthView } from '../../../core/contract/office/months.ts';
import { monthOf } from '../../../core/domain/day.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import { type Lesson, lessonKey } from '../../../core/domain/lesson.ts';
import type { EpochMs, LocalDate, Span } from '../../../core/domain/units.ts';
import type { MonthNow } from './months.ts';

/** A lesson whose records came from another kiosk of the institution: kiosk/store/foreign-records satisfies it. */
export interface LessonElsewhere {
  readonly date: LocalDate;
  readonly no: number;
  /** The verifier key of that kiosk, and its room. */
  readonly kiosk: string;
  readonly room: string;
  readonly exportedAt: EpochMs;
  readonly facts: {
    readonly cameras: readonly string[];
    readonly coverage: readonly (Span & { readonly camera: string })[];
  };
}

/** Lessons in other rooms. */
export interface Elsewhere {
  lesson(code: ClassCode, date: LocalDate, no: number): LessonElsewhere | null;
  lessons(code: ClassCode): readonly LessonElsewhere[];
  isHere(lesson: Lesson): boolean;
}

/** No class has lessons anywhere else. */
export const nowhereElse: Elsewhere = { lesson: () => null, lessons: () => [], isHere: () => true };

/** Where a lesson was recorded, for people. */
export function placeOf({ kiosk, room }: Pick<LessonElsewhere, 'kiosk' | 'room'>): string {
  const name = kiosk.split('+')[0]?.replace(/^zaike\//, '') ?? kiosk;
  return room === '' ? `电脑 ${name}` : `${room} 的电脑（${name}）`;
}

/** Of a month what other rooms' kiosks recorded, and what of theirs is over and not here yet. */
export function monthElsewhere(
  elsewhere: Elsewhere,
  code: ClassCode,
  { paper, running }: MonthNow,
  now: EpochMs,
): MonthView['elsewhere'] {
  const { month } = paper.figures;
  const came = elsewhere.lessons(code).filter(({ date }) => monthOf(date) === month);
  const places = new Map(came.map((lesson) => [lessonKey(lesson), placeOf(lesson)]));
  const pending = paper.records
    .filter(({ due, outcome }) => due && outcome === 'pending')
    .flatMap((record) => places.get(lessonKey(record)) ?? []);
  const brought = [...Map.groupBy(came, placeOf)].map(([place, those]) => ({
    place,
    lessons: those.length,
    pending: pending.filter((each) => each === place).length,
    exportedAt: Math.max(...those.map(({ exportedAt }) => exportedAt)),
    missing: 0,
  }));
  const missing = running.toCome.filter((lesson) => lesson.end < now && !elsewhere.isHere(lesson));
  const lacking = [...Map.groupBy(missing, ({ room }) => room?.trim() || '其他教室')].map(([room, those]) => ({
    ...{ place: room, lessons: 0, pending: 0, exportedAt: null, missing: those.length },
  }));
  return [...brought, ...lacking];
}
