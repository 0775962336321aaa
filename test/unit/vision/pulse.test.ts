import { expect, test } from 'vitest';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { Model } from '../../../kiosk/vision/manifest.ts';
import { Pulse, rhythms } from '../../../kiosk/vision/pulse.ts';
import type { Network, Runtime } from '../../../kiosk/vision/runtime.ts';
import { chooseRuntime } from '../../../kiosk/vision/runtime-choice.ts';

const nothing = { [Symbol.asyncDispose]: () => Promise.resolve() };
const runtime = (name: string, run: Network['run'] = () => Promise.resolve({})): Runtime => ({
  name,
  open: () => Promise.resolve({ run, ...nothing }),
  ...nothing,
});
const missing = () => Promise.reject(new ZaikeError('no library', { code: 'runtime-missing', retry: false }));

const rhythm = rhythms.onnx;

/** A pulse with a run in progress that ends when it is told to. */
async function slowRun(): Promise<{ pulse: Pulse; end: () => Promise<unknown> }> {
  const pulse = new Pulse();
  const run = Promise.withResolvers<Record<string, never>>();
  const network = await pulse.watch(runtime('slow', () => run.promise)).open({} as Model, { width: 1, height: 1 });
  const running = network.run({ data: new Uint8Array(3), count: 1, width: 1, height: 1 });
  const end = (): Promise<unknown> => {
    run.resolve({});
    return running;
  };
  return { pulse, end };
}

/** How many beats there are when the process gets so much processor time between two, at most 100. */
function beats(pulse: Pulse, usedABeat: number): number {
  let count = 0;
  while (count < 100 && pulse.beat(rhythm, 5000 + count * usedABeat)) count++;
  return count;
}

test('beats stop while one run does not end, and go on after it', async () => {
  const { pulse, end } = await slowRun();
  expect(beats(pulse, 0)).toBe(rhythm.beatsARun);
  await end();
  expect(beats(pulse, 0)).toBe(100);
});

test('a run that never ends though it has both cores hangs as soon as one that has none', async () => {
  const { pulse } = await slowRun();
  expect(beats(pulse, 2 * rhythm.beatMs)).toBe(rhythm.beatsARun);
});

test('a run that gets little of a busy machine may take five times as long, not for ever', async () => {
  const { pulse } = await slowRun();
  expect(beats(pulse, 0.3 * rhythm.beatMs)).toBe(5 * rhythm.beatsARun);
});

test('when ONNX Runtime cannot load, face-api runs and it is said', async () => {
  const chosen = await chooseRuntime('auto', missing, () => Promise.resolve(runtime('face-api on tfjs wasm')));
  expect(chosen.runtime.name).toBe('face-api on tfjs wasm');
  expect(chosen.notes.join()).toContain('no library');
});

test('what the configuration asks for is never replaced', async () => {
  await expect(chooseRuntime('onnx', missing)).rejects.toMatchObject({ code: 'runtime-missing' });
  const chosen = await chooseRuntime('face-api', missing, () => Promise.resolve(runtime('face-api')));
  expect(chosen).toMatchObject({ notes: [] });
});

test('without any runtime the reasons are told', async () => {
  await expect(chooseRuntime('auto', missing, missing)).rejects.toMatchObject({ code: 'runtime-missing' });
});
