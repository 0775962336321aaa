import type { ClassFile, ClassTrainee, Person, Vouching } from '../domain/class-file.ts';
import { mergeSpans } from '../domain/coverage.ts';
import { FIRST_DAY } from '../domain/day.ts';
import { type CameraId, cameraId, classCode, traineeId } from '../domain/ids.ts';
import type { Inspection } from '../domain/inspection.ts';
import type { Lesson } from '../domain/lesson.ts';
import { type PolicyChange, policyVersions } from '../domain/policy.ts';
import type { SeenSighting } from '../domain/seen.ts';
import { lessonAt, type TimetableChange } from '../domain/timetable.ts';
import type { Span } from '../domain/units.ts';
import type { Item, ScenarioParts } from './scenario-parts.ts';

/** The items that have all these members; without faults in the file, all items. */
export function whole<T, K extends keyof T>(
  list: readonly Item<T>[],
  ...keys: readonly K[]
): readonly Item<T & { readonly [P in K]-?: Exclude<T[P], undefined> }>[] {
  const has = (item: Item<T>): item is Item<T & { readonly [P in K]-?: Exclude<T[P], undefined> }> =>
    keys.every((key) => item.value[key] !== undefined);
  return list.filter(has);
}

/** A planned lesson and its place in `class.lessons`. */
export function lessonsInFile(parts: ScenarioParts): readonly Item<Lesson>[] {
  return whole(parts.lessons ?? [], 'date', 'no', 'start', 'end').map(({ index, value }) => {
    const { course = null, teacher = null, kind, room } = value;
    const facts = { course, teacher, kind: kind ?? 'theory', room: room ?? parts.class.room ?? null };
    return { index, value: lessonAt(value, facts) };
  });
}

/** The changes that are whole, and their places in `changes`. */
export function timetableChanges(parts: ScenarioParts): readonly Item<TimetableChange>[] {
  return whole(parts.changes, 'date', 'no', 'kind').flatMap(({ index, value }): readonly Item<TimetableChange>[] => {
    const { date, no, kind, to, start, end } = value;
    if (kind === 'cancelled') return [{ index, value: { kind, date, no } }];
    if (kind === 'moved') return to === undefined ? [] : [{ index, value: { kind, date, no, to } }];
    const times = start !== undefined && end !== undefined ? { start, end } : null;
    return [{ index, value: { kind, date, no, to: to ?? null, times } }];
  });
}

/**
 * The class that a scenario tells of. Absent: approval (taken as given from the first day; `null`
 * is 'not yet'), a trainee's days (all of the class's), a leave's entry.
 */
