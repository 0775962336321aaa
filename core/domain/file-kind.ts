/** Files that the office keeps: scans and photographs of papers. */
export type FileKind = 'pdf' | 'jpeg' | 'png';

const MAGIC: readonly (readonly [FileKind, readonly number[]])[] = [
  ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
];

/** How many first bytes {@link fileKindOf} looks at. */
export const MAGIC_BYTES = 8;

/** What a file is by its first bytes, whatever its name says; null: none of those that are kept. */
export function fileKindOf(head: Uint8Array): FileKind | null {
  return MAGIC.find(([, magic]) => magic.every((byte, index) => head[index] === byte))?.[0] ?? null;
}

/** The media type of a kind. */
export const MEDIA_TYPE: Readonly<Record<FileKind, string>> = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
};
