import type { JobPorts } from '../../../core/accounts/jobs.ts';
import type { Actor } from '../../../core/contract/office/actor.ts';
import type { TransferPreview, TransferResult } from '../../../core/contract/office/transfer.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { classCode } from '../../../core/domain/ids.ts';
import type { TransferIntake } from '../enrolment/transfer-intake.ts';
import { writeClass } from './class-import.ts';
import { faultsText, planClass } from './class-plan.ts';
import { hashOfFile, type Incoming, type OpenedClass, openClass, readPhotos } from './incoming.ts';
import type { TransferDeskPorts, TransferFile } from './ports.ts';
import { writeRecords } from './records-import.ts';
import { planRecords } from './records-plan.ts';

/** What a person confirms besides the import itself. */
export interface Confirmed {
  readonly overwrite: boolean;
  readonly kioskConfirmed: boolean;
}

/** A class file that was checked: its preview, and the version that it was compared with. */
export interface CheckedClass {
  readonly opened: OpenedClass;
  readonly version: number;
  readonly preview: Omit<TransferPreview, 'id'>;
}

type ClassIncoming = Extract<Incoming, { what: 'class' }>;
type RecordsIncoming = Extract<Incoming, { what: 'records' }>;

/** Opens a class file, reads it through once and compares it; nothing is written. */
export async function checkClass(
  ports: TransferDeskPorts,
  incoming: ClassIncoming,
  passphrase: string,
  job: JobPorts,
): Promise<CheckedClass> {
  job.report(0, '核对口令');
  const opened = await openClass(incoming, passphrase);
  const intake = ports.enrolment.importEnrolments(opened.content.enrolments);
  await readPhotos(incoming, opened, intake, false, job);
  const { version, preview } = planClass(ports, incoming.head.head, opened.content, intake);
  return { opened, version, preview };
}

/** Imports a class file: photos are sealed first, then all is written in one transaction, or nothing is left. */
export async function commitClass(
  ports: TransferDeskPorts,
  incoming: ClassIncoming,
  { opened, version, preview }: CheckedClass,
  { overwrite }: Confirmed,
  actor: Actor,
  job: JobPorts,
): Promise<TransferResult> {
  if (preview.overwrites.length > 0 && !overwrite)
    throw new ZaikeError('班级在本机也改过：请勾选“以文件为准”再导入，或在那台电脑上改好重新导出', {
      code: 'overwrite-needed',
      retry: false,
    });
  const { content } = opened;
  const { sequence, exportedAt, room } = incoming.head.head;
  const sha256 = await hashOfFile(incoming.file);
  const intake = ports.enrolment.importEnrolments(content.enrolments);
  try {
    await readPhotos(incoming, opened, intake, true, job);
    job.signal.throwIfAborted();
    const detail = detailOf(preview);
    ports.keeper.together(() => {
      const saved = writeClass(ports, { content, version, intake, by: actor.user }, faultsText);
      addFile(ports, actor, {
        ...{ what: 'class', class: preview.class, month: null, kiosk: content.key, sequence, exportedAt, room },
        ...{ sha256, version: saved, detail },
      });
    });
  } catch (error) {
    await intake.discard();
    throw error;
  }
  return finish(ports, preview, intake, actor);
}

/** Imports the records of another kiosk: all that the preview told, in one transaction. */
export async function commitRecords(
  ports: TransferDeskPorts,
  { file, read }: RecordsIncoming,
  { kioskConfirmed }: Confirmed,
  actor: Actor,
): Promise<TransferResult> {
  const sha256 = await hashOfFile(file);
  const intake = ports.enrolment.importWithdrawals(read.content.withdrawn);
  const { changes, preview } = planRecords(ports, read, intake);
  if (changes === null || !preview.ready)
    throw new ZaikeError(preview.refused[0] ?? '没有可导入的内容', { code: 'import-not-ready', retry: false });
  if (preview.fingerprint !== null && !kioskConfirmed)
    throw new ZaikeError('第一次从这台电脑导入：请先核对指纹并勾选', { code: 'kiosk-unconfirmed', retry: false });
  const { sequence, exportedAt, room, month } = read.content;
  const kiosk = read.signed.kiosk;
  ports.keeper.together(() => {
    if (preview.fingerprint !== null)
      ports.keeper.addKnownKiosk({ key: kiosk, room, confirmedBy: actor.user, confirmedAt: ports.now() });
    const detail = `${detailOf(preview)}${preview.fingerprint === null ? '' : `（已核对指纹 ${preview.fingerprint}）`}`;
    const added = addFile(ports, actor, {
      ...{
        what: 'records',
        class: preview.class,
        month,
        kiosk,
        sequence,
        exportedAt,
        room,
        sha256,
        version: null,
        detail,
      },
    });
    writeRecords(ports, read, changes, added);
    intake.write(actor.user);
  });
  return finish(ports, preview, intake, actor);
}

/** A preview of records; nothing is written. */
export function checkRecords(ports: TransferDeskPorts, { read }: RecordsIncoming): Omit<TransferPreview, 'id'> {
  return planRecords(ports, read, ports.enrolment.importWithdrawals(read.content.withdrawn)).preview;
}

function addFile(
  ports: TransferDeskPorts,
  actor: Actor,
  file: Omit<TransferFile, 'id' | 'direction' | 'by' | 'at'>,
): number {
  return ports.keeper.addFile({ ...file, direction: 'in', by: actor.user, at: ports.now() });
}

/** What follows of what is written already: its failure is told, and takes nothing back. */
async function finish(
  ports: TransferDeskPorts,
  preview: Omit<TransferPreview, 'id'>,
  intake: TransferIntake,
  actor: Actor,
): Promise<TransferResult> {
  ports.changed();
  const detail = detailOf(preview);
  const what = preview.what === 'class' ? '导入班级文件' : `导入 ${preview.month ?? ''} 课时记录`;
  const action = preview.what === 'class' ? 'class-file-imported' : 'records-file-imported';
  ports.audit(actor, { action, subject: classCode(preview.class), detail: `${what}：${detail}` });
  const remarks: string[] = [...preview.warnings];
  try {
    await intake.written();
  } catch (error) {
    ports.log.error('a file is imported, what follows of it failed', { error });
    remarks.push('已全部写入；人脸模板没能马上建立，识别恢复后会自动补上');
  }
  return { class: preview.class, detail, remarks };
}

const detailOf = ({ lines }: Pick<TransferPreview, 'lines'>): string =>
  lines.map(({ what, detail }) => `${what}：${detail}`).join('；');
