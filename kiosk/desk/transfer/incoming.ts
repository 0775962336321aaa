import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { JobPorts } from '../../../core/accounts/jobs.ts';
import type { TransferBegun } from '../../../core/contract/office/transfer.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { TransferIntake } from '../enrolment/transfer-intake.ts';
import { type ClassContent, readClassContent } from './class-import.ts';
import { checkedKey, damaged, headOf, type OpenedHead, plainBytes } from './container.ts';
import type { TransferPorts } from './ports.ts';
import { readBytes } from './reading.ts';
import { type ReadRecords, readRecords } from './records-import.ts';
import { isSignedFile } from './signed-file.ts';

/** A file that was uploaded, with what it says of itself. */
export type Incoming =
  | { readonly what: 'class'; readonly file: string; readonly head: OpenedHead; readonly about: About }
  | { readonly what: 'records'; readonly file: string; readonly read: ReadRecords; readonly about: About };
type About = Omit<TransferBegun, 'id'>;

/** A class file opened with its passphrase: all of it was read once and fits. */
export interface OpenedClass {
  readonly key: Buffer;
  readonly content: ClassContent;
}

/** A class of 50 with its year of leave and lessons is below 1 MB. */
const MOST_CONTENT = 32 << 20;
const MOST_PHOTO = 50 << 20;
/** A month of 50 trainees is about 10 MB. */
const MOST_RECORDS = 128 << 20;

/** Looks at an upload: which kind of file it is, and from where. @throws ZaikeError `not-a-transfer`, `transfer-newer`, `transfer-damaged`, `transfer-unfit`. */
export async function lookAt(ports: TransferPorts, file: string): Promise<Incoming> {
  if (!isSignedFile(await startOf(file))) {
    const head = await headOf(file);
    const { institution, class: code, kiosk, room, exportedAt } = head.head;
    return {
      what: 'class',
      file,
      head,
      about: { what: 'class', institution, class: code, month: null, kiosk, room, exportedAt },
    };
  }
  if ((await stat(file)).size > MOST_RECORDS) throw damaged();
  const read = readRecords(ports, await readFile(file, 'utf8'));
  const { institution, class: code, month, room, exportedAt } = read.content;
  const kiosk = read.signed.key.name;
  return {
    what: 'records',
    file,
    read,
    about: { what: 'records', institution, class: code, month, kiosk, room, exportedAt },
  };
}

/** Opens a class file and reads its content; the photos follow by {@link readPhotos}. @throws ZaikeError `wrong-passphrase` and as {@link lookAt}. */
export async function openClass(
  { file, head }: Extract<Incoming, { what: 'class' }>,
  passphrase: string,
): Promise<OpenedClass> {
  const key = await checkedKey(file, head, passphrase);
  await using reading = readBytes(plainBytes(file, head, key));
  return { key, content: readClassContent(await reading.take(await reading.length(MOST_CONTENT))) };
}

/**
 * Reads a class file through: each photo is compared with its hash, and given to the intake when it wants it and
 * `keep` says so. @throws ZaikeError `transfer-damaged`, `transfer-unfit`; the signal's reason.
 */
export async function readPhotos(
  { file, head }: Extract<Incoming, { what: 'class' }>,
  { key }: OpenedClass,
  intake: TransferIntake,
  keep: boolean,
  { report, signal }: JobPorts,
): Promise<void> {
  await using reading = readBytes(plainBytes(file, head, key));
  await reading.take(await reading.length(MOST_CONTENT));
  const { photos } = intake;
  for (const [index, { sha256, wanted }] of photos.entries()) {
    signal.throwIfAborted();
    const bytes = await reading.take(await reading.length(MOST_PHOTO));
    if (createHash('sha256').update(bytes).digest('hex') !== sha256)
      throw new ZaikeError('文件里的照片与清单不符，没有导入任何内容，请在那台电脑上重新导出', {
        code: 'transfer-unfit',
        retry: false,
      });
    if (wanted && keep) await intake.take(index, bytes);
    report((index + 1) / (photos.length + 1), `已检查 ${index + 1}/${photos.length} 张照片`);
  }
  if (!(await reading.atEnd())) throw damaged();
}

/** The SHA-256 of a file, by which the journals of both kiosks name it. */
export async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function startOf(file: string): Promise<string> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
  return buffer.toString('latin1', 0, bytesRead);
}
