import type { z } from 'zod';
import type { bellTime, classSchema, items, lessonSchema } from './scenario.ts';

/** A trainee as a scenario tells it. */
export type TraineeJson = Readonly<z.input<typeof items.trainees>>;
/** A lesson planned one by one. */
export type LessonJson = Readonly<z.input<typeof lessonSchema>>;
/** A change of the timetable. */
export type ChangeJson = Readonly<z.input<typeof items.changes>>;
/** What is filed of a class (附件3), with its bell and lessons. */
export type ClassJson = Readonly<z.input<typeof classSchema>> & {
  readonly bell?: readonly z.input<typeof bellTime>[] | null;
  readonly lessons?: readonly LessonJson[] | null;
};

/** The items of the file's other lists. */
type Lists = {
  readonly [K in Exclude<keyof typeof items, 'changes' | 'trainees'>]?: readonly z.input<(typeof items)[K]>[];
};

/**
 * A scenario as JSON: what the store of a kiosk holds of a class and what the office edits. It is parsed by
 * `readScenario` on every change; until then it is only what somebody says.
 */
export interface ScenarioJson extends Lists {
  readonly institution?: string | null;
  readonly class: ClassJson;
  readonly changes?: readonly ChangeJson[];
  readonly trainees: readonly TraineeJson[];
  readonly cameras: readonly string[];
  readonly insured?: readonly string[];
  readonly materialsRejected?: readonly string[];
  readonly materialsComplete?: boolean | null;
  readonly filedOn?: string | null;
  readonly publishedOn?: string | null;
}
