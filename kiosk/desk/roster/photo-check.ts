import sharp from 'sharp';
import { damagedPhoto, type PhotoFormat, photoRefusal } from '../../../core/domain/photo-format.ts';

/** Whether a file can go on as a photo (its size read from its header), or what is wrong (zh-CN) and what to do. */
export type PhotoCheck =
  | { readonly kind: 'photo'; readonly width: number; readonly height: number }
  | { readonly kind: 'fault'; readonly what: string; readonly advice: string };

const MOST_BYTES = 20_000_000;
/** A telephone's 50 megapixels fit; decoded, this is 180 MB. */
const MOST_PIXELS = 60_000_000;
/** Below this nobody's eyes can be 60 px apart. */
const SHORTEST_SIDE = 120;

const TAKEN: ReadonlySet<PhotoFormat> = new Set(['jpeg', 'png', 'webp']);

/** Looks at a photo's kind and size without decoding it. */
export async function checkPhoto(bytes: Uint8Array): Promise<PhotoCheck> {
  const refusal = photoRefusal(bytes, TAKEN);
  if (refusal) return fault(refusal.what, refusal.advice);
  if (bytes.length > MOST_BYTES) return fault(`超过 ${MOST_BYTES / 1e6} MB`, '请缩小后重新选择');
  try {
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > MOST_PIXELS)
      return fault(
        `照片有 ${Math.round((width * height) / 1e6)} 百万像素（${width} × ${height}），最多 ${MOST_PIXELS / 1e6} 百万`,
        '请缩小到长边 4000 像素以内后重新选择',
      );
    if (Math.min(width, height) < SHORTEST_SIDE)
      return fault(`照片太小（${width} × ${height}）`, `请换一张短边至少 ${SHORTEST_SIDE} 像素的照片`);
    return { kind: 'photo', width, height };
  } catch {
    return fault(damagedPhoto.what, damagedPhoto.advice);
  }
}

const fault = (what: string, advice: string): PhotoCheck => ({ kind: 'fault', what, advice });
