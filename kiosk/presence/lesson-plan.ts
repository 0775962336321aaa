import { dateAt } from '../../core/domain/day.ts';
import type { ClassCode } from '../../core/domain/ids.ts';
import { closesAt, type Lesson, lessonKey, type Windows, windowsOf } from '../../core/domain/lesson.ts';
import { type Policy, type PolicyVersions, policyOn } from '../../core/domain/policy.ts';
import type { EpochMs, LocalDate } from '../../core/domain/units.ts';

/** A lesson of a class with what its day's policy makes of it. */
export interface PlannedLesson {
  readonly code: ClassCode;
  readonly lesson: Lesson;
  readonly policy: Policy;
  readonly windows: Windows;
  /** See `closesAt`. */
  readonly closes: EpochMs;
}

/** The lessons of all classes of a kiosk, to come and gone, in order of time. The office may change them while the kiosk runs. */
export interface LessonPlan {
  readonly lessons: readonly PlannedLesson[];
  /** The running lesson, from the beginning of its arrival window to its end; else the next; else null. Of several the one that began last. */
  current(now: EpochMs): PlannedLesson | null;
  /** The lessons from the beginning of whose arrival window to whose closing an instant lies. */
  around(at: EpochMs): readonly PlannedLesson[];
}

/** Names a lesson within a kiosk: `DSJ-2026-01/2026-10-08#3`. */
export function plannedKey({ code, lesson }: Pick<PlannedLesson, 'code' | 'lesson'>): string {
  return `${code}/${lessonKey(lesson)}`;
}

/** Lessons of one class by the policies of their days. */
export function planLessons(
  code: ClassCode,
  lessons: readonly Lesson[],
  policies: PolicyVersions,
): readonly PlannedLesson[] {
  return lessons.map((lesson) => {
    const policy = policyOn(policies, lesson.date);
    return { code, lesson, policy, windows: windowsOf(lesson, policy), closes: closesAt(lesson, policy) };
  });
}

/** A plan of lessons of any classes. */
export function lessonPlan(lessons: readonly PlannedLesson[]): LessonPlan {
  const planned = lessons.toSorted((a, b) => a.lesson.start - b.lesson.start);
  const byDay = new Map<LocalDate, PlannedLesson[]>();
  for (const each of planned)
    for (const day of new Set([dateAt(each.windows.arrival.from), dateAt(each.closes)])) {
      const known = byDay.get(day);
      if (known) known.push(each);
      else byDay.set(day, [each]);
    }
  return {
    lessons: planned,
    current: (now) => {
      const running = planned.findLast(({ lesson, windows }) => windows.arrival.from <= now && now <= lesson.end);
      return running ?? planned.find(({ lesson }) => lesson.end >= now) ?? null;
    },
    around: (at) =>
      (byDay.get(dateAt(at)) ?? []).filter(({ windows, closes }) => windows.arrival.from <= at && at <= closes),
  };
}

/** Which windows a sighting may open; each once a trainee. */
const opening = ['arrival', 'inside', 'middle', 'departure'] as const;

/**
 * Keys of the windows of a class's lessons that hold an instant: `DSJ-2026-01/2026-10-08#3@1791419400000/arrival`.
 * A lesson that is moved gets windows of its own.
 */
export function windowsAt(plan: LessonPlan, code: ClassCode, at: EpochMs): string[] {
  return plan
    .around(at)
    .filter((planned) => planned.code === code)
    .flatMap((planned) =>
      opening
        .filter((name) => planned.windows[name].from <= at && at <= planned.windows[name].to)
        .map((name) => `${plannedKey(planned)}@${planned.lesson.start}/${name}`),
    );
}
