import { expect, test } from 'vitest';
import { seconds } from '../../../core/domain/units.ts';
import { unidentifiedLog } from '../../../kiosk/presence/unidentified-log.ts';
import { frameResult, trackOf } from '../../support/frame-result.ts';

function logWith() {
  const spans: { from: number; to: number }[] = [];
  const log = unidentifiedLog({
    sink: { addUnidentified: ({ from, to }) => spans.push({ from, to }) },
    settleAfter: seconds(3),
  });
  return { spans, log };
}

test('a face that stays unidentified is one stay of its whole length', () => {
  const { spans, log } = logWith();
  for (let at = 0; at <= 60_000; at += 1000) log.note(frameResult(at, [trackOf('?', 7, 0)]));
  expect(log.count).toBe(1);
  log.settle(frameResult(70_000, []).at);
  expect(spans).toEqual([{ from: 0, to: 60_000 }]);
});

test('a face that turns out to be a trainee was never unidentified', () => {
  const { spans, log } = logWith();
  for (let at = 0; at <= 5000; at += 1000) log.note(frameResult(at, [trackOf('?', 7, 0)]));
  log.note(frameResult(6000, [trackOf('t1', 7, 0)]));
  log.settle();
  expect(log.count).toBe(0);
  expect(spans).toEqual([]);
});

test('a face that is lost and comes back is two stays, whatever its track goes back to', () => {
  const { spans, log } = logWith();
  const stay = (from: number, to: number): void => {
    for (let at = from; at <= to; at += 1000) log.note(frameResult(at, [trackOf('?', 7, 0)]));
  };
  stay(0, 5000);
  log.settle(frameResult(9000, []).at);
  stay(900_000, 905_000);
  log.settle();
  expect(spans).toEqual([
    { from: 0, to: 5000 },
    { from: 900_000, to: 905_000 },
  ]);
  expect(log.count).toBe(1);
});

test('a glance shorter than the settling time is nobody', () => {
  const { spans, log } = logWith();
  for (const at of [0, 1000, 2000]) log.note(frameResult(at, [trackOf('?', 7, 0)]));
  log.settle();
  expect(log.count).toBe(0);
  expect(spans).toEqual([]);
});
