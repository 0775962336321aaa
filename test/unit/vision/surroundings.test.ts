import sharp from 'sharp';
import { expect, test } from 'vitest';
import { cameraId } from '../../../core/domain/ids.ts';
import type { Frame } from '../../../core/domain/media.ts';
import { epochMs } from '../../../core/domain/units.ts';
import { Surroundings } from '../../../kiosk/vision/surroundings.ts';

const camera = cameraId('front');

/** Half size of the camera's picture; the left half red, the right half blue. */
function frame(number: number): Frame {
  const [width, height] = [320, 180];
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i += 1) data[i * 3 + (i % width < width / 2 ? 0 : 2)] = 250;
  return {
    ...{ camera, run: 1, frame: number, decodeTime: 0, at: epochMs(0), width, height, data },
    fullWidth: 640,
    fullHeight: 360,
  };
}

test('the picture shows the face where it was and what is around it', async () => {
  const surroundings = new Surroundings();
  surroundings.keep(frame(7));
  const box = { x: 440, y: 160, width: 40, height: 50 };
  const jpeg = await surroundings.cut({ camera, run: 1, frame: 7, box }, 'mark');
  const { data, info } = await sharp(jpeg ?? Buffer.alloc(0))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([60, 60]);
  expect(data[2]).toBeGreaterThan(200);
  expect(data[0]).toBeLessThan(60);
});

test('for an enrolment the face is cut as large as the frame has it', async () => {
  const surroundings = new Surroundings();
  const [width, height] = [1280, 720];
  surroundings.keep({
    ...frame(7),
    width,
    height,
    fullWidth: 1280,
    fullHeight: 720,
    data: new Uint8Array(width * height * 3),
  });
  const face = { camera, run: 1, frame: 7, box: { x: 500, y: 200, width: 260, height: 290 } };
  const side = async (purpose: 'mark' | 'enrolment') =>
    (await sharp((await surroundings.cut(face, purpose)) ?? Buffer.alloc(0)).metadata()).width;
  expect([await side('mark'), await side('enrolment')]).toEqual([480, 696]);
});

test('a face at the edge is cut at the edge', async () => {
  const surroundings = new Surroundings();
  surroundings.keep(frame(7));
  const jpeg = await surroundings.cut(
    { camera, run: 1, frame: 7, box: { x: -20, y: 330, width: 60, height: 60 } },
    'mark',
  );
  const { width, height } = await sharp(jpeg ?? Buffer.alloc(0)).metadata();
  expect(width).toBeGreaterThan(30);
  expect(height).toBeGreaterThan(30);
});

test('a frame that is gone gives no picture, rather than another one', async () => {
  const surroundings = new Surroundings();
  for (let number = 1; number <= 9; number += 1) surroundings.keep(frame(number));
  const box = { x: 0, y: 0, width: 40, height: 40 };
  expect(await surroundings.cut({ camera, run: 1, frame: 1, box }, 'mark')).toBeNull();
  expect(await surroundings.cut({ camera, run: 2, frame: 9, box }, 'mark')).toBeNull();
  expect(await surroundings.cut({ camera, run: 1, frame: 9, box }, 'mark')).not.toBeNull();
});
