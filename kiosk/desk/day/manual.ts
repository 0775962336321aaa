import type { ManualBody } from '../../../core/contract/office/day.ts';
import type { ManualEntry } from '../../../core/domain/entry.ts';
import { inRange } from '../../../core/domain/leave.ts';
import { windowsOf } from '../../../core/domain/lesson.ts';
import { policyOn } from '../../../core/domain/policy.ts';
import { signatureFault } from '../../../core/domain/signature.ts';
import { correctLate, lateRecords } from './corrections.ts';
import { classOf, nameOf, refuse } from './fault.ts';
import { countersignNeeded, type Entered } from './leave.ts';
import { type Actor, type DayPorts, signedAs } from './ports.ts';

/**
 * Checks a trainee in without a face: the teacher vouches for the lessons, the trainee signs. Only lessons whose
 * check-in has begun; those that closed already become correcting records and want a second person.
 * @throws ZaikeError `no-lessons`, `not-begun`, `unsigned`, `countersign-needed`.
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
  const early = covered.find((lesson) => now < windowsOf(lesson, policyOn(of.file.policies, date)).arrival.from);
  if (early !== undefined) throw refuse('not-begun', `第 ${early.no} 课时还没有开始签到，不能提前登记`);
  const fault = signatureFault(signature);
  if (fault !== null) throw refuse('unsigned', signatureWords[fault]);
  const late = lateRecords(ports, code, trainee, covered, 'present');
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
