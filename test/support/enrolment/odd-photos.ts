import { spawnSync } from 'node:child_process';
import sharp from 'sharp';
import { hugePng, laidDown } from './photo-files.ts';
import { portrait, type Sample } from './real-vision.ts';

/** A portrait as files that cameras, telephones, scanners and messengers write; all show the face upright. */
export async function oddPhotosOf(sample: Sample): Promise<ReadonlyMap<string, Buffer>> {
  const face = await sharp(await portrait(sample))
    .png()
    .toBuffer();
  const image = () => sharp(face);
  const second = await image().negate().png().toBuffer();
  const animation = () => sharp([face, second], { join: { animated: true } });
  const photos = new Map<string, Buffer>([
    ['cmyk.jpg', await image().toColourspace('cmyk').jpeg().toBuffer()],
    ['cmyk.tif', await image().toColourspace('cmyk').tiff().toBuffer()],
    ['16-bit.png', await image().toColourspace('rgb16').png().toBuffer()],
    ['grey-alpha.png', await image().greyscale().toColourspace('b-w').ensureAlpha().png().toBuffer()],
    ['animated.gif', await animation().gif().toBuffer()],
    ['animated.webp', await animation().webp().toBuffer()],
    ['animated.png', animatedPng(face)],
    ['a JPEG called .heic', await image().jpeg().toBuffer()],
    ['progressive.jpg', await image().jpeg({ progressive: true }).toBuffer()],
    ['avif.avif', await image().avif({ effort: 0 }).toBuffer()],
    ['a PNG called .jpg', face],
    ['100 megapixels.jpg', await image().resize({ width: 9600 }).jpeg({ quality: 40 }).toBuffer()],
  ]);
  for (let orientation = 1; orientation <= 8; orientation++)
    photos.set(`exif-${orientation}.jpg`, await laidDown(face, orientation));
  return photos;
}

/** An animation (APNG) that begins with `first` and goes on with its negative. */
function animatedPng(first: Buffer): Buffer {
  const { stdout, stderr } = spawnSync(
    'ffmpeg',
    [
      ...['-hide_banner', '-loglevel', 'error', '-f', 'png_pipe', '-i', 'pipe:0'],
      ...['-filter_complex', '[0]split[a][b];[b]negate[c];[a][c]concat=n=2:v=1', '-plays', '0', '-f', 'apng', 'pipe:1'],
    ],
    { input: first, maxBuffer: 100_000_000 },
  );
  if (!stdout.includes('acTL')) throw new Error(`expected an APNG, got ${String(stderr)}`);
  return stdout;
}

/** Files that are no photo to enrol from, and what must be said of each (zh-CN). */
export async function badPhotos(): Promise<readonly (readonly [name: string, bytes: Buffer, words: RegExp])[]> {
  const plain = sharp({ create: { width: 400, height: 400, channels: 3, background: '#a98' } });
  const jpeg = await plain.clone().jpeg().toBuffer();
  const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: '#a98' } });
  return [
    ['空.jpg', Buffer.alloc(0), /空\.jpg：文件是空的，请重新拷贝/],
    ['扫描.jpg', Buffer.from('%PDF-1.7\n%âãÏÓ'), /扫描\.jpg：是 PDF 文件，请另存为 JPEG/],
    ['手机.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), /手机\.heic：是 HEIC 照片.*兼容性最佳/],
    ['名单.jpg', Buffer.from('PK\x03\x04xl/workbook.xml'), /名单\.jpg：是压缩包或文档/],
    ['说明.jpg', Buffer.from('照片请见附件。\n'), /说明\.jpg：不是照片，请选 JPEG 或 PNG 照片/],
    ['网页.jpg', Buffer.from('<!doctype html>'), /网页\.jpg：不是照片/],
    ['半张.jpg', jpeg.subarray(0, jpeg.length / 2), /半张\.jpg：照片已损坏或不完整/],
    ['点.png', await dot.png().toBuffer(), /点\.png：照片太小，至少 40 × 40 像素，实为 1 × 1/],
    ['海报.png', hugePng(12_000, 12_000), /海报\.png：照片过大，最多 120 百万像素，实为 144 百万/],
  ];
}
