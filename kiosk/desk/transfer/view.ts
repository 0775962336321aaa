import type { TransferLine, TransfersView } from '../../../core/contract/office/transfer.ts';
import { monthOf } from '../../../core/domain/day.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import { type Lesson, lessonKey } from '../../../core/domain/lesson.ts';
import { fingerprintOf, isSameInstitution, nameOf } from './identity.ts';
import type { TransferFile, TransferPorts } from './ports.ts';

/** So many files are shown. */
const SHOWN = 50;

/** Why nothing can be exported here; null: it can. */
export function obstacleOf({ institution }: Pick<TransferPorts, 'institution'>): string | null {
  if (isSameInstitution(institution, institution)) return null;
  return '本机没有配置机构名称（配置文件的 institution），不能导出：另一台电脑要靠它认出是同一机构';
}

/** A class on several kiosks: this kiosk's own identity, which rooms its lessons are in, and what went to and fro. */
export function transfersView(ports: TransferPorts, code: ClassCode): TransfersView {
  const { self, sha256, records, keeper, classes } = ports;
  const { lessons } = classes.timetable(code);
  const own = records.ownLessons(code);
  const months = [...new Set(own.map(({ date }) => monthOf(date)))].sort().reverse();
  return {
    kiosk: self.key.name,
    room: self.room,
    fingerprint: fingerprintOf(sha256, self.key),
    obstacle: obstacleOf(ports),
    months,
    rooms: roomsOf(ports, code, lessons),
    files: keeper
      .files(code)
      .slice(0, SHOWN)
      .map((file) => lineOf(ports, file)),
  };
}

function roomsOf(ports: TransferPorts, code: ClassCode, lessons: readonly Lesson[]): TransfersView['rooms'] {
  const { classes, isHere, now, records } = ports;
  const usual = classes.file(code).class.room;
  const closed = new Set(records.ownLessons(code).map(lessonKey));
  const isHeld = ({ date, no }: Lesson): boolean =>
    closed.has(lessonKey({ date, no })) || records.lesson(code, date, no) !== null;
  const byRoom = Map.groupBy(lessons, ({ room }) => room?.trim() || usual?.trim() || '未写明');
  return [...byRoom].map(([room, those]) => ({
    room,
    here: those.some((lesson) => isHere(lesson)),
    lessons: those.length,
    held: those.filter(isHeld).length,
    missing: those.filter((lesson) => lesson.end < now() && !isHeld(lesson)).length,
  }));
}

function lineOf({ sha256 }: TransferPorts, file: TransferFile): TransferLine {
  const { id, direction, what, month, kiosk, room, exportedAt, detail, by, at } = file;
  return { id, direction, what, month, kiosk: nameOf(sha256, kiosk), room, exportedAt, detail, by, at };
}
