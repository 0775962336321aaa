import { expect, test } from 'vitest';
import type { Box } from '../../../core/domain/face.ts';
import { type BoxReading, pointsIn, Scene } from '../../../kiosk/vision/scene.ts';

const boxAt = (x: number, size = 40): Box => ({ x, y: 100, width: size, height: size });
const found = (box: Box) => ({ box, confidence: 0.9 });
const quality = { eyeDistance: 30, sharpness: 1, frontality: 1, light: 1 };
const reading = (box: Box, more: Partial<BoxReading> = {}): BoxReading => ({
  ...{ source: box, points: Float32Array.of(box.x, box.y), quality, outline: box, face: true, age: 0 },
  ...more,
});

test('a still face that needs no look is not read again', () => {
  const scene = new Scene();
  const known = reading(boxAt(100));
  scene.keep([known]);
  expect(scene.recall([found(boxAt(102))], [boxAt(100)])).toEqual([known]);
});

test('a face is read when it needs a look, when it has moved, and when it was not there before', () => {
  const scene = new Scene();
  scene.keep([reading(boxAt(100)), reading(boxAt(300))]);
  const boxes = [boxAt(100), boxAt(312), boxAt(500)].map(found);
  expect(scene.recall(boxes, [boxAt(300)])).toEqual([undefined, undefined, undefined]);
});

test('a face that drifts is read again although it moves little from frame to frame', () => {
  const scene = new Scene();
  let known = reading(boxAt(100));
  const recalled: boolean[] = [];
  for (let x = 101; x < 110; x += 1) {
    scene.keep([known]);
    const [again] = scene.recall([found(boxAt(x))], [known.outline]);
    recalled.push(again !== undefined);
    known = { ...known, outline: boxAt(x) };
  }
  expect(recalled.slice(0, 3)).toEqual([true, true, true]);
  expect(recalled.at(-1)).toBe(false);
});

test('of what was no face a quarter is read again in each frame, longest unread first', () => {
  const scene = new Scene();
  const boxes = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => boxAt(i * 100));
  scene.keep(boxes.map((box, age) => reading(box, { face: false, age })));
  const recalled = scene.recall(boxes.map(found), []);
  expect(recalled.map((one) => one?.age)).toEqual([0, 1, 2, 3, 4, 5, undefined, undefined]);
});

test('one reading serves one box only', () => {
  const scene = new Scene();
  scene.keep([reading(boxAt(100))]);
  const recalled = scene.recall([found(boxAt(100)), found(boxAt(101))], [boxAt(100)]);
  expect(recalled.map((one) => one !== undefined)).toEqual([true, false]);
});

test('recalled points move and grow with their box', () => {
  const points = Float32Array.of(110, 120, 140, 140);
  expect([...pointsIn({ x: 200, y: 50, width: 80, height: 80 }, { source: boxAt(100), points })]).toEqual([
    220, 90, 280, 130,
  ]);
});
