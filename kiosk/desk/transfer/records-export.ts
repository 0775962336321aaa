import type { CarriedLesson, RecordsContent } from '../../../core/contract/transfer.ts';
import { canonicalJson, type Json } from '../../../core/domain/canonical.ts';
import { boundsOf, type LocalMonth } from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import { lessonKey, reachOf, windowsOf } from '../../../core/domain/lesson.ts';
import { policyOn } from '../../../core/domain/policy.ts';
import { minutes, plus } from '../../../core/domain/units.ts';
import type { TransferPorts } from './ports.ts';
import { signedFile } from './signed-file.ts';

/** How far around a lesson coverage is told: an unobserved stretch counts by its full length. */
const AROUND = 60;

/** A month's records of this kiosk as they go to another. */
export interface LeavingRecords {
  readonly content: RecordsContent;
  /** The signed file. */
  readonly text: string;
}

/**
 * The records that this kiosk closed in a month, corrected ones too, with what its cameras observed and the head of its
 * journal; no names, no ID numbers, no faces. @throws ZaikeError `no-such-class`, `no-records`.
 */
export async function leavingRecords(
  ports: TransferPorts,
  code: ClassCode,
  month: LocalMonth,
  sequence: number,
): Promise<LeavingRecords> {
  const { records, enrolment, classes, institution, self, now, sha256, evidence } = ports;
  const { from, to } = boundsOf(month);
  const own = records.own(code, from, to);
  if (own.length === 0)
    throw new ZaikeError(`本机在 ${month} 没有这个班的课时记录`, { code: 'no-records', retry: false });
  const people = classes.trainees(code).map(({ id }) => id);
  const content: RecordsContent = {
    ...({ format: 1, institution, class: code, month, room: self.room ?? '' } as const),
    ...{ exportedAt: now(), sequence, lessons: lessonsOf(ports, code, own), records: own },
    withdrawn: [...enrolment.withdrawnHere(people)],
    head: await evidence.head(),
  };
  return { content, text: signedFile(sha256, self.key, canonicalJson(content as unknown as Json)) };
}

function lessonsOf(ports: TransferPorts, code: ClassCode, own: RecordsContent['records']): CarriedLesson[] {
  const { classes, coverage, evidence, self } = ports;
  const { cameras, policies, class: facts } = classes.file(code);
  const planned = new Map(classes.timetable(code).lessons.map((lesson) => [lessonKey(lesson), lesson]));
  const closed = new Map(own.map(({ record }) => [lessonKey(record), record]));
  return [...closed].map(([key, { date, no }]): CarriedLesson => {
    const lesson = planned.get(key);
    const told = { date, no, cameras: [...cameras], evidence: evidence.lesson(code, date, no) };
    if (lesson === undefined) return { ...told, from: null, to: null, room: self.room, coverage: [] };
    const reach = reachOf(windowsOf(lesson, policyOn(policies, date)));
    const spans = coverage(plus(reach.from, minutes(-AROUND)), plus(reach.to, minutes(AROUND)));
    const room = lesson.room ?? facts.room ?? self.room;
    return { ...told, from: lesson.start, to: lesson.end, room, coverage: [...spans] };
  });
}
