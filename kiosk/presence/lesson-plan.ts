import { closesAt, type Lesson, lessonKey, type Windows, windowsOf } from '../../core/domain/lesson.ts';
import type { Policy } from '../../core/domain/policy.ts';
import { type PolicyVersions, policyOn } from '../../core/domain/policy.ts';
import type { EpochMs } from '../../core/domain/units.ts';

/** A lesson with what its day's policy makes of it. */
export interface PlannedLesson {
  readonly lesson: Lesson;
  readonly policy: Policy;
  readonly windows: Windows;
  /** See `closesAt`. */
  readonly closes: EpochMs;
}

/** The lessons to come and gone, in order of time. */
export interface LessonPlan {
  readonly lessons: readonly PlannedLesson[];
  /** The running lesson, from the beginning of its arrival window to its closing; else the next of the same plan; else null. */
  current(now: EpochMs): PlannedLesson | null;
  /** Keys of the windows that hold an instant: `2026-10-08#3/arrival`. */
  readonly windowsAt: (at: EpochMs) => string[];
}

/** Which windows a sighting may open; each once a trainee. */
const opening = ['arrival', 'inside', 'middle', 'departure'] as const;

/** Plans lessons by the policies of their days. */
export function planLessons(lessons: readonly Lesson[], policies: PolicyVersions): LessonPlan {
  const planned = lessons
    .map((lesson): PlannedLesson => {
      const policy = policyOn(policies, lesson.date);
      return { lesson, policy, windows: windowsOf(lesson, policy), closes: closesAt(lesson, policy) };
    })
    .sort((a, b) => a.lesson.start - b.lesson.start);
  return {
    lessons: planned,
    current: (now) => {
      const running = planned.findLast(({ lesson, windows }) => windows.arrival.from <= now && now <= lesson.end);
      return running ?? planned.find(({ lesson }) => lesson.end >= now) ?? null;
    },
    windowsAt: (at) =>
      planned
        .filter(({ windows, closes }) => windows.arrival.from <= at && at <= closes)
        .flatMap(({ lesson, windows }) =>
          opening
            .filter((name) => windows[name].from <= at && at <= windows[name].to)
            .map((name) => `${lessonKey(lesson)}/${name}`),
        ),
  };
}
