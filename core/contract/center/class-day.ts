import * as z from 'zod/mini';

const instant = z.int();
const outcome = z.enum(['present', 'late', 'leftEarly', 'absent', 'personalLeave', 'sickLeave', 'pending']);

const span = { from: instant, to: instant };
/** Whole seconds after the beginning of a lesson's reach. */
const stretch = z.readonly(z.tuple([z.int(), z.int()]));

/** A class's day at the center: its lessons, and what is known of each trainee. */
export const classDaySchema = z.strictObject({
  kiosk: z.string(),
  code: z.string(),
  institution: z.string(),
  room: z.string(),
  specialty: z.string(),
  date: z.string(),
  lessons: z.readonly(
    z.array(
      z.strictObject({
        no: z.int(),
        from: instant,
        to: instant,
        course: z.string(),
        teacher: z.string(),
        /** Share of the lesson's windows that was observed, 0–1; null: not closed yet. */
        observed: z.nullable(z.number()),
        /** What its strips are drawn from, `until` when it was told; null: nothing was told (yet, or by an older kiosk). */
        strips: z.nullable(
          z.strictObject({
            ...span,
            until: instant,
            windows: z.strictObject({ arrival: z.strictObject(span), departure: z.strictObject(span) }),
            unobserved: z.readonly(z.array(stretch)),
          }),
        ),
      }),
    ),
  ),
  trainees: z.readonly(
    z.array(
      z.strictObject({
        trainee: z.string(),
        name: z.string(),
        /** How they stand in the running lesson; null: not told. */
        now: z.nullable(
          z.strictObject({
            mark: z.enum(['expected', 'present', 'late', 'left', 'pending', 'leave']),
            lastSeen: z.nullable(instant),
          }),
        ),
        /** The records in force, by lesson number. */
        records: z.readonly(
          z.array(
            z.strictObject({
              no: z.int(),
              id: z.int(),
              outcome,
              /** First and last sighting that the mark rests on. */
              first: z.nullable(instant),
              last: z.nullable(instant),
              corrected: z.boolean(),
            }),
          ),
        ),
        /** When they were seen, by lesson number. */
        stays: z.readonly(z.array(z.strictObject({ no: z.int(), stays: z.readonly(z.array(stretch)) }))),
      }),
    ),
  ),
});
export type ClassDay = z.infer<typeof classDaySchema>;

const file = z.strictObject({ name: z.string(), type: z.string(), sha256: z.string() });

/** What a mark rests on, as the kiosk gave it. */
export const markEvidenceSchema = z.strictObject({
  record: z.int(),
  name: z.string(),
  date: z.string(),
  no: z.int(),
  outcome,
  correctedBy: z.nullable(z.string()),
  openings: z.readonly(
    z.array(
      z.strictObject({
        window: z.enum(['arrival', 'inside', 'middle', 'departure', 'last']),
        camera: z.string(),
        at: instant,
        similarity: z.nullable(z.number()),
        picture: z.nullable(file),
        clips: z.readonly(z.array(file)),
        /** Stretches without video, and why. */
        holes: z.readonly(z.array(z.strictObject({ from: instant, to: instant, why: z.string() }))),
      }),
    ),
  ),
  /** Pictures of the lesson, where nobody was seen. */
  sheet: z.nullable(file),
  /** The lesson's place in the kiosk's journal; null: not sealed yet. */
  journal: z.nullable(z.strictObject({ seq: z.int(), size: z.int(), root: z.string() })),
});
export type MarkEvidence = z.infer<typeof markEvidenceSchema>;
