import { expect, it } from 'vitest';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { createLog } from '../../../core/platform/log.ts';
import { overRestarts } from '../../../kiosk/over-restarts.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const down = (retry: boolean) => new ZaikeError('人脸识别没有运行', { code: 'vision-down', retry });
const turns = async (): Promise<void> => {
  for (let i = 0; i < 5; i += 1) await new Promise(setImmediate);
};

it('work that vision’s end broke off is done anew until it is done', async () => {
  const clock = new ManualClock(0);
  let tries = 0;
  const done = overRestarts(
    () => {
      tries += 1;
      return tries < 3 ? Promise.reject(down(true)) : Promise.resolve();
    },
    { clock, signal: new AbortController().signal, log: createLog('test', 'error') },
  );
  await turns();
  expect(tries).toBe(1);
  for (const expected of [2, 3]) {
    clock.advance(5000);
    await turns();
    expect(tries).toBe(expected);
  }
  await done;
});

it('what no retry helps is thrown, and the kiosk’s end ends it', async () => {
  const clock = new ManualClock(0);
  const log = createLog('test', 'error');
  const { signal } = new AbortController();
  await expect(overRestarts(() => Promise.reject(down(false)), { clock, signal, log })).rejects.toThrow('没有运行');
  let tries = 0;
  await overRestarts(
    () => {
      tries += 1;
      return Promise.resolve();
    },
    { clock, signal: AbortSignal.abort(), log },
  );
  expect(tries).toBe(0);
});
