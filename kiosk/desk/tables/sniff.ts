/** What a file is by its first bytes, whatever its name says. */
export type FileKind = 'empty' | 'zip' | 'ole' | 'html' | 'text' | 'other';

const startsWith = (bytes: Uint8Array, ...magic: readonly number[]): boolean =>
  bytes.length >= magic.length && magic.every((byte, index) => bytes[index] === byte);

/** Looks at the first bytes: zip is what .xlsx is made of, OLE what .xls and encrypted workbooks are made of. */
export function kindOf(bytes: Uint8Array): FileKind {
  if (bytes.length === 0) return 'empty';
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0x50, 0x4b, 0x05, 0x06)) return 'zip';
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) return 'ole';
  if (startsWith(bytes, 0xff, 0xfe)) return bytes.length > 2 ? 'text' : 'empty';
  const head = bytes.subarray(0, 4096);
  if (head.includes(0)) return 'other';
  const text = new TextDecoder('latin1').decode(head).trimStart();
  if (/^(ï»¿)?\s*<(!doctype|html|table|\?xml|meta|head)/i.test(text)) return 'html';
  if (text.replace(/^ï»¿/, '').trim() === '' && bytes.length <= head.length) return 'empty';
  return 'text';
}

/** Whether an OLE file is an encrypted .xlsx (MS-OFFCRYPTO §2.3.4: a stream `EncryptedPackage`). */
export function isEncryptedWorkbook(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(
    Buffer.from('EncryptedPackage', 'utf16le'),
  );
}
