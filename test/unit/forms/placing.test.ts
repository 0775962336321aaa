import { describe, expect, test } from 'vitest';
import { place, spread } from '../../../core/forms/placing.ts';
import { cell, type Draft, row } from '../../../core/forms/sheet.ts';

const draft = (body: Draft['body']): Draft => ({
  ...{ form: 4, name: '', title: '', orientation: 'portrait', columnsMm: [10, 10, 10], bodyPt: 9 },
  ...{ head: [], body, foot: [] },
});
const a = (columns = 1, rows = 1) => cell('text', 'a', { columns, rows });

describe('placing the cells of a form', () => {
  test('a cell over two rows pushes the next row aside', () => {
    const { body } = place(draft([row(5, [a(1, 2), a(2)]), row(5, [a(), a()])]));
    expect(body.map(({ cells }) => cells.map(({ row: at, column }) => [at, column]))).toEqual([
      [
        [0, 0],
        [0, 1],
      ],
      [
        [1, 1],
        [1, 2],
      ],
    ]);
  });

  test('a row that does not fill its columns, or overfills them, is a fault', () => {
    expect(() => place(draft([row(5, [a(), a()])]))).toThrow(RangeError);
    expect(() => place(draft([row(5, [a(2), a(2)])]))).toThrow(RangeError);
    expect(() => place(draft([row(5, [a(3, 2)])]))).toThrow(RangeError);
  });

  test('a row grows with the lines that its text needs', () => {
    const long = cell('text', '辽宁省抚顺市顺城区示例街道');
    const { body } = place(draft([row(5, [long, a(), a()])]));
    expect(body[0]?.leastMm).toBe(5);
    expect(body[0]?.heightMm).toBeGreaterThan(15);
  });

  test('parts of a line share the columns by their wanted widths, each at least one', () => {
    expect(spread([10, 10, 10, 10], [1, 1])).toEqual([2, 2]);
    expect(spread([30, 5, 5, 20], [1, 1])).toEqual([1, 3]);
    expect(spread([10, 10, 10], [100, 1, 1])).toEqual([1, 1, 1]);
    expect(spread([10, 10, 10], [1])).toEqual([3]);
  });
});
