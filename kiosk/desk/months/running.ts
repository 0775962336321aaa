import { setImmediate } from 'node:timers/promises';
import type { ClassFile } from '../../../core/domain/class-file.ts';
import { type CourseFigures, courseFigures } from '../../../core/domain/class-result.ts';
import { boundsOf, type LocalMonth, monthOf } from '../../../core/domain/day.ts';
import type { ClassCode, TraineeId } from '../../../core/domain/ids.ts';
import { type Lesson, type LessonKey, lessonKey } from '../../../core/domain/lesson.ts';
import type { Sha256 } from '../../../core/domain/month.ts';
import { type MonthInputs, type SettledMonth, settleMonth } from '../../../core/domain/month-report.ts';
import { addTallies, type Tally, tally } from '../../../core/domain/tally.ts';
import type { MonthClasses, RecordReading } from './ports.ts';

/** A month of a class as its papers and records have it now. */
export interface RunningMonth extends SettledMonth {
  readonly inputs: MonthInputs;
  /** Lessons of the month without any record. */
  readonly toCome: readonly Lesson[];
  /** How many lessons of the month have records, whether they count or not. */
  readonly held: number;
}

/** Months as they stand, from the stored records; each is settled again only when a record or the class changed. */
export interface RunningMonths {
  /** The months with lessons or records, earliest first. @throws ZaikeError `no-such-class`. */
  months(code: ClassCode): readonly LocalMonth[];
  /** @throws ZaikeError `no-such-class`, `calendar-missing`. */
  month(code: ClassCode, month: LocalMonth): RunningMonth;
  /** Every month's figures, without their records, earliest first. */
  summaries(code: ClassCode): readonly MonthSummary[];
  /** Settles what is not remembered yet, a month at a time, with room for other work in between. */
  warm(): Promise<void>;
  /** Every trainee's course so far. */
  course(code: ClassCode): readonly CourseFigures[];
}

/** A month's figures and what of it is still to be held. */
export type MonthSummary = Pick<RunningMonth, 'figures' | 'toCome' | 'held'>;

/** A month as it is remembered: figures and sums, not its records. */
interface Remembered extends MonthSummary {
  readonly stamp: string;
  readonly sums: ReadonlyMap<TraineeId, Tally>;
}

interface RememberedClass {
  readonly file: ClassFile;
  readonly lessons: ReadonlyMap<LocalMonth, readonly Lesson[]>;
  readonly months: Map<LocalMonth, Remembered>;
}

/** Whole months with their records that stay in memory: a page asks for one several times in a row. */
const WHOLE_MONTHS = 4;

export interface RunningOptions {
  readonly classes: MonthClasses;
  readonly records: RecordReading;
  readonly sha256: Sha256;
}

/**
 * What is remembered is keyed by the class file (the same object while nothing changes) and by the number and
 * the newest id of the month's records, which are only ever added: nothing remembered can be out of date.
 */
export function runningMonths({ classes, records, sha256 }: RunningOptions): RunningMonths {
  const known = new Map<ClassCode, RememberedClass>();
  const stamped = new Map<ClassCode, { readonly newest: number; readonly stamps: ReadonlyMap<string, string> }>();
  let whole: readonly { readonly key: string; readonly file: ClassFile; readonly month: RunningMonth }[] = [];

  const classOf = (code: ClassCode): RememberedClass => {
    const file = classes.file(code);
    const found = known.get(code);
    if (found?.file === file) return found;
    const lessons = Map.groupBy(classes.timetable(code).lessons, ({ date }) => monthOf(date));
    const fresh = { file, lessons, months: new Map<LocalMonth, Remembered>() };
    known.set(code, fresh);
    return fresh;
  };
  const stampsOf = (code: ClassCode): ReadonlyMap<string, string> => {
    const newest = records.newest(code);
    const found = stamped.get(code);
    if (found?.newest === newest) return found.stamps;
    const stamps = new Map(records.stamps(code).map(({ month, records: count, last }) => [month, `${count}/${last}`]));
    stamped.set(code, { newest, stamps });
    return stamps;
  };

  const settle = (code: ClassCode, month: LocalMonth, { file, lessons }: RememberedClass): RunningMonth => {
    const inputs = inputsOf(file, month, lessons.get(month) ?? []);
    const { from, to } = boundsOf(month);
    const stored = records.lean(code, from, to);
    const held = new Set<LessonKey>(stored.map(({ record }) => lessonKey(record)));
    const settled = settleMonth(inputs, stored, { calendar: classes.calendar(code), sha256 });
    const toCome = (lessons.get(month) ?? []).filter((lesson) => !held.has(lessonKey(lesson)));
    return { ...settled, inputs, toCome, held: held.size };
  };

  const month = (code: ClassCode, wanted: LocalMonth, stamp = stampsOf(code).get(wanted) ?? ''): RunningMonth => {
    const each = classOf(code);
    const key = `${code} ${wanted} ${stamp}`;
    const found = whole.find((one) => one.key === key && one.file === each.file);
    if (found !== undefined) return found.month;
    const settled = settle(code, wanted, each);
    whole = [{ key, file: each.file, month: settled }, ...whole].slice(0, WHOLE_MONTHS);
    each.months.set(wanted, remembered(settled, stamp, each.file));
    return settled;
  };

  const monthsOf = (each: RememberedClass, stamps: ReadonlyMap<string, string>): readonly LocalMonth[] =>
    [...new Set([...each.lessons.keys(), ...(stamps.keys() as Iterable<LocalMonth>)])].sort();

  const summary = (code: ClassCode, month: LocalMonth, each: RememberedClass): Remembered => {
    const stamp = stampsOf(code).get(month) ?? '';
    const found = each.months.get(month);
    if (found?.stamp === stamp) return found;
    const fresh = remembered(settle(code, month, each), stamp, each.file);
    each.months.set(month, fresh);
    return fresh;
  };
  const summaries = (code: ClassCode, each: RememberedClass): readonly Remembered[] =>
    monthsOf(each, stampsOf(code)).map((month) => summary(code, month, each));

  return {
    months: (code) => monthsOf(classOf(code), stampsOf(code)),
    month,
    summaries: (code) => summaries(code, classOf(code)),
    warm: async () => {
      for (const code of classes.list()) {
        for (const month of monthsOf(classOf(code), stampsOf(code))) {
          await setImmediate();
          summary(code, month, classOf(code));
        }
      }
    },
    course: (code) => {
      const each = classOf(code);
      const months = summaries(code, each);
      const toCome = months.flatMap((one) => one.toCome);
      return courseFigures(each.file, toCome, (trainee) =>
        addTallies(months.flatMap(({ sums }) => sums.get(trainee) ?? [])),
      );
    },
  };
}

function inputsOf(file: ClassFile, month: LocalMonth, lessons: readonly Lesson[]): MonthInputs {
  const { policies, trainees } = file;
  return {
    classCode: file.class.code,
    month,
    roster: trainees.map(({ id, joinedOn, withdrawnOn, approvedFrom }) => {
      return { id, joinedOn, withdrawnOn, ...(approvedFrom === undefined ? {} : { approvedFrom }) };
    }),
    approvedOn: file.class.approvedOn,
    policies,
    lessons: lessons.map(({ date, no, kind }) => ({ date, no, kind })),
  };
}

function remembered({ figures, toCome, held, records }: RunningMonth, stamp: string, file: ClassFile): Remembered {
  const byTrainee = Map.groupBy(records, ({ trainee }) => trainee);
  const sums = new Map([...byTrainee].map(([trainee, own]) => [trainee, tally(own, file.policies)]));
  return { stamp, figures, toCome, held, sums };
}
