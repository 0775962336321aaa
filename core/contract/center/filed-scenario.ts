import { z } from 'zod';
import { bellTime, classSchema, items, lessonSchema, singles } from '../scenario.ts';
import type { ScenarioJson } from '../scenario-json.ts';

const list = <Each extends z.ZodType>(each: Each) => z.array(each).max(5000).optional();
const texts = z.array(z.string().min(1)).max(5000);

/** A scenario's shape, without what a kiosk itself observes (coverage, sightings, unidentified people). */
const shape = z.strictObject({
  ...singles.shape,
  class: z.strictObject({
    ...classSchema.shape,
    bell: list(bellTime).nullable(),
    lessons: list(lessonSchema).nullable(),
  }),
  trainees: z.array(items.trainees).max(1000),
  cameras: texts,
  insured: texts.optional(),
  materialsRejected: texts.optional(),
  policies: list(items.policies),
  calendars: list(items.calendars),
  changes: list(items.changes),
  manual: list(items.manual),
  attended: list(items.attended),
  leave: list(items.leave),
  corrections: list(items.corrections),
  inspections: list(items.inspections),
  exam: list(items.exam),
  violations: list(items.violations),
});

/**
 * A class as its institution keeps it, in the words of replay files: checked in shape and handed on as JSON, for
 * `readScenario(scenario, calendars)` to make a `ClassFile` of.
 */
export const filedScenarioSchema = z.custom<ScenarioJson>().superRefine((value, context) => {
  const parsed = shape.safeParse(value);
  for (const { path, message } of parsed.error?.issues ?? [])
    context.addIssue({ code: 'custom', path: [...path], message });
});
