import { type Fault, faultAt, faultTold } from '../../../core/contract/fault.ts';
import type { ScenarioJson } from '../../../core/contract/scenario-json.ts';
import type { ClassFile } from '../../../core/domain/class-file.ts';
import { type LocalMonth, monthOf } from '../../../core/domain/day.ts';
import { type ClassCode, traineeId } from '../../../core/domain/ids.ts';
import type { Lesson } from '../../../core/domain/lesson.ts';
import type { ClassKeeper, KeptClass } from './ports.ts';

/** A scenario without what a kiosk itself observes, which the store keeps elsewhere. */
export function withoutRecords(scenario: ScenarioJson): ScenarioJson {
  const { coverage: _coverage, sightings: _sightings, unidentified: _unidentified, ...rest } = scenario;
  return rest;
}

/** What of a class, right in itself, does not fit the other classes of the kiosk, or what is kept of its people. */
export function storeFaults(
  code: ClassCode,
  file: Pick<ClassFile, 'class' | 'trainees'>,
  before: KeptClass | null,
  keeper: Pick<ClassKeeper, 'classOf' | 'withHistory'>,
): readonly Fault[] {
  const faults: Fault[] = [];
  if (file.class.code !== code) faults.push(faultAt(['class', 'code'], code, file.class.code));
  for (const [index, { id }] of file.trainees.entries()) {
    const owner = keeper.classOf(id);
    if (owner !== null && owner !== code)
      faults.push(faultTold(['trainees', index, 'id'], 'an id that no other class has', `one of ${owner}`));
  }
  const stays = new Set(file.trainees.map(({ id }) => id));
  const gone = (before?.scenario.trainees ?? []).map(({ id }) => traineeId(id)).filter((id) => !stays.has(id));
  for (const id of keeper.withHistory(code, gone))
    faults.push(
      faultTold(['trainees'], 'a trainee with records to stay, with the day of withdrawal', `none with id ${id}`),
    );
  return faults;
}

/** The path of a fault of {@link closedMonthFaults}; what it got is the month. */
export const CLOSED_MONTH = 'closedMonth';

/** Closed months whose lessons would be others (date, number, times, kind) than those that their figures rest on. */
export function closedMonthFaults(
  before: readonly Lesson[],
  after: readonly Lesson[],
  isClosed: (month: LocalMonth) => boolean,
): readonly Fault[] {
  const [then, now] = [byMonth(before), byMonth(after)];
  const months = [...new Set([...then.keys(), ...now.keys()])].sort();
  return months
    .filter((month) => then.get(month) !== now.get(month) && isClosed(month))
    .map((month) => faultTold([CLOSED_MONTH], 'the lessons of a closed month as they were', month));
}

function byMonth(lessons: readonly Lesson[]): ReadonlyMap<LocalMonth, string> {
  const words = ({ date, no, start, end, kind }: Lesson): string => `${date}#${no} ${start}-${end} ${kind}`;
  const months = Map.groupBy(lessons, ({ date }) => monthOf(date));
  return new Map([...months].map(([month, list]) => [month, list.map(words).join()]));
}
