import { beforeEach, describe, expect, it } from 'vitest';
import { challengeResultSchema } from '../../../core/contract/center/commands.ts';
import type { Command } from '../../../core/contract/center/link.ts';
import type { ScreenCall } from '../../../core/contract/screen.ts';
import { traineeId } from '../../../core/domain/ids.ts';
import { type Challenges, challenges } from '../../../kiosk/commands/challenge.ts';
import { frameResult, trackOf } from '../../support/frame-result.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const NOON = Date.parse('2026-10-08T12:00:00+08:00');
const never = new AbortController().signal;

let clock: ManualClock;
let shown: (ScreenCall | null)[];
let pose: { yaw: number; pitch: number; roll: number } | null;
let kept: { readonly trainee: string; readonly capturedAt: number }[];
let ended: string[];
let runs: boolean;
let calls: Challenges;
beforeEach(() => {
  clock = new ManualClock(NOON);
  [shown, kept, ended] = [[], [], []];
  pose = { yaw: 0, pitch: 0, roll: 0 };
  runs = true;
  calls = challenges({
    clock,
    show: (call) => shown.push(call),
    calledName: (trainee) => (trainee === 't1' || trainee === 't3' ? '王**' : null),
    isEnrolled: (trainee) => trainee === 't1',
    isCheckIn: (camera) => camera === 'door',
    visionRuns: () => runs,
    look: () => Promise.resolve({ jpeg: new Uint8Array([0xff, kept.length]), pose }),
    keepPicture: ({ trainee, capturedAt }) => {
      kept.push({ trainee, capturedAt });
      return Promise.resolve({ sha256: 'a'.repeat(64) });
    },
    ended: ({ outcome }, sha256) => {
      ended.push(`${outcome} ${String(sha256.length)}`);
      return Promise.resolve();
    },
  });
});

const command = (trainee = 't1', seconds = 30) =>
  ({
    kind: 'challenge' as const,
    by: '李检',
    trainee,
    moves: ['look-left' as const, 'look-up' as const],
    seconds,
  }) satisfies Command;
const call = async (trainee = 't1', seconds = 30) => {
  const { result, files } = await calls.call(command(trainee, seconds), never);
  return { result: challengeResultSchema.parse(result), files };
};

/** Time passes in small steps; frames come from the camera if there is one. */
async function pass(
  seconds: number,
  who: string | null,
  { camera = 'door', yaw = 0, pitch = 0, track = 1 } = {},
): Promise<void> {
  pose = { yaw, pitch, roll: 0 };
  for (let left = seconds * 4; left > 0; left -= 1) {
    clock.advance(250);
    if (who !== null) calls.watch(frameResult(clock.now(), who === '' ? [] : [trackOf(who, track)], camera));
    for (let i = 0; i < 5; i += 1) await new Promise(setImmediate);
  }
}

describe('a call to the camera', () => {
  it('leads through the moves on the screen, and keeps a picture of each', async () => {
    const done = call();
    await pass(2, '');
    expect(shown.at(-1)).toMatchObject({ name: '王**', step: 'come', done: 0, moves: 2, until: NOON + 30_000 });
    await pass(1, 't1');
    expect(shown.at(-1)?.step).toBe('look-left');
    await pass(1, 't1', { yaw: 22 });
    expect(shown.at(-1)).toMatchObject({ step: 'look-up', done: 1 });
    await pass(1, '?', { pitch: 12 });
    await pass(1, 't1');
    const { result, files } = await done;
    expect(result).toMatchObject({ outcome: 'passed', fault: null, instead: null, camera: 'door', blindMs: 0 });
    expect(result.moves).toMatchObject([
      { move: 'look-left', yaw: 22, pitch: 0 },
      { move: 'look-up', yaw: 0, pitch: 12 },
    ]);
    expect(result.before).toMatchObject({ similarity: 0.7, yaw: 0 });
    expect(result.after?.at).toBeGreaterThan(result.moves[1]?.at ?? Number.POSITIVE_INFINITY);
    const named = [...result.moves, result.before, result.after].map((each) => each?.picture?.file);
    expect(named.toSorted()).toEqual([0, 1, 2, 3]);
    expect(files).toHaveLength(4);
    expect(kept.every(({ trainee }) => trainee === 't1')).toBe(true);
    expect(ended).toEqual(['passed 64']);
    expect(shown.at(-1)?.step).toBe('passed');
    await pass(7, null);
    expect(shown.at(-1)).toBeNull();
  });

  it('to which nobody comes is a no-show, as long as the camera saw that nobody came', async () => {
    const done = call();
    await pass(31, '');
    expect((await done).result).toMatchObject({ outcome: 'no-show', why: '规定时间内没有人来到签到摄像头前' });
  });

  it('is never held against the trainee while recognition or the camera was down', async () => {
    const done = call();
    await pass(10, '');
    await pass(21, null);
    const { result } = await done;
    expect(result).toMatchObject({ outcome: 'unchecked', fault: 'vision-down' });
    expect(result.blindMs).toBeGreaterThan(15_000);
    expect(shown.at(-1)?.step).toBe('over');
    runs = false;
    expect((await call()).result).toMatchObject({ outcome: 'unchecked', fault: 'vision-down' });
  });

  it('does not hear of frames of other cameras', async () => {
    const done = call();
    await pass(31, 't1', { camera: 'back' });
    expect((await done).result).toMatchObject({ outcome: 'unchecked', fault: 'vision-down' });
  });

  it('that somebody else answers names who', async () => {
    const done = call();
    await pass(31, 't2');
    expect((await done).result).toMatchObject({ outcome: 'wrong-person', instead: 't2', moves: [] });
    const again = call();
    await pass(1, 't1');
    await pass(1, 't2', { yaw: 22 });
    expect((await again).result).toMatchObject({ outcome: 'other-person', instead: 't2' });
  });

  it('can be called off, by the center or because the link is gone', async () => {
    const done = call();
    await pass(1, '');
    calls.cancel(traineeId('t1'));
    await pass(1, '');
    expect((await done).result).toMatchObject({ outcome: 'cancelled', fault: null });
    expect(() => calls.cancel(traineeId('t1'))).toThrow('已经结束');
    const link = new AbortController();
    const second = calls.call(command(), link.signal);
    link.abort();
    await pass(1, '');
    expect((await second).result.outcome).toBe('cancelled');
  });

  it('is one at a time, of somebody who is here and can be known', async () => {
    const done = call();
    await expect(call()).rejects.toThrow('另一次抽查');
    calls.cancel(traineeId('t1'));
    await done;
    await expect(call('t9')).rejects.toThrow('没有这名学员');
    expect((await call('t3')).result).toMatchObject({ outcome: 'unchecked', fault: 'not-enrolled' });
  });
});
