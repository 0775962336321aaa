import type { EpochMs } from './units.ts';

/** The parts whose exact pixels are remembered. */
export const PRINTS = { columns: 16, rows: 9 } as const;

/** The exact pixels of a frame: a number for each part, row by row, equal when its sampled pixels are equal to the last bit. */
export interface Printed {
  readonly at: EpochMs;
  readonly prints: Int32Array;
}

/**
 * Only what was seen so long before is a repetition. Within a group of pictures an encoder may leave a still part as it
 * is, to the last bit, however its sensor rustles; each keyframe writes it anew. Groups of up to five seconds are usual.
 */
const LEAST_APART_MS = 5500;
/** So many of the parts must be the same: the clock and the name that a camera writes into its picture may go on. */
const SAME_PARTS = 0.9;

/**
 * Whether a frame was there before, to the last bit, but for a written clock. A living sensor's noise never repeats,
 * also in an empty room at night: what repeats is a stuck encoder, or a recording that is played again and again.
 */
export function repeats(now: Printed, before: readonly Printed[]): boolean {
  const enough = Math.ceil(now.prints.length * SAME_PARTS);
  return before.some((then) => now.at - then.at >= LEAST_APART_MS && sameParts(now.prints, then.prints, enough));
}

function sameParts(a: Int32Array, b: Int32Array, enough: number): boolean {
  let left = a.length - enough;
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i]) continue;
    left -= 1;
    if (left < 0) return false;
  }
  return true;
}
