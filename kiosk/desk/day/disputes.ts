import type { AnswerBody, DisputeView } from '../../../core/contract/office/day-waiting.ts';
import type { ClassFile } from '../../../core/domain/class-file.ts';
import { dateAt } from '../../../core/domain/day.ts';
import { type DisputeState, disputeState, disputeUntil } from '../../../core/domain/dispute.ts';
import type { Dispute } from '../../../core/domain/entry.ts';
import type { ClassCode, TraineeId } from '../../../core/domain/ids.ts';
import { windowsOf } from '../../../core/domain/lesson.ts';
import { policyOn } from '../../../core/domain/policy.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
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
 * Answers a dispute; an answer in the trainee's favour brings the correction along, both or neither. What is escalated
 * only the center answers.
 * @throws ZaikeError `no-such-dispute`, `already-answered`, `escalated`, and as {@link correctRecord}.
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
  answerer: 'institution' | 'center' = 'institution',
): void {
  const dispute = ports.disputes.find(id);
  if (dispute === null) throw refuse('no-such-dispute', '没有这条异议');
  if (dispute.answer !== null) throw refuse('already-answered', '这条异议已经答复过了，请刷新页面');
  if (answerer === 'institution' && standingOf(ports, classOf(ports, dispute.class), dispute).state === 'escalated')
    throw refuse('escalated', '已超过答复期限，转由市中心答复；情况请向中心说明');
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
  const { until, state } = standingOf(ports, of, dispute);
  return {
    ...{ id, class: code, trainee, name: person?.name ?? trainee, date, no, text, raisedAt, until, state },
    overdue: answer === null && until !== null && dateAt(ports.now()) > until,
    outcome: stored?.record.outcome ?? null,
    why: stored === undefined ? '课时还没有关闭' : sentences(ports, of)(stored.record),
    answer: answer && { text: answer.text, by: answer.by, at: answer.at },
  };
}

/** Until when a dispute is the institution's to answer, and where it stands now. */
export function standingOf(
  ports: Pick<DayPorts, 'now' | 'hasCenter'>,
  { file, calendar }: Pick<DayClass, 'calendar'> & { readonly file: Pick<ClassFile, 'policies'> },
  dispute: Dispute,
): { readonly until: LocalDate | null; readonly state: DisputeState } {
  const until = disputeUntil(dispute, { policies: file.policies, calendar });
  return { until, state: disputeState(dispute, { until, now: ports.now(), hasCenter: ports.hasCenter() }) };
}
