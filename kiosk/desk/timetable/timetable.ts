import type { Edited, LessonForm, TimetablePreview, WeekView } from '../../../core/contract/office/timetable.ts';
import type { ClassJson } from '../../../core/contract/scenario-json.ts';
import { plannedLessons } from '../../../core/domain/class-records.ts';
import {
  dateAt,
  datesBetween,
  instantAt,
  type LocalMonth,
  monthOf,
  parseTimeOfDay,
  yearOf,
} from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import { type Lesson, lessonKey } from '../../../core/domain/lesson.ts';
import type { EpochMs, LocalDate } from '../../../core/domain/units.ts';
import type { Classes } from '../classes/classes.ts';
import type { TableReading } from '../tables/table.ts';
import { copiedWeek } from './copy-week.ts';
import { differences } from './differences.ts';
import { type Edit, editBell, editTimetable, type Lock, plannedOf, type Standing, wholeBell } from './edit.ts';
import type { Planned, TimetableReading } from './planned.ts';
import { readTimetable } from './read-timetable.ts';
import { refused, wordsOf } from './refusal.ts';
import { boundsOf, weekView } from './week-view.ts';

export interface TimetableOptions {
  readonly classes: Classes;
  /** Reads the tables of a file. */
  readonly read: (name: string, bytes: Uint8Array) => Promise<TableReading>;
  /** Whether a lesson's records are closed. */
  readonly isClosed: (code: ClassCode, date: LocalDate, no: number) => boolean;
  readonly isMonthClosed: (code: ClassCode, month: LocalMonth) => boolean;
  /** The names of days off (国庆节). */
  readonly holidays: () => ReadonlyMap<LocalDate, string>;
  readonly now: () => EpochMs;
}

/** Who changes something and from which version of the class. */
export interface TimetableChange {
  readonly version: number;
  readonly by: string;
}

/** The timetable as the week view reads and edits it. */
export interface TimetableDesk {
  week(code: ClassCode, week: number | null): WeekView;
  edit(code: ClassCode, lessons: readonly LessonForm[], removed: readonly Place[], change: TimetableChange): Edited;
  /** What two lessons hold changes places; their times stay. */
  swap(code: ClassCode, one: Place, other: Place, change: TimetableChange): Edited;
  /** Lays a week's lessons over the next `to` weeks, by day of the week. */
  copy(code: ClassCode, week: number, to: number, change: TimetableChange): Edited;
  bell(code: ClassCode, from: string, bell: readonly { start: string; end: string }[], change: TimetableChange): Edited;
  /** What importing a file would do. */
  preview(code: ClassCode, name: string, bytes: Uint8Array): Promise<TimetablePreview>;
  /** Imports it, all or nothing. @throws ZaikeError `import-not-ready`. */
  import(code: ClassCode, name: string, bytes: Uint8Array, change: TimetableChange): Promise<Edited>;
}

/** A lesson's place. */
type Place = { readonly date: string; readonly no: number };

const MOST_LINES = 300;