export function classFile(parts: ScenarioParts): ClassFile {
  const { class: facts, singles } = parts;
  return {
    policies: policyVersions(whole(parts.policies, 'from').map(({ value }) => value as PolicyChange)),
    calendars: whole(parts.calendars, 'year').map(({ value }) => {
      return { year: value.year, off: value.off ?? [], work: value.work ?? [], source: value.source ?? '' };
    }),
    class: {
      code: classCode(facts.code ?? ''),
      institution: singles.institution ?? null,
      specialty: facts.specialty ?? null,
      level: facts.level ?? null,
      certificate: facts.certificate ?? null,
      ownFinalYear: facts.ownFinalYear ?? false,
      opens: facts.opens ?? null,
      ends: facts.ends ?? null,
      approvedOn: facts.approvedOn === undefined ? FIRST_DAY : facts.approvedOn,
      months: facts.months ?? null,
      room: facts.room ?? null,
      place: facts.place ?? null,
      teachers: facts.teachers ?? [],
      teacherFacts: (facts.teacherFacts ?? []).map((told) => ({
        ...{ name: told.name, teaches: told.teaches ?? null, rank: told.rank ?? null },
        ...{ qualification: told.qualification ?? null, employer: told.employer ?? null },
        ...{ phone: told.phone ?? null, remarks: told.remarks ?? null },
      })),
      counsellorPhone: facts.counsellorPhone ?? null,
    },
    bell: (parts.bell ?? []).map(({ value: [start, end] }) => ({ start, end })),
    lessons: lessonsInFile(parts).map(({ value }) => value),
    changes: timetableChanges(parts).map(({ value }) => value),
    trainees: trainees(parts),
    cameras: parts.cameras.map(({ value }) => cameraId(value)),
    coverage: parts.hasCoverage ? coverage(parts) : null,
    sightings: parts.sightings.length === 0 ? parts.plainSightings : [...parts.plainSightings, ...sightings(parts)],
    stays: whole(parts.unidentified, 'from', 'to').map(({ value }) => value),
    vouched: [...vouched(parts.manual, true), ...vouched(parts.attended, false)],
    leave: whole(parts.leave, 'trainee', 'kind', 'from', 'to').map(({ value }) => {
      const { trainee, lessons = null, enteredAt = null } = value;
      return { ...value, trainee: traineeId(trainee), lessons, enteredAt };
    }),
    corrections: whole(parts.corrections, 'trainee', 'date', 'no', 'to', 'why', 'by', 'countersignedBy').map(
      ({ value }) => ({ ...value, trainee: traineeId(value.trainee), at: null }),
    ),
    inspections: whole(parts.inspections, 'date', 'no').map(({ value }): Inspection => {
      const { date, no, at = null, present = null, due = null, confirmedBy = null } = value;
      const counted = present === null || due === null ? null : { present, due, unobservable: 0 };
      return { date, no, at, counted, confirmedBy };
    }),
    exam: new Map(whole(parts.exam, 'trainee', 'result').map(({ value }) => [traineeId(value.trainee), value.result])),
    insured: new Set(parts.insured.map(({ value }) => traineeId(value))),
    materialsRejected: new Set(parts.materialsRejected.map(({ value }) => traineeId(value))),
    materialsComplete: singles.materialsComplete ?? null,
    violations: whole(parts.violations, 'percent').map(({ value }) => {
      return { percent: value.percent, why: value.why ?? '' };
    }),
    filedOn: singles.filedOn ?? null,
    publishedOn: singles.publishedOn ?? null,
  };
}

function trainees(parts: ScenarioParts): readonly ClassTrainee[] {
  return whole(parts.trainees, 'id').map(({ value }) => {
    const { id, joinedOn = null, withdrawnOn = null, withdrawReason = null } = value;
    const { certificate = null, ownFinalYear = null } = value;
    const person = personOf(value.person ?? {});
    const days = {
      joinedOn,
      withdrawnOn,
      ...(value.approvedFrom === undefined ? {} : { approvedFrom: value.approvedFrom }),
    };
    return { id: traineeId(id), ...days, withdrawReason, certificate, ownFinalYear, person };
  });
}

function sightings(parts: ScenarioParts): readonly SeenSighting[] {
  return whole(parts.sightings, 'trainee', 'at', 'camera').map(({ value }) => {
    const { trainee, at, camera, liveness } = value;
    const sighting = { trainee: traineeId(trainee), at, camera: cameraId(camera) };
    return liveness === undefined ? sighting : { ...sighting, liveness };
  });
}

function personOf(columns: { readonly [K in keyof Person]?: Person[K] | undefined }): Person {
  const { name = null, sex = null, ethnicity = null, idNumber = null, school = null, major = null } = columns;
  const { education = null, graduation = null, household = null, phone = null, remarks = null } = columns;
  return { name, sex, ethnicity, idNumber, school, major, education, graduation, household, phone, remarks };
}

function coverage(parts: ScenarioParts): ReadonlyMap<CameraId, readonly Span[]> {
  const spans = Map.groupBy(whole(parts.coverage, 'camera', 'from', 'to'), ({ value }) => cameraId(value.camera));
  return new Map([...spans].map(([camera, each]) => [camera, mergeSpans(each.map(({ value }) => value))]));
}

function vouched(list: ScenarioParts['manual'] | ScenarioParts['attended'], manual: boolean): readonly Vouching[] {
  return whole(list as ScenarioParts['manual'], 'trainee', 'date', 'lessons').map(({ value }) => {
    const { trainee, date, lessons, teacher = null } = value;
    return { trainee: traineeId(trainee), date, lessons, manual, teacher };
  });
}
