import { expect, test } from 'vitest';
import { alignments, fivePoints, similarityOf } from '../../../kiosk/vision/align.ts';
import { Canvas, toPicture } from '../../../kiosk/vision/canvas.ts';
import { isPlausible, outlineOf, shapeOf } from '../../../kiosk/vision/face-shape.ts';
import { containment, mostCertain, overlap } from '../../../kiosk/vision/overlap.ts';
import { mirror, warp } from '../../../kiosk/vision/warp.ts';

/** A picture whose red grows with x and green with y, blue constant. */
function slope(width: number, height: number) {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set([2 * x, 3 * y, 7], (y * width + x) * 3);
  return { data, width, height };
}

test('the similarity of points that were turned, scaled and moved is found again', () => {
  const from = [0, 0, 10, 0, 5, 8, 2, 12, 9, 13];
  const to: number[] = [];
  for (let i = 0; i < from.length; i += 2) {
    const [x = 0, y = 0] = from.slice(i, i + 2);
    to.push(1.5 * x - 0.5 * y + 7, 0.5 * x + 1.5 * y - 3);
  }
  const found = similarityOf(from, to);
  expect(found.a).toBeCloseTo(1.5);
  expect(found.b).toBeCloseTo(0.5);
  expect(found.x0).toBeCloseTo(7);
  expect(found.y0).toBeCloseTo(-3);
});

test('a crop shows the picture where the similarity points to, between pixels too', () => {
  const out = new Uint8Array(4 * 4 * 3);
  warp(slope(40, 40), { a: 0.5, b: 0, x0: 10, y0: 20 }, 4, out, 0);
  expect([...out.subarray(0, 9)]).toEqual([20, 60, 7, 21, 60, 7, 22, 60, 7]);
  expect(out[4 * 3 + 1]).toBe(62); // 61.5 rounded: half a pixel down
});

test('a crop that is smaller than what it shows is averaged, not sampled', () => {
  const checks = { data: new Uint8Array(32 * 32 * 3), width: 32, height: 32 };
  for (let i = 0; i < 32 * 32; i++) checks.data.fill((i + Math.floor(i / 32)) % 2 === 0 ? 255 : 0, i * 3, i * 3 + 3);
  const out = new Uint8Array(4 * 4 * 3);
  warp(checks, { a: 4, b: 0, x0: 8.5, y0: 8.5 }, 4, out, 0);
  for (const value of out) expect(Math.abs(value - 128)).toBeLessThan(3);
});

test('what lies outside the picture is black', () => {
  const out = new Uint8Array(2 * 2 * 3).fill(9);
  warp({ data: new Uint8Array(12).fill(200), width: 2, height: 2 }, { a: 1, b: 0, x0: 1, y0: 1 }, 2, out, 0);
  expect([...out]).toEqual([200, 200, 200, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test('a mirrored crop is the crop from right to left', () => {
  const crop = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  const out = new Uint8Array(12);
  mirror(crop, 2, out, 0);
  expect([...out]).toEqual([4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9]);
});

test('boxes: overlap is of the union, containment of the smaller', () => {
  const large = { x: 0, y: 0, width: 10, height: 10 };
  const small = { x: 5, y: 5, width: 5, height: 5 };
  expect(overlap(large, small)).toBeCloseTo(0.25);
  expect(containment(large, small)).toBeCloseTo(1);
  expect(overlap(large, { ...small, x: 10 })).toBe(0);
});

test('of boxes of one face the most certain stays, also when one lies in the other', () => {
  const at = (x: number, width: number, confidence: number) => ({ box: { x, y: 0, width, height: width }, confidence });
  const kept = mostCertain([at(0, 10, 0.6), at(1, 10, 0.9), at(2, 4, 0.7), at(30, 10, 0.5)], 0.4);
  expect(kept.map(({ confidence }) => confidence)).toEqual([0.9, 0.5]);
});

test('a canvas shows a picture whole: shrunk when it is larger, never enlarged', () => {
  const canvas = new Canvas(20, 10);
  expect(canvas.show(slope(10, 10))).toEqual({ scale: 1, x: 0, y: 0 });
  expect([...canvas.data.subarray(9 * 3, 11 * 3)]).toEqual([18, 0, 7, 0, 0, 0]);
  const placement = canvas.show(slope(80, 40));
  expect(placement.scale).toBe(0.25);
  expect([...canvas.data.subarray(0, 3)]).toEqual([3, 5, 7]); // means of 0…6 and 0…9, rounded
  expect(toPicture({ x: 5, y: 2, width: 4, height: 2 }, placement)).toEqual({ x: 20, y: 8, width: 16, height: 8 });
});

test('a smaller picture after a larger one leaves nothing of it on the canvas', () => {
  const canvas = new Canvas(8, 8);
  canvas.show({ data: new Uint8Array(8 * 8 * 3).fill(255), width: 8, height: 8 });
  canvas.show({ data: new Uint8Array(4 * 4 * 3).fill(9), width: 4, height: 4 });
  expect(canvas.data.reduce((sum, value) => sum + value, 0)).toBe(4 * 4 * 3 * 9);
});

/** 68 points of a frontal face in the 112 crop, enlarged `scale` times; only the five that count are in their place. */
function facePoints(scale: number): Float32Array {
  const [lx = 0, ly = 0, rx = 0, ry = 0, nx = 0, ny = 0, ax = 0, ay = 0, bx = 0, by = 0] =
    alignments['five-points-112'].points;
  const points = new Float32Array(136);
  for (let i = 0; i < 68; i++) {
    const [x, y] =
      i >= 36 && i <= 41
        ? [lx, ly]
        : i >= 42 && i <= 47
          ? [rx, ry]
          : i === 48
            ? [ax, ay]
            : i === 54
              ? [bx, by]
              : [nx, ny];
    points.set([x * scale, y * scale], i * 2);
  }
  return points;
}

test('an uncertain small detection is a face only when its points lie as a face’s', () => {
  const box = { x: 0, y: 0, width: 50, height: 50 };
  const points = facePoints(50 / 112);
  expect(fivePoints(points)[0]).toBeCloseTo(38.2946 * (50 / 112));
  const shape = shapeOf(points, box);
  expect(shape.misfit).toBeLessThan(1e-5);
  expect(shape.span).toBeCloseTo(1);
  expect(isPlausible({ box, confidence: 0.35 }, shape)).toBe(true);
  const upsideDown = points.map((value) => -value);
  expect(isPlausible({ box, confidence: 0.35 }, shapeOf(upsideDown, box))).toBe(false);
  expect(isPlausible({ box: { ...box, width: 200 }, confidence: 0.35 }, shape)).toBe(false);
  expect(isPlausible({ box: { ...box, width: 200 }, confidence: 0.7 }, shape)).toBe(true);
});

test('the outline of a face is about its points', () => {
  const outline = outlineOf(facePoints(1));
  expect(outline.width).toBeGreaterThan(30);
  expect(outline.y + outline.height).toBeGreaterThan(92);
});
