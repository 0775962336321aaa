/**
 * One engine in a process of its own, asked by scripts/bench/vision.ts: ZAIKE_BENCH names it
 * (`stock wasm`, `stock tfjsNode`, `pack standard`, `pack sharp`), ZAIKE_MODELS the folder of models.
 */
import { modelId, traineeId } from '../../core/domain/ids.ts';
import { epochMs } from '../../core/domain/units.ts';
import { hasOneHeap } from '../../core/platform/heap.ts';
import { connectParent } from '../../core/platform/worker.ts';
import { openEngine } from '../../kiosk/vision/engine.ts';
import { analyse } from '../../kiosk/vision/identity/analyse.ts';
import { examinePhoto } from '../../kiosk/vision/identity/enrol.ts';
import { openGallery } from '../../kiosk/vision/identity/gallery.ts';
import { decodePhoto } from '../../kiosk/vision/identity/photo.ts';
import { countTracks, Tracker } from '../../kiosk/vision/identity/tracker.ts';
import { readManifest } from '../../kiosk/vision/manifest.ts';
import { choosePack } from '../../kiosk/vision/pack.ts';
import type { Picture, VisionEngine } from '../../kiosk/vision/ports.ts';
import { onnxRuntime } from '../../kiosk/vision/runtime-onnx.ts';
import { MODELS } from '../faces/engine.ts';
import type { Answer, Task } from './vision/protocol.ts';
import { type StockBackend, stockFaceApi } from './vision/stock.ts';

type Timed = Extract<Task, { kind: 'time' }>['what'];
type Frames = Extract<Task, { kind: 'frames' }>;

/** An engine that can be asked. */
interface Subject {
  prepare(frames: Frames): Promise<void>;
  /** @returns the number of faces. */
  look(what: Timed): Promise<number>;
  find(picture: Picture): Promise<Extract<Answer, { kind: 'found' }>['boxes']>;
  /** Does once what else the process does in its life, so that it counts in the peak of memory. */
  otherWork(): Promise<void>;
}

async function stock(backend: StockBackend): Promise<Subject> {
  const detect = await stockFaceApi(backend);
  let frames: Frames | undefined;
  return {
    prepare: async (given) => {
      frames = given;
      await detect(given.four);
    },
    look: (what) => (frames ? detect(what === 'cold4' ? frames.four : frames.thirty) : Promise.resolve(0)),
    find: () => Promise.resolve([]),
    otherWork: () => Promise.resolve(),
  };
}

/** The engine as the vision process has it. */
async function openPack(name: 'standard' | 'sharp'): Promise<VisionEngine> {
  const folder = process.env['ZAIKE_MODELS'] ?? MODELS;
  const chosen = await choosePack(folder, await readManifest(folder), name);
  return openEngine(folder, chosen, await onnxRuntime(hasOneHeap() ? 'heap' : 'arena'));
}

async function pack(name: 'standard' | 'sharp'): Promise<Subject> {
  const engine = await openPack(name);
  let frames: Frames | undefined;
  let tracker: Tracker | undefined;
  const { gallery } = openGallery(engine.pack.modelId, engine.pack.embeddingLength, []);
  let now = 1_700_000_000_000;
  return {
    prepare: async (given) => {
      frames = given;
      for (const picture of [given.four, given.thirty]) await engine.embed(picture, await engine.read(picture));
      tracker = await trackerOfClass(engine, given.thirty);
      for (let i = 0; i < 12; i++) await analyse(engine, tracker, given.thirty, epochMs((now += 1000)));
    },
    look: async (what) => {
      if (!frames || !tracker) throw new Error('expected the frames first');
      if (what === 'tracked30') return (await analyse(engine, tracker, frames.thirty, epochMs((now += 1000)))).length;
      const picture = what === 'cold4' ? frames.four : frames.thirty;
      const cold = new Tracker(engine.pack, gallery, countTracks());
      return (await analyse(engine, cold, picture, epochMs(now))).length;
    },
    find: async (picture) => (await engine.read(picture)).map(({ detection }) => detection.box),
    otherWork: async () => {
      if (!frames) return;
      await engine.read({ data: new Uint8Array(1280 * 720 * 3), width: 1280, height: 720 });
      await examinePhoto(engine, await decodePhoto(frames.photo, 'photo'), true);
    },
  };
}

/** A tracker whose gallery holds the people of the frame, as in a lesson that has begun. */
async function trackerOfClass(engine: VisionEngine, picture: Picture): Promise<Tracker> {
  const { pack: info } = engine;
  const embeddings = await engine.embed(picture, await engine.read(picture));
  const templates = embeddings.map((embedding, i) => ({
    person: { kind: 'trainee' as const, id: traineeId(`T${i}`) },
    model: modelId(info.modelId),
    embedding,
  }));
  const { gallery } = openGallery(info.modelId, info.embeddingLength, templates);
  return new Tracker(info, gallery, countTracks());
}

async function open(name: string): Promise<Subject> {
  const [kind, which] = name.split(' ');
  if (kind === 'stock') return stock(which === 'tfjsNode' ? 'tfjsNode' : 'wasm');
  return pack(which === 'sharp' ? 'sharp' : 'standard');
}

async function answer(subject: Subject, task: Task): Promise<Answer> {
  switch (task.kind) {
    case 'frames':
      await subject.prepare(task);
      return { kind: 'ready' };
    case 'time': {
      const started = performance.now();
      const faces = await subject.look(task.what);
      return { kind: 'timed', ms: performance.now() - started, faces };
    }
    case 'find':
      return { kind: 'found', boxes: await subject.find(task.picture) };
    case 'peak':
      await subject.otherWork();
      return { kind: 'peak', megabytes: process.resourceUsage().maxRSS / 1024 };
  }
}

const parent = connectParent();
const told = (error: unknown): Answer => ({
  kind: 'error',
  message: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
});
const subject = open(process.env['ZAIKE_BENCH'] ?? '').catch(told);
parent.onGone(() => process.exit(0));
parent.onMessage((message) => {
  void (async () => {
    const opened = await subject;
    parent.send('kind' in opened ? opened : await answer(opened, message as Task).catch(told));
  })();
});
