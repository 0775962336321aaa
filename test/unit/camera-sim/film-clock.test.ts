import { describe, expect, test } from 'vitest';
import { gopOnAir } from '../../support/camera/film/film-clock.ts';

describe('what a film shows when', () => {
  const aired = (slots: readonly number[], airing: { idleGops: number; loopGops: number | null }): number[] =>
    slots.map((slot) => gopOnAir(slot, 10, airing));

  test('before its start the empty classroom of its first seconds repeats', () => {
    expect(aired([-4, -3, -2, -1, 0, 1, 2, 3], { idleGops: 3, loopGops: null })).toEqual([2, 0, 1, 2, 0, 1, 2, 3]);
  });

  test('after its end its last seconds repeat', () => {
    expect(aired([8, 9, 10, 11, 12, 13], { idleGops: 2, loopGops: null })).toEqual([8, 9, 8, 9, 8, 9]);
  });

  test('a looped film starts again after its loop, which may be shorter than the film', () => {
    expect(aired([6, 7, 8, 13, 14], { idleGops: 1, loopGops: 7 })).toEqual([6, 0, 1, 6, 0]);
    expect(aired([9, 10, 25], { idleGops: 1, loopGops: 99 })).toEqual([9, 0, 5]);
  });
});
