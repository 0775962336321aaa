import { expect, test } from 'vitest';
import { poseOf } from '../../../kiosk/vision/pose.ts';

/** The head of the product's source, turned and projected without perspective: x right, y down, z towards the camera. */
const head: readonly (readonly [number, number, number, number])[] = [
  [30, 0, 0, 0],
  [8, 0, 330, -65],
  [36, -225, -170, -135],
  [45, 225, -170, -135],
  [48, -150, 150, -125],
  [54, 150, 150, -125],
];
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

function seen(turn: { yaw?: number; pitch?: number; roll?: number }, scale = 0.3): Float32Array {
  const [yaw, pitch, roll] = [turn.yaw ?? 0, turn.pitch ?? 0, turn.roll ?? 0].map(radians) as [number, number, number];
  const points = new Float32Array(136);
  for (const [point, x, y, z] of head) {
    const [y1, z1] = [y * Math.cos(pitch) - z * Math.sin(pitch), y * Math.sin(pitch) + z * Math.cos(pitch)];
    const [x2] = [x * Math.cos(yaw) + z1 * Math.sin(yaw)];
    const [x3, y3] = [x2 * Math.cos(roll) - y1 * Math.sin(roll), x2 * Math.sin(roll) + y1 * Math.cos(roll)];
    points[point * 2] = 400 + scale * x3;
    points[point * 2 + 1] = 300 + scale * y3;
  }
  return points;
}

const straight = poseOf(seen({}));

test.each([20, -20, 45])('a head turned by %i degrees to its own left is read so', (yaw) => {
  expect(poseOf(seen({ yaw })).yaw).toBeCloseTo(yaw, 3);
});

test.each([15, -25])('a head lifted by %i degrees is read so', (pitch) => {
  expect(poseOf(seen({ pitch })).pitch - straight.pitch).toBeCloseTo(pitch, 3);
});

test('a head leaning to its left shoulder turns clockwise in the picture', () => {
  expect(poseOf(seen({ roll: 30 })).roll).toBeCloseTo(30, 3);
});

test('the size of the face does not matter, and points of nothing give numbers', () => {
  expect(poseOf(seen({ yaw: 20, pitch: 10 }, 0.05)).yaw).toBeCloseTo(poseOf(seen({ yaw: 20, pitch: 10 }, 2)).yaw, 2);
  expect(Object.values(poseOf(new Float32Array(136))).every(Number.isFinite)).toBe(true);
});
