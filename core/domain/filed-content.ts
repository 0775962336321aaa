import type { Calendar } from './calendar.ts';
import { canonicalJson, type Json } from './canonical.ts';
import type { ClassFile, ClassTrainee } from './class-file.ts';
import { plannedLessons } from './class-records.ts';
import type { Lesson } from './lesson.ts';
import type { Sha256 } from './month.ts';
import type { LocalDate } from './units.ts';

/** The class's own data that decide what counts and what is paid. */
export const FILED_FACTS = [
  'institution',
  'specialty',
  'level',
  'certificate',
  'ownFinalYear',
  'opens',
  'ends',
  'months',
  'room',
  'place',
] as const;
export type FiledFact = (typeof FILED_FACTS)[number];

/** One trainee of a filing; what is nobody's business is in `identity` only, as a hash. */
interface FiledPerson {
  readonly id: string;
  readonly name: string;
  readonly joinedOn: LocalDate | null;
  readonly withdrawn: boolean;
  /** Over ID number and what decides the standard of the subsidy. */
  readonly identity: string;
}

/**
 * What of a filing the rules count: whoever approves it approves this. Papers, phone numbers, teachers, and the
 * changes of a timetable in its running (cancelled, moved, made up: rules §1) are not in it.
 */
export interface FiledContent {
  readonly facts: { readonly [Fact in FiledFact]: string | number | boolean | null };
  /** Of each day with lessons, a hash over them as planned. */
  readonly days: { readonly [date: string]: string };
  /** Over the policies and the calendars that the class brings itself. */
  readonly settings: string;
  readonly people: readonly FiledPerson[];
}

/** How a filing differs from one that was approved. */
export type FiledDifference =
  | { readonly kind: 'fact'; readonly fact: FiledFact; readonly before: string; readonly now: string }
  /** Days whose planned lessons differ, in order. */
  | { readonly kind: 'days'; readonly dates: readonly string[] }
  | { readonly kind: 'settings' }
  /** Names, in roster order. */
  | { readonly kind: 'added' | 'removed' | 'changed'; readonly names: readonly string[] };

/** @param settings the policies and calendars that the class itself brings. @throws ZaikeError `calendar-missing`. */
export function filedContent(
  file: ClassFile,
  { settings, calendar, sha256 }: { readonly settings: Json; readonly calendar: Calendar; readonly sha256: Sha256 },
): FiledContent {
  const hash = (value: Json): string => sha256(canonicalJson(value));
  const days = Map.groupBy(plannedLessons(file, calendar), ({ date }) => date);
  const facts = FILED_FACTS.map((fact) => [fact, file.class[fact]] as const);
  return {
    facts: Object.fromEntries(facts) as FiledContent['facts'],
    days: Object.fromEntries([...days].map(([date, lessons]) => [date, hash(lessons.map(lessonFacts).sort())])),
    settings: hash(settings),
    people: file.trainees.map((trainee) => personFacts(trainee, hash)),
  };
}

function lessonFacts({ no, start, end, kind, course, room }: Lesson): string {
  return JSON.stringify([no, start, end, kind, course, room]);
}

function personFacts(trainee: ClassTrainee, hash: (value: Json) => string): FiledPerson {
  const { id, person, joinedOn, withdrawnOn, certificate, ownFinalYear } = trainee;
  return {
    ...{ id, name: person.name ?? id, joinedOn, withdrawn: withdrawnOn !== null },
    identity: hash([person.idNumber, certificate, ownFinalYear]),
  };
}

/** What changed from `before`, which was approved, to `now`; nothing: the approval stands for all of it. */
export function filedDifferences(before: FiledContent, now: FiledContent): readonly FiledDifference[] {
  const found: FiledDifference[] = FILED_FACTS.flatMap((fact) =>
    before.facts[fact] === now.facts[fact]
      ? []
      : [{ kind: 'fact', fact, before: text(before.facts[fact]), now: text(now.facts[fact]) }],
  );
  const dates = [...new Set([...Object.keys(before.days), ...Object.keys(now.days)])]
    .filter((date) => before.days[date] !== now.days[date])
    .sort();
  if (dates.length > 0) found.push({ kind: 'days', dates });
  if (before.settings !== now.settings) found.push({ kind: 'settings' });
  const [old, present] = [byId(before), byId(now)];
  const lists = {
    added: now.people.filter(({ id }) => !old.has(id)),
    removed: before.people.filter(({ id }) => !present.has(id)),
    changed: now.people.filter((each) => differs(old.get(each.id), each)),
  };
  for (const kind of ['added', 'removed', 'changed'] as const) {
    const names = lists[kind].map(({ name }) => name);
    if (names.length > 0) found.push({ kind, names });
  }
  return found;
}

const text = (value: string | number | boolean | null): string => (value === null ? '' : String(value));
const byId = ({ people }: FiledContent) => new Map(people.map((each) => [each.id, each]));

/** Leaving early is no change of what was approved; coming back after it is. */
function differs(before: FiledPerson | undefined, now: FiledPerson): boolean {
  if (before === undefined) return false;
  const { name, joinedOn, identity } = before;
  const back = before.withdrawn && !now.withdrawn;
  return back || name !== now.name || joinedOn !== now.joinedOn || identity !== now.identity;
}

/** An approval of the center and what it was given for; null: not known what. */
export interface Approval {
  readonly on: LocalDate;
  readonly content: FiledContent | null;
}

/**
 * From when the center has approved a trainee (decision 134): null: not yet; undefined: with the class. Who was not in
 * what was first approved counts from the first approval that names them. `approvals`: oldest first.
 */
export function approvedFrom(approvals: readonly Approval[], trainee: string): LocalDate | null | undefined {
  const naming = approvals.findIndex(({ content }) => content?.people.some(({ id }) => id === trainee) ?? true);
  if (naming <= 0) return naming === 0 || approvals.length === 0 ? undefined : null;
  return approvals[naming]?.on;
}
