import type { ClassJson, LessonJson } from '../../../core/contract/scenario-json.ts';
import type { ClassFile } from '../../../core/domain/class-file.ts';
import { timeOfDayAt } from '../../../core/domain/day.ts';
import { type Lesson, type LessonKey, lessonKey } from '../../../core/domain/lesson.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { clockOf, type Planned } from './planned.ts';

/** What of a timetable may not be edited, and why. */
export type Lock = 'begun' | 'closed' | 'change' | 'month';

/** A timetable as an edit finds it. */
export interface Standing {
  readonly file: ClassFile;
  /** Before changes: what an edit writes. */
  readonly planned: readonly Lesson[];
  /** After changes: what people see. */
  readonly held: readonly Lesson[];
  readonly lock: (lesson: Pick<Lesson, 'date' | 'no' | 'start'>) => Lock | null;
}

/** Lessons written over those of the same date and number, and lessons taken out. */
export interface Edit {
  readonly lessons: readonly Planned[];
  readonly removed: readonly Pick<Lesson, 'date' | 'no'>[];
}

/** What an edit comes to: the class's new members, or why not (zh-CN). */
export type EditResult =
  | { readonly kind: 'edited'; readonly class: Pick<ClassJson, 'bell' | 'lessons'>; readonly changed: number }
  | { readonly kind: 'refused'; readonly why: readonly string[] };

const LOCKS: Readonly<Record<Lock, string>> = {
  begun: '已经开始或结束，不能再改；要取消、挪动或补课，请在“调课”中登记',
  closed: '考勤已经结算，不能再改；要取消、挪动或补课，请在“调课”中登记',
  change: '是由调课产生的，请在“调课”中修改',
  month: '所在的月份已经关账，不能再改；确要更改，请管理员先在“考勤月份”里重新打开这个月',
};

/** A lesson as an edit would write it, unchanged. */
export function plannedOf({ date, no, start, end, course, teacher, kind, room }: Lesson): Planned {
  return { date, no, start: timeOfDayAt(start), end: timeOfDayAt(end), course, teacher, kind, room };
}

const isSame = (one: Planned, other: Planned): boolean =>
  one.start === other.start &&
  one.end === other.end &&
  one.course === other.course &&
  one.teacher === other.teacher &&
  one.kind === other.kind &&
  one.room === other.room;

/**
 * Applies an edit. What is as it was already is left alone; lessons that have begun, are closed or come
 * from a change refuse the whole. Taking out a lesson of the bell turns the bell into lessons one by one.
 */
export function editTimetable(standing: Standing, edit: Edit, startOf: (lesson: Planned) => number): EditResult {
  const { file, planned, held, lock } = standing;
  const byKey = new Map(held.map((lesson) => [lessonKey(lesson), lesson]));
  const ofPlan = new Map(planned.map((lesson) => [lessonKey(lesson), lesson]));
  const written = new Map<LessonKey, Planned>();
  const why: string[] = [];
  for (const lesson of edit.lessons) {
    const key = lessonKey(lesson);
    const before = byKey.get(key);
    const room = lesson.room ?? before?.room ?? file.class.room;
    const now = { ...lesson, room };
    if (before !== undefined && isSame(plannedOf(before), now)) continue;
    const locked =
      (before === undefined ? null : lock(before)) ??
      lock({ date: lesson.date, no: lesson.no, start: startOf(lesson) as Lesson['start'] });
    if (locked !== null) why.push(`${lesson.date} 第 ${lesson.no} 节${LOCKS[locked]}`);
    else if (before === undefined && ofPlan.has(key))
      why.push(`${lesson.date} 第 ${lesson.no} 节已在“调课”中取消或挪走，请先撤销那次调课`);
    else if (isOutside(lesson.date, file)) why.push(`${lesson.date} 不在开班至结课之间`);
    else written.set(key, now);
  }
  const removed = new Set<LessonKey>();
  for (const place of edit.removed) {
    const before = byKey.get(lessonKey(place));
    if (before === undefined) continue;
    const locked = lock(before);
    if (locked !== null) why.push(`${place.date} 第 ${place.no} 节${LOCKS[locked]}`);
    else removed.add(lessonKey(place));
  }
  if (why.length > 0) return { kind: 'refused', why };
  const own = new Set(file.lessons.map(lessonKey));
  const dropsBell = [...removed].some((key) => !own.has(key));
  const base = dropsBell ? planned : file.lessons;
  const lessons = [
    ...base.filter((lesson) => !removed.has(lessonKey(lesson)) && !written.has(lessonKey(lesson))).map(plannedOf),
    ...written.values(),
  ].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.no - b.no));
  const hasBell = file.bell.length > 0 && !dropsBell;
  return {
    kind: 'edited',
    class: { lessons: lessons.map(lessonJson), bell: hasBell ? bellJson(file) : null },
    changed: written.size + removed.size,
  };
}

/**
 * New times for each day from `from` on. Lessons keep their course by their number; later ones than the
 * bell has go. Before `from` everything stays, so the bell becomes lessons one by one unless the class
 * has not begun.
 */
export function editBell(
  standing: Standing,
  from: LocalDate,
  bell: ClassFile['bell'],
  workdays: readonly LocalDate[],
): Edit {
  const after = standing.planned.filter(({ date }) => date >= from);
  const byKey = new Map(after.map((lesson) => [lessonKey(lesson), lesson]));
  const days = new Set([...workdays.filter((date) => date >= from), ...after.map(({ date }) => date)]);
  const lessons = [...days].flatMap((date) =>
    bell.map(({ start, end }, index): Planned => {
      const before = byKey.get(lessonKey({ date, no: index + 1 }));
      const facts = before ?? { course: null, teacher: null, kind: 'theory' as const, room: null };
      const { course, teacher, kind, room } = facts;
      return { date, no: index + 1, start, end, course, teacher, kind, room };
    }),
  );
  return { lessons, removed: after.filter(({ no }) => no > bell.length) };
}

/** A new bell for a class that has not begun: lessons planned one by one keep their course and take the bell's times. */
export function wholeBell(file: ClassFile, bell: ClassFile['bell']): Pick<ClassJson, 'bell' | 'lessons'> {
  const lessons = file.lessons.map(plannedOf).flatMap((lesson): readonly Planned[] => {
    const times = bell[lesson.no - 1];
    return times === undefined ? [] : [{ ...lesson, ...times }];
  });
  return { bell: bellJson({ bell }), lessons: lessons.map(lessonJson) };
}

const isOutside = (date: LocalDate, { class: { opens, ends } }: ClassFile): boolean =>
  (opens !== null && date < opens) || (ends !== null && date > ends);

const bellJson = ({ bell }: Pick<ClassFile, 'bell'>): NonNullable<ClassJson['bell']> =>
  bell.map(({ start, end }) => [clockOf(start) as never, clockOf(end) as never]);

function lessonJson({ date, no, start, end, course, teacher, kind, room }: Planned): LessonJson {
  return { date, no, start: clockOf(start), end: clockOf(end), course, teacher, kind, room };
}
