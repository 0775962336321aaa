/** What a file is that was handed in as a photo, by its first bytes, whatever its name says. */
export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif' | 'heic' | 'bmp' | 'pdf' | 'zip';

/** Why a file cannot be taken as a photo (zh-CN), and what the person who chose it can do. */
export interface PhotoRefusal {
  readonly what: string;
  readonly advice: string;
}

const MAGIC: readonly (readonly [PhotoFormat, at: number, magic: string])[] = [
  ['jpeg', 0, '\xff\xd8\xff'],
  ['png', 0, '\x89PNG\r\n\x1a\n'],
  ['webp', 8, 'WEBP'],
  ['gif', 0, 'GIF8'],
  ['tiff', 0, 'II*\0'],
  ['tiff', 0, 'MM\0*'],
  ['bmp', 0, 'BM'],
  ['pdf', 0, '%PDF'],
  ['zip', 0, 'PK\x03\x04'],
];
/** How many first bytes are looked at. */
const HEAD = 64;

/** Null: none of those. A HEIF container is AVIF when that is among its brands (ISO/IEC 14496-12, `ftyp`). */
export function photoFormatOf(bytes: Uint8Array): PhotoFormat | null {
  const head = String.fromCharCode(...bytes.subarray(0, HEAD));
  const found = MAGIC.find(([, at, magic]) => head.startsWith(magic, at));
  if (found) return found[0];
  if (!head.startsWith('ftyp', 4)) return null;
  const brands = head.slice(8, Math.max(12, head.charCodeAt(3)));
  if (/avi[fs]/.test(brands)) return 'avif';
  return /he[iv][cxms]|mif1|msf1/.test(brands) ? 'heic' : null;
}

/** What is wrong with a file that should be a photo of one of the formats `taken`; null: it may be read. */
export function photoRefusal(bytes: Uint8Array, taken: ReadonlySet<PhotoFormat>): PhotoRefusal | null {
  if (bytes.length === 0) return { what: '文件是空的', advice: '请重新拷贝或重拍这张照片' };
  const format = photoFormatOf(bytes);
  if (format === null) return { what: '不是照片', advice: '请选 JPEG 或 PNG 照片' };
  if (taken.has(format)) return null;
  if (format === 'heic') {
    return {
      what: '是 HEIC 照片（苹果等手机的格式），无法读取',
      advice: '请转换为 JPEG 后重新选择（手机：设置→相机→格式→兼容性最佳）',
    };
  }
  if (format === 'zip') return { what: '是压缩包或文档，不是照片', advice: '请选 JPEG 或 PNG 照片' };
  return { what: `是 ${format.toUpperCase()} 文件`, advice: '请另存为 JPEG 或 PNG 后重新选择' };
}

/** A photo of a format that is read, whose content is not whole. */
export const damagedPhoto: PhotoRefusal = { what: '照片已损坏或不完整', advice: '请重新拷贝或重拍这张照片' };
