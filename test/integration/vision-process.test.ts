import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FrameResult } from '../../core/domain/face.ts';
import { cameraId, traineeId } from '../../core/domain/ids.ts';
import type { CaptureEvent } from '../../core/domain/media.ts';
import { milliseconds, seconds } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { silentLog } from '../../core/platform/log.ts';
import { systemWorkers, type Worker, type Workers } from '../../core/platform/worker.ts';
import { PipeWriter } from '../../kiosk/camera/pipe-writer.ts';
import { filesStamp } from '../../kiosk/vision/files-stamp.ts';
import { type SupervisorOptions, superviseVision } from '../../kiosk/vision/supervisor.ts';
import type { Vision, VisionState } from '../../kiosk/vision/vision.ts';
import { type Film, filmOf, samplePhoto } from '../support/vision/film.ts';

const camera = cameraId('front');
const root = path.join(import.meta.dirname, '..', '..');

/** A vision process under supervision, watching one film. */
class Watched implements AsyncDisposable {
  readonly results: FrameResult[] = [];
  readonly states: VisionState[] = [];
  readonly workers: Worker[] = [];
  readonly vision: Vision;
  readonly #stop = new AbortController();
  readonly #playing: Promise<void>;
  #writer: PipeWriter | undefined;
  #init: CaptureEvent | undefined;

  constructor(film: Film, changes: Partial<Pick<SupervisorOptions, 'models' | 'runtime' | 'cameras'>> = {}) {
    const { models = path.join(root, 'models') } = changes;
    const workers: Workers = {
      start: (...args) => {
        const worker = systemWorkers.start(...args);
        this.workers.push(worker);
        return worker;
      },
    };
    this.vision = superviseVision(
      {
        program: path.join(root, 'kiosk', 'vision.main.ts'),
        cameras: [{ id: camera, role: 'check-in' }],
        models,
        pack: 'standard',
        runtime: 'onnx',
        siteThresholds: null,
        ...changes,
      },
      {
        workers,
        clock: systemClock,
        log: silentLog,
        feed: (pipe) => {
          this.#writer = new PipeWriter(pipe);
          if (this.#init) this.#writer.write(this.#init);
        },
        stamp: () => filesStamp(models, []),
        onResult: (result) => this.results.push(result),
        onState: (state) => this.states.push(state),
      },
    );
    this.#playing = film.play(camera, systemClock, this.#stop.signal, (event) => {
      if (event.kind === 'init') this.#init = event;
      this.#writer?.write(event);
    });
  }

  async until(what: string, true_: () => boolean, within = seconds(60)): Promise<void> {
    const end = systemClock.monotonic() + within;
    while (!true_()) {
      if (systemClock.monotonic() > end) throw new Error(`waited in vain for ${what}: ${JSON.stringify(this.states)}`);
      await systemClock.sleep(milliseconds(20));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#playing;
    await this.vision[Symbol.asyncDispose]();
  }
}

