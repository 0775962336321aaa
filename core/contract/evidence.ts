import { z } from 'zod';
import { parseDate } from '../domain/day.ts';
import type { JournalEntry, Manifest, ProvenOpening } from '../domain/evidence.ts';

/** The evidence folder's files as read back. Whoever reads them may stand years and many hands away: everything is checked. */
const count = z.int().nonnegative();
const instant = z.int();
const words = z.string().max(2000);
const id = z.string().min(1).max(200);
const date = z.string().refine((text) => parseDate(text) !== null, 'expected a date that exists, YYYY-MM-DD');
export const digestSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** Relative, `/` between the parts, none of them empty, `.` or `..`, no backslash, colon or control character. */
export const pathSchema = z
  .string()
  .max(400)
  // biome-ignore lint: control characters are what is looked for
  .regex(/^(?!.*(?:^|\/)\.{0,2}(?:\/|$))[^\\:\u0000-\u001f]+$/, 'expected a relative path');

const file = { path: pathSchema, bytes: count, sha256: digestSchema };
const span = { from: instant, to: instant };
const lesson = { class: id, date, no: count };
const gap = { from: instant, to: instant.nullable(), why: id, detail: words };
const entry = { seq: count, at: instant };

const segment = {
  ...file,
  ...span,
  id,
  camera: id,
  boot: count,
  run: count,
  firstFrame: count,
  frames: count,
  firstDecode: count,
  endDecode: count,
  timescale: z.int().positive(),
  codec: id,
  width: count,
  height: count,
  note: z.enum(['recovered', 'cut']).nullable(),
};

const of = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ kind: z.literal(kind), ...entry, ...shape });

const entrySchema = z.discriminatedUnion('kind', [
  of('journal-opened', { format: z.literal(1), key: words }),
  of('started', { boot: count, version: id, tornBytes: count }),
  of('stopped', { boot: count }),
  of('segment', segment),
  of('gap', { camera: id, ...gap }),
  of('lost', { why: z.enum(['missing', 'changed']), ...file }),
  of('quarantined', { to: pathSchema, ...file }),
  of('lesson-closed', {
    ...lesson,
    ...span,
    cameras: z.array(id),
    classEnds: date.nullable(),
    files: z.array(z.strictObject(file)),
  }),
  of('correction', { ...lesson, ...file, trainee: id, by: id, countersignedBy: id, why: words }),
  of('clock-step', span),
  of('camera', { camera: id, what: z.enum(['added', 'moved', 're-pointed', 'removed']), detail: words }),
  of('picture', { ...file, camera: id, trainee: id, capturedAt: instant }),
  of('export', { contents: digestSchema, files: count, class: id.nullable(), month: id.nullable(), by: id }),
  of('view', { what: words, by: id }),
  of('deletion', { files: z.array(z.strictObject(file)), why: words }),
  of('hold', { hold: id, camera: id.nullable(), ...span, why: words, by: id }),
  of('hold-released', { hold: id, why: words, by: id }),
  of('damaged', { entries: z.array(count), count }),
  of('note', { about: id, sha256: digestSchema.nullable(), by: id, detail: words }),
]);

const manifestSchema = z.strictObject({
  format: z.literal(1),
  ...lesson,
  lesson: z.strictObject(span),
  expected: z.strictObject(span),
  closedAt: instant,
  cameras: z.array(
    z.strictObject({
      camera: id,
      segments: z.array(z.strictObject({ ...file, ...span, id, seq: count })),
      gaps: z.array(z.strictObject({ ...gap, seq: count })),
    }),
  ),
  records: z.array(z.strictObject({ id, sha256: digestSchema })),
  pictures: z.array(z.strictObject(file)),
});

const box = z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
const openingsSchema = z.array(
  z.strictObject({
    trainee: id,
    window: z.enum(['arrival', 'inside', 'middle', 'departure', 'last']),
    at: instant,
    camera: id,
    // The proof grows with vision; what is there is hashed, so unknown keys are kept.
    proof: z
      .looseObject({
        run: count,
        frame: count,
        decodeTime: count,
        box,
        similarity: z.number(),
        runnerUp: z.looseObject({ trainee: id, similarity: z.number() }).nullable(),
        model: id,
        liveness: id,
        clock: id,
      })
      .nullable(),
    picture: digestSchema.nullable(),
    place: z.strictObject({ segment: id, path: pathSchema, offset: z.number() }).nullable(),
  }),
);

/** The list of a package's files: what the export entry vouches for. Sorted by path. */
const contentsSchema = z.strictObject({
  format: z.literal(1),
  kiosk: id,
  class: id.nullable(),
  month: id.nullable(),
  exportedAt: instant,
  /** The checkpoints before the export: the beginning of `journal/checkpoints`. */
  checkpoints: z.strictObject({ bytes: count, sha256: digestSchema }),
  files: z.array(z.strictObject(file)),
});

/** A package's `contents.json`. */
export type Contents = Readonly<z.infer<typeof contentsSchema>>;

/** A value, or what is wrong with it in a few words. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly what: string };

export const parseEntry = (value: unknown): Parsed<JournalEntry> => parse<JournalEntry>(entrySchema, value);
export const parseManifest = (value: unknown): Parsed<Manifest> => parse<Manifest>(manifestSchema, value);
export const parseOpenings = (value: unknown): Parsed<ProvenOpening[]> => parse<ProvenOpening[]>(openingsSchema, value);
export const parseContents = (value: unknown): Parsed<Contents> => parse<Contents>(contentsSchema, value);

/** The brands of ids and instants are given here: the schema has checked what they stand for. */
function parse<Value>(schema: z.ZodType, value: unknown): Parsed<Value> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data as Value };
  const [issue] = parsed.error.issues;
  return { ok: false, what: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unexpected'}`.slice(0, 300) };
}
