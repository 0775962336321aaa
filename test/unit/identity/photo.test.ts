import sharp from 'sharp';
import { expect, test } from 'vitest';
import { decodePhoto } from '../../../kiosk/vision/identity/photo.ts';
import { hugePng, laidDown } from '../../support/enrolment/photo-files.ts';

/** Left half red, right half blue, 80 × 60. */
const halves = () =>
  sharp({ create: { width: 80, height: 60, channels: 3, background: 'red' } }).composite([
    { input: { create: { width: 40, height: 60, channels: 3, background: 'blue' } }, left: 40, top: 0 },
  ]);

async function pixel(bytes: Buffer, x: number, y: number): Promise<readonly number[]> {
  const { data, width } = await decodePhoto(bytes, 'photo');
  const i = (y * width + x) * 3;
  return [...data.subarray(i, i + 3)].map((value) => Math.round(value / 64) * 64);
}

test('rgb24 comes out, whatever went in', async () => {
  const rgb = await halves().png().toBuffer();
  for (const bytes of [
    rgb,
    await sharp(rgb).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
    await sharp(rgb).toColourspace('rgb16').png().toBuffer(),
    await sharp(rgb).toColourspace('cmyk').tiff().toBuffer(),
    await sharp(rgb).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer(),
    await sharp(rgb).ensureAlpha().webp({ lossless: true }).toBuffer(),
  ]) {
    const { data, width, height } = await decodePhoto(bytes, 'photo');
    expect([width, height, data.length]).toEqual([80, 60, 80 * 60 * 3]);
    const [left, right] = [await pixel(bytes, 10, 30), await pixel(bytes, 70, 30)];
    expect((left[0] ?? 0) > (left[2] ?? 0)).toBe(true);
    expect((right[2] ?? 0) > (right[0] ?? 0)).toBe(true);
  }
});

test('a grey photo becomes rgb24', async () => {
  const bytes = await halves().greyscale().toColourspace('b-w').png().toBuffer();
  expect((await decodePhoto(bytes, 'photo')).data.length).toBe(80 * 60 * 3);
});

test('a photo stands upright as its EXIF says', async () => {
  const bytes = await sharp(await halves().png().toBuffer())
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const { width, height } = await decodePhoto(bytes, 'photo');
  expect([width, height]).toEqual([60, 80]);
});

test('of an animation the first picture is taken', async () => {
  const frames = await Promise.all(
    ['red', 'blue'].map((background) =>
      sharp({ create: { width: 64, height: 64, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  const bytes = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer();
  const { width, height } = await decodePhoto(bytes, 'photo');
  expect([width, height]).toEqual([64, 64]);
  expect(await pixel(bytes, 5, 5)).toEqual([256, 0, 0]);
});

test('a photo of 100 megapixels is shrunk', async () => {
  const bytes = await sharp({ create: { width: 10_000, height: 10_000, channels: 3, background: 'grey' } })
    .jpeg()
    .toBuffer();
  const { width, height } = await decodePhoto(bytes, 'photo');
  expect([width, height]).toEqual([3000, 3000]);
}, 60_000);

test('a photo of one pixel, one cut short and one that is none are named', async () => {
  const tiny = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  await expect(decodePhoto(tiny, '李.png')).rejects.toThrow(/李\.png：照片太小.*1 × 1/);
  const whole = await sharp({
    create: {
      width: 300,
      height: 300,
      channels: 3,
      background: 'red',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .jpeg()
    .toBuffer();
  await expect(decodePhoto(whole.subarray(0, whole.length / 2), '王.jpg')).rejects.toMatchObject({
    code: 'photo-unreadable',
    message: '王.jpg：照片已损坏或不完整，请重新拷贝或重拍这张照片',
    facts: { reason: expect.stringMatching(/premature end/) as string },
  });
  await expect(decodePhoto(Buffer.from('not a photo'), '赵.jpg')).rejects.toThrow('赵.jpg：不是照片，请选 JPEG');
});

test('a file cut short is a damaged photo, whatever its format and wherever it was cut', async () => {
  const photo = sharp({
    create: { width: 100, height: 100, channels: 3, background: 'red', noise: { type: 'gaussian', sigma: 40 } },
  });
  for (const format of ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const) {
    const whole = await photo
      .clone()
      .toFormat(format, format === 'avif' ? { effort: 0 } : {})
      .toBuffer();
    for (const part of [0.02, 0.3, 0.9]) {
      const cut = decodePhoto(whole.subarray(0, Math.max(64, whole.length * part)), 'a');
      await expect(cut, `${format} ${part}`).rejects.toMatchObject({
        message: expect.stringMatching(/^a：照片已损坏/) as string,
      });
    }
  }
});

test('a photo of more than 120 megapixels is refused by its size', async () => {
  await expect(decodePhoto(hugePng(12_000, 12_000), '孙.png')).rejects.toMatchObject({
    code: 'photo-too-large',
    message: '孙.png：照片过大，最多 120 百万像素，实为 144 百万（12000 × 12000），请缩小后重新选择',
  });
});

test('each of the eight EXIF orientations gives the same upright photo', async () => {
  const corner = { create: { width: 40, height: 30, channels: 3, background: 'red' } } as const;
  const upright = await sharp({ create: { width: 80, height: 60, channels: 3, background: 'blue' } })
    .composite([{ input: corner, left: 0, top: 0 }])
    .png()
    .toBuffer();
  for (let orientation = 1; orientation <= 8; orientation++) {
    const bytes = await laidDown(upright, orientation);
    const { width, height } = await decodePhoto(bytes, 'photo');
    expect([orientation, width, height]).toEqual([orientation, 80, 60]);
    const corners = await Promise.all([pixel(bytes, 10, 10), pixel(bytes, 70, 10), pixel(bytes, 10, 50)]);
    expect([orientation, ...corners]).toEqual([orientation, [256, 0, 0], [0, 0, 256], [0, 0, 256]]);
  }
});
