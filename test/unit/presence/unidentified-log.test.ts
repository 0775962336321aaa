import { expect, test } from 'vitest';
import { seconds } from '../../../core/domain/units.ts';
import { unidentifiedLog } from '../../../kiosk/presence/unidentified-log.ts';
import { frameResult, trackOf } from '../../support/frame-result.ts';

/** A log over rows in memory; `settle` at the instants of the looks, as the kiosk does every second. */
function logWith() {
  const rows = new Map<number, { from: number; to: number }>();
  let writes = 0;
  const log = unidentifiedLog({
    sink: {
      addUnidentified: ({ from, to }) => {
        writes += 1;
        rows.set(writes, { from, to });
        return writes;
      },
      extendUnidentified: (row, to) => {
        writes += 1;
        rows.set(row, { from: rows.get(row)?.from ?? Number.NaN, to });
      },
      dropUnidentified: (row) => void rows.delete(row),
    },
    settleAfter: seconds(3),
  });
  const stay = (from: number, to: number): void => {
    for (let at = from; at <= to; at += 1000) {
      const result = frameResult(at, [trackOf('?', 7, 0)]);
      log.note(result);
      log.settle(result.at);
    }
  };
  return {
    log,
    stay,
    spans: () => [...rows.values()],
    writes: () => writes,
  };
}

test('a face that stays unidentified is one stay of its whole length, kept while it goes on', () => {
  const { spans, log, stay, writes } = logWith();
  stay(0, 60_000);
  expect(log.count).toBe(1);
  expect(spans()).toEqual([{ from: 0, to: 60_000 }]);
  expect(writes()).toBe(4); // every fifteen seconds
  stay(61_000, 68_000);
  expect(spans()).toEqual([{ from: 0, to: 60_000 }]);
  log.settle(frameResult(71_000, []).at); // out of view
  expect(spans()).toEqual([{ from: 0, to: 68_000 }]);
});

test('a face that turns out to be a trainee was never unidentified', () => {
  const { spans, log, stay } = logWith();
  stay(0, 40_000);
  expect(spans()).toHaveLength(1);
  log.note(frameResult(41_000, [trackOf('t1', 7, 0)]));
  log.settle();
  expect(log.count).toBe(0);
  expect(spans()).toEqual([]);
});

test('a head that is turned for a minute goes on with its stay', () => {
  const { spans, stay, log } = logWith();
  stay(0, 20_000);
  log.settle(frameResult(30_000, []).at);
  stay(80_000, 100_000);
  log.settle();
  expect(spans()).toEqual([{ from: 0, to: 100_000 }]);
});

test('a face that comes back after more than two minutes begins a new stay, whatever its track goes back to', () => {
  const { spans, log, stay } = logWith();
  stay(0, 5000);
  stay(900_000, 905_000);
  log.settle();
  expect(spans()).toEqual([
    { from: 0, to: 5000 },
    { from: 900_000, to: 905_000 },
  ]);
  expect(log.count).toBe(1);
});

test('a glance shorter than the settling time is nobody', () => {
  const { spans, log, stay } = logWith();
  stay(0, 2000);
  log.settle();
  expect(log.count).toBe(0);
  expect(spans()).toEqual([]);
});
