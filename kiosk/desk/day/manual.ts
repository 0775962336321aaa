import type { ManualBody, ManualView } from '../../../core/contract/office/day-entries.ts';
import type { ManualEntry } from '../../../core/domain/entry.ts';
import { inRange } from '../../../core/domain/leave.ts';
import { reachOf, windowsOf } from '../../../core/domain/lesson.ts';
import { policyOn } from '../../../core/domain/policy.ts';
import { signatureFault, signaturePath } from '../../../core/domain/signature.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { decisionFor } from './center.ts';
import { correctLate, lateRecords } from './corrections.ts';
import { classOf, nameOf, refuse, refuseClosed } from './fault.ts';
import { countersignNeeded, type Entered } from './leave.ts';
import { findTrainee } from './own.ts';
import { type Actor, type DayPorts, signedAs } from './ports.ts';

/**
 * Checks a trainee in without a face: the teacher vouches for the lessons, the trainee signs. Only lessons whose
 * check-in has begun; those that closed already become correcting records and want a second person.
 * @throws ZaikeError `no-lessons`, `month-closed`, `not-begun`, `unsigned`, `center-decides`, `countersign-needed`.
 */
export function checkInByHand(
  ports: DayPorts,
  body: Omit<ManualBody, 'countersign'>,
  at: ManualEntry['at'],
  actor: Actor,
  second: Actor | null,
): Entered {
  const { class: code, trainee, date, lessons, signature } = body;
  const of = classOf(ports, code);
  nameOf(of, trainee);
  const now = ports.now();
  const covered = of.lessons.filter((lesson) => lesson.date === date && inRange(lessons, lesson.no));
  if (covered.length === 0) throw refuse('no-lessons', `${date} 没有这些课时，请核对`);
  refuseClosed(ports, code, covered, '不能再补登到课');
  const early = covered.find((lesson) => now < windowsOf(lesson, policyOn(of.file.policies, date)).arrival.from);
  if (early !== undefined) throw refuse('not-begun', `第 ${early.no} 课时还没有开始签到，不能提前登记`);
  const fault = signatureFault(signature);
  if (fault !== null) throw refuse('unsigned', signatureWords[fault]);
  const late = lateRecords(ports, code, trainee, covered, 'present');
  // Coming late it would settle what is the center's to settle; leave, which has its own proof, may come late.
  for (const stored of late) decisionFor(ports, code, stored);
  if (late.length > 0 && second === null) throw countersignNeeded(late.length);
  const teacher = signedAs(actor);
  const id = ports.corrections.together(() => {
    const entry = { class: code, trainee, date, lessons, teacher, signature, at, by: teacher, enteredAt: now };
    const added = ports.manual.add(entry);
    if (second !== null)
      correctLate(ports, code, late, { to: 'present', why: '补录：老师凭身份证登记，本人签名' }, { actor, second });
    return added;
  });
  ports.changed();
  return { id, corrected: late.length };
}

const signatureWords = {
  empty: '请学员本人在框里签上姓名',
  'too-long': '签名太长了，请清除后重新签',
  outside: '签名没有收到，请清除后重新签',
} as const;

/** Takes a check-in back; records of closed lessons stay as they are. @throws ZaikeError `no-such-check-in`, `already-withdrawn`. */
export function withdrawCheckIn(ports: DayPorts, id: number, actor: Actor, why: string): void {
  const entry = ports.manual.find(id);
  if (entry === null) throw refuse('no-such-check-in', '没有这条登记');
  if (entry.withdrawn !== null) throw refuse('already-withdrawn', '这条登记已经撤回了');
  ports.manual.withdraw(id, { by: signedAs(actor), at: ports.now(), why });
  ports.changed();
}

/** The check-ins without a face of a day, of all classes, in the order of entry. */
export function manualList(ports: DayPorts, date: LocalDate): readonly ManualView[] {
  return ports.classes.list().flatMap((of) => {
    const names = new Map(of.file.trainees.map(({ id, person }) => [id, person.name ?? id]));
    return ports.manual.list(of.file.class.code, date, date).map(({ by: _by, signature, ...entry }): ManualView => {
      return { ...entry, name: names.get(entry.trainee) ?? entry.trainee, signature: signaturePath(signature) };
    });
  });
}

/**
 * Checks a trainee in at the touch screen, for the lesson whose windows are open now: of two that overlap the later one.
 * @throws ZaikeError `no-such-trainee`, `no-lesson-now`, and as {@link checkInByHand}.
 */
export function checkInAtScreen(
  ports: DayPorts,
  idNumber: string,
  signature: ManualBody['signature'],
  teacher: Actor,
): { readonly name: string; readonly lesson: number } {
  const found = findTrainee(ports, ({ person }) => person.idNumber === idNumber);
  if (found === null) throw refuse('no-such-trainee', '班里没有这个身份证号，请核对');
  const { code, trainee } = found;
  const of = classOf(ports, code);
  const now = ports.now();
  const lesson = of.lessons.findLast((each) => {
    const { from, to } = reachOf(windowsOf(each, policyOn(of.file.policies, each.date)));
    return from <= now && now <= to;
  });
  if (lesson === undefined) throw refuse('no-lesson-now', '现在没有可以登记的课时');
  const { date, no } = lesson;
  const body = { class: code, trainee: trainee.id, date, lessons: { first: no, last: no }, signature };
  checkInByHand(ports, body, 'screen', teacher, null);
  return { name: trainee.person.name ?? trainee.id, lesson: no };
}
