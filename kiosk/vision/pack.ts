import { ZaikeError } from '../../core/domain/errors.ts';
import { type ModelId, modelId } from '../../core/domain/ids.ts';
import { entryOf, type ModelEntry, type ModelManifest, type PackEntry, stateOf } from './manifest.ts';
import type { PackInfo } from './ports.ts';

/** Which pack is asked for; `auto` takes `sharp` when all its files are there. */
export type PackWish = 'auto' | PackInfo['name'];

/** The models of a pack that will run together. */
export interface ChosenPack {
  readonly info: PackInfo;
  /** Ascending by width. */
  readonly detectors: readonly ModelEntry[];
  readonly landmarks: ModelEntry;
  readonly embedding: ModelEntry;
  /** What the person who runs the kiosk should know about the choice. */
  readonly notes: readonly string[];
}

/** Why a pack cannot run: the files that are missing or not the manifest's. */
export interface Lacking {
  readonly name: PackInfo['name'];
  readonly files: readonly { readonly file: string; readonly state: 'missing' | 'wrong-hash' }[];
}

/** Either the pack with its models, or what it lacks. One embedding of several suffices, the first of the list wins. */
export async function examinePack(
  folder: string,
  manifest: ModelManifest,
  pack: PackEntry,
): Promise<ChosenPack | Lacking> {
  const lacking: { file: string; state: 'missing' | 'wrong-hash' }[] = [];
  const look = async (entry: ModelEntry): Promise<boolean> => {
    const state = await stateOf(folder, entry);
    if (state !== 'installed') lacking.push({ file: entry.file, state });
    return state === 'installed';
  };
  const detectors = pack.detectors.map((name) => entryOf(manifest, name)).toSorted(byWidth);
  const landmarks = entryOf(manifest, pack.landmarks);
  const files = new Map([...detectors, landmarks].map((entry) => [entry.file, entry]));
  let whole = true;
  for (const entry of files.values()) whole = (await look(entry)) && whole;
  for (const name of pack.embeddings) {
    const embedding = entryOf(manifest, name);
    if (!(await look(embedding))) continue;
    if (!whole) break;
    const info = infoOf(pack, detectors, embedding);
    return { info, detectors, landmarks, embedding, notes: embedding.note === undefined ? [] : [noteOn(embedding)] };
  }
  return { name: pack.name, files: lacking };
}

/**
 * The pack to run. With `auto`: `sharp` when whole, else `standard`.
 * @throws ZaikeError `model-missing` or `model-hash` that names the files and what to do.
 */
export async function choosePack(folder: string, manifest: ModelManifest, wish: PackWish): Promise<ChosenPack> {
  const names = wish === 'auto' ? (['sharp', 'standard'] as const) : [wish];
  let last: Lacking | undefined;
  const damaged: string[] = [];
  for (const name of names) {
    const pack = manifest.packs.find((each) => each.name === name);
    if (!pack) continue;
    const found = await examinePack(folder, manifest, pack);
    if ('info' in found) {
      const notes = damaged.map((file) => `${file} has another sha256 than models/manifest.json says: not loaded`);
      const info = { ...found.info, damaged };
      return { ...found, info, notes: [...notes, ...found.notes, ...costOf(manifest, name)] };
    }
    last = found;
    damaged.push(...found.files.filter(({ state }) => state === 'wrong-hash').map(({ file }) => file));
  }
  const files = last?.files.map(({ file, state }) => `${file} (${state === 'missing' ? 'missing' : 'other sha256'})`);
  const remedy = last?.name === 'sharp' ? 'npm run models -- --from DIR' : 'npm run models';
  throw new ZaikeError(
    `the pack ${last?.name ?? wish} cannot run: expected in ${folder}: ${files?.join(', ') ?? 'its models'}. Run \`${remedy}\``,
    {
      code: last?.files.some(({ state }) => state === 'wrong-hash') === true ? 'model-hash' : 'model-missing',
      retry: false,
      facts: { pack: last?.name ?? wish },
    },
  );
}

/** Network, weights and alignment behind an embedding, for example `sface+five-points-112@0ba9fbfa`. */
export function modelIdOf(entry: ModelEntry): ModelId {
  return modelId(`${entry.name}+${entry.embedding?.alignment ?? 'none'}@${entry.sha256.slice(0, 8)}`);
}

function infoOf(pack: PackEntry, detectors: readonly ModelEntry[], embedding: ModelEntry): PackInfo {
  const { embedding: facts } = embedding;
  const widest = detectors.at(-1);
  if (!facts || !widest?.detector) {
    throw new ZaikeError(`models/manifest.json: the pack ${pack.name} names a model without its facts`, {
      code: 'model-manifest',
      retry: false,
    });
  }
  return {
    name: pack.name,
    modelId: modelIdOf(embedding),
    embeddingLength: facts.length,
    thresholds: facts.thresholds.toSorted((a, b) => a.frames - b.frames),
    margin: facts.margin,
    smallestFace: widest.detector.smallestFace,
    damaged: [],
  };
}

function byWidth(a: ModelEntry, b: ModelEntry): number {
  return a.input.width - b.input.width;
}

function noteOn({ file, note }: ModelEntry): string {
  return `${file}: ${note ?? ''}`;
}

/** What running without the better pack costs, in words; empty when the best one runs. */
export function costOf(manifest: ModelManifest, running: PackInfo['name']): string[] {
  const recall = (name: PackInfo['name']) => manifest.packs.find((pack) => pack.name === name)?.recall;
  const [own, best] = [recall(running), recall('sharp')];
  if (running === 'sharp' || !own || !best) return [];
  const percent = (share: number): string => (share * 100).toFixed(0);
  const list = ({ 24: a, 32: b, 40: c }: typeof own): string => `${percent(a)} / ${percent(b)} / ${percent(c)}`;
  return [
    `running the pack standard: of faces 24 / 32 / 40 pixels wide in a 1080p picture it finds ${list(own)} of 100; the pack sharp finds ${list(best)} (see docs/benchmarks.md)`,
  ];
}
