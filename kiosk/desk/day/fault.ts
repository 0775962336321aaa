import { monthOf } from '../../../core/domain/day.ts';
import type { CorrectionRequest } from '../../../core/domain/entry.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClassCode, TraineeId } from '../../../core/domain/ids.ts';
import type { Lesson } from '../../../core/domain/lesson.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { monthClosed } from '../closed-month.ts';
import type { DayClass, DayPorts } from './ports.ts';

/** What cannot be done, in words for the person at the screen; `code` is the route's answer. */
export function refuse(code: string, message: string): ZaikeError {
  return new ZaikeError(message, { code, retry: false });
}

/** The class with that code. @throws ZaikeError `no-such-class`. */
export function classOf(ports: Pick<DayPorts, 'classes'>, code: ClassCode): DayClass {
  const found = ports.classes.list().find(({ file }) => file.class.code === code);
  if (found === undefined) throw refuse('no-such-class', `没有编号为 ${code} 的班级`);
  return found;
}

/** The lesson of a class. @throws ZaikeError `no-such-lesson`. */
export function lessonOf({ lessons }: DayClass, date: LocalDate, no: number): Lesson {
  const found = lessons.find((lesson) => lesson.date === date && lesson.no === no);
  if (found === undefined) throw refuse('no-such-lesson', `${date} 没有第 ${no} 课时`);
  return found;
}

/** The name of a class's trainee. @throws ZaikeError `no-such-trainee`. */
export function nameOf({ file }: DayClass, trainee: TraineeId): string {
  const found = file.trainees.find(({ id }) => id === trainee);
  if (found === undefined) throw refuse('no-such-trainee', '班里没有这位学员');
  return found.person.name ?? trainee;
}

/** A request that still waits. @throws ZaikeError `no-such-correction`, `already-decided`. */
export function waiting(ports: Pick<DayPorts, 'corrections'>, id: number): CorrectionRequest {
  const request = ports.corrections.find(id);
  if (request === null) throw refuse('no-such-correction', '没有这条更正申请');
  if (request.decision !== null) throw refuse('already-decided', '这条更正已经有人处理过了，请刷新页面');
  return request;
}

/** Lessons of closed months are none that something can still be entered for. `what`: 不能再补录请假. @throws ZaikeError `month-closed`. */
export function refuseClosed(
  { months }: Pick<DayPorts, 'months'>,
  code: ClassCode,
  lessons: readonly Pick<Lesson, 'date'>[],
  what: string,
): void {
  const closed = [...new Set(lessons.map(({ date }) => monthOf(date)))].find((month) => months.isClosed(code, month));
  if (closed !== undefined) throw monthClosed(closed, what);
}