describe('the vision process', () => {
  let film: Film;
  let watched: Watched;
  beforeAll(async () => {
    film = await filmOf(samplePhoto(3));
    watched = new Watched(film);
  });
  afterAll(async () => {
    await watched[Symbol.asyncDispose]();
  });

  it('finds the faces of a camera and says which packet the picture came from', async () => {
    await watched.until('a result', () => watched.results.length >= 2);
    const [result] = watched.results;
    expect(result).toMatchObject({ camera, run: 1, width: 1920, height: 1080 });
    expect(result?.tracks.length).toBeGreaterThanOrEqual(2);
    for (const { box } of result?.tracks ?? []) expect(box.width).toBeGreaterThan(100);
    expect(result?.decodeTime).toBe(
      (result?.frame ?? 0) * ((watched.results[1]?.decodeTime ?? 0) / (watched.results[1]?.frame ?? 1)),
    );
  });

  it('names a person who was enrolled from a photo, and nobody else', async () => {
    const photo = await readFile(samplePhoto(4));
    expect(await watched.vision.examine(photo, 'sample4.jpg', true)).toEqual({ kind: 'several-faces', faces: 4 });
    const face = await portrait();
    const examined = await watched.vision.examine(face, 'portrait.jpg', true);
    if (examined.kind !== 'face' || !examined.embedding) throw new Error(`expected a face, got ${examined.kind}`);
    const person = { kind: 'trainee' as const, id: traineeId('T1') };
    watched.vision.setGallery([{ person, model: examined.model, embedding: examined.embedding }]);
    const named = (): FrameResult | undefined =>
      watched.results.findLast(({ tracks }) =>
        tracks.some(({ identification }) => identification.kind === 'identified'),
      );
    await watched.until('an identified track', () => named() !== undefined);
    const kinds = named()?.tracks.map(({ identification }) => identification.kind) ?? [];
    expect(kinds.filter((kind) => kind === 'identified')).toHaveLength(1);
  });

  it('says what is wrong with a photo that cannot be read', async () => {
    const examined = await watched.vision.examine(Buffer.from('no picture'), 'a.jpg', true);
    expect(examined).toMatchObject({ kind: 'unreadable', code: 'photo-unreadable' });
  });

  it('is started anew when it dies, with its gallery', async () => {
    const before = watched.workers.length;
    watched.workers.at(-1)?.kill('SIGKILL');
    await watched.until('its end', () => watched.vision.state.kind === 'down' || watched.workers.length > before);
    watched.results.length = 0;
    await watched.until('results of the next life', () =>
      watched.results.some(({ tracks }) => tracks.some(({ identification }) => identification.kind === 'identified')),
    );
    expect(watched.workers).toHaveLength(before + 1);
  });

  it('is started anew when it hangs', async () => {
    const before = watched.workers.length;
    watched.workers.at(-1)?.kill('SIGSTOP');
    await watched.until('the next life', () => watched.workers.length === before + 1);
    await watched.until('running', () => watched.vision.state.kind === 'running');
    expect(watched.states.some((state) => state.kind === 'down' && state.code === 'vision-hung')).toBe(true);
  });

  it('looks at a room camera once a second, at its full size', async () => {
    await using room = new Watched(film, { cameras: [{ id: camera, role: 'room' }] });
    await room.until('four results', () => room.results.length >= 4);
    const instants = room.results.map(({ at }) => at);
    const apart = instants.slice(1).map((at, i) => at - (instants[i] ?? 0));
    for (const each of apart) expect(each).toBeGreaterThan(800);
    expect(room.results.at(-1)?.tracks.length).toBeGreaterThanOrEqual(2);
  });

  it('runs on face-api itself when that is asked for, slower but alike', async () => {
    await using slow = new Watched(film, { runtime: 'face-api' });
    await slow.until('a result with faces', () => slow.results.some(({ tracks }) => tracks.length >= 2));
    expect(slow.vision.state).toMatchObject({
      kind: 'running',
      runtime: expect.stringMatching(/^face-api on /) as string,
    });
    const [own] = slow.results.filter(({ tracks }) => tracks.length >= 2);
    const [other] = watched.results.filter(({ tracks }) => tracks.length >= 2);
    const leftmost = (result: FrameResult | undefined): number =>
      Math.min(...(result?.tracks.map(({ box }) => box.x) ?? []));
    expect(Math.abs(leftmost(own) - leftmost(other))).toBeLessThan(4);
  });

  it('says which model is missing and does not try again', async () => {
    await using lacking = new Watched(film, { models: path.join(root, 'test', 'data', 'no-models') });
    await lacking.until('its end', () => lacking.vision.state.kind === 'down');
    expect(lacking.vision.state).toMatchObject({ retry: false });
    await expect(lacking.vision.examine(Buffer.of(1), 'a.jpg', true)).rejects.toMatchObject({ code: 'vision-down' });
  });

  it.each([
    ['damaged', (models: string) => damage(path.join(models, 'face-recognition.onnx')), 'model-hash'],
    ['missing', (models: string) => rm(path.join(models, 'face-recognition.onnx')), 'model-missing'],
    ['called one of another family', (models: string) => reword(models, '"face-api-tiny"', '"yunet"'), 'model-unfit'],
    ['said to have other shapes', (models: string) => reword(models, '"length": 128', '"length": 512'), 'model-unfit'],
  ])('does not run with a model that is %s, says which, and runs once it is put right', async (_what, spoil, code) => {
    const models = await mkdtemp(path.join(tmpdir(), 'zaike-models-'));
    const right = async (): Promise<void> => {
      for (const file of ['manifest.json', 'tiny-1280.onnx', 'tiny-1920.onnx', 'landmarks-68.onnx', EMBEDDING])
        await copyFile(path.join(root, 'models', file), path.join(models, file));
    };
    try {
      await right();
      await spoil(models);
      await using watching = new Watched(film, { models });
      const { vision } = watching;
      await watching.until('its end', () => vision.state.kind === 'down');
      expect(vision.state).toMatchObject({ kind: 'down', code, retry: false });
      expect(vision.trouble).toMatch(/^人脸识别没有运行：.*(face-recognition|tiny-1280)\.onnx.*自动恢复$/);
      await right();
      await watching.until('the next life', () => vision.state.kind === 'running');
      expect(vision.trouble).toBeNull();
      await watching.until('a result', () => watching.results.length > 0);
    } finally {
      await rm(models, { recursive: true });
    }
  });
});

const EMBEDDING = 'face-recognition.onnx';

async function damage(file: string): Promise<void> {
  const bytes = await readFile(file);
  bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 1;
  await writeFile(file, bytes);
}

async function reword(models: string, from: string, to: string): Promise<void> {
  const file = path.join(models, 'manifest.json');
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  await writeFile(file, text.replaceAll(from, to));
}

/** One of the faces of the film, as a photo of its own. */
async function portrait(): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp(samplePhoto(3))
    .resize({ height: 1080 })
    .extract({ left: 380, top: 180, width: 400, height: 420 })
    .jpeg()
    .toBuffer();
}
