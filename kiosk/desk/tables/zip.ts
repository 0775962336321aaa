import type { Readable } from 'node:stream';
import yauzl from 'yauzl';

/** How much a .zip may hold. */
export interface ZipLimits {
  readonly entries: number;
  /** Bytes of one entry, unpacked. */
  readonly entryBytes: number;
  /** Bytes of all entries, unpacked. */
  readonly totalBytes: number;
}

/** Bytes in hand, or something that any stretch can be read of. */
export type ZipSource = Buffer | { readonly reader: yauzl.RandomAccessReader; readonly size: number };

/** A file in a .zip. */
export interface ZipEntry {
  /** Its path with `/`; folders have no entry. */
  readonly path: string;
  /** Unpacks it; counts what really comes, whatever the directory claims. @throws ZipRefusal */
  read(): Promise<Buffer>;
}

/** Why a .zip is not taken, whole. */
export type ZipFault = 'damaged' | 'too-many' | 'too-large' | 'bomb' | 'outside' | 'encrypted';

/** Thrown where a .zip turns out not to be takeable; `path`: the entry it is about. */
export class ZipRefusal extends Error {
  readonly fault: ZipFault;
  readonly path: string | null;

  constructor(fault: ZipFault, path: string | null, options?: ErrorOptions) {
    super(`zip refused: ${fault}`, options);
    this.name = 'ZipRefusal';
    this.fault = fault;
    this.path = path;
  }
}

/** An entry that grows to more than this many times its packed size is a bomb … */
const MOST_RATIO = 200;
/** … from this unpacked size on: small files of one colour pack that well by nature. */
const RATIO_FROM = 1_000_000;

const OPTIONS = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true } as const;

/**
 * The files of a .zip, one after the other. Names in UTF-8 or GBK; absolute names and `..` are refused,
 * and with them the whole file. @throws ZipRefusal
 */
export async function* zipEntries(source: ZipSource, limits: ZipLimits): AsyncGenerator<ZipEntry> {
  const zip = await refusing(null, () =>
    Buffer.isBuffer(source)
      ? yauzl.fromBufferPromise(source, OPTIONS)
      : yauzl.fromRandomAccessReaderPromise(source.reader, source.size, OPTIONS),
  );
  try {
    if (zip.entryCount > limits.entries) throw new ZipRefusal('too-many', null);
    let left = limits.totalBytes;
    let claimed = 0;
    const entries = zip.eachEntry();
    for (;;) {
      const next = await refusing(null, () => entries.next());
      if (next.done === true) return;
      const entry = next.value;
      const path = pathOf(entry);
      if (isOutside(path)) throw new ZipRefusal('outside', path);
      if (path.endsWith('/')) continue;
      claimed += entry.uncompressedSize;
      if (isBomb(entry.uncompressedSize, entry.compressedSize)) throw new ZipRefusal('bomb', path);
      if (claimed > limits.totalBytes) throw new ZipRefusal('too-large', path);
      yield {
        path,
        read: async () => {
          if (entry.isEncrypted()) throw new ZipRefusal('encrypted', path);
          const stream = await refusing(path, () => zip.openReadStreamPromise(entry));
          const most = Math.min(limits.entryBytes, left);
          const bytes = await refusing(path, () => readAtMost(stream, most, path));
          left -= bytes.length;
          return bytes;
        },
      };
    }
  } finally {
    zip.close();
  }
}

async function readAtMost(stream: Readable, most: number, path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = chunk as Buffer;
    length += bytes.length;
    if (length > most) throw new ZipRefusal('too-large', path);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, length);
}

const isBomb = (unpacked: number, packed: number): boolean =>
  unpacked >= RATIO_FROM && unpacked > MOST_RATIO * Math.max(1, packed);

/** The general purpose bit that says: the name is UTF-8 (APPNOTE 4.4.4, bit 11). */
const UTF8_NAME = 0x800;
/** The extra field with the name in UTF-8 (Info-ZIP Unicode Path). */
const UNICODE_PATH = 0x7075;

/** A name in UTF-8 when it says so or is; else in GBK, as Chinese Windows packs it. */
function pathOf(entry: yauzl.Entry): string {
  const raw = entry.fileNameRaw;
  const marked = (entry.generalPurposeBitFlag & UTF8_NAME) !== 0;
  const unicode = entry.extraFields.some(({ id }) => id === UNICODE_PATH);
  const name =
    marked || unicode
      ? yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, true)
      : utf8OrGbk(raw);
  return name.replaceAll('\\', '/');
}

/** Text of a file that does not tell its encoding: UTF-16 by its BOM, UTF-8 (with or without BOM) when it is valid, else GB18030. */
export function utf8OrGbk(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

const isOutside = (path: string): boolean =>
  path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.split('/').includes('..') || path.includes('\0');

/** Whatever the library throws is a damaged file. */
async function refusing<T>(path: string | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ZipRefusal) throw error;
    const tooBig = error instanceof Error && /too many bytes in the stream/.test(error.message);
    throw new ZipRefusal(tooBig ? 'bomb' : 'damaged', path, { cause: error });
  }
}
