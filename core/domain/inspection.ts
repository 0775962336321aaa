import type { Circumstances, OpenLesson } from './close.ts';
import type { TraineeId } from './ids.ts';
import { covers, type Leave } from './leave.ts';
import type { Lesson } from './lesson.ts';
import { belongsOn } from './person.ts';
import { hundredths, type Policy, type PolicyVersions, policyOn } from './policy.ts';
import { rateText } from './rate.ts';
import { isAttended, type LessonRecord } from './record.ts';
import type { SeenSighting } from './seen.ts';
import { type EpochMs, type LocalDate, minutes } from './units.ts';

/** A look at a class at one instant. */
export interface Inspection {
  readonly date: LocalDate;
  readonly no: number;
  readonly at: EpochMs | null;
  /** What was counted then; null: by the lesson's outcomes. */
  readonly counted: ClassCount | null;
  /** The inspector who confirmed it; null: proposed only. */
  readonly confirmedBy: string | null;
}

/** Trainees seen and trainees due, as the class rate counts them. */
export interface ClassCount {
  readonly present: number;
  /** Without those on leave and those who could not be observed. */
  readonly due: number;
  /** Due, and could not be observed. */
  readonly unobservable: number;
}

/** 「到课率不足80%」, confirmed: it costs a share of 拟补贴金额. */
export interface ClassRateEvent {
  readonly date: LocalDate;
  readonly no: number;
  readonly present: number;
  readonly due: number;
  readonly rate: string;
}

/** Whether leave was entered before the lesson began: leave entered afterwards does not better a class rate. */
function enteredBefore(leave: Leave, lesson: Lesson): boolean {
  return leave.enteredAt === null || leave.enteredAt < lesson.start;
}

/** The class rate at `at`: who was seen in the policy's minutes before, out of those due. `sightings` of that stretch suffice. */
export function countAt(
  open: OpenLesson,
  circumstances: Circumstances,
  sightings: readonly SeenSighting[],
  at: EpochMs,
): ClassCount {
  const { lesson, policy } = open;
  const from = at - minutes(policy.classRateMinutes);
  const least = minutes(policy.unobservedOverMinutes);
  const unobserved = circumstances.unobserved.some(
    (stretch) => Math.min(stretch.to, at) - stretch.from > least && stretch.from < at && from < stretch.to,
  );
  const seen = new Set<TraineeId>();
  for (const sighting of sightings) if (from <= sighting.at && sighting.at <= at) seen.add(sighting.trainee);
  const expected = circumstances.room.roster.filter((trainee) => {
    const leaves = circumstances.leave.get(trainee.id) ?? [];
    const excused = leaves.some((leave) => covers(leave, lesson) && enteredBefore(leave, lesson));
    return belongsOn(trainee, lesson.date) && !excused;
  });
  const present = expected.filter(({ id }) => seen.has(id)).length;
  const unobservable = unobserved ? expected.length - present : 0;
  return { present, due: expected.length - unobservable, unobservable };
}

/** Before an inspection, so many minutes are known as one share observed. */
export const OBSERVED_MINUTES = 15;

/**
 * A count where only the share of the last {@link OBSERVED_MINUTES} that was observed is known, 0–1 (null: not even
 * that): with more unobserved than the policy allows, those not seen could not be observed.
 */
export function countSeen(present: number, expected: number, observed: number | null, policy: Policy): ClassCount {
  const blind = (1 - (observed ?? 0)) * OBSERVED_MINUTES > policy.unobservedOverMinutes;
  const unobservable = blind ? Math.max(0, expected - present) : 0;
  return { present, due: expected - unobservable, unobservable };
}

/** The class rate of a whole lesson by its outcomes: attended out of due, leave and pending left out of both. */
export function countByOutcomes(
  records: readonly LessonRecord[],
  lesson: Lesson,
  leave: ReadonlyMap<TraineeId, readonly Leave[]>,
): ClassCount {
  let [present, due, unobservable] = [0, 0, 0];
  for (const record of records) {
    if (!record.due) continue;
    const onLeave = record.outcome === 'personalLeave' || record.outcome === 'sickLeave';
    const leaves = onLeave ? (leave.get(record.trainee) ?? []).filter((each) => covers(each, lesson)) : [];
    if (onLeave && (leaves.length === 0 || leaves.some((each) => enteredBefore(each, lesson)))) continue;
    if (record.outcome === 'pending') unobservable += 1;
    else due += 1;
    if (isAttended(record.outcome)) present += 1;
  }
  return { present, due, unobservable };
}

/** Whether a count gives a rate: with more than half of the due not observable there is none. */
export function hasRate({ due, unobservable }: ClassCount, policy: Policy): boolean {
  const all = due + unobservable;
  return due > 0 && unobservable * 10_000 <= all * hundredths(policy.classRateUnobservablePercent);
}

/**
 * Whether a count is strictly below the policy's 80 % 「到课率不足80%的班级」: 20 of 25 is not, 19 of 24
 * is. With more than half of the due not observable there is no rate.
 */
export function isBelow(count: ClassCount, policy: Policy): boolean {
  const { present, due } = count;
  return hasRate(count, policy) && present * 10_000 < due * hundredths(policy.classRatePercent);
}

/**
 * The confirmed events of a class, by date, number and instant 「每次扣减」: at most one a lesson, or as the
 * policy of its day has it. An inspection without a lesson to count is no event.
 */
export function classRateEvents(
  inspections: readonly Inspection[],
  countOf: (inspection: Inspection) => ClassCount | null,
  policies: PolicyVersions,
): readonly ClassRateEvent[] {
  const inOrder = [...inspections].sort(
    (a, b) =>
      (a.date < b.date ? -1 : a.date > b.date ? 1 : a.no - b.no) ||
      (a.at ?? Number.NEGATIVE_INFINITY) - (b.at ?? Number.NEGATIVE_INFINITY) ||
      0,
  );
  const taken = new Set<string>();
  const events: ClassRateEvent[] = [];
  for (const inspection of inOrder) {
    const { date, no, confirmedBy } = inspection;
    const policy = policyOn(policies, date);
    const count = inspection.counted ?? countOf(inspection);
    if (confirmedBy === null || count === null || !isBelow(count, policy)) continue;
    const once = policy.classRateEventPer === 'day' ? date : `${date}#${no}`;
    if (policy.classRateEventPer !== 'inspection' && taken.has(once)) continue;
    taken.add(once);
    events.push({ date, no, present: count.present, due: count.due, rate: rateText(count.present, count.due) });
  }
  return events;
}
