import type { ClassRecords } from './class-records.ts';
import { dueFor, dueOf } from './close.ts';
import { type Lesson, type LessonKey, lessonKey } from './lesson.ts';
import { belongsOn, type Trainee } from './person.ts';
import { type PolicyVersions, policyOn } from './policy.ts';
import { type LessonRecord, type Note, orderedNotes } from './record.ts';
import type { LocalDate } from './units.ts';

/** What of a class says which closed lessons count; it may become known after they closed. */
export interface Counting {
  readonly roster: readonly Trainee[];
  readonly approvedOn: LocalDate | null;
  readonly policies: PolicyVersions;
  /** The lessons of the timetable with all its changes. */
  readonly lessons: readonly Pick<Lesson, 'date' | 'no' | 'kind'>[];
}

/**
 * The records as the class's papers count them today: a withdrawal, an approval or a cancelled lesson is
 * often entered after the lesson closed. What was observed stays as recorded; whether the lesson is in 应到
 * is asked anew, and records of people or lessons that the class does not have (any more) are left out.
 * Records closed under these same papers come back as they are.
 */
export function countedRecords(counting: Counting, { records, history }: ClassRecords): ClassRecords {
  const count = counter(counting);
  const counted = (list: readonly LessonRecord[]): readonly LessonRecord[] =>
    list.map(count).filter((record) => record !== null);
  const inForce = counted(records);
  return { records: inForce, history: history === records ? inForce : counted(history) };
}

function counter({ roster, approvedOn, policies, lessons }: Counting): (record: LessonRecord) => LessonRecord | null {
  const people = new Map(roster.map((trainee) => [trainee.id, trainee]));
  const undue = new Map<LessonKey, readonly Note[]>(
    lessons.map((lesson) => [lessonKey(lesson), dueOf(lesson, policyOn(policies, lesson.date), approvedOn)]),
  );
  return (record) => {
    const trainee = people.get(record.trainee);
    const whyNobody = undue.get(lessonKey(record));
    if (trainee === undefined || whyNobody === undefined || !belongsOn(trainee, record.date)) return null;
    const why = dueFor(whyNobody, trainee, record.date);
    const others = record.notes.filter((note) => note !== 'not-approved' && note !== 'off-site');
    const same = others.length + why.length === record.notes.length && why.every((note) => record.notes.includes(note));
    if (same && record.due === (why.length === 0)) return record;
    return { ...record, due: why.length === 0, notes: orderedNotes([...others, ...why]) };
  };
}
