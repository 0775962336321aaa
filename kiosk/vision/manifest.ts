import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ZaikeError } from '../../core/domain/errors.ts';

/** What a network computes; decides how its outputs are read. */
export const families = [
  'face-api-tiny',
  'face-api-ssd',
  'face-api-landmarks',
  'face-api-embedding',
  'yunet',
  'arcface-112',
] as const;
export type Family = (typeof families)[number];

const threshold = z.strictObject({ frames: z.int().min(1), similarity: z.number().min(-1).max(1) });

const entrySchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  family: z.enum(families),
  /** Its file in models/. */
  file: z.string().regex(/^[\w.-]+\.onnx$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  source: z.string().min(1),
  licence: z.string().min(1),
  note: z.string().optional(),
  /** Where set-up may fetch the file; models without it are converted, or installed from a folder. */
  url: z.url().optional(),
  /** Converted from face-api's weights in its npm package: the stem of `model/<stem>-weights_manifest.json`. */
  converted: z.string().optional(),
  /** What goes in. `order`, `mean` and `factor` belong to files whose own input is float. */
  input: z.strictObject({
    width: z.int().positive(),
    height: z.int().positive(),
    type: z.enum(['uint8-nhwc', 'float-nchw']),
    order: z.enum(['rgb', 'bgr']),
    mean: z.number().default(0),
    factor: z.number().default(1),
    /** `one` for files whose graph holds a batch of one only. */
    batch: z.enum(['any', 'one']).default('any'),
  }),
  /** Detectors: the least confidence that counts as a face, and how much boxes may overlap. */
  detector: z
    .strictObject({
      confidence: z.number().min(0).max(1),
      overlap: z.number().min(0).max(1),
      smallestFace: z.number().positive(),
    })
    .optional(),
  /** Embeddings: how faces are aligned for it, how long it is, from which similarity on a match counts. */
  embedding: z
    .strictObject({
      alignment: z.enum(['five-points-112', 'five-points-150']),
      length: z.int().positive(),
      thresholds: z.array(threshold).min(1),
      margin: z.number().min(0),
      calibratedOn: z.string(),
    })
    .optional(),
});

const packSchema = z.strictObject({
  name: z.enum(['standard', 'sharp']),
  /** By width: the smallest that holds the picture is used. */
  detectors: z.array(z.string()).min(1),
  landmarks: z.string(),
  /** In order of preference: the first that is installed. */
  embeddings: z.array(z.string()).min(1),
  /** Share of faces of 24, 32 and 40 px that it finds in a 1080p frame, 0–1, as measured by `npm run bench -- vision`. */
  recall: z.strictObject({ '24': z.number(), '32': z.number(), '40': z.number() }),
});

const manifestSchema = z.strictObject({
  version: z.literal(1),
  models: z.array(entrySchema),
  packs: z.array(packSchema),
});

export type ModelEntry = z.infer<typeof entrySchema>;
export type PackEntry = z.infer<typeof packSchema>;
export type ModelManifest = z.infer<typeof manifestSchema>;

/** A model whose file has the manifest's sha256. */
export interface Model {
  readonly entry: ModelEntry;
  /** The path of its file, or the file itself. */
  readonly file: string | Uint8Array;
}

/** Reads `folder`/manifest.json. @throws ZaikeError `model-manifest` when it is not there; names each faulty key. */
export async function readManifest(folder: string): Promise<ModelManifest> {
  const file = path.join(folder, 'manifest.json');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ZaikeError(
      `${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      bad(file),
    );
  });
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (parsed.success) {
    const { models, packs } = parsed.data;
    const names = new Set(models.map(({ name }) => name));
    const missing = packs
      .flatMap(({ detectors, landmarks, embeddings }) => [...detectors, landmarks, ...embeddings])
      .find((name) => !names.has(name));
    if (missing === undefined) return parsed.data;
    throw new ZaikeError(`${file}: a pack names the model ${missing}, which is not in models`, bad(file));
  }
  const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new ZaikeError(`${file}:\n${faults.join('\n')}`, bad(file));
}

/** The manifest's entry of that name. @throws ZaikeError `model-manifest` when there is none. */
export function entryOf(manifest: ModelManifest, name: string): ModelEntry {
  const entry = manifest.models.find((model) => model.name === name);
  if (!entry) throw new ZaikeError(`models/manifest.json has no model ${name}`, bad(name));
  return entry;
}

/** Hexadecimal sha256 of the bytes. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Whether the file of an entry is there and is the one that the manifest names. */
export async function stateOf(folder: string, entry: ModelEntry): Promise<'installed' | 'missing' | 'wrong-hash'> {
  const hash = await hashOf(path.join(folder, entry.file));
  if (hash === null) return 'missing';
  return hash === entry.sha256 ? 'installed' : 'wrong-hash';
}

/**
 * Checks a model's file. @throws ZaikeError `model-missing` or `model-hash`, naming the file, what was
 * expected, what was got and what to do.
 */
export async function openModel(folder: string, entry: ModelEntry): Promise<Model> {
  const file = path.join(folder, entry.file);
  const got = await hashOf(file);
  const remedy = entry.converted === undefined ? 'npm run models -- --from DIR' : 'npm run models';
  if (got === null) {
    throw new ZaikeError(`${file} is not there: run \`${remedy}\``, {
      code: 'model-missing',
      retry: false,
      facts: { file },
    });
  }
  if (got === entry.sha256) return { entry, file };
  throw new ZaikeError(
    `${file} is not the model ${entry.name} of models/manifest.json and was not loaded: expected sha256 ${entry.sha256}, got ${got}. Delete the file and run \`${remedy}\``,
    { code: 'model-hash', retry: false, facts: { file, expected: entry.sha256, got } },
  );
}

/** The sha256 of a file, read piece by piece; null when it cannot be read. */
async function hashOf(file: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const part of createReadStream(file, { highWaterMark: 1 << 18 })) hash.update(part as Uint8Array);
  } catch {
    return null;
  }
  return hash.digest('hex');
}

function bad(file: string): { code: string; retry: false; facts: { file: string } } {
  return { code: 'model-manifest', retry: false, facts: { file } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
