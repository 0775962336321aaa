import { expect, test } from 'vitest';
import { photoFormatOf, photoRefusal } from '../../../core/domain/photo-format.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
/** The head of a HEIF container: its box's size, then the brands. */
const container = (...brands: readonly string[]): Uint8Array => {
  const [major = '', ...compatible] = brands;
  const box = `ftyp${major}\0\0\0\0${compatible.join('')}`;
  return bytes(`\0\0\0${String.fromCharCode(box.length + 4)}${box}\0\0\0\x10avi?`);
};
const taken = new Set(['jpeg', 'png'] as const);

test.each([
  ['\xff\xd8\xff\xe0..JFIF', 'jpeg'],
  ['\x89PNG\r\n\x1a\n', 'png'],
  ['RIFF\x10\0\0\0WEBPVP8 ', 'webp'],
  ['GIF89a', 'gif'],
  ['II*\0', 'tiff'],
  ['MM\0*', 'tiff'],
  ['BM....', 'bmp'],
  ['%PDF-1.7', 'pdf'],
  ['PK\x03\x04', 'zip'],
  ['<svg xmlns="http://www.w3.org/2000/svg">', null],
  ['\xff\xd8', null],
  ['', null],
])('%j is %s', (head, format) => {
  expect(photoFormatOf(bytes(head))).toBe(format);
});

test('a HEIF container is told apart by its brands', () => {
  expect(photoFormatOf(container('heic', 'mif1', 'heic'))).toBe('heic');
  expect(photoFormatOf(container('mif1', 'heix'))).toBe('heic');
  expect(photoFormatOf(container('mif1', 'avif'))).toBe('avif');
  expect(photoFormatOf(container('avis', 'msf1'))).toBe('avif');
  expect(photoFormatOf(container('isom', 'mp42'))).toBeNull();
});

test('what is no photo of the taken formats is refused in words that say what to do', () => {
  expect(photoRefusal(bytes('\xff\xd8\xff'), taken)).toBeNull();
  const words = (head: string | Uint8Array): string | undefined => {
    const refusal = photoRefusal(typeof head === 'string' ? bytes(head) : head, taken);
    return refusal ? `${refusal.what}，${refusal.advice}` : undefined;
  };
  expect(words('')).toBe('文件是空的，请重新拷贝或重拍这张照片');
  expect(words('hello')).toBe('不是照片，请选 JPEG 或 PNG 照片');
  expect(words('GIF89a')).toBe('是 GIF 文件，请另存为 JPEG 或 PNG 后重新选择');
  expect(words('%PDF-1.7')).toBe('是 PDF 文件，请另存为 JPEG 或 PNG 后重新选择');
  expect(words('PK\x03\x04')).toMatch(/压缩包或文档/);
  expect(words(container('heic'))).toMatch(/HEIC 照片.*兼容性最佳/);
});
