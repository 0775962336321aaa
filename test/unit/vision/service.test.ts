import { expect, test } from 'vitest';
import type { FromVision } from '../../../core/contract/vision.ts';
import { cameraId } from '../../../core/domain/ids.ts';
import type { Frame } from '../../../core/domain/media.ts';
import { epochMs } from '../../../core/domain/units.ts';
import { systemClock } from '../../../core/platform/clock.ts';
import { Latest } from '../../../kiosk/camera/latest.ts';
import type { VisionEngine } from '../../../kiosk/vision/ports.ts';
import { VisionService } from '../../../kiosk/vision/service.ts';
import { PACK } from '../identity/people.ts';

const camera = cameraId('room');

const frame = (number: number): Frame => ({
  ...{ camera, run: 1, frame: number, decodeTime: number * 1000, at: epochMs(1_800_000_000_000 + number * 1000) },
  ...{ width: 4, height: 2, fullWidth: 4, fullHeight: 2, data: new Uint8Array(24) },
});

test('one frame is in work at a time; of those that came meanwhile the newest follows, the others are counted', async () => {
  const begun: PromiseWithResolvers<undefined>[] = [];
  const done: PromiseWithResolvers<undefined>[] = [];
  const at = (list: PromiseWithResolvers<undefined>[], i: number) => (list[i] ??= Promise.withResolvers<undefined>());
  let reads = 0;
  let inWork = 0;
  let most = 0;
  const engine: VisionEngine = {
    pack: PACK,
    read: async () => {
      const i = reads++;
      most = Math.max(most, ++inWork);
      at(begun, i).resolve(undefined);
      await at(done, i).promise;
      inWork -= 1;
      return [];
    },
    embed: () => Promise.resolve([]),
    examine: () => Promise.resolve([]),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const sent: FromVision[] = [];
  const service = new VisionService({
    ...{ engine, pack: PACK, clock: systemClock },
    pictures: { see: () => ({ observed: true, trouble: null }) },
    send: (message) => sent.push(message),
  });
  const frames = new Latest<Frame>();
  const watching = service.watch(camera, frames);
  frames.put(frame(1));
  await at(begun, 0).promise;
  for (const number of [2, 3, 4, 5]) frames.put(frame(number));
  at(done, 0).resolve(undefined);
  await at(begun, 1).promise;
  for (const number of [6, 7]) frames.put(frame(number));
  at(done, 1).resolve(undefined);
  await at(begun, 2).promise;
  at(done, 2).resolve(undefined);
  frames.end();
  await watching;
  const results = sent.flatMap((message) => (message.kind === 'result' ? [message.result] : []));
  expect(results.map(({ frame: number, dropped }) => [number, dropped])).toEqual([
    [1, 0],
    [5, 3],
    [7, 1],
  ]);
  expect(most).toBe(1);
});
