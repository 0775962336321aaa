import { expect, test } from 'vitest';
import { strips } from '../../../kiosk/vision/convert/strips.ts';
import { readTiny } from '../../../kiosk/vision/detect-tiny.ts';
import { readYunet } from '../../../kiosk/vision/detect-yunet.ts';
import { pointsRegion } from '../../../kiosk/vision/landmarks.ts';

test('a cell of the tiny detector becomes a box around its centre', () => {
  const [rows, columns] = [2, 3];
  const data = new Float32Array(25 * rows * columns).fill(-20);
  const put = (anchor: number, channel: number, cell: number, value: number): void => {
    data[(anchor * 5 + channel) * rows * columns + cell] = value;
  };
  for (const channel of [0, 1, 2, 3]) put(0, channel, 4, 0);
  put(0, 4, 4, 3);
  const [face, ...others] = readTiny({ cells: { data, dims: [1, 25, rows, columns] } }, 0.5);
  expect(others).toEqual([]);
  expect(face?.confidence).toBeCloseTo(1 / (1 + Math.exp(-3)));
  expect(face?.box.width).toBeCloseTo(1.603231 * 32, 3);
  expect((face?.box.x ?? 0) + (face?.box.width ?? 0) / 2).toBeCloseTo(1.5 * 32, 3);
  expect((face?.box.y ?? 0) + (face?.box.height ?? 0) / 2).toBeCloseTo(1.5 * 32, 3);
});

test('the coarse look of the tiny detector finds boxes three times as large', () => {
  const data = new Float32Array(25).fill(-20);
  for (const channel of [0, 1, 2, 3]) data[channel] = 0;
  data[4] = 2;
  const [face] = readTiny({ coarse: { data, dims: [1, 25, 1, 1] } }, 0.5);
  expect(face?.box.width).toBeCloseTo(1.603231 * 96, 3);
});

test("YuNet's certainty is the root of class times object, its boxes are in strides", () => {
  const none = { data: new Float32Array(0), dims: [1, 0, 1] };
  const outputs = {
    ...{ cls_8: none, obj_8: none, bbox_8: none, cls_32: none, obj_32: none, bbox_32: none },
    cls_16: { data: Float32Array.of(0, 0, 0.9, 0), dims: [1, 4, 1] },
    obj_16: { data: Float32Array.of(1, 1, 0.4, 1), dims: [1, 4, 1] },
    bbox_16: {
      data: Float32Array.from({ length: 16 }, (_, i) => [0.5, 0.25, Math.log(2), 0][i % 4] ?? 0),
      dims: [1, 4, 4],
    },
  };
  expect(readYunet(outputs, 32, 0.59)).toHaveLength(1);
  expect(readYunet(outputs, 32, 0.61)).toHaveLength(0);
  const [face] = readYunet(outputs, 32, 0.5);
  expect(face?.confidence).toBeCloseTo(0.6);
  expect(face?.box.width).toBeCloseTo(32);
  expect(face?.box.height).toBeCloseTo(16);
  expect(face?.box.x).toBeCloseTo(0.5 * 16 - 16);
  expect(face?.box.y).toBeCloseTo(1.25 * 16 - 8);
});

test('the 68-point network sees less of a YuNet box than is in it', () => {
  const region = pointsRegion({ x: 100, y: 100, width: 80, height: 100 }, 'yunet');
  expect(region.width).toBeCloseTo(73.33);
  expect(region.height).toBeCloseTo(97.48);
  expect(region.x + region.width / 2).toBeCloseTo(138.75);
});

test.each([1080, 720, 416, 411, 100])(
  'strips of a picture of %i rows leave no row out and pad only at its edges',
  (height) => {
    const found = strips(height, 3, 8);
    expect(found[0]?.input[0]).toBe(0);
    expect(found.at(-1)?.input[1]).toBeGreaterThanOrEqual(height - 1);
    for (const [i, { input, pads }] of found.entries()) {
      expect(input[1]).toBeGreaterThan(input[0]);
      expect(input[0]).toBeLessThanOrEqual(found[i - 1]?.input[1] ?? 0);
      expect(pads.every(([above]) => above === (i === 0 ? 1 : 0))).toBe(true);
      expect(pads.every(([, below]) => below === (i === found.length - 1 ? 1 : 0))).toBe(true);
    }
  },
);
