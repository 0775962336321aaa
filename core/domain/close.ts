import type { Unobserved } from './coverage.ts';
import { type CameraId, MANUAL, type TraineeId } from './ids.ts';
import { judge } from './judge.ts';
import { type Leave, leaveFor } from './leave.ts';
import { type Lesson, type LessonKey, lessonKey, reachOf, type Windows, windowsOf } from './lesson.ts';
import { belongsOn, isApprovedOn, type Trainee } from './person.ts';
import type { Policy } from './policy.ts';
import { isAttended, type LessonRecord, type Note, orderedNotes } from './record.ts';
import { restsOn, type Seen, type SeenSighting, unseen } from './seen.ts';
import { type LocalDate, minutes, type Span } from './units.ts';

/** A whole lesson that somebody vouches for: a check-in without a face (ID number, teacher, signature), or a file's shorthand. */
export interface Through {
  readonly trainee: TraineeId;
  readonly lesson: LessonKey;
  readonly span: Span;
  /** Whether it is a check-in without a face, which is noted. */
  readonly manual: boolean;
}

/** An open lesson and what was seen in it. */
export interface OpenLesson<S extends SeenSighting = SeenSighting> {
  readonly lesson: Lesson;
  /** The policy of its day. */
  readonly policy: Policy;
  readonly windows: Windows;
  readonly seen: ReadonlyMap<TraineeId, Seen<S>>;
}

/** What a class must have for its lessons to be judged. */
export interface Room {
  /** In the order of 附件4. */
  readonly roster: readonly Trainee[];
  /** The room cameras. */
  readonly cameras: readonly CameraId[];
  /** The day on which the center approved the class 「经同意后方可开班」; null: not yet. */
  readonly approvedOn: LocalDate | null;
}

/** What is known beside the sightings when a lesson closes. */
export interface Circumstances {
  readonly room: Room;
  /** By the policy of the lesson's day; see `unobservedStretches`. */
  readonly unobserved: readonly Unobserved[];
  readonly through: ReadonlyMap<TraineeId, readonly Through[]>;
  readonly leave: ReadonlyMap<TraineeId, readonly Leave[]>;
  /** How long each unidentified person stayed. */
  readonly stays: readonly Span[];
}

const none: readonly Through[] = [];

/** What is vouched for of one lesson: a word for a lesson says nothing of the next, whose windows its last minutes share. */
export function vouchedFor(through: readonly Through[] | undefined, lesson: LessonKey): readonly Through[] {
  return through === undefined ? none : through.filter((each) => each.lesson === lesson);
}

/** A lesson with nothing seen yet. */
export function openLesson<S extends SeenSighting = SeenSighting>(lesson: Lesson, policy: Policy): OpenLesson<S> {
  return { lesson, policy, windows: windowsOf(lesson, policy), seen: new Map() };
}

/** Whether a lesson is in 应到, and the notes that say why not. */
export function dueOf(
  lesson: Pick<Lesson, 'date' | 'kind'>,
  policy: Policy,
  approvedOn: LocalDate | null,
): readonly Note[] {
  const notes: Note[] = [];
  if (approvedOn === null || lesson.date < approvedOn) notes.push('not-approved');
  if (lesson.kind === 'offSite' && !policy.offSiteCounts) notes.push('off-site');
  return notes;
}

/** The notes of {@link dueOf} for one trainee, who may be approved later than the class. */
export function dueFor(undue: readonly Note[], trainee: Trainee, date: LocalDate): readonly Note[] {
  return isApprovedOn(trainee, date) || undue.includes('not-approved') ? undue : ['not-approved', ...undue];
}

/**
 * Closes a lesson: one record for each trainee who belongs to the class that day, in roster order.
 * Attended beats leave; leave beats pending and absent. The classroom and `replay` both close here.
 */
export function closeLesson<S extends SeenSighting>(
  open: OpenLesson<S>,
  circumstances: Circumstances,
): readonly LessonRecord<S>[] {
  const { lesson, policy, windows } = open;
  const { room, leave, through, stays } = circumstances;
  const key = lessonKey(lesson);
  const undueForAll = dueOf(lesson, policy, room.approvedOn);
  const strangers = stays.some((stay) => staysInside(stay, windows.inside, policy));
  const reach = reachOf(windows);
  const unobserved = circumstances.unobserved.filter(({ from, to }) => from < reach.to && reach.from < to);
  return room.roster
    .filter((trainee) => belongsOn(trainee, lesson.date))
    .map((trainee) => {
      const { id } = trainee;
      const undue = dueFor(undueForAll, trainee, lesson.date);
      const seen = open.seen.get(id) ?? unseen;
      const vouched = vouchedFor(through.get(id), key);
      const judged = judge(windows, seen, vouched.length === 0 ? [] : vouched.map(({ span }) => span), unobserved);
      const excused = isAttended(judged.outcome) ? undefined : leaveFor(leave.get(id) ?? [], lesson);
      const record = { trainee: id, date: lesson.date, no: lesson.no, due: undue.length === 0, seen, correction: null };
      if (excused !== undefined)
        return { ...record, outcome: excused.kind === 'personal' ? 'personalLeave' : 'sickLeave', notes: undue };
      const notes = [...judged.notes, ...undue];
      if (isAttended(judged.outcome)) notes.push(...howSeen(seen, vouched));
      else if (judged.outcome === 'absent' && strangers) notes.push('unidentified-present');
      return { ...record, outcome: judged.outcome, notes: orderedNotes(notes) };
    });
}

/** Whether somebody stayed in a lesson for the policy's `unidentifiedStayMinutes`. */
export function staysInside(stay: Span, inside: Span, policy: Policy): boolean {
  const length = Math.min(stay.to, inside.to) - Math.max(stay.from, inside.from);
  return length >= minutes(policy.unidentifiedStayMinutes);
}

/** Notes on what an attended mark rests on. */
function howSeen(seen: Seen, vouched: readonly Through[]): readonly Note[] {
  const notes: Note[] = [];
  const byHand = vouched.some(({ manual }) => manual);
  if (byHand || restsOn(seen, ({ camera }) => camera === MANUAL)) notes.push('manual');
  if (restsOn(seen, ({ liveness }) => liveness === 'unsure')) notes.push('unsure');
  return notes;
}
