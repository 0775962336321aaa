import type { Calendar } from '../domain/calendar.ts';
import type { ClassFile } from '../domain/class-file.ts';
import { yearOf } from '../domain/day.ts';
import { MANUAL } from '../domain/ids.ts';
import { standardOf } from '../domain/subsidy.ts';
import type { LocalDate } from '../domain/units.ts';
import { type Fault, faultAt, faultTold, isTold, type Path } from './fault.ts';
import type { Item, ScenarioParts } from './scenario-parts.ts';
import { checkTimetable } from './scenario-timetable.ts';

/** What members, each right by itself, say against each other. `file` holds the items that are whole, `calendar` the file's years too. */
export function checkScenario(parts: ScenarioParts, file: ClassFile, calendar: Calendar): readonly Fault[] {
  const again = twice(parts);
  const faults = [
    ...unlisted(parts, [...parts.faults, ...again]),
    ...again,
    ...backwards(parts),
    ...calendars(parts),
    ...classMembers(parts),
    ...people(parts),
    ...subsidyNeeds(parts, file),
  ];
  return [...faults, ...checkTimetable(parts, file, calendar, [...parts.faults, ...faults])];
}

/** Trainees and cameras that are not in their lists; not asked of a list that is faulty itself. */
function unlisted(parts: ScenarioParts, told: readonly Fault[]): readonly Fault[] {
  const anyTrainee = isFaultyRoster(told);
  const anyCamera = isTold(told, ['cameras']);
  const trainees = new Set(parts.trainees.map(({ value }) => value.id));
  const cameras = new Set<string | undefined>(parts.cameras.map(({ value }) => value));
  const faults: Fault[] = [];
  const lists = ['sightings', 'manual', 'attended', 'leave', 'corrections', 'exam'] as const;
  for (const key of lists)
    for (const { index, value } of parts[key])
      if (!anyTrainee && value.trainee !== undefined && !trainees.has(value.trainee))
        faults.push(faultAt([key, index, 'trainee'], 'a listed trainee', value.trainee));
  for (const key of ['insured', 'materialsRejected'] as const)
    for (const { index, value } of parts[key])
      if (!anyTrainee && !trainees.has(value)) faults.push(faultAt([key, index], 'a listed trainee', value));
  for (const { index, value } of parts.coverage)
    if (!anyCamera && value.camera !== undefined && !cameras.has(value.camera))
      faults.push(faultAt(['coverage', index, 'camera'], 'a listed camera', value.camera));
  for (const { index, value } of parts.sightings)
    if (!anyCamera && value.camera !== undefined && value.camera !== MANUAL && !cameras.has(value.camera))
      faults.push(faultAt(['sightings', index, 'camera'], 'a listed camera', value.camera));
  return faults;
}

/** Whether the names of the trainees are not all known: the list, an item or its `id` is faulty. */
function isFaultyRoster(told: readonly Fault[]): boolean {
  return told.some(({ path }) => /^trainees(\[\d+\](\.id)?)?$/.test(path));
}

/** Names that may stand only once. */
function twice(parts: ScenarioParts): readonly Fault[] {
  const once = <T>(path: string, member: string | null, list: readonly Item<T>[], name: (value: T) => unknown) => {
    const known = new Set<unknown>();
    return list.flatMap(({ index, value }) => {
      const own = name(value);
      if (own === undefined) return [];
      const again = known.has(own);
      known.add(own);
      return again ? [faultAt([path, index, ...(member === null ? [] : [member])], 'each only once', own)] : [];
    });
  };
  const manual = parts.cameras.filter(({ value }) => value === (MANUAL as string));
  return [
    ...once('policies', 'from', parts.policies, ({ from }) => from),
    ...once('calendars', 'year', parts.calendars, ({ year }) => year),
    ...once('trainees', 'id', parts.trainees, ({ id }) => id),
    ...once('cameras', null, parts.cameras, (camera) => camera),
    ...manual.map(({ index, value }) => faultAt(['cameras', index], 'a name other than that of check-ins', value)),
    ...once('exam', 'trainee', parts.exam, ({ trainee }) => trainee),
  ];
}

type Ordered = string | number;

const isKnown = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

/** Ends before their starts. */
function backwards(parts: ScenarioParts): readonly Fault[] {
  const faults: Fault[] = [];
  const check = (path: Path, start: Ordered | null | undefined, end: Ordered | null | undefined, what: string) => {
    if (isKnown(start) && isKnown(end) && end < start)
      faults.push(faultTold(path, `not before ${what}`, 'an earlier one'));
  };
  const lasting = (path: Path, times: { start?: number | undefined; end?: number | undefined }) => {
    const { start, end } = times;
    if (start !== undefined && end !== undefined && end <= start)
      faults.push(faultTold(path, 'an end after its start', end === start ? 'the same time' : 'an earlier one'));
  };
  for (const { index, value } of parts.lessons ?? []) lasting(['class', 'lessons', index, 'end'], value);
  for (const { index, value } of parts.bell ?? [])
    lasting(['class', 'bell', index, 1], { start: value[0], end: value[1] });
  for (const { index, value } of parts.changes) {
    lasting(['changes', index, 'end'], value);
    if (value.to !== undefined) lasting(['changes', index, 'to', 'end'], value.to);
  }
  check(['class', 'ends'], parts.class.opens, parts.class.ends, 'class.opens');
  for (const { index, value } of parts.trainees)
    check(['trainees', index, 'withdrawnOn'], value.joinedOn, value.withdrawnOn, 'joinedOn');
  for (const key of ['coverage', 'unidentified', 'leave'] as const)
    for (const { index, value } of parts[key]) check([key, index, 'to'], value.from, value.to, 'from');
  return faults;
}

