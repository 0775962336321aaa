import { fileURLToPath } from 'node:url';
import { systemWorkers, type Worker } from '../../core/platform/worker.ts';
import { readManifest } from '../../kiosk/vision/manifest.ts';
import { overlap } from '../../kiosk/vision/overlap.ts';
import { examinePack } from '../../kiosk/vision/pack.ts';
import type { PackInfo } from '../../kiosk/vision/ports.ts';
import { installedEngine } from '../faces/engine.ts';
import { type Material, material, type TruthFrame } from './vision/frames.ts';
import { visionOptions } from './vision/options.ts';
import type { Answer, Task } from './vision/protocol.ts';
import { measureRestart, type RestartFigures } from './vision/restart.ts';

const PART = fileURLToPath(new URL('./vision.part.ts', import.meta.url));

type PackName = PackInfo['name'];

interface StockFigures {
  readonly ms4: number;
  readonly ms30: number;
  readonly peakMB: number;
}
interface PackFigures {
  readonly cold4: number;
  readonly cold30: number;
  readonly tracked30: number;
  readonly peakMB: number;
  readonly recall: Readonly<Record<'24' | '32' | '40', number>>;
}

const tell = (line: string): void => {
  process.stderr.write(`vision: ${line}\n`);
};

/**
 * This engine, each installed pack in a process of its own, beside stock face-api on tfjs wasm and on
 * tfjs-node if that loads: all on the same 1080p frames, taking turns in each round; medians in ms,
 * peaks of memory in MB, recall 0–1. Then how soon a killed vision process sees faces again, in ms.
 * `--faces DIR` (with people/ and outsiders/), `--models DIR`, `--rounds N`, `--restarts N`.
 */
export async function bench(args: readonly string[]): Promise<unknown> {
  const { faces, models, rounds, restarts } = visionOptions(args);
  const shown = await compose(models, faces);
  tell(`measured on ${shown.source}`);
  const packs = await installedPacks(models);
  const engines = await compare(packs, models, rounds, shown);
  const restartMs: Record<string, RestartFigures> = {};
  for (const name of packs) restartMs[name] = await measureRestart(name, models, restarts);
  return { ...engines, restartMs, source: shown.source };
}

/** All engines on the same frames by turns; they end before anything else is measured. */
async function compare(names: readonly PackName[], models: string, rounds: number, shown: Material) {
  await using engines = new AsyncDisposableStack();
  const subjects = new Map<string, Subject>();
  for (const name of ['stock wasm', 'stock tfjsNode', ...names.map((pack) => `pack ${pack}`)]) {
    const subject = engines.use(new Subject(name, models));
    const { four, thirty, photo } = shown;
    const ready = await subject.ask({ kind: 'frames', four: four.picture, thirty: thirty.picture, photo });
    if (ready.kind === 'error') tell(`${name} is left out: ${ready.message}`);
    else subjects.set(name, subject);
  }
  for (let round = 1; round <= rounds; round++) {
    for (const [name, subject] of subjects) {
      await subject.time('cold4');
      await subject.time('cold30');
      if (name.startsWith('pack')) await subject.time('tracked30');
    }
    tell(`round ${round} of ${rounds}`);
  }
  const stock = {
    wasm: await stockFigures(subjects.get('stock wasm')),
    tfjsNode: await stockFigures(subjects.get('stock tfjsNode')),
  };
  const packs: Record<string, PackFigures> = {};
  for (const name of names) {
    const subject = subjects.get(`pack ${name}`);
    if (subject) packs[name] = await packFigures(subject, shown);
  }
  return { stock, packs, ratios: ratiosOf(stock.wasm, packs) };
}

/** Frames are composed with the best installed pack, which ends before anything is measured. */
async function compose(models: string, faces: string | undefined): Promise<Material> {
  await using engine = await installedEngine('auto', models);
  return await material(engine, faces);
}

