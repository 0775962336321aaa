import { expect, test } from 'vitest';
import { MOST_NUMBERS, signatureFault, signaturePath, signatureSvg } from '../../../core/domain/signature.ts';

const name = [
  [100, 100, 300, 120, 500, 110],
  [320, 60, 310, 400],
];

test('strokes as long as a name are a signature, a dot or a tick is none', () => {
  expect(signatureFault(name)).toBeNull();
  expect(signatureFault([])).toBe('empty');
  expect(signatureFault([[500, 250]])).toBe('empty');
  expect(signatureFault([[500, 250, 600, 250]])).toBe('empty');
});

test('strokes off the field, of half points or broken numbers are refused', () => {
  for (const stroke of [
    [-1, 0, 900, 0],
    [0, 0, 1001, 0],
    [0, 0, 900, 501],
    [0, 0, 900],
    [0, 0, 899.5, 0],
    [0, 0, NaN, 0],
  ])
    expect(signatureFault([stroke])).toBe('outside');
});

test('a minute of drawing is enough', () => {
  expect(signatureFault([Array.from({ length: MOST_NUMBERS + 2 }, () => 1)])).toBe('too-long');
});

test('it is drawn as one path, a single point as a dot', () => {
  expect(
    signaturePath([
      [1, 2, 3, 4],
      [5, 6],
    ]),
  ).toBe('M1 2 L3 4 M5 6 l0 0');
  expect(signatureSvg(name)).toMatch(/^<svg [^>]*viewBox="0 0 1000 500"><path d="M100 100 L300 120/);
});