/** Days of a calendar lie in its year, or in the December before; a day is off or worked, not both. */
function calendars(parts: ScenarioParts): readonly Fault[] {
  return parts.calendars.flatMap(({ index, value: { year, off = [], work = [] } }) => {
    const days = (key: 'off' | 'work', list: readonly LocalDate[]): readonly Fault[] =>
      list.flatMap((date, at) =>
        year === undefined || yearOf(date) === year || date.startsWith(`${year - 1}-12`)
          ? []
          : [faultAt(['calendars', index, key, at], `a day of ${year}`, date)],
      );
    const both = work.flatMap((date, at) =>
      off.includes(date) ? [faultAt(['calendars', index, 'work', at], 'a day that is not off', date)] : [],
    );
    return [...days('off', off), ...days('work', work), ...both];
  });
}

/** Lessons by bell or one by one; a bell needs its first and last day; changes carry what their kind needs. */
function classMembers(parts: ScenarioParts): readonly Fault[] {
  const { bell, lessons } = parts;
  const { opens, ends } = parts.class;
  const wrong = (...path: Path): boolean => isTold(parts.faults, path);
  const faults: Fault[] = [];
  if (bell === null && lessons === null && !parts.faults.some(({ path }) => path === 'class'))
    faults.push(faultTold(['class'], 'bell or lessons', 'neither'));
  if (bell !== null && !isKnown(opens) && !wrong('class', 'opens'))
    faults.push(faultAt(['class', 'opens'], 'the first day of the bell', opens));
  if (bell !== null && !isKnown(ends) && !wrong('class', 'ends'))
    faults.push(faultAt(['class', 'ends'], 'the last day of the bell', ends));
  for (const { index, value } of parts.changes) {
    const { kind, to, start, end } = value;
    if (kind === 'moved' && to === undefined && !wrong('changes', index, 'to'))
      faults.push(faultAt(['changes', index, 'to'], 'where it is moved to', to));
    if (kind === 'cancelled' && to !== undefined)
      faults.push(faultAt(['changes', index, 'to'], 'no place for a cancelled lesson', to));
    const wrongTimes = wrong('changes', index, 'start') || wrong('changes', index, 'end');
    if ((start === undefined) !== (end === undefined) && !wrongTimes)
      faults.push(faultTold(['changes', index], 'start and end, or neither', 'one of them'));
    if (kind !== undefined && kind !== 'makeUp' && start !== undefined)
      faults.push(faultTold(['changes', index, 'start'], `no times for a lesson that is ${kind}`, 'times'));
  }
  return faults;
}

/** A correction needs a second person; an inspection counts both or neither, and nobody who is not due. */
function people(parts: ScenarioParts): readonly Fault[] {
  const faults: Fault[] = [];
  for (const { index, value } of parts.corrections)
    if (value.by !== undefined && value.by === value.countersignedBy)
      faults.push(faultAt(['corrections', index, 'countersignedBy'], 'a second person', value.countersignedBy));
  for (const { index, value } of parts.inspections) {
    const { present, due } = value;
    const wrong = isTold(parts.faults, ['inspections', index, 'present'], ['inspections', index, 'due']);
    if (isKnown(present) !== isKnown(due) && !wrong)
      faults.push(faultTold(['inspections', index], 'present and due, or neither', 'one of them'));
    if (isKnown(present) && isKnown(due) && present > due)
      faults.push(faultAt(['inspections', index, 'present'], `at most ${due} due`, present));
  }
  return faults;
}

/** Once there are exam results, 附件8 needs a standard for everybody, and the months. */
function subsidyNeeds(parts: ScenarioParts, { class: facts, policies }: ClassFile): readonly Fault[] {
  if (parts.exam.length === 0) return [];
  const wrong = (...path: Path): boolean => isTold(parts.faults, path);
  const faults: Fault[] = [];
  if (facts.months === null && !wrong('class', 'months'))
    faults.push(faultAt(['class', 'months'], 'a number of months for the subsidy', undefined));
  const without = parts.trainees.some(({ index, value: { certificate, ownFinalYear } }) => {
    if (wrong('trainees', index, 'certificate') || wrong('trainees', index, 'ownFinalYear')) return false;
    const own = { certificate: certificate ?? facts.certificate, ownFinalYear: ownFinalYear ?? facts.ownFinalYear };
    const unknown = { withdrawn: false, insured: false, exam: null, materialsRejected: false };
    return standardOf({ ...own, ...unknown }, policies[0]) === null;
  });
  if (without && !wrong('class', 'certificate') && !wrong('class', 'ownFinalYear'))
    faults.push(faultAt(['class', 'certificate'], 'vocational | special for the subsidy', undefined));
  return faults;
}
