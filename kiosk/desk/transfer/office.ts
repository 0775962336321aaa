import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Actor } from '../../../core/contract/office/actor.ts';
import type { TransferBegun, TransferPreview, TransfersView } from '../../../core/contract/office/transfer.ts';
import { type LocalMonth, parseMonth } from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { classCode } from '../../../core/domain/ids.ts';
import { type EpochMs, minutes, plus } from '../../../core/domain/units.ts';
import {
  type CheckedClass,
  type Confirmed,
  checkClass,
  checkRecords,
  commitClass,
  commitRecords,
} from './importing.ts';
import { type Incoming, lookAt } from './incoming.ts';
import { transferJournal } from './journal.ts';
import { making } from './making.ts';
import { newPassphrase } from './passphrase.ts';
import type { TransferDeskPorts } from './ports.ts';
import { obstacleOf, transfersView } from './view.ts';

/** Carrying classes and records between kiosks, as the office's routes call it. */
export interface TransferOffice extends AsyncDisposable {
  view(code: string): TransfersView;
  /** Starts making a class file; the passphrase is told here and nowhere else. @throws ZaikeError `no-institution`, `no-such-class`. */
  makeClassFile(code: string, actor: Actor): { readonly job: string; readonly passphrase: string };
  makeRecordsFile(code: string, month: string, actor: Actor): string;
  file(id: string): { readonly path: string; readonly name: string };
  /** Takes an upload and looks at it. @throws ZaikeError `not-a-transfer`, `transfer-newer`, `transfer-damaged`, `transfer-unfit`. */
  begin(upload: Readable, actor: Actor): Promise<TransferBegun>;
  /** Starts the check, whose result is the preview. @throws ZaikeError `no-such-import`, `passphrase-needed`. */
  check(id: string, passphrase: string | undefined, actor: Actor): string;
  /** Starts the import. @throws ZaikeError `no-such-import`, `import-not-ready`. */
  commit(id: string, confirmed: Confirmed, actor: Actor): string;
  cancel(id: string, actor: Actor): Promise<void>;
}

/** An upload that waits for its decision. */
interface Open {
  readonly id: string;
  readonly by: string;
  readonly incoming: Incoming;
  touched: EpochMs;
  checked: CheckedClass | null;
  busy: boolean;
}

/** An upload that nobody touches this long is deleted at the next one. */
const KEPT = minutes(60);

/** Opens the desk: deletes what an earlier run left, and tells the journal what it is owed. */
export function transferOffice(ports: TransferDeskPorts): TransferOffice {
  const { jobs, now } = ports;
  rmSync(ports.folder, { recursive: true, force: true });
  const folder = join(ports.folder, 'in');
  const open = new Map<string, Open>();
  const journal = transferJournal(ports);
  void journal.tell();
  const makes = making(ports, () => void journal.tell());

  const end = async (each: Open): Promise<void> => {
    open.delete(each.id);
    await rm(each.incoming.file, { force: true });
  };
  const forgetOld = async (): Promise<void> => {
    for (const each of open.values()) if (!each.busy && plus(each.touched, KEPT) < now()) await end(each);
  };
  const find = (id: string, { user }: Actor): Open => {
    const found = open.get(id);
    if (found === undefined || found.by !== user)
      throw new ZaikeError('这次导入已结束或已过期，请重新选择文件', { code: 'no-such-import', retry: false });
    if (found.busy) throw new ZaikeError('正在处理这份文件，请等它完成或取消', { code: 'busy', retry: true });
    found.touched = now();
    return found;
  };
  /** Runs a job on an upload; nothing else touches it meanwhile. */
  const start = (
    kind: string,
    each: Open,
    work: (job: Parameters<Parameters<typeof jobs.start>[1]>[0]) => Promise<unknown>,
  ): string => {
    each.busy = true;
    return jobs.start(kind, async (job) => {
      try {
        return await work(job);
      } finally {
        each.busy = false;
        each.touched = now();
      }
    });
  };
  const mayMake = (): void => {
    const obstacle = obstacleOf(ports);
    if (obstacle !== null) throw new ZaikeError(obstacle, { code: 'no-institution', retry: false });
  };

  return {
    view: (code) => transfersView(ports, classCode(code)),
    makeClassFile: (text, actor) => {
      mayMake();
      const code = classCode(text);
      ports.classes.kept(code);
      const passphrase = newPassphrase();
      return { passphrase, job: jobs.start('class-file', (job) => makes.classFile(code, passphrase, actor, job)) };
    },
    makeRecordsFile: (code, month, actor) => {
      mayMake();
      const wanted = monthOf(month);
      return jobs.start('records-file', (job) => makes.recordsFile(classCode(code), wanted, actor, job));
    },
    file: (id) => makes.file(id),
    begin: async (upload, { user }) => {
      await forgetOld();
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const id = randomBytes(9).toString('base64url');
      const file = join(folder, id);
      try {
        await pipeline(upload, createWriteStream(file, { mode: 0o600 }));
        const incoming = await lookAt(ports, file);
        open.set(id, { id, by: user, incoming, touched: now(), checked: null, busy: false });
        return { id, ...incoming.about };
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
    },
    check: (id, passphrase, actor) => {
      const each = find(id, actor);
      const { incoming } = each;
      if (incoming.what === 'class' && (passphrase === undefined || passphrase.trim() === ''))
        throw new ZaikeError('请输入导出时显示的口令', { code: 'passphrase-needed', retry: false });
      return start('transfer-check', each, async (job): Promise<TransferPreview> => {
        if (incoming.what === 'records') return { id, ...checkRecords(ports, incoming) };
        each.checked = null;
        each.checked = await checkClass(ports, incoming, passphrase ?? '', job);
        return { id, ...each.checked.preview };
      });
    },
    commit: (id, confirmed, actor) => {
      const each = find(id, actor);
      const { incoming, checked } = each;
      if (incoming.what === 'class' && checked?.preview.ready !== true)
        throw new ZaikeError('请先看预览；预览里不能导入的，这里也不能', { code: 'import-not-ready', retry: false });
      return start('transfer-import', each, async (job) => {
        const result =
          incoming.what === 'records'
            ? await commitRecords(ports, incoming, confirmed, actor)
            : await commitClass(ports, incoming, checked ?? neverChecked(), confirmed, actor, job);
        await end(each);
        await journal.tell();
        return result;
      });
    },
    cancel: async (id, actor) => {
      await end(find(id, actor));
    },
    [Symbol.asyncDispose]: async () => {
      await journal.tell();
      rmSync(ports.folder, { recursive: true, force: true });
    },
  };
}

function monthOf(text: string): LocalMonth {
  const month = parseMonth(text);
  if (month === null) throw new ZaikeError('月份应为 2026-10 的样子', { code: 'no-such-month', retry: false });
  return month;
}

function neverChecked(): never {
  throw new Error('expected a class file that was checked');
}
