import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assign, type Option } from '../../../kiosk/vision/identity/assignment.ts';

const worth = (options: readonly Option[]): number => options.reduce((sum, one) => sum + one.worth, 0);

/** Tries every pairing. */
function best(options: readonly Option[]): number {
  const [first, ...rest] = options;
  if (first === undefined) return 0;
  const apart = rest.filter(({ row, column }) => row !== first.row && column !== first.column);
  return Math.max(first.worth + best(apart), best(rest));
}

const option = fc.record({
  row: fc.nat(4),
  column: fc.nat(4),
  worth: fc.double({ min: 0.01, max: 2, noNaN: true }),
});

test('the pairing is worth as much as the best of all pairings', () => {
  fc.assert(
    fc.property(fc.array(option, { maxLength: 12 }), (options) => {
      expect(worth(assign(options))).toBeCloseTo(best(options), 9);
    }),
    { numRuns: 500 },
  );
});

test('no row and no column is paired twice', () => {
  fc.assert(
    fc.property(fc.array(option, { maxLength: 25 }), (options) => {
      const pairs = assign(options);
      expect(new Set(pairs.map(({ row }) => row)).size).toBe(pairs.length);
      expect(new Set(pairs.map(({ column }) => column)).size).toBe(pairs.length);
    }),
  );
});

test('a pair of no worth is not made', () => {
  expect(assign([{ row: 0, column: 0, worth: 0 }])).toEqual([]);
  expect(assign([{ row: 0, column: 0, worth: -1 }])).toEqual([]);
});

test('the greedy choice gives way to the better sum', () => {
  const pairs = assign([
    { row: 0, column: 0, worth: 1 },
    { row: 0, column: 1, worth: 0.9 },
    { row: 1, column: 0, worth: 0.8 },
  ]);
  expect(pairs.map(({ row, column }) => [row, column]).sort()).toEqual([
    [0, 1],
    [1, 0],
  ]);
});
