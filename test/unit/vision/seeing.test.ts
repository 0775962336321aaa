import { expect, test } from 'vitest';
import { silentLog } from '../../../core/platform/log.ts';
import { openSeeing } from '../../../kiosk/seeing.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { FakeWorker } from '../../support/vision/fake-worker.ts';

test('what waited for vision is told each time that it is back, not when it runs for the first time', async () => {
  const clock = new ManualClock(1_700_000_000_000);
  const lives: FakeWorker[] = [];
  let back = 0;
  const start = () => {
    const life = new FakeWorker();
    lives.push(life);
    return life;
  };
  const { vision, awake } = openSeeing({
    config: { dataDir: 'data', vision: { pack: 'auto', runtime: 'auto' } } as never,
    cameras: { feed: () => undefined },
    cameraStore: { list: () => [] },
    onResult: () => undefined,
    onState: () => undefined,
    onBack: () => {
      back += 1;
    },
    ...{ workers: { start }, clock, log: silentLog },
  });
  await using _stopped = vision;
  const runs = async (): Promise<void> => {
    lives.at(-1)?.ready();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const dies = async (): Promise<void> => {
    const lived = lives.length;
    lives.at(-1)?.kill('SIGSEGV');
    for (let waited = 0; lives.length === lived && waited < 600; waited += 1) {
      clock.advance(50);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await runs();
  await awake;
  expect(back).toBe(0);
  for (const times of [1, 2]) {
    await dies();
    expect([vision.state.kind === 'running', back]).toEqual([false, times - 1]);
    await runs();
    expect(back).toBe(times);
  }
});
