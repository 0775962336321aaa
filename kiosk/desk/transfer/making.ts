import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { JobPorts } from '../../../core/accounts/jobs.ts';
import type { Actor } from '../../../core/contract/office/actor.ts';
import type { MadeFile } from '../../../core/contract/office/transfer.ts';
import type { LocalMonth } from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import { type EpochMs, minutes, plus } from '../../../core/domain/units.ts';
import { leavingClass } from './class-export.ts';
import { sealedFile } from './container.ts';
import { identityOf } from './identity.ts';
import type { TransferDeskPorts, TransferFile } from './ports.ts';
import { leavingRecords } from './records-export.ts';

/** Files for other kiosks, made in a folder and fetched from there. */
export interface Making {
  /** Makes a class file. @throws ZaikeError as the job's end. */
  classFile(code: ClassCode, passphrase: string, actor: Actor, ports: JobPorts): Promise<MadeFile>;
  recordsFile(code: ClassCode, month: LocalMonth, actor: Actor, ports: JobPorts): Promise<MadeFile>;
  /** @throws ZaikeError `no-such-file` when it was deleted: after an hour, and at each start. */
  file(id: string): { readonly path: string; readonly name: string };
}

/** A file that nobody fetches is deleted after this. */
const KEPT = minutes(60);

interface Made {
  readonly path: string;
  readonly name: string;
  readonly at: EpochMs;
}

/** `told`: called when a file was made, for the journal. */
export function making(ports: TransferDeskPorts, told: () => void): Making {
  const { self, sha256, keeper, institution, now, audit } = ports;
  const folder = join(ports.folder, 'out');
  const made = new Map<string, Made>();

  const forgetOld = async (): Promise<void> => {
    for (const [id, { path, at }] of made) {
      if (plus(at, KEPT) >= now()) continue;
      made.delete(id);
      await rm(path, { force: true });
    }
  };

  const place = async (): Promise<{ id: string; path: string }> => {
    await forgetOld();
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const id = randomBytes(9).toString('base64url');
    return { id, path: join(folder, id) };
  };

  const done = async (
    { id, path }: { id: string; path: string },
    file: Omit<TransferFile, 'id' | 'direction' | 'kiosk' | 'room' | 'at' | 'by'>,
    actor: Actor,
  ): Promise<MadeFile> => {
    const { what, class: code, month, detail, exportedAt } = file;
    const kiosk = identityOf(sha256, self.key);
    keeper.addFile({ ...file, direction: 'out', kiosk, room: self.room ?? '', by: actor.user, at: now() });
    const action = what === 'class' ? 'class-file-made' : 'records-file-made';
    audit(actor, {
      action,
      subject: code,
      detail: `${what === 'class' ? '导出班级文件' : `导出 ${month ?? ''} 课时记录`}：${detail}`,
    });
    told();
    const day = new Date(exportedAt + 8 * 3_600_000).toISOString().slice(0, 16).replace(/\D/g, '');
    const name = what === 'class' ? `班级-${code}-${day}.zaike` : `课时记录-${code}-${month ?? ''}-${day}.zaike`;
    made.set(id, { path, name, at: now() });
    return { file: id, name, bytes: (await stat(path)).size, detail };
  };

  return {
    classFile: async (code, passphrase, actor, job) => {
      const { id, path } = await place();
      const leaving = leavingClass(ports, code);
      const sequence = keeper.nextSequence(identityOf(sha256, self.key));
      const exportedAt = now();
      const head = { institution, class: code, kiosk: self.key.name, room: self.room ?? '', exportedAt, sequence };
      const hash = createHash('sha256');
      try {
        const sealed = hashed(sealedFile(head, passphrase, leaving.bytes(job)), hash);
        await pipeline(Readable.from(sealed), createWriteStream(path, { mode: 0o600, flush: true }), {
          signal: job.signal,
        });
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      const { version, people, enrolled, photos } = leaving;
      const detail = `${people} 名学员，其中 ${enrolled} 人的人脸登记（${photos} 张照片）`;
      const file = { what: 'class', class: code, month: null, sequence, exportedAt, version, detail } as const;
      return done({ id, path }, { ...file, sha256: hash.digest('hex') }, actor);
    },
    recordsFile: async (code, month, actor, { report }) => {
      const { id, path } = await place();
      report(0.1, '读取课时记录');
      const sequence = keeper.nextSequence(identityOf(sha256, self.key));
      const { content, text } = await leavingRecords(ports, code, month, sequence);
      report(0.7, '写入文件');
      await writeFile(path, text, { mode: 0o600, flush: true });
      const { exportedAt, lessons, records } = content;
      const detail = `${lessons.length} 课时，${records.length} 条记录`;
      const file = { what: 'records', class: code, month, sequence, exportedAt, version: null, detail } as const;
      return done({ id, path }, { ...file, sha256: createHash('sha256').update(text).digest('hex') }, actor);
    },
    file: (id) => {
      const found = made.get(id);
      if (found === undefined)
        throw new ZaikeError('文件已经删除（导出一小时后自动删除），请重新导出', {
          code: 'no-such-file',
          retry: false,
        });
      return found;
    },
  };
}

async function* hashed(bytes: AsyncIterable<Buffer>, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}
