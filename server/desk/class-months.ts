import { setImmediate } from 'node:timers/promises';
import { countedRecords } from '../../core/domain/counted.ts';
import { boundsOf, type LocalMonth } from '../../core/domain/day.ts';
import type { TraineeId } from '../../core/domain/ids.ts';
import { figuresOfSums, type MonthFigures } from '../../core/domain/month.ts';
import { recordsInOrder } from '../../core/domain/month-report.ts';
import { addTallies, type Tally, tally } from '../../core/domain/tally.ts';
import type { CenterClass } from './classes.ts';
import type { FactDay, FactReader } from './ports.ts';
import { numbered } from './settle.ts';

/** The figures of classes' months, from what the kiosks delivered. */
export interface ClassMonths {
  /** A month's figures as its records stand. Only days whose records changed are read. @throws ZaikeError `calendar-missing`. */
  of(of: CenterClass, month: LocalMonth): Promise<MonthFigures>;
}

/** What trainees' records add up to. */
type Sums = ReadonlyMap<TraineeId, Tally>;

/** Days that were added up. */
interface Earlier {
  readonly days: readonly FactDay[];
  readonly sums: Sums;
}

/** A month that was added up. */
interface Added {
  /** The filing that said which lessons count. */
  readonly filing: number;
  /** The days that have records. */
  readonly days: readonly FactDay[];
  /** All of them but the newest, which goes on changing while it is being held. */
  readonly earlier: Earlier;
  readonly figures: MonthFigures;
}

const NOTHING: Earlier = { days: [], sums: new Map() };

/**
 * A day's records at a time, and everything else has its turn in between: a month of fifty people has thousands of
 * records, and the hub relays pictures meanwhile. When a lesson closes, its day alone is read; when an earlier day
 * changes (a correction, a kiosk that was away), the month.
 */
export function classMonths(facts: Pick<FactReader, 'days' | 'of'>): ClassMonths {
  const known = new Map<string, Added>();

  const sumsOn = async ({ kiosk, code, file, timetable }: CenterClass, day: string): Promise<Sums> => {
    await setImmediate();
    const stored = await facts.of('record', { kiosk, class: code, from: day, to: day });
    const { trainees: roster, policies } = file;
    const lessons = timetable.lessons.filter(({ date }) => date === day);
    const counting = { roster, policies, lessons, approvedOn: file.class.approvedOn };
    const { records } = countedRecords(counting, recordsInOrder(stored.map(({ body }) => numbered(body))));
    const byTrainee = Map.groupBy(records, ({ trainee }) => trainee);
    return new Map([...byTrainee].map(([trainee, own]) => [trainee, tally(own, policies)]));
  };

  const add = async (of: CenterClass, month: LocalMonth, days: readonly FactDay[], before: Added | undefined) => {
    const past = days.slice(0, -1);
    const holds = before?.filing === of.item && startsWith(past, before.earlier.days);
    const from = holds ? before.earlier : NOTHING;
    let { sums } = from;
    for (const { day } of past.slice(from.days.length)) sums = both(sums, await sumsOn(of, day));
    const newest = days.at(-1);
    const all = newest === undefined ? sums : both(sums, await sumsOn(of, newest.day));
    const sumOf = (trainee: TraineeId): Tally => all.get(trainee) ?? addTallies([]);
    const figures = figuresOfSums(month, of.file.trainees, sumOf, of.calendar);
    return { filing: of.item, days, earlier: { days: past, sums }, figures };
  };

  const figuresOf = async (of: CenterClass, month: LocalMonth, key: string): Promise<MonthFigures> => {
    const { kiosk, code, item } = of;
    const days = await facts.days('record', { kiosk, class: code, ...boundsOf(month) });
    const before = known.get(key);
    if (before?.filing === item && before.days.length === days.length && startsWith(days, before.days))
      return before.figures;
    const added = await add(of, month, days, before);
    known.set(key, added);
    return added.figures;
  };

  /** The last to have asked for a month that is being added up. */
  const asking = new Map<string, Promise<unknown>>();
  return {
    of: async (of, month) => {
      const key = `${of.kiosk}/${of.code}/${month}`;
      // The menu's counts and an open page ask for the same months: who comes second finds them added up.
      const earlier = asking.get(key) ?? Promise.resolve();
      const own = earlier.catch(() => undefined).then(() => figuresOf(of, month, key));
      asking.set(key, own);
      try {
        return await own;
      } finally {
        if (asking.get(key) === own) asking.delete(key);
      }
    },
  };
}

function startsWith(days: readonly FactDay[], first: readonly FactDay[]): boolean {
  return first.every(({ day, count, newest }, at) => {
    const now = days[at];
    return now?.day === day && now.count === count && now.newest === newest;
  });
}

function both(one: Sums, other: Sums): Sums {
  const trainees = new Set([...one.keys(), ...other.keys()]);
  const of = (sums: Sums, trainee: TraineeId): readonly Tally[] => {
    const sum = sums.get(trainee);
    return sum === undefined ? [] : [sum];
  };
  return new Map([...trainees].map((trainee) => [trainee, addTallies([...of(one, trainee), ...of(other, trainee)])]));
}
