import sharp from 'sharp';

/** Whether a file can go on as a photo (its size read from its header), or what is wrong (zh-CN) and what to do. */
export type PhotoCheck =
  | { readonly kind: 'photo'; readonly width: number; readonly height: number }
  | { readonly kind: 'fault'; readonly what: string; readonly advice: string };

const MOST_BYTES = 20_000_000;
/** A telephone's 50 megapixels fit; decoded, this is 180 MB. */
const MOST_PIXELS = 60_000_000;
/** Below this nobody's eyes can be 60 px apart. */
const SHORTEST_SIDE = 120;

type Magic = readonly [name: string, at: number, bytes: readonly number[] | string];
const MAGIC: readonly Magic[] = [
  ['jpeg', 0, [0xff, 0xd8, 0xff]],
  ['png', 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['webp', 8, 'WEBP'],
  ['heic', 4, 'ftyphei'],
  ['heic', 4, 'ftyphev'],
  ['heic', 4, 'ftypmif1'],
  ['heic', 4, 'ftypmsf1'],
  ['avif', 4, 'ftypavif'],
  ['gif', 0, 'GIF8'],
  ['bmp', 0, 'BM'],
  ['tiff', 0, [0x49, 0x49, 0x2a, 0x00]],
  ['tiff', 0, [0x4d, 0x4d, 0x00, 0x2a]],
  ['pdf', 0, '%PDF'],
];
const TAKEN = new Set(['jpeg', 'png', 'webp']);

function formatOf(bytes: Uint8Array): string | undefined {
  const found = MAGIC.find(([, at, magic]) => {
    const codes = typeof magic === 'string' ? Array.from(magic, (letter) => letter.charCodeAt(0)) : magic;
    return codes.every((code, index) => bytes[at + index] === code);
  });
  return found?.[0];
}

/** Looks at a photo's kind and size without decoding it. */
export async function checkPhoto(bytes: Uint8Array): Promise<PhotoCheck> {
  if (bytes.length === 0) return fault('文件是空的', '请重新拷贝或重拍这张照片');
  const format = formatOf(bytes);
  if (format === 'heic' || format === 'avif')
    return fault(
      '是 HEIC 照片（苹果等手机的格式），无法读取',
      '请转换为 JPEG 后重新选择（手机：设置→相机→格式→兼容性最佳）',
    );
  if (format === undefined) return fault('不是照片', '请选 JPEG 或 PNG 照片');
  if (!TAKEN.has(format)) return fault(`是 ${format.toUpperCase()} 文件`, '请另存为 JPEG 或 PNG 后重新选择');
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
    return fault('照片已损坏，读不出尺寸', '请重新拷贝或重拍这张照片');
  }
}

const fault = (what: string, advice: string): PhotoCheck => ({ kind: 'fault', what, advice });
