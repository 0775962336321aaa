import sharp from 'sharp';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { damagedPhoto, type PhotoFormat, type PhotoRefusal, photoRefusal } from '../../../core/domain/photo-format.ts';
import type { Picture } from '../ports.ts';

/** A photo may have so many pixels; a 48-megapixel telephone's fits. */
const MOST_PIXELS = 120_000_000;
/** Longer sides are shrunk to this: a face that fills a tenth of it is still large. */
const LONGEST_SIDE = 3000;
const SHORTEST_SIDE = 40;

const TAKEN: ReadonlySet<PhotoFormat> = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif']);

/**
 * Decodes a photograph (JPEG, PNG, WebP, TIFF, GIF, AVIF): upright by its EXIF, sRGB of 8 bits, the first
 * picture of an animation, transparency on grey, the longer side at most 3000 px. `name` is for the message
 * (zh-CN). @throws ZaikeError `photo-unreadable`, `photo-too-large` or `photo-too-small`.
 */
export async function decodePhoto(bytes: Uint8Array, name: string): Promise<Picture> {
  const refusal = photoRefusal(bytes, TAKEN);
  if (refusal) throw unreadable(name, refusal);
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    checkSize(name, width, height);
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1 })
      .autoOrient()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#808080' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return {
      data: info.channels === 3 ? data : threeChannels(data, info.channels),
      width: info.width,
      height: info.height,
    };
  } catch (error) {
    if (error instanceof ZaikeError) throw error;
    throw unreadable(name, damagedPhoto, error instanceof Error ? error.message.split('\n')[0]?.trim() : String(error));
  }
}

function checkSize(name: string, width: number, height: number): void {
  const facts = { name, width, height };
  if (Math.min(width, height) < SHORTEST_SIDE) {
    throw new ZaikeError(
      `${name}：照片太小，至少 ${SHORTEST_SIDE} × ${SHORTEST_SIDE} 像素，实为 ${width} × ${height}`,
      { code: 'photo-too-small', retry: false, facts },
    );
  }
  if (width * height > MOST_PIXELS) {
    throw new ZaikeError(
      `${name}：照片过大，最多 ${MOST_PIXELS / 1e6} 百万像素，实为 ${Math.ceil((width * height) / 1e6)} 百万（${width} × ${height}），请缩小后重新选择`,
      { code: 'photo-too-large', retry: false, facts },
    );
  }
}

/** `reason`: the decoder's own words, for whoever looks at the facts; nobody at the screen can act on them. */
function unreadable(name: string, { what, advice }: PhotoRefusal, reason?: string): ZaikeError {
  return new ZaikeError(`${name}：${what}，${advice}`, {
    code: 'photo-unreadable',
    retry: false,
    facts: reason === undefined ? { name } : { name, reason },
  });
}

function threeChannels(data: Uint8Array, channels: number): Uint8Array {
  const pixels = data.length / channels;
  const rgb = new Uint8Array(pixels * 3);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) rgb[i * 3 + c] = data[i * channels + (channels > 2 ? c : 0)] ?? 0;
  }
  return rgb;
}
