import type { ScenarioJson } from '../../../core/contract/scenario-json.ts';
import { readScenario } from '../../../core/contract/scenario-read.ts';
import { closeClass, timetableOf } from '../../../core/domain/class-records.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import { closesAt, type Lesson, lessonKey } from '../../../core/domain/lesson.ts';
import { policyOn } from '../../../core/domain/policy.ts';
import type { LessonRecord } from '../../../core/domain/record.ts';
import type { SeenSighting } from '../../../core/domain/seen.ts';
import { packagedYears } from '../../../core/platform/calendar.ts';
import type { StoredSighting } from '../../../kiosk/store/observations.ts';
import type { Db } from '../../../kiosk/store/open.ts';
import { type Records, records } from '../../../kiosk/store/records.ts';

/**
 * Keeps what a classroom would have recorded of a scenario: the records of each lesson's close in their order,
 * then the scenario's corrections. `held`: which lessons were held; all when left out.
 */
export function keepRecords(db: Db, scenario: unknown, held: (lesson: Lesson) => boolean = () => true): Records {
  const reading = readScenario(JSON.parse(JSON.stringify(scenario)), packagedYears());
  if (reading.kind === 'faulty') throw new Error(JSON.stringify(reading.faults));
  const { file, calendar } = reading;
  const code = file.class.code;
  const lessons = timetableOf(file, calendar).lessons.filter(held);
  const kept = records(db);
  const { history } = closeClass(file, lessons);
  const closes = Map.groupBy(
    history.filter(({ correction }) => correction === null),
    lessonKey,
  );
  for (const lesson of lessons) {
    const at = closesAt(lesson, policyOn(file.policies, lesson.date));
    kept.close(code, (closes.get(lessonKey(lesson)) ?? []).map(withProof), at);
  }
  for (const record of history) if (record.correction !== null) keepCorrection(kept, code, withProof(record));
  return kept;
}

/** Keeps a correcting record beside the one in force. */
export function keepCorrection(kept: Records, code: ClassCode, record: LessonRecord<StoredSighting>): void {
  const before = kept.history(code, record.trainee, record.date, record.no).at(-1);
  if (before === undefined) throw new Error(`expected a record of ${record.trainee}, ${lessonKey(record)}`);
  kept.correct(code, before.id, record, before.closedAt);
}

function withProof(record: LessonRecord): LessonRecord<StoredSighting> {
  const seen = Object.entries(record.seen) as [string, SeenSighting | null][];
  const kept = seen.map(([window, each]) => [window, each && { ...each, proof: null }] as const);
  return { ...record, seen: Object.fromEntries(kept) as unknown as LessonRecord<StoredSighting>['seen'] };
}

/** A scenario as the office keeps it: without what the cameras saw. */
export function asKept(scenario: unknown): ScenarioJson {
  return JSON.parse(JSON.stringify(scenario)) as ScenarioJson;
}