/** The timetable of classes. Every change is refused with ZaikeError that says why, and whole. */
export function timetableDesk(options: TimetableOptions): TimetableDesk {
  const { classes, read, isClosed, isMonthClosed, holidays, now } = options;
  const standing = (code: ClassCode): Standing => {
    const file = classes.file(code);
    const planned = plannedLessons(file, classes.calendar(code));
    const plannedAt = new Map(planned.map((lesson) => [lessonKey(lesson), lesson]));
    const held = classes.timetable(code).lessons;
    const at = now();
    const heldAt = new Map(held.map((lesson) => [lessonKey(lesson), lesson]));
    const lock = (lesson: Pick<Lesson, 'date' | 'no' | 'start'>): Lock | null => {
      if (isMonthClosed(code, monthOf(lesson.date))) return 'month';
      if (isClosed(code, lesson.date, lesson.no)) return 'closed';
      if (lesson.start <= at) return 'begun';
      const there = heldAt.get(lessonKey(lesson));
      if (there === undefined) return null;
      const plan = plannedAt.get(lessonKey(lesson));
      return plan === undefined || plan.start !== there.start || there.makeUp ? 'change' : null;
    };
    return { file, planned, held, lock };
  };

  const write = (
    code: ClassCode,
    members: Pick<ClassJson, 'bell' | 'lessons'>,
    changed: number,
    { version, by }: TimetableChange,
    remarks: readonly string[],
  ): Edited => {
    const { scenario } = classes.kept(code);
    const edited = { ...scenario, class: { ...scenario.class, ...members } };
    const saved = classes.save(code, edited, { version, by, at: now() });
    if (saved.kind === 'stale')
      throw new ZaikeError('课程表在此期间被别人改过，请刷新后再改', { code: 'stale-class', retry: true });
    if (saved.kind === 'faulty') throw refused(saved.faults.map(wordsOf));
    return { version: saved.version, changed, remarks: [...remarks] };
  };

  const save = (code: ClassCode, edit: Edit, change: TimetableChange, remarks: readonly string[] = []): Edited => {
    const result = editTimetable(standing(code), edit, ({ date, start }) => instantAt(date, start));
    if (result.kind === 'refused') throw refused(result.why);
    if (result.changed === 0) return { version: classes.kept(code).version, changed: 0, remarks: [...remarks] };
    return write(code, result.class, result.changed, change, remarks);
  };

  const plan = async (
    code: ClassCode,
    name: string,
    bytes: Uint8Array,
  ): Promise<{ reading: TimetableReading; edit: Edit }> => {
    const tables = await read(name, bytes);
    const reading: TimetableReading =
      tables.kind === 'tables'
        ? readTimetable(tables.tables)
        : {
            ...{ lessons: [], days: new Set<LocalDate>() },
            faults: [{ severity: 'refused', row: null, column: null, what: tables.what, advice: tables.advice }],
          };
    const named = new Set(reading.lessons.map(lessonKey));
    const removed = classes
      .timetable(code)
      .lessons.filter((lesson) => reading.days.has(lesson.date) && !named.has(lessonKey(lesson)));
    return { reading, edit: { lessons: reading.lessons, removed } };
  };

  return {
    week: (code, week) => {
      const { file, held, lock } = standing(code);
      return weekView(
        {
          ...{ file, held, lock, holidays: holidays(), today: dateAt(now()), calendar: classes.calendar(code) },
          ...{ owed: classes.timetable(code).owed, version: classes.kept(code).version },
        },
        week,
      );
    },
    edit: (code, lessons, removed, change) =>
      save(code, { lessons: lessons.map(plannedForm), removed: removed as Edit['removed'] }, change),
    swap: (code, one, other, change) => {
      const { held } = standing(code);
      const find = ({ date, no }: Place): Planned => {
        const found = held.find((lesson) => lesson.date === date && lesson.no === no);
        if (found !== undefined) return plannedOf(found);
        throw refused([`${date} 第 ${no} 节没有课`]);
      };
      const [a, b] = [find(one), find(other)];
      const { course, teacher, kind, room } = a;
      return save(
        code,
        {
          lessons: [
            { ...a, course: b.course, teacher: b.teacher, kind: b.kind, room: b.room },
            { ...b, course, teacher, kind, room },
          ],
          removed: [],
        },
        change,
      );
    },
    copy: (code, week, to, change) => {
      const { lessons, remarks } = copiedWeek(standing(code), classes.calendar(code), week, to);
      return save(code, { lessons, removed: [] }, change, remarks);
    },
    bell: (code, from, bell, change) => {
      const current = standing(code);
      const bounds = boundsOf(current.file, current.held);
      if (bounds === null) throw refused(['请先填写班级的开班和结课日期']);
      const calendar = classes.calendar(code);
      const first = (from > bounds.first ? from : bounds.first) as LocalDate;
      const workdays = datesBetween(first, bounds.last).filter(
        (date) => calendar.knows(yearOf(date)) && calendar.isWorkday(date),
      );
      const times = bell.map(({ start, end }) => ({ start: timeOf(start), end: timeOf(end) }));
      const wrong = times.findIndex(({ start, end }, index) => end <= start || start < (times[index - 1]?.end ?? 0));
      if (wrong >= 0) throw refused([`第 ${wrong + 1} 节的时间不对：应晚于上一节，结束晚于开始`]);
      const untouched = current.held.every((lesson) => current.lock(lesson) === null);
      if (first === bounds.first && current.file.bell.length > 0 && untouched)
        return write(code, wholeBell(current.file, times), current.held.length, change, []);
      return save(code, editBell(current, first, times, workdays), change);
    },
    preview: async (code, name, bytes) => {
      const { reading, edit } = await plan(code, name, bytes);
      const current = standing(code);
      const result = editTimetable(current, edit, ({ date, start }) => instantAt(date, start));
      const faults = [...reading.faults];
      if (result.kind === 'refused')
        for (const why of result.why)
          faults.push({
            severity: 'refused',
            row: null,
            column: null,
            what: why,
            advice: '请让文件里的这一节与现在的课程表一致',
          });
      const { lines, counts } = differences(current.held, edit);
      const isRefused = faults.some(({ severity }) => severity === 'refused');
      return {
        ...{ version: classes.kept(code).version, faults, days: reading.days.size, ...counts },
        lines: lines.slice(0, MOST_LINES),
        ready: !isRefused && counts.added + counts.changed + counts.removed > 0,
      };
    },
    import: async (code, name, bytes, change) => {
      const { reading, edit } = await plan(code, name, bytes);
      if (reading.faults.some(({ severity }) => severity === 'refused'))
        throw new ZaikeError('文件里还有需要先改正的地方', { code: 'import-not-ready', retry: false });
      return save(code, edit, change);
    },
  };
}

function timeOf(text: string): number {
  const time = parseTimeOfDay(text);
  if (time === null) throw new RangeError(`expected a time of day, got ${text}`);
  return time;
}

const plannedForm = ({ date, no, start, end, course, teacher, kind, room }: LessonForm): Planned => ({
  ...{ date: date as LocalDate, no, start: timeOf(start), end: timeOf(end) },
  ...{ course: course?.trim() || null, teacher: teacher?.trim() || null, kind, room: room?.trim() || null },
});
