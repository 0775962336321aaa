import { type CarriedLesson, type RecordsContent, recordsContentSchema } from '../../../core/contract/transfer.ts';
import { canonicalJson, type Json } from '../../../core/domain/canonical.ts';
import { openCheckpoint } from '../../../core/domain/checkpoint.ts';
import { recordKey } from '../../../core/domain/class-records.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { type ClassCode, classCode } from '../../../core/domain/ids.ts';
import { type LessonKey, lessonKey } from '../../../core/domain/lesson.ts';
import { spanText } from '../../../core/domain/time-text.ts';
import type { EpochMs } from '../../../core/domain/units.ts';
import type { TransferPorts } from './ports.ts';
import { readSigned, type SignedContent } from './signed-file.ts';

/** A records file whose signature holds. */
export interface ReadRecords {
  readonly signed: SignedContent;
  readonly content: RecordsContent;
}

/** Reads a records file. @throws ZaikeError `transfer-damaged`, `transfer-newer`, `transfer-unfit`. */
export function readRecords(ports: Pick<TransferPorts, 'sha256' | 'verify'>, file: string): ReadRecords {
  const signed = readSigned(ports, file);
  const read = recordsContentSchema.safeParse(parsed(signed.json));
  if (!read.success) throw unfit(read.error.issues[0]?.path.join('.') ?? '');
  const content = read.data as unknown as RecordsContent;
  const lessons = new Set(content.lessons.map(lessonKey));
  const seen = new Map<number, string>();
  let last = 0;
  for (const { id, replaces, record } of content.records) {
    const key = recordKey(record);
    const inOrder = id > last && (replaces === null ? record.correction === null : seen.get(replaces) === key);
    if (!inOrder || !record.date.startsWith(content.month) || !lessons.has(lessonKey(record)))
      throw unfit(`第 ${id} 号记录`);
    seen.set(id, key);
    last = id;
  }
  if (content.head !== null && openCheckpoint(ports, signed.key, content.head).kind !== 'signed')
    throw unfit('证据日志的签名');
  return { signed, content };
}

/** What a file brings that is not here yet, and why some of it is left out. */
export interface RecordChanges {
  readonly code: ClassCode;
  /** Lessons whose records are taken in. */
  readonly lessons: readonly CarriedLesson[];
  /** Their records that are new here, in order. */
  readonly fresh: RecordsContent['records'];
  readonly refused: readonly { readonly lesson: CarriedLesson; readonly why: string }[];
  /** Records that are here by the same number and say something else. */
  readonly differing: number;
}

/** Compares a file with what is here. */
export function recordChanges(ports: TransferPorts, { signed: { kiosk }, content }: ReadRecords): RecordChanges {
  const code = classCode(content.class);
  const planned = new Map(ports.classes.timetable(code).lessons.map((lesson) => [lessonKey(lesson), lesson]));
  const why = (lesson: CarriedLesson): string | null => {
    const { date, no } = lesson;
    const here = planned.get(lessonKey(lesson));
    const known = ports.records.lesson(code, date, no);
    if (known !== null) return known.kiosk === kiosk ? null : `已从教室 ${known.room} 的电脑导入过这节课`;
    if (ports.records.isOwn(code, date, no)) return '本机已有这节课自己的记录，两份记录不能都算：请核对课表里的教室';
    if (here === undefined) return '本机的课表上没有这节课：请先把班级资料导到同样的版本';
    if (ports.isHere(here))
      return here.room === null || here.room.trim() === ''
        ? '课表没有写这节课的教室，本机也会记录它：请先在课表里写明教室'
        : `课表里这节课在本机的教室（${here.room}）`;
    if (lesson.from !== here.start || lesson.to !== here.end)
      return `两台电脑的上课时间不同（那台 ${timeText(lesson.from, lesson.to)}，本机 ${timeText(here.start, here.end)}）：请先统一课表`;
    return null;
  };
  const judged = content.lessons.map((lesson) => ({ lesson, why: why(lesson) }));
  const lessons = judged.filter((each) => each.why === null).map(({ lesson }) => lesson);
  const wanted = new Set<LessonKey>(lessons.map(lessonKey));
  const known = content.records.map((each) => ({ each, here: ports.records.record(kiosk, each.id) }));
  const differing = known.filter(({ each, here }) => here !== null && text(here.record) !== text(each.record)).length;
  return {
    ...{ code, lessons, differing },
    fresh: known
      .filter(({ each, here }) => here === null && wanted.has(lessonKey(each.record)))
      .map(({ each }) => each),
    refused: judged.flatMap((each) => (each.why === null ? [] : [{ lesson: each.lesson, why: each.why }])),
  };
}

/** Writes what is new; call it inside `together`. `file`: its number here. @throws ZaikeError `month-closed`. */
export function writeRecords(ports: TransferPorts, read: ReadRecords, changes: RecordChanges, file: number): void {
  const { code, lessons, fresh } = changes;
  const { kiosk } = read.signed;
  for (const record of fresh) ports.records.add(code, kiosk, record);
  if (isOlder(ports, read)) return;
  for (const { date, no, room, cameras, coverage, evidence } of lessons)
    ports.records.putLesson({
      ...{ class: code, date, no, kiosk, file },
      room: room ?? read.content.room,
      facts: { cameras, coverage, evidence },
    });
}

/** Whether a newer file of the same month and kiosk came in before. */
export function isOlder({ keeper }: TransferPorts, { signed: { kiosk }, content }: ReadRecords): boolean {
  return keeper
    .files(classCode(content.class))
    .some(
      (file) =>
        file.direction === 'in' &&
        file.what === 'records' &&
        file.kiosk === kiosk &&
        file.month === content.month &&
        file.sequence > content.sequence &&
        file.exportedAt > content.exportedAt,
    );
}

/** A lesson's time; null: it is not in that kiosk's timetable. */
function timeText(from: EpochMs | null, to: EpochMs | null): string {
  return from === null || to === null ? '已不在课表上' : spanText({ from, to });
}

const text = (record: unknown): string => canonicalJson(record as Json);

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function unfit(what: string): ZaikeError {
  return new ZaikeError(`记录文件的内容不符合格式（${what}），请在那台电脑上重新导出`, {
    code: 'transfer-unfit',
    retry: false,
  });
}