async function installedPacks(models: string): Promise<PackName[]> {
  const manifest = await readManifest(models);
  const names: PackName[] = [];
  for (const entry of manifest.packs) {
    const found = await examinePack(models, manifest, entry);
    if ('info' in found) names.push(entry.name);
    else tell(`the pack ${entry.name} is left out: its models are not installed (npm run models -- --from DIR)`);
  }
  return names;
}

/** A process with one engine. */
class Subject implements AsyncDisposable {
  readonly name: string;
  readonly #worker: Worker;
  readonly #times = new Map<string, number[]>();
  #answered: ((answer: Answer) => void) | undefined;

  constructor(name: string, models: string) {
    this.name = name;
    this.#worker = systemWorkers.start(
      PART,
      { ZAIKE_BENCH: name, ZAIKE_MODELS: models },
      name.startsWith('pack') ? 'one' : 'default',
    );
    this.#worker.onMessage((answer) => this.#answered?.(answer as Answer));
    void this.#worker.exited.then(() => this.#answered?.({ kind: 'error', message: 'its process ended' }));
  }

  async ask(task: Task): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#answered = resolve;
    this.#worker.send(task);
    return promise;
  }

  async time(what: Extract<Task, { kind: 'time' }>['what']): Promise<void> {
    const answer = await this.ask({ kind: 'time', what });
    if (answer.kind !== 'timed')
      throw new Error(`${this.name}, ${what}: ${answer.kind === 'error' ? answer.message : 'no time'}`);
    const times = this.#times.get(what) ?? [];
    if (times.length === 0) tell(`${this.name}, ${what}: ${answer.faces} faces`);
    this.#times.set(what, [...times, answer.ms]);
  }

  /** Median of the rounds, in ms to one decimal. */
  median(what: string): number {
    const times = (this.#times.get(what) ?? []).toSorted((a, b) => a - b);
    return Math.round((times[Math.floor(times.length / 2)] ?? Number.NaN) * 10) / 10;
  }

  async peak(): Promise<number> {
    const answer = await this.ask({ kind: 'peak' });
    if (answer.kind !== 'peak') throw new Error(`${this.name}: no peak of memory`);
    return Math.round(answer.megabytes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker[Symbol.asyncDispose]();
  }
}

async function stockFigures(subject: Subject | undefined): Promise<StockFigures | null> {
  if (!subject) return null;
  return { ms4: subject.median('cold4'), ms30: subject.median('cold30'), peakMB: await subject.peak() };
}

async function packFigures(subject: Subject, { recall }: Material): Promise<PackFigures> {
  const share = async (px: number): Promise<number> => recallOf(subject, recall.get(px) ?? []);
  return {
    cold4: subject.median('cold4'),
    cold30: subject.median('cold30'),
    tracked30: subject.median('tracked30'),
    recall: { '24': await share(24), '32': await share(32), '40': await share(40) },
    peakMB: await subject.peak(),
  };
}

/** Share of the faces put into the frames for which a box of their own was found (overlap at least 0.3), 0–1. */
async function recallOf(subject: Subject, frames: readonly TruthFrame[]): Promise<number> {
  let all = 0;
  let found = 0;
  for (const { picture, faces } of frames) {
    const answer = await subject.ask({ kind: 'find', picture });
    if (answer.kind !== 'found') throw new Error(`${subject.name}: no boxes`);
    const free = new Set(answer.boxes);
    for (const face of faces) {
      const own = [...free].find((box) => overlap(box, face) >= 0.3);
      if (own) free.delete(own);
      if (own) found += 1;
      all += 1;
    }
  }
  return all === 0 ? 0 : Math.round((found / all) * 10_000) / 10_000;
}

/** How many times faster than stock face-api on wasm, cold. */
function ratiosOf(wasm: StockFigures | null, packs: Readonly<Record<string, PackFigures>>): unknown {
  if (!wasm) return null;
  const times = (stock: number, own: number): number => Math.round((stock / own) * 100) / 100;
  return Object.fromEntries(
    Object.entries(packs).map(([name, { cold4, cold30 }]) => [
      name,
      { cold4: times(wasm.ms4, cold4), cold30: times(wasm.ms30, cold30) },
    ]),
  );
}
