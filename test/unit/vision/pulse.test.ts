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

test('beats stop while one run does not end, and go on after it', async () => {
  const pulse = new Pulse();
  const run = Promise.withResolvers<Record<string, never>>();
  const network = await pulse.watch(runtime('slow', () => run.promise)).open({} as Model, { width: 1, height: 1 });
  const rhythm = rhythms.onnx;
  const running = network.run({ data: new Uint8Array(3), count: 1, width: 1, height: 1 });
  for (let beat = 0; beat < rhythm.beatsARun; beat++) expect(pulse.beat(rhythm)).toBe(true);
  expect(pulse.beat(rhythm)).toBe(false);
  run.resolve({});
  await running;
  expect(pulse.beat(rhythm)).toBe(true);
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
