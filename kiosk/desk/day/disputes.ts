import type { AnswerBody, DisputeView } from '../../../core/contract/office/day-waiting.ts';
import { dateAt } from '../../../core/domain/day.ts';
import { answerUntil } from '../../../core/domain/deadline.ts';
import { type Dispute, disputeState } from '../../../core/domain/entry.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClassCode, TraineeId } from '../../../core/domain/ids.ts';
import { windowsOf } from '../../../core/domain/lesson.ts';
import { policyOn } from '../../../core/domain/policy.ts';
import type { EpochMs, LocalDate } from '../../../core/domain/units.ts';
import { correctRecord } from './corrections.ts';
import { classOf, lessonOf, nameOf, refuse } from './fault.ts';
import { type Actor, type DayClass, type DayPorts, signedAs } from './ports.ts';
import { sentences } from './settle.ts';

/** What a trainee objects to. */
export interface Objection {
  readonly class: ClassCode;
  readonly trainee: TraineeId;
  readonly date: LocalDate;
  readonly no: number;
  readonly text: string;
}

/** A trainee may object until so many days after the lesson. */
const DAYS = 31;

/** Keeps a dispute; one that is open already for the same lesson stays the only one. @throws ZaikeError `already-disputed`, `not-begun`, `too-long-ago`. */
export function raiseDispute(ports: DayPorts, { class: code, trainee, date, no, text }: Objection): number {
  const of = classOf(ports, code);
  nameOf(of, trainee);
  const lesson = lessonOf(of, date, no);
  const now = ports.now();
  if (now < windowsOf(lesson, policyOn(of.file.policies, date)).arrival.to)
    throw refuse('not-begun', `第 ${no} 课时的到课时段还没有结束，请先看镜头签到`);
  if (now - lesson.end > DAYS * 86_400_000) throw refuse('too-long-ago', `超过 ${DAYS} 天的课时请到办公室提出`);
  const open = ports.disputes
    .ofTrainee(code, trainee)
    .find((each) => each.date === date && each.no === no && each.answer === null);
  if (open !== undefined) throw refuse('already-disputed', '这节课的异议已经提交，正在等老师答复');
  return ports.disputes.add({ class: code, trainee, date, no, text, raisedAt: now });
}

/**
 * Answers a dispute; an answer in the trainee's favour brings the correction along, both or neither.
 * @throws ZaikeError `no-such-dispute`, `already-answered`, and as {@link correctRecord}.
 */
export function answerDispute(
  ports: DayPorts,
  id: number,
  {
    text,
    correction,
  }: { readonly text: string; readonly correction: Pick<NonNullable<AnswerBody['correction']>, 'to'> | null },
  actor: Actor,
  second: Actor | null,
): void {
  const dispute = ports.disputes.find(id);
  if (dispute === null) throw refuse('no-such-dispute', '没有这条异议');
  if (dispute.answer !== null) throw refuse('already-answered', '这条异议已经答复过了，请刷新页面');
  const { class: code, trainee, date, no } = dispute;
  ports.corrections.together(() => {
    if (correction !== null) {
      const body = { class: code, trainee, date, no, to: correction.to, why: `学员异议成立：${text}` };
      correctRecord(ports, body, actor, second);
    }
    ports.disputes.answer(id, { text, upheld: correction !== null, by: signedAs(actor), at: ports.now() });
  });
  if (correction !== null) ports.changed();
}

/** The open disputes, oldest first, then those answered about lessons from `since` on. */
export function disputeList(ports: DayPorts, since: LocalDate, until: LocalDate): readonly DisputeView[] {
  return ports.classes.list().flatMap((of) => {
    const { code } = of.file.class;
    const open = ports.disputes.open(code);
    const answered = ports.disputes.list(code, since, until).filter(({ answer }) => answer !== null);
    return [...open, ...answered.reverse()].map((dispute) => disputeView(ports, of, dispute));
  });
}

/** A dispute with the mark that it is about. */
export function disputeView(ports: DayPorts, of: DayClass, dispute: Dispute): DisputeView {
  const { id, class: code, trainee, date, no, text, raisedAt, answer } = dispute;
  const person = of.file.trainees.find((each) => each.id === trainee)?.person;
  const stored = ports.records.history(code, trainee, date, no).at(-1);
  const until = lastDay(of, raisedAt);
  const state = disputeState(dispute);
  return {
    ...{ id, class: code, trainee, name: person?.name ?? trainee, date, no, text, raisedAt, until, state },
    overdue: state === 'open' && until !== null && dateAt(ports.now()) > until,
    outcome: stored?.record.outcome ?? null,
    why: stored === undefined ? '课时还没有关闭' : sentences(ports, of)(stored.record),
    answer: answer && { text: answer.text, by: answer.by, at: answer.at },
  };
}

/** The last day for an answer (3 working days, as for 陈述申辩); null where the year's calendar is not known. */
function lastDay({ file, calendar }: DayClass, raisedAt: EpochMs): LocalDate | null {
  try {
    return answerUntil(dateAt(raisedAt), file.policies, calendar);
  } catch (error) {
    if (error instanceof ZaikeError && error.code === 'calendar-missing') return null;
    throw error;
  }
}
