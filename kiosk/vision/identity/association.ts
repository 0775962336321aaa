import type { Box } from '../../../core/domain/face.ts';
import { assign, type Option } from './assignment.ts';
import { overlap, separation, sizeRatio } from './geometry.ts';
import { similarity } from './vector.ts';

/** Where a followed face was last, and what it looks like (undefined: no usable look yet). */
export interface Followed {
  readonly box: Box;
  /** Seconds since it was last seen, ≥ 0. */
  readonly unseen: number;
  readonly mean: Float32Array | undefined;
}

/** A face found in the new frame; the embedding is there when it was asked for and the picture is good enough to judge by. */
export interface Found {
  readonly box: Box;
  readonly embedding?: Float32Array | undefined;
}

/** Faces of two frames whose sizes differ more are not the same. */
const MOST_SIZE_RATIO = 1.7;
/** A head's movement in box sizes: at once, for each second unseen, and at the most. */
const REACH = { atOnce: 0.5, aSecond: 1.5, most: 2.5 };
/** Boxes of two faces that overlap more than this hide each other. */
const HIDING = 0.05;
/** A face this near to where another was, in box sizes, is in the same seat. */
const SAME_SEAT = 0.8;
/** A face that overlaps its last box by this much has stayed where it was. */
const STILL = 0.45;
/** A face that overlaps its last box by this much has not moved at all. */
const UNMOVED = 0.8;

/** How good a pairing looks by place alone, 0–1; 0: out of reach. */
export function nearness(followed: Followed, box: Box): number {
  if (sizeRatio(followed.box, box) > MOST_SIZE_RATIO) return 0;
  const shared = overlap(followed.box, box);
  if (shared > 0) return 0.5 + 0.5 * shared;
  const reach = Math.min(REACH.most, REACH.atOnce + REACH.aSecond * followed.unseen);
  return Math.max(0, 0.5 * (1 - separation(followed.box, box) / reach));
}

/** Whether two faces were in the same seat, one after the other. */
export function sameSeat(a: Box, b: Box): boolean {
  return sizeRatio(a, b) <= MOST_SIZE_RATIO && separation(a, b) <= SAME_SEAT;
}

/**
 * Pairs (followed, found) that place alone settles: the face has hardly moved, was seen in the last
 * frame, and no other face touches its old or its new place; or neither it nor any face that touches
 * it has moved at all. Returned as found → followed.
 */
export function plainPairs(
  followed: readonly Followed[],
  found: readonly Found[],
  justSeen: (row: number) => boolean,
): ReadonlyMap<number, number> {
  const near = found.map(({ box }) => followed.flatMap((one, row) => (overlap(one.box, box) > 0 ? [row] : [])));
  const rivals = Map.groupBy(
    near.flatMap((rows, column) => rows.map((row) => ({ row, column }))),
    ({ row }) => row,
  );
  const unmoved = new Map<number, number>();
  for (const [column, rows] of near.entries()) {
    const row = rows.find((each) => overlap(followed[each]?.box as Box, found[column]?.box as Box) >= UNMOVED);
    if (row !== undefined && justSeen(row)) unmoved.set(column, row);
  }
  const unmovedRows = new Set(unmoved.values());
  const pairs = new Map<number, number>();
  for (const [column, { box }] of found.entries()) {
    const rows = near[column] ?? [];
    const row = unmoved.get(column) ?? rows[0];
    const last = row === undefined ? undefined : followed[row]?.box;
    if (row === undefined || last === undefined || !justSeen(row)) continue;
    const columns = (rivals.get(row) ?? []).map((each) => each.column);
    const touching = found.flatMap((other, i) => (i !== column && overlap(other.box, box) > HIDING ? [i] : []));
    const alone = rows.length === 1 && columns.length === 1 && touching.length === 0;
    const amongUnmoved =
      [column, ...columns, ...touching].every((i) => unmoved.has(i)) && rows.every((each) => unmovedRows.has(each));
    if (amongUnmoved || (alone && overlap(last, box) >= STILL)) pairs.set(column, row);
  }
  return pairs;
}

/** Whether a face has left the seat in which it was. */
export function leftSeat(a: Box, b: Box): boolean {
  return overlap(a, b) === 0 && separation(a, b) > SAME_SEAT;
}

/** Whether one that was lost in the seat of this face may be the one that is seen there now. */
export function mayBeBack({ box, embedding }: Found, lost: readonly Sitter[], contradiction: number): boolean {
  return lost.some(
    (one) =>
      sameSeat(one.box, box) &&
      (one.mean === undefined || embedding === undefined || similarity(one.mean, embedding) >= contradiction),
  );
}

/** A face that was lost, where it was then, and what it looked like. */
export type Sitter = Omit<Followed, 'unseen'>;

/**
 * The best pairing of followed and found faces by place and looks together, as found → followed.
 * Looks less alike than `contradiction` are never paired, wherever they are; nor does a face come from
 * elsewhere to a seat where one was lost (`lost`) that it may be as well.
 */
export function associate(
  followed: readonly Followed[],
  found: readonly Found[],
  contradiction: number,
  lost: readonly Sitter[] = [],
): ReadonlyMap<number, number> {
  const back = found.map((one) => mayBeBack(one, lost, contradiction));
  const options: Option[] = [];
  for (const [row, one] of followed.entries()) {
    for (const [column, { box, embedding }] of found.entries()) {
      const near = nearness(one, box);
      if (near === 0 || (back[column] === true && leftSeat(one.box, box))) continue;
      if (one.mean === undefined || embedding === undefined) {
        options.push({ row, column, worth: near });
        continue;
      }
      const alike = similarity(one.mean, embedding);
      if (alike < contradiction) continue;
      options.push({ row, column, worth: near + (alike - contradiction) / (1 - contradiction) });
    }
  }
  return new Map(assign(options).map(({ row, column }) => [column, row]));
}

/**
 * Pairs faces that appeared with faces lost some time ago, by looks: only those at least as alike
 * as `threshold` asks of the pair (a number, or a function of lost and found). As found → lost.
 */
export function recognise(
  lost: readonly (Float32Array | undefined)[],
  found: readonly (Float32Array | undefined)[],
  threshold: (lost: number, found: number) => number,
): ReadonlyMap<number, number> {
  const options: Option[] = [];
  for (const [row, mean] of lost.entries()) {
    if (mean === undefined) continue;
    for (const [column, embedding] of found.entries()) {
      const asked = embedding && threshold(row, column);
      if (embedding === undefined || asked === undefined || asked > 1) continue;
      const alike = similarity(mean, embedding);
      if (alike >= asked) options.push({ row, column, worth: 1 + alike });
    }
  }
  return new Map(assign(options).map(({ row, column }) => [column, row]));
}
