import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FrameResult } from '../../../core/domain/face.ts';
import { modelId, traineeId } from '../../../core/domain/ids.ts';
import { silentLog } from '../../../core/platform/log.ts';
import type { Workers } from '../../../core/platform/worker.ts';
import { superviseVision } from '../../../kiosk/vision/supervisor.ts';
import type { Vision, VisionState } from '../../../kiosk/vision/vision.ts';
import { frameResult, trackOf } from '../../support/frame-result.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { FakeWorker } from '../../support/vision/fake-worker.ts';

let clock: ManualClock;
let lives: FakeWorker[];
let states: VisionState[];
let feeds: unknown[];
let results: FrameResult[];
let vision: Vision;
let files: string;

beforeEach(() => {
  clock = new ManualClock(1_700_000_000_000);
  files = 'as they came';
  [lives, states, feeds, results] = [[], [], [], []];
  const workers: Workers = {
    start: () => {
      const worker = new FakeWorker();
      lives.push(worker);
      return worker;
    },
  };
  const options = { program: 'vision', cameras: [], models: 'models', pack: 'auto', runtime: 'auto' } as const;
  vision = superviseVision(
    { ...options, cameras: [], siteThresholds: null },
    {
      workers,
      clock,
      log: silentLog,
      feed: (pipe) => feeds.push(pipe),
      stamp: () => Promise.resolve(files),
      onResult: (result) => results.push(result),
      onState: (state) => states.push(state),
    },
  );
});
afterEach(async () => {
  await vision[Symbol.asyncDispose]();
});

/** Time passes in small steps, with what is waiting in between. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 50) {
    clock.advance(50);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
const last = (): FakeWorker => lives.at(-1) as FakeWorker;

test('a life begins with the configuration, then the gallery that was set before', async () => {
  const person = { kind: 'trainee' as const, id: traineeId('T1') };
  vision.setGallery([{ person, model: modelId('m'), embedding: Float32Array.of(1, 0) }]);
  last().ready();
  await pass(50);
  expect(last().sent.map(({ kind }) => kind)).toEqual(['configure', 'gallery']);
  expect(vision.state.kind).toBe('running');
  expect(feeds).toEqual([last().pipe]);
});

test('a process that dies is started anew at once, and is fed and told anew', async () => {
  last().ready();
  last().kill('SIGSEGV');
  await pass(100);
  expect(lives).toHaveLength(2);
  expect(states.some((state) => state.kind === 'down' && state.code === 'vision-died')).toBe(true);
  last().ready();
  await pass(50);
  expect(last().sent.map(({ kind }) => kind)).toEqual(['configure', 'gallery']);
  expect(feeds).toHaveLength(2);
});

test('a process that is silent for longer than it said is killed and started anew within 2 s', async () => {
  last().ready();
  for (let i = 0; i < 10; i++) {
    await pass(500);
    last().says({ kind: 'alive' });
  }
  expect(lives).toHaveLength(1);
  await pass(2000);
  expect(lives).toHaveLength(2);
  expect(states.some((state) => state.kind === 'down' && state.code === 'vision-hung')).toBe(true);
});

test('loading may take half a minute, not more', async () => {
  await pass(29_000);
  expect(lives).toHaveLength(1);
  await pass(2500);
  expect(lives).toHaveLength(2);
});

test('one that keeps dying young is started ever more rarely', async () => {
  const starts: number[] = [];
  for (let t = 0; t < 30_000; t += 50) {
    const before = lives.length;
    last().kill('SIGSEGV');
    await pass(50);
    if (lives.length > before) starts.push(t);
  }
  expect(starts.length).toBeLessThan(8);
  expect(starts.length).toBeGreaterThan(4);
});

test('what cannot be cured by trying again is not tried again until its files change, and is said to who asks', async () => {
  last().says({ kind: 'failed', code: 'model-hash', message: 'models/x.onnx is not the model', retry: false });
  const refused = expect(vision.examine(Uint8Array.of(1), 'a.jpg', true)).rejects.toMatchObject({
    code: 'vision-down',
    retry: false,
  });
  last().kill();
  await pass(20_000);
  expect(lives).toHaveLength(1);
  expect(vision.state).toMatchObject({ kind: 'down', code: 'model-hash', retry: false });
  await refused;
  await expect(vision.examine(Uint8Array.of(1), 'b.jpg', true)).rejects.toThrow(
    /^人脸识别没有运行：模型文件 x\.onnx 与清单.*npm run models，之后自动恢复$/,
  );
  expect(vision.trouble).toMatch(/^人脸识别没有运行：模型文件 x\.onnx /);
  files = 'mended';
  await pass(3500);
  expect(lives).toHaveLength(2);
  expect([vision.state.kind, vision.trouble]).toEqual(['starting', null]);
  last().ready();
  await pass(50);
  expect(vision.state.kind).toBe('running');
});

test('a photo waits for the process to run; one that it died over is given back, not tried again', async () => {
  const first = vision.examine(Uint8Array.of(1), 'a.jpg', true);
  expect(last().sent.map(({ kind }) => kind)).toEqual(['configure']);
  last().ready();
  await pass(50);
  const request = last().sent.find(({ kind }) => kind === 'examine')?.request;
  last().says({ kind: 'examined', request, examined: { kind: 'no-face' } });
  expect(await first).toEqual({ kind: 'no-face' });
  const second = vision.examine(Uint8Array.of(2), 'b.jpg', true);
  last().kill('SIGKILL');
  await expect(second).rejects.toMatchObject({
    code: 'vision-down',
    retry: true,
    message: '人脸识别没有运行：正在重新启动，请稍候再试',
  });
});

test('no track of a new life bears a number of a life before', async () => {
  const seen = (): number[][] => results.map(({ tracks }) => tracks.map(({ track }) => track));
  last().ready();
  last().says({ kind: 'result', result: frameResult(1000, [trackOf('?', 1), trackOf('?', 3)]) });
  last().says({ kind: 'result', result: frameResult(1200, [trackOf('?', 3)]) });
  last().kill('SIGKILL');
  await pass(100);
  last().ready();
  last().says({ kind: 'result', result: frameResult(3000, [trackOf('T1', 1), trackOf('?', 2)]) });
  expect(seen()).toEqual([[1, 3], [3], [4, 5]]);
});

test('a message of another version ends the process', async () => {
  last().ready();
  last().says({ kind: 'result', result: { surprise: true } });
  await pass(100);
  expect(lives).toHaveLength(2);
  expect(states.some((state) => state.kind === 'down' && state.code === 'vision-message')).toBe(true);
});
