import type { MonthLesson } from '../../../core/contract/office/months.ts';
import { type Coverage, mergeSpans, unobservedStretches } from '../../../core/domain/coverage.ts';
import { type CameraId, type ClassCode, cameraId, type TraineeId } from '../../../core/domain/ids.ts';
import { type Lesson, type LessonKey, lessonKey, reachOf, windowsOf } from '../../../core/domain/lesson.ts';
import { policyOn } from '../../../core/domain/policy.ts';
import type { LessonRecord } from '../../../core/domain/record.ts';
import { clockText, spanText } from '../../../core/domain/time-text.ts';
import { type EpochMs, type LocalDate, minutes, plus, type Span } from '../../../core/domain/units.ts';
import { outcomeWords, whyOf } from '../../../core/domain/why.ts';
import { type Elsewhere, placeOf } from './elsewhere.ts';
import type { MonthPaper } from './month-paper.ts';
import type { MonthClasses } from './ports.ts';
import { recordsBehind } from './view.ts';

/** Records with their sightings, and what the cameras observed. */
export interface LessonReading {
  /** Every record of a trainee's lesson, the newest last. */
  history(
    code: ClassCode,
    trainee: TraineeId,
    date: LocalDate,
    no: number,
  ): readonly { readonly record: LessonRecord }[];
  /** Observed spans that touch the range. */
  coverage(from: EpochMs, to: EpochMs): readonly (Span & { readonly camera: CameraId })[];
}

/** Which lessons of a month are asked for; null: of all. */
export interface LessonsAsked {
  readonly trainee: TraineeId | null;
  readonly date: LocalDate | null;
  readonly figure: string | null;
}

/** So many are shown at once: all lessons of a trainee's month, or of a class of 50 on a day. */
const MOST = 320;
/** How far around a lesson coverage is read: an unobserved stretch counts by its full length. */
const AROUND_MINUTES = 60;

/** The lessons behind a cell or a figure, each with why its mark is what it is; `more`: how many were left out. */
export function lessonsBehind(
  {
    classes,
    reading,
    elsewhere,
  }: { readonly classes: MonthClasses; readonly reading: LessonReading; readonly elsewhere: Elsewhere },
  code: ClassCode,
  paper: MonthPaper,
  asked: LessonsAsked,
): { readonly lessons: readonly MonthLesson[]; readonly more: number } {
  const wanted = recordsBehind(paper.records, asked);
  const lessons = new Map(classes.timetable(code).lessons.map((lesson) => [lessonKey(lesson), lesson]));
  const names = new Map(paper.people.map(({ trainee, name }) => [trainee, name]));
  const stretches = unobservedOf(code, { classes, reading, elsewhere });
  return {
    lessons: wanted.slice(0, MOST).map((record) => {
      const full = reading.history(code, record.trainee, record.date, record.no).at(-1)?.record ?? record;
      const shown = { ...record, seen: full.seen };
      const lesson = lessons.get(lessonKey(record));
      const there = elsewhere.lesson(code, record.date, record.no);
      return {
        ...lineOf(shown, lesson, names.get(record.trainee) ?? record.trainee, paper, stretches),
        elsewhere: there === null ? null : placeOf(there),
      };
    }),
    more: Math.max(0, wanted.length - MOST),
  };
}

function lineOf(
  record: LessonRecord,
  lesson: Lesson | undefined,
  name: string,
  { inputs }: MonthPaper,
  stretches: (lesson: Lesson) => ReturnType<typeof unobservedStretches>,
): Omit<MonthLesson, 'elsewhere'> {
  const { trainee, date, no, outcome, due, seen, correction } = record;
  const policy = policyOn(inputs.policies, date);
  const windows = lesson === undefined ? null : windowsOf(lesson, policy);
  const why =
    lesson === undefined || windows === null
      ? outcomeWords[outcome]
      : whyOf(record, { windows, policy, unobserved: stretches(lesson) });
  return {
    ...{ trainee, name, date, no, outcome, due, why, corrected: correction !== null },
    time: windows === null ? null : spanText(windows.inside),
    arrival: windows === null ? null : spanText(windows.arrival),
    departure: windows === null ? null : spanText(windows.departure),
    first: seen.arrival === null ? null : clockText(seen.arrival.at),
    last: seen.last === null ? null : clockText(seen.last.at),
  };
}

/** What was not observed around a lesson, read once for each. */
function unobservedOf(
  code: ClassCode,
  {
    classes,
    reading,
    elsewhere,
  }: { readonly classes: MonthClasses; readonly reading: LessonReading; readonly elsewhere: Elsewhere },
) {
  const { cameras, policies } = classes.file(code);
  const known = new Map<LessonKey, ReturnType<typeof unobservedStretches>>();
  return (lesson: Lesson) => {
    const found = known.get(lessonKey(lesson));
    if (found !== undefined) return found;
    const policy = policyOn(policies, lesson.date);
    const { from, to } = reachOf(windowsOf(lesson, policy));
    const there = elsewhere.lesson(code, lesson.date, lesson.no)?.facts ?? null;
    const spans =
      there?.coverage.map((span) => ({ ...span, camera: cameraId(span.camera) })) ??
      reading.coverage(plus(from, minutes(-AROUND_MINUTES)), plus(to, minutes(AROUND_MINUTES)));
    const byCamera: Coverage = new Map(
      [...Map.groupBy(spans, ({ camera }) => camera)].map(([camera, own]) => [camera, mergeSpans(own)]),
    );
    const stretches = unobservedStretches(byCamera, there?.cameras.map(cameraId) ?? cameras, policy);
    known.set(lessonKey(lesson), stretches);
    return stretches;
  };
}
