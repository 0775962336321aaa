import { argon2, createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type TransferHead, transferHeadSchema } from '../../../core/contract/transfer.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { plainPassphrase } from './passphrase.ts';

/*
 * Layout: MAGIC, the head's length (4 bytes), the head (JSON), then blocks. Each block is AES-256-GCM with the head's
 * hash as associated data and the nonce `prefix ‖ number (4) ‖ last (1)`, so that none can be changed, dropped, moved,
 * repeated or put into another file, and the end cannot be cut off (the STREAM construction of Hoang, Reyhanitabar,
 * Rogaway and Vizár, 2015). Block 0 is empty: it tells a wrong passphrase from damage further on.
 */
const MAGIC = Buffer.from('ZAIKE-CLASS-FILE\n');
const MOST_HEAD = 4096;
const BLOCK = 64 * 1024;
const TAG = 16;
const LAST = 1;

/** OWASP's least for argon2id, as for passwords: the passphrase is ours and has 100 random bits, more would add nothing. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const derive = promisify(argon2);

/** What a new file's head says beside what encryption adds. */
export type NewHead = Omit<TransferHead, 'format' | 'kdf' | 'nonce'>;

/** A file's head, and the bytes that its blocks vouch for. */
export interface OpenedHead {
  readonly head: TransferHead;
  readonly bound: Buffer;
  /** Where the first block begins. */
  readonly at: number;
}

/** A class file's bytes: the plain ones encrypted with the passphrase, in blocks as they come. */
export async function* sealedFile(
  about: NewHead,
  passphrase: string,
  plain: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const kdf = { name: 'argon2id', ...COST, salt: randomBytes(16).toString('base64') } as const;
  const head: TransferHead = { format: 1, ...about, kdf, nonce: randomBytes(7).toString('base64') };
  const text = Buffer.from(JSON.stringify(head));
  if (text.length > MOST_HEAD) throw new RangeError(`expected a head of at most ${MOST_HEAD} bytes`);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const start = Buffer.concat([MAGIC, length, text]);
  yield start;
  const key = await fileKey(head, passphrase);
  const nonce = nonceOf(head);
  const seal = (number: number, last: number, bytes: Uint8Array): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(number, last), { authTagLength: TAG });
    cipher.setAAD(hashOf(start));
    return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  };
  yield seal(0, 0, Buffer.alloc(0));
  let number = 1;
  for await (const { bytes, last } of inBlocks(plain, BLOCK)) {
    yield seal(number, last ? LAST : 0, bytes);
    number += 1;
  }
}

/**
 * Reads a file's head; nothing is decrypted yet, and nothing of it is vouched for before {@link checkedKey}.
 * @throws ZaikeError `not-a-transfer`, `transfer-newer`.
 */
export async function headOf(file: string): Promise<OpenedHead> {
  await using handle = await open(file);
  const start = Buffer.alloc(MAGIC.length + 4 + MOST_HEAD);
  const { bytesRead } = await handle.read(start, 0, start.length, 0);
  if (bytesRead < MAGIC.length + 4 || !start.subarray(0, MAGIC.length).equals(MAGIC)) throw notOne();
  const length = start.readUInt32BE(MAGIC.length);
  const at = MAGIC.length + 4 + length;
  if (length > MOST_HEAD || at > bytesRead) throw notOne();
  const value = parsed(start.subarray(MAGIC.length + 4, at));
  const read = transferHeadSchema.safeParse(value);
  if (read.success) return { head: read.data, bound: hashOf(start.subarray(0, at)), at };
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : null;
  if (typeof format === 'number' && format > 1)
    throw new ZaikeError('这份文件由更新版本的程序导出，请先把本机升级到同一版本', {
      code: 'transfer-newer',
      retry: false,
    });
  throw notOne();
}

/** The key of a file. @throws ZaikeError `wrong-passphrase`, `transfer-damaged` when not even the first block is there. */
export async function checkedKey(file: string, { head, bound, at }: OpenedHead, passphrase: string): Promise<Buffer> {
  const key = await fileKey(head, passphrase);
  await using handle = await open(file);
  const first = Buffer.alloc(TAG);
  const { bytesRead } = await handle.read(first, 0, TAG, at);
  if (bytesRead < TAG) throw damaged();
  if (openBlock(key, nonceOf(head)(0, 0), bound, first) === null)
    throw new ZaikeError('口令不对，请照导出时显示的口令重新输入（口令正确仍打不开时，文件开头已损坏）', {
      code: 'wrong-passphrase',
      retry: true,
    });
  return key;
}

/** The plain bytes, each checked before it is given out. @throws ZaikeError `transfer-damaged`, also when the end is cut off. */
export async function* plainBytes(file: string, { head, bound, at }: OpenedHead, key: Buffer): AsyncGenerator<Buffer> {
  const nonce = nonceOf(head);
  let [number, ended] = [1, false];
  const source = createReadStream(file, { start: at + TAG, highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
  for await (const { bytes, last } of inBlocks(source, BLOCK + TAG)) {
    const plain = openBlock(key, nonce(number, last ? LAST : 0), bound, bytes);
    if (plain === null) throw damaged();
    yield plain;
    ended = last;
    number += 1;
  }
  if (!ended) throw damaged();
}

function fileKey({ kdf: { memory, passes, parallelism, salt } }: TransferHead, passphrase: string): Promise<Buffer> {
  const message = plainPassphrase(passphrase);
  const nonce = Buffer.from(salt, 'base64');
  return derive('argon2id', { message, nonce, tagLength: 32, memory, passes, parallelism });
}

function nonceOf({ nonce }: TransferHead): (number: number, last: number) => Buffer {
  const prefix = Buffer.from(nonce, 'base64');
  return (number, last) => {
    const whole = Buffer.alloc(12);
    prefix.copy(whole);
    whole.writeUInt32BE(number, 7);
    whole.writeUInt8(last, 11);
    return whole;
  };
}

function openBlock(key: Buffer, nonce: Buffer, bound: Buffer, block: Uint8Array): Buffer | null {
  if (block.length < TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  decipher.setAAD(bound);
  decipher.setAuthTag(block.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(block.subarray(0, -TAG)), decipher.final()]);
  } catch {
    return null;
  }
}

/** Bytes cut anew into blocks of one size; the last one, which may be empty or short, says so. */
async function* inBlocks(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ readonly bytes: Buffer; readonly last: boolean }> {
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (const chunk of source) {
    parts.push(chunk);
    held += chunk.length;
    if (held <= size) continue;
    const whole = Buffer.concat(parts);
    let at = 0;
    for (; whole.length - at > size; at += size) yield { bytes: whole.subarray(at, at + size), last: false };
    parts = [whole.subarray(at)];
    held = whole.length - at;
  }
  yield { bytes: Buffer.concat(parts), last: true };
}

const hashOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

function parsed(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString());
  } catch {
    return null;
  }
}

const notOne = (): ZaikeError =>
  new ZaikeError('这不是在课导出的班级文件或记录文件，请重新选择（不要选压缩包、照片或表格）', {
    code: 'not-a-transfer',
    retry: false,
  });

/** A file that was changed, or cut off on its way. */
export const damaged = (): ZaikeError =>
  new ZaikeError('文件已损坏或没有复制完整，没有导入任何内容。请重新复制，或在那台电脑上重新导出', {
    code: 'transfer-damaged',
    retry: false,
  });
