import type { CorrectionBody, CorrectionView } from '../../../core/contract/office/day-entries.ts';
import type { ClassCode, TraineeId } from '../../../core/domain/ids.ts';
import type { Correction } from '../../../core/domain/record.ts';
import { isAttended } from '../../../core/domain/record.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { decisionFor } from './center.ts';
import { classOf, lessonOf, nameOf, refuse, refuseClosed, waiting } from './fault.ts';
import { type Actor, type DayPorts, type DayRecord, isSignedBy, signedAs } from './ports.ts';

/** What came of a correction. */
export interface Corrected {
  readonly id: number;
  /** The new record; null while it waits for its second person. */
  readonly record: number | null;
}

/**
 * Asks for a correction of a closed lesson's record; with a second person it takes effect at once.
 * @throws ZaikeError `month-closed`, `not-closed`, `already-asked`, `same-outcome`, `center-decides`, `second-person-missing`, or as {@link classOf} and the like.
 */
export function correctRecord(
  ports: DayPorts,
  body: Omit<CorrectionBody, 'countersign'>,
  actor: Actor,
  second: Actor | null,
): Corrected {
  const { class: code, trainee, date, no, to, why } = body;
  const of = classOf(ports, code);
  const name = nameOf(of, trainee);
  refuseClosed(ports, code, [lessonOf(of, date, no)], '记录不能再更正');
  const stored = inForce(ports, code, trainee, date, no);
  if (stored === undefined) throw refuse('not-closed', `${name} ${date} 第 ${no} 课时还没有记录：课时关闭以后才能更正`);
  if (stored.record.outcome === to && stored.record.correction !== null)
    throw refuse('same-outcome', '这条记录已经更正成这样了');
  const open = ports.corrections.open(code).find((each) => each.replaces === stored.id);
  if (open !== undefined) throw refuse('already-asked', `这条记录已有更正申请（${open.by}），请先复核或退回那一条`);
  const paper = decisionFor(ports, code, stored);
  const because = paper === null ? why : `${why}（依据市中心核定 ${paper}）`;
  return ports.corrections.together(() => {
    const id = ask(ports, code, stored, { to, why: because }, actor);
    return { id, record: second === null ? null : signNow(ports, id, second, '当场复核') };
  });
}

/** Signs for a correction that somebody else asked for; returns the new record. @throws ZaikeError `own-correction`, `record-changed`, `center-decides`. */
export function signCorrection(ports: DayPorts, id: number, actor: Actor): number {
  const request = waiting(ports, id);
  if (isSignedBy(request.by, actor)) throw refuse('own-correction', '自己申请的更正要由另一个人复核');
  const { class: code, trainee, date, no, replaces } = request;
  const stored = inForce(ports, code, trainee, date, no);
  if (stored?.id !== replaces) throw refuse('record-changed', '这条记录在申请以后又更正过，请退回申请，重新核对');
  decisionFor(ports, code, stored);
  return ports.corrections.together(() => signNow(ports, id, actor, '复核'));
}

/** Turns a request down, or takes one's own back. */
export function refuseCorrection(ports: DayPorts, id: number, actor: Actor, why: string): void {
  waiting(ports, id);
  ports.corrections.refuse(id, { by: signedAs(actor), at: ports.now(), why });
}

/** The corrections of a class that wait for the second person. */
export function waitingCorrections(ports: DayPorts): readonly CorrectionView[] {
  return ports.classes.list().flatMap((of) => {
    const names = new Map(of.file.trainees.map(({ id, person }) => [id, person.name ?? id]));
    return ports.corrections.open(of.file.class.code).map((request): CorrectionView => {
      const { id, class: code, trainee, date, no, to, why, by, requestedAt } = request;
      const before = ports.records.history(code, trainee, date, no).find((each) => each.id === request.replaces);
      const outcome = before?.record.outcome ?? 'pending';
      const name = names.get(trainee) ?? trainee;
      return { id, class: code, trainee, name, date, no, before: outcome, to, why, by, requestedAt };
    });
  });
}

/**
 * The closed records that something entered late bears upon: of those lessons, the ones that are not attended
 * and not so already. Each becomes a correcting record.
 */
export function lateRecords(
  ports: DayPorts,
  code: ClassCode,
  trainee: TraineeId,
  lessons: readonly { readonly date: LocalDate; readonly no: number }[],
  to: Correction['to'],
): readonly DayRecord[] {
  return lessons
    .map(({ date, no }) => inForce(ports, code, trainee, date, no))
    .filter((stored) => stored !== undefined)
    .filter(({ record: { outcome } }) => !isAttended(outcome) && outcome !== to);
}

/** Corrects the records of lessons that closed before; call it inside `together`. */
export function correctLate(
  ports: DayPorts,
  code: ClassCode,
  late: readonly DayRecord[],
  correction: Pick<Correction, 'to' | 'why'>,
  { actor, second }: { readonly actor: Actor; readonly second: Actor },
): void {
  for (const stored of late) {
    const open = ports.corrections.open(code).find(({ replaces }) => replaces === stored.id);
    if (open !== undefined)
      ports.corrections.refuse(open.id, { by: signedAs(actor), at: ports.now(), why: correction.why });
    signNow(ports, ask(ports, code, stored, correction, actor), second, '当场复核');
  }
}

function ask(
  ports: DayPorts,
  code: ClassCode,
  { id: replaces, record: { trainee, date, no } }: DayRecord,
  { to, why }: Pick<Correction, 'to' | 'why'>,
  actor: Actor,
): number {
  const by = signedAs(actor);
  return ports.corrections.add({ class: code, trainee, date, no, replaces, to, why, by, requestedAt: ports.now() });
}

const signNow = (ports: DayPorts, id: number, second: Actor, why: string): number =>
  ports.corrections.sign(id, { by: signedAs(second), at: ports.now(), why });

function inForce(ports: DayPorts, code: ClassCode, trainee: TraineeId, date: LocalDate, no: number) {
  return ports.records.history(code, trainee, date, no).at(-1);
}
