import type { z } from 'zod';
import { parseInstant } from '../domain/day.ts';
import type { CameraId, TraineeId } from '../domain/ids.ts';
import type { SeenSighting } from '../domain/seen.ts';
import { type Fault, faultAt, faultsOf, type Path, unknownKey } from './fault.ts';
import { bellTime, classSchema, items, lessonSchema, singles, textLists } from './scenario.ts';

/** What of an object's members fits its schema; the others are missing, and told as faults. */
type Parts<S extends z.ZodObject> = { readonly [K in keyof z.output<S>]?: z.output<S>[K] };

/** A list's item and its place in the file. */
export interface Item<T> {
  readonly index: number;
  readonly value: T;
}

type Lists = { readonly [K in keyof typeof items]: readonly Item<Parts<(typeof items)[K]>>[] };
type TextLists = { readonly [K in (typeof textLists)[number]]: readonly Item<string>[] };

/** A scenario as far as each member fits its schema by itself. With no faults, every member is there that the schema asks for. */
export interface ScenarioParts extends Lists, TextLists {
  readonly class: Parts<typeof classSchema>;
  /** `class.bell` and `class.lessons`; null: not in the file. */
  readonly bell: readonly Item<z.output<typeof bellTime>>[] | null;
  readonly lessons: readonly Item<Parts<typeof lessonSchema>>[] | null;
  /** Sightings right in themselves and by listed trainees and cameras; `sightings` holds the others. */
  readonly plainSightings: readonly SeenSighting[];
  readonly singles: Parts<typeof singles>;
  /** Whether the file names coverage: absent means all observed, `[]` nothing. */
  readonly hasCoverage: boolean;
  readonly faults: readonly Fault[];
}

const REQUIRED = ['class', 'trainees', 'cameras'];

/** Reads a scenario member by member, so that one wrong member hides no other. */
export function readParts(top: Readonly<Record<string, unknown>>): ScenarioParts {
  const faults: Fault[] = [];
  const known = new Set([...Object.keys(items), ...textLists, ...Object.keys(singles.shape), 'class']);
  for (const key of Object.keys(top)) if (!known.has(key)) faults.push(unknownKey([key], top[key]));
  for (const key of REQUIRED)
    if (top[key] === undefined) faults.push(faultAt([key], key === 'class' ? 'an object' : 'a list', undefined));
  const of = <K extends keyof typeof items>(key: K): Lists[K] =>
    list(top[key], [key], faults, (value, index) => members(items[key], value, [key, index], faults));
  const texts = (key: (typeof textLists)[number]): readonly Item<string>[] =>
    list(top[key], [key], faults, (value, index) => {
      if (typeof value === 'string' && value !== '') return value;
      faults.push(faultAt([key, index], 'a text that is not empty', value));
      return undefined;
    });
  const trainees = of('trainees');
  const cameras = texts('cameras');
  const names = {
    trainees: new Set(trainees.map(({ value }) => value.id)),
    cameras: new Set(cameras.map(({ value }) => value)),
  };
  const plainSightings: SeenSighting[] = [];
  const otherSightings = list(top.sightings, ['sightings'], faults, (value, index) => {
    const plain = plainSighting(value, names);
    if (plain === undefined) return members(items.sightings, value, ['sightings', index], faults);
    plainSightings.push(plain);
    return undefined;
  });
  const single = Object.fromEntries(Object.keys(singles.shape).map((key) => [key, top[key]]));
  return {
    singles: members(singles, single, [], faults) ?? {},
    policies: of('policies'),
    calendars: of('calendars'),
    ...classParts(top.class, faults),
    changes: of('changes'),
    trainees,
    cameras,
    hasCoverage: top.coverage !== undefined,
    coverage: of('coverage'),
    plainSightings,
    sightings: otherSightings,
    unidentified: of('unidentified'),
    manual: of('manual'),
    attended: of('attended'),
    leave: of('leave'),
    corrections: of('corrections'),
    inspections: of('inspections'),
    exam: of('exam'),
    insured: texts('insured'),
    materialsRejected: texts('materialsRejected'),
    violations: of('violations'),
    faults,
  };
}

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members that fit; undefined when `value` is no object at all. */
function members<S extends z.ZodObject>(schema: S, value: unknown, base: Path, faults: Fault[]): Parts<S> | undefined {
  if (!isObject(value)) {
    faults.push(faultAt(base, 'an object', value));
    return undefined;
  }
  const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
  const fitting: [string, unknown][] = [];
  for (const [key, member] of Object.entries(shape)) {
    const own = Object.hasOwn(value, key) ? value[key] : undefined;
    const result = member.safeParse(own);
    if (result.success) {
      if (own !== undefined) fitting.push([key, result.data]);
    } else faults.push(...faultsOf(result.error.issues, own, [...base, key]));
  }
  for (const key of Object.keys(value))
    if (!Object.hasOwn(shape, key)) faults.push(unknownKey([...base, key], value[key]));
  return Object.fromEntries(fitting) as Parts<S>;
}

/** The class: its facts, and its lessons item by item. */
function classParts(value: unknown, faults: Fault[]): Pick<ScenarioParts, 'class' | 'bell' | 'lessons'> {
  if (!isObject(value)) {
    if (value !== undefined) faults.push(faultAt(['class'], 'an object', value));
    return { class: {}, bell: null, lessons: null };
  }
  const { bell: ownBell, lessons: ownLessons, ...facts } = value;
  const bell = absentBeside(ownBell, ownLessons);
  const lessons = absentBeside(ownLessons, ownBell);
  const bellPath = ['class', 'bell'];
  const lessonsPath = ['class', 'lessons'];
  return {
    class: members(classSchema, facts, ['class'], faults) ?? {},
    bell:
      bell === undefined
        ? null
        : list(bell, bellPath, faults, (each, index) => {
            const result = bellTime.safeParse(each);
            if (result.success) return result.data;
            faults.push(...faultsOf(result.error.issues, each, [...bellPath, index]));
            return undefined;
          }),
    lessons:
      lessons === undefined
        ? null
        : list(lessons, lessonsPath, faults, (each, index) =>
            members(lessonSchema, each, [...lessonsPath, index], faults),
          ),
  };
}

/** A list; null is absent where its alternative is there. */
const absentBeside = (value: unknown, other: unknown): unknown =>
  value === null && other !== undefined && other !== null ? undefined : value;

function list<T>(
  value: unknown,
  path: Path,
  faults: Fault[],
  item: (value: unknown, index: number) => T | undefined,
): readonly Item<T>[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    faults.push(faultAt(path, 'a list', value));
    return [];
  }
  const fitting: Item<T>[] = [];
  value.forEach((each, index) => {
    const read = item(each, index);
    if (read !== undefined) fitting.push({ index, value: read });
  });
  return fitting;
}

/** Sightings come by the ten thousand: one that is plainly right is taken by hand, any other goes the way of all lists. */
function plainSighting(
  value: unknown,
  names: { readonly trainees: ReadonlySet<unknown>; readonly cameras: ReadonlySet<unknown> },
): SeenSighting | undefined {
  if (!isObject(value)) return undefined;
  const { trainee, at, camera } = value;
  if (typeof at !== 'string' || !names.trainees.has(trainee) || !names.cameras.has(camera)) return undefined;
  for (const key in value) if (key !== 'trainee' && key !== 'at' && key !== 'camera') return undefined;
  const instant = parseInstant(at);
  return instant === null ? undefined : { trainee: trainee as TraineeId, at: instant, camera: camera as CameraId };
}
