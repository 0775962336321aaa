import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { daySchema, lessonViewSchema } from '../../core/contract/office/day.ts';
import { disputesSchema, settleSchema } from '../../core/contract/office/day-waiting.ts';
import { ownRecordSchema } from '../../core/contract/screen-own.ts';
import { traineeId } from '../../core/domain/ids.ts';
import type { LocalDate } from '../../core/domain/units.ts';
import {
  correctRecord,
  refuseCorrection,
  signCorrection,
  waitingCorrections,
} from '../../kiosk/desk/day/corrections.ts';
import { answerDispute, disputeList, raiseDispute } from '../../kiosk/desk/day/disputes.ts';
import { journalOfCorrections } from '../../kiosk/desk/day/journal.ts';
import { enterLeave, leaveList, withdrawLeave } from '../../kiosk/desk/day/leave.ts';
import { lessonView } from '../../kiosk/desk/day/lines.ts';
import { checkInByHand, withdrawCheckIn } from '../../kiosk/desk/day/manual.ts';
import { dayView } from '../../kiosk/desk/day/overview.ts';
import { ownRecord } from '../../kiosk/desk/day/own.ts';
import { settleView } from '../../kiosk/desk/day/settle.ts';
import { openDatabase } from '../../kiosk/store/open.ts';
import { at, CODE, DAY, openDay, sampleFile, type TestDay } from '../support/office/day.ts';

const zhang = { user: 'zhang', name: '张三' };
const li = { user: 'li', name: '李四' };
const t1 = traineeId('t1');
const SIGNATURE = [[100, 100, 600, 120]];

let db: ReturnType<typeof openDatabase>;
let day: TestDay;
beforeEach(() => {
  db = openDatabase(':memory:');
  day = openDay(db);
});
afterEach(() => db[Symbol.dispose]());

const lesson = (no = 1) => {
  const found = day.of.lessons.find((each) => each.date === DAY && each.no === no);
  if (found === undefined) throw new Error('expected a lesson');
  return found;
};
const line = (trainee: string, no = 1) =>
  lessonView(day.ports, day.of, lesson(no)).lines.find((each) => each.trainee === trainee);
const outcomes = () => day.records.inForce(CODE, DAY, DAY).map(({ record }) => `${record.trainee} ${record.outcome}`);

/** Lesson 1: t1 attends, t2 comes too late, t3 was seen before the camera went off, t4 never came. */
function morning(): void {
  day.observe('07:30–08:58', '09:25–12:00');
  day.see('t1', '08:24', '08:47', '08:57');
  day.observed.addSighting({ trainee: t1, at: at('09:12'), camera: 'door' as never });
  day.see('t2', '08:46');
  day.see('t3', '08:25');
  day.now = at('09:30');
  day.close(1);
}

describe('the day', () => {
  it('tells the lessons of the class that other rooms hold, and whether their records came', () => {
    const isElsewhere = ({ date, no }: { date: string; no: number }): boolean => date === DAY && (no === 1 || no === 6);
    const [here, there] = [day.of.lessons.filter((each) => !isElsewhere(each)), day.of.lessons.filter(isElsewhere)];
    day.observe('07:30–12:00');
    day.now = at('09:30');
    day.close(1);
    const elsewhere = there.map((each) => ({ ...each, room: 'B105' }));
    const view = dayView({ ...day.ports, classes: { list: () => [{ ...day.of, lessons: here, elsewhere }] } }, DAY);
    expect(daySchema.parse(view)).toEqual(view);
    expect(view.lessons.map(({ no }) => no)).toEqual([2, 3, 4, 5]);
    expect(view.elsewhere).toMatchObject([
      { class: CODE, className: '大数据开发', no: 1, room: 'B105', from: at('08:30'), to: at('09:15'), recorded: true },
      { no: 6, room: 'B105', recorded: false },
    ]);
  });

  it('tells when unidentified people were there, the long stays apart, and counts them alike everywhere', () => {
    day.observe('07:30–12:00');
    const stay = (from: string, to: string) =>
      day.observed.addUnidentified({ camera: 'room' as never, from: at(from), to: at(to) });
    stay('08:31', '08:31:30');
    stay('08:35', '09:05');
    stay('08:20', '08:29'); // before the lesson
    stay('09:00', '09:20'); // fifteen minutes of it, to the second
    day.now = at('09:30');
    day.close(1);
    const view = lessonView(day.ports, day.of, lesson(1));
    expect(lessonViewSchema.parse(view)).toEqual(view);
    expect(view.strangers).toEqual([
      { camera: 'room', from: at('08:31'), to: at('08:31:30'), long: false },
      { camera: 'room', from: at('08:35'), to: at('09:05'), long: true },
      { camera: 'room', from: at('09:00'), to: at('09:20'), long: true },
    ]);
    // Of those that count the most at once: who is lost and found again is one person.
    expect(view.lesson.counts.unidentified).toBe(2);
    expect(dayView(day.ports, DAY).lessons[0]?.counts.unidentified).toBe(2);
    stay('08:30', '08:34:59');
    stay('08:30', '08:34');
    expect(lessonView(day.ports, day.of, lesson(1)).lesson.counts.unidentified).toBe(2);
    stay('09:05:01', '09:22'); // too short in the lesson
    expect(lessonView(day.ports, day.of, lesson(1)).lesson.counts.unidentified).toBe(2);
  });

  it('counts somebody who was lost and found again once', () => {
    for (const [from, to] of [
      ['08:30', '08:46'],
      ['08:47', '09:05'],
    ] as const)
      day.observed.addUnidentified({ camera: 'room' as never, from: at(from), to: at(to) });
    day.now = at('09:21');
    const { lesson: head, strangers } = lessonView(day.ports, day.of, lesson(1));
    expect([head.state, head.counts.unidentified, strangers.length]).toEqual(['ended', 1, 2]);
  });

  it('tells the thirty longest stays of a lesson at most, in order of time', () => {
    for (let n = 0; n < 40; n += 1)
      day.observed.addUnidentified({
        camera: 'room' as never,
        from: at('08:31') + n,
        to: at('08:32') + 2 * n,
      } as never);
    const { strangers } = lessonView(day.ports, day.of, lesson(1));
    expect(strangers.map(({ from }) => from - at('08:31'))).toEqual(Array.from({ length: 30 }, (_, n) => n + 10));
  });

  it('says why nobody can be recognised, today only', () => {
    day.now = at('08:45');
    expect(dayView(day.ports, DAY).visionTrouble).toBeNull();
    day.visionTrouble = '人脸识别没有运行：缺少模型文件';
    expect(dayView(day.ports, DAY).visionTrouble).toBe('人脸识别没有运行：缺少模型文件');
    expect(dayView(day.ports, '2026-10-09' as LocalDate).visionTrouble).toBeNull();
  });

  it('shows the lessons of the day in order with who is here', () => {
    day.observe('07:30–09:00');
    day.see('t1', '08:24');
    day.see('t2', '08:36');
    day.now = at('08:45');
    day.strangers = 2;
    const view = dayView(day.ports, DAY);
    expect(daySchema.parse(view)).toEqual(view);
    expect(view.lessons.map(({ no, state }) => `${no} ${state}`)).toEqual([
      '1 running',
      ...[2, 3, 4, 5, 6].map((no) => `${no} toCome`),
    ]);
    expect(view.lessons[0]).toMatchObject({
      rollCall: true,
      counts: { due: 6, here: 2, late: 1, missing: 4, pending: 0, unidentified: 2 },
    });
  });

  it('says who is missing only from the tenth minute on', () => {
    day.now = at('08:39:59');
    expect(dayView(day.ports, DAY).lessons[0]?.rollCall).toBe(false);
    day.now = at('08:40');
    expect(dayView(day.ports, DAY).lessons[0]?.rollCall).toBe(true);
  });

  it('gives each line its strip, its reason and what proves it', () => {
    morning();
    const view = lessonView(day.ports, day.of, lesson());
    expect(lessonViewSchema.parse(view)).toEqual(view);
    expect(view.lesson.state).toBe('closed');
    expect(view.lines.map(({ trainee, standing }) => `${trainee} ${standing}`)).toEqual([
      ...['t1 present', 't2 absent', 't3 pending', 't4 absent', 't5 absent', 't6 absent'],
    ]);
    expect(line('t2')?.why).toBe('08:46 到，超过 15 分钟，本课时不计');
    expect(line('t3')?.why).toBe('08:25 到，离课时段摄像机有一段未观察（08:58–09:25），待核');
    expect(line('t3')?.strip.map(({ state }) => state)).toEqual(['notSeen', 'seen', 'notSeen', 'unobserved']);
    expect(line('t1')?.openings[0]).toMatchObject({
      window: 'arrival',
      proof: { similarity: 0.62, runnerUp: { name: '李婷', similarity: 0.21 }, clock: 'synchronised' },
    });
    expect(view.unobserved).toEqual([{ from: at('08:58'), to: at('09:20') }]);
  });

  it('has nothing on a day without lessons', () => {
    expect(dayView(day.ports, '2026-10-11' as LocalDate).lessons).toEqual([]);
  });
});

describe('leave', () => {
  const body = {
    class: CODE,
    trainee: traineeId('t4'),
    kind: 'sick',
    from: DAY,
    to: DAY,
    lessons: null,
    why: '发烧',
  } as const;

  it('entered before the lesson closes counts when it does', () => {
    day.observe('07:30–12:00');
    expect(enterLeave(day.ports, body, zhang, null)).toEqual({ id: 1, corrected: 0 });
    expect(line('t4')?.standing).toBe('sickLeave');
    day.close(1);
    expect(outcomes()).toContain('t4 sickLeave');
    expect(day.changes).toBe(1);
  });

  it('entered after the lesson closed corrects the record, with a second person, or nothing is written', () => {
    morning();
    expect(() => enterLeave(day.ports, body, zhang, null)).toThrow(/1 个课时已经关闭/);
    expect(() => enterLeave(day.ports, body, zhang, zhang)).toThrow(/另一人/);
    expect(leaveList(day.ports, DAY, DAY)).toEqual([]);
    expect(enterLeave(day.ports, body, zhang, li)).toEqual({ id: 1, corrected: 1 });
    expect(outcomes()).toContain('t4 sickLeave');
    expect(line('t4')?.history.map(({ outcome }) => outcome)).toEqual(['absent', 'sickLeave']);
    expect(line('t4')?.why).toBe('原为未到，更正为病假：补录病假：发烧（张三（zhang）更正，李四（li）复核）');
  });

  it('never takes a lesson from somebody who attended it', () => {
    morning();
    expect(enterLeave(day.ports, { ...body, trainee: t1 }, zhang, null).corrected).toBe(0);
    expect(outcomes()).toContain('t1 present');
  });

  it('is withdrawn for lessons to come', () => {
    const { id } = enterLeave(day.ports, body, zhang, null);
    withdrawLeave(day.ports, id, li, '已销假');
    expect(line('t4')?.standing).toBe('expected');
    expect(leaveList(day.ports, DAY, DAY)[0]?.withdrawn).toMatchObject({ by: '李四（li）', why: '已销假' });
    expect(() => withdrawLeave(day.ports, id, li, '又')).toThrow(/已经撤回/);
  });

  it('needs a lesson, and days in their order', () => {
    expect(() => enterLeave(day.ports, { ...body, to: '2026-10-07' as LocalDate }, zhang, null)).toThrow(/不能早于/);
    const sunday = '2026-10-11' as LocalDate;
    expect(() => enterLeave(day.ports, { ...body, from: sunday, to: sunday }, zhang, null)).toThrow(/没有刘子涵的课/);
  });
});

describe('a check-in without a face', () => {
  const body = {
    class: CODE,
    trainee: traineeId('t4'),
    date: DAY,
    lessons: { first: 1, last: 1 },
    signature: SIGNATURE,
  };

  it('counts for the whole lesson', () => {
    day.observe('07:30–12:00');
    day.now = at('08:50');
    checkInByHand(day.ports, body, 'screen', zhang, null);
    expect(line('t4')).toMatchObject({ standing: 'here', why: '老师已登记' });
    day.close(1);
    expect(outcomes()).toContain('t4 present');
    expect(line('t4')?.why).toBe('有人证明全程在课；老师凭身份证登记，本人签名');
  });

  it('waits for the check-in to begin and for a signature', () => {
    expect(() => checkInByHand(day.ports, body, 'office', zhang, null)).toThrow(/还没有开始签到/);
    day.now = at('08:21');
    expect(() => checkInByHand(day.ports, { ...body, signature: [] }, 'office', zhang, null)).toThrow(/签上姓名/);
    expect(() => checkInByHand(day.ports, { ...body, lessons: { first: 8, last: 9 } }, 'office', zhang, null)).toThrow(
      /没有这些课时/,
    );
  });

  it('withdrawn counts no longer', () => {
    day.now = at('08:50');
    const { id } = checkInByHand(day.ports, body, 'screen', zhang, null);
    withdrawCheckIn(day.ports, id, zhang, '登记错人');
    expect(line('t4')?.standing).not.toBe('here');
  });

  it('entered late corrects the record with a second person', () => {
    morning();
    expect(() => checkInByHand(day.ports, body, 'office', zhang, null)).toThrow(/复核/);
    expect(checkInByHand(day.ports, body, 'office', zhang, li).corrected).toBe(1);
    expect(outcomes()).toContain('t4 present');
  });
});

describe('a correction', () => {
  const body = {
    class: CODE,
    trainee: traineeId('t3'),
    date: DAY,
    no: 1,
    to: 'present',
    why: '录像里一直在座位上',
  } as const;

  it('waits for another person, and is told to the journal when it is signed', async () => {
    morning();
    const { id, record } = correctRecord(day.ports, body, zhang, null);
    expect(record).toBeNull();
    expect(line('t3')).toMatchObject({ standing: 'pending', correctionAsked: true });
    expect(waitingCorrections(day.ports)).toMatchObject([{ id, name: '张浩然', before: 'pending', to: 'present' }]);
    expect(() => signCorrection(day.ports, id, { ...zhang, name: '张叁' })).toThrow(/另一个人/);
    signCorrection(day.ports, id, li);
    expect(line('t3')).toMatchObject({ standing: 'present', correctionAsked: false });
    expect(await journalOfCorrections(day.ports).flush()).toBe(0);
    expect(day.journalled).toMatchObject([{ class: CODE, date: DAY, no: 1, record: { outcome: 'present' } }]);
    expect(() => signCorrection(day.ports, id, li)).toThrow(/已经有人处理/);
  });

  it('is owed to the journal until the lesson is sealed and the disk takes it', async () => {
    morning();
    correctRecord(day.ports, body, zhang, li);
    const journal = journalOfCorrections(day.ports);
    day.sealed = false;
    expect(await journal.flush()).toBe(1);
    day.sealed = true;
    day.journalFails = new Error('disk full');
    expect(await journal.flush()).toBe(1);
    expect(day.warnings).toHaveLength(1);
    day.journalFails = null;
    expect(await journal.flush()).toBe(0);
    expect(await journal.flush()).toBe(0);
    expect(day.journalled).toHaveLength(1);
  });

  it('is asked for once at a time, and may be turned down', () => {
    morning();
    const { id } = correctRecord(day.ports, body, zhang, null);
    expect(() => correctRecord(day.ports, body, li, null)).toThrow(/已有更正申请/);
    refuseCorrection(day.ports, id, li, '录像里看不清');
    expect(line('t3')?.correctionAsked).toBe(false);
    expect(correctRecord(day.ports, body, li, null).record).toBeNull();
  });

  it('needs a closed lesson', () => {
    expect(() => correctRecord(day.ports, body, zhang, li)).toThrow(/课时关闭以后才能更正/);
  });
});

describe('what is to be settled', () => {
  it('has absents with unidentified people first, then pending ones', () => {
    day.observed.addUnidentified({ camera: 'room' as never, from: at('09:26'), to: at('09:50') });
    morning();
    day.observe('09:00–12:30');
    day.now = at('10:30');
    day.close(2);
    const view = settleView(day.ports);
    expect(settleSchema.parse(view)).toEqual(view);
    expect(view.items.map(({ no, trainee, strangers }) => `${no} ${trainee} ${strangers}`)).toEqual([
      ...['t1', 't2', 't3', 't4', 't5', 't6'].map((trainee) => `2 ${trainee} true`),
      '1 t3 false',
    ]);
    expect(view.items[0]?.why).toContain('有没认出的人在场');
  });

  /** A class of 6 with 3 lessons in October: 18 in 应到, so that one pending lesson is 5.56 % and none is less. */
  const few = (): void => {
    const of = sampleFile();
    day = openDay(db, { ...of, lessons: of.lessons.filter(({ date, no }) => date === DAY && no <= 3) });
  };

  it('one bad lesson of a whole month is the institution’s to settle, also on the first day', () => {
    morning();
    expect(settleView(day.ports).months).toEqual([
      { class: CODE, month: '2026-10', pending: 1, closed: 1, due: 648, settledBy: 'institution', decision: null },
    ]);
  });

  it('above 5 % of a month goes to the center: nobody here settles it, by whatever way', () => {
    few();
    morning();
    expect(settleView(day.ports).months).toMatchObject([
      { pending: 1, closed: 1, due: 18, settledBy: 'center', decision: null },
    ]);
    const t3 = { class: CODE, trainee: traineeId('t3'), date: DAY };
    const blocked = /2026-10：本月共有 1 课时待核，超过应到 18 课时的 5%，.*由市就业和人才服务中心核定/;
    const settle = { ...t3, no: 1, to: 'present', why: '看过录像' } as const;
    expect(() => correctRecord(day.ports, settle, zhang, li)).toThrow(blocked);
    expect(() => correctRecord(day.ports, settle, zhang, null)).toThrow(blocked);
    const checkIn = { ...t3, lessons: { first: 1, last: 1 }, signature: SIGNATURE };
    expect(() => checkInByHand(day.ports, checkIn, 'office', zhang, li)).toThrow(blocked);
    const dispute = raiseDispute(day.ports, { ...t3, no: 1, text: '我在' });
    const upheld = { text: '属实', correction: { to: 'present' } } as const;
    expect(() => answerDispute(day.ports, dispute, upheld, zhang, li)).toThrow(blocked);
    expect(outcomes()).toContain('t3 pending');
    expect(correctRecord(day.ports, { ...settle, trainee: traineeId('t4') }, zhang, li).record).not.toBeNull();
  });

  it('the center’s decision, once entered, is what it is settled by; leave with its proof never waited for it', () => {
    few();
    morning();
    day.decision = '抚就核〔2026〕3号';
    const settle = {
      class: CODE,
      trainee: traineeId('t3'),
      date: DAY,
      no: 1,
      to: 'present',
      why: '中心看过录像',
    } as const;
    correctRecord(day.ports, settle, zhang, li);
    expect(line('t3')?.why).toContain('中心看过录像（依据市中心核定 抚就核〔2026〕3号）');
    day.decision = null;
    const leave = {
      class: CODE,
      trainee: traineeId('t3'),
      kind: 'sick',
      from: DAY,
      to: DAY,
      lessons: null,
      why: '病',
    } as const;
    expect(enterLeave(day.ports, leave, zhang, li).corrected).toBe(0);
  });

  it('what was asked for while it was the institution’s cannot be signed once it is the center’s', () => {
    few();
    morning();
    day.decision = 'x';
    const settle = { class: CODE, trainee: traineeId('t3'), date: DAY, no: 1, to: 'present', why: '看过录像' } as const;
    const { id } = correctRecord(day.ports, settle, zhang, null);
    day.decision = null;
    expect(() => signCorrection(day.ports, id, li)).toThrow(/由市就业和人才服务中心核定/);
  });

  it('loses a line when it is settled, also when the absence is confirmed', () => {
    morning();
    correctRecord(day.ports, { ...base('t3'), to: 'absent', why: '录像里没有他' }, zhang, li);
    expect(settleView(day.ports)).toEqual({ items: [], months: [], corrections: [] });
    expect(dayView(day.ports, DAY).waiting.toSettle).toBe(0);
  });
});

const base = (trainee: string) => ({ class: CODE, trainee: traineeId(trainee), date: DAY, no: 1 });

describe('a dispute', () => {
  const objection = { ...base('t2'), text: '我 08:40 就到了' };

  it('is answered within three working days, and the answer may carry the correction', () => {
    morning();
    const id = raiseDispute(day.ports, objection);
    const [view] = disputeList(day.ports, DAY, DAY);
    expect(disputesSchema.parse(disputeList(day.ports, DAY, DAY))).toHaveLength(1);
    expect(view).toMatchObject({ state: 'open', until: '2026-10-12', overdue: false, outcome: 'absent' });
    expect(line('t2')?.dispute).toBe(id);
    expect(() => answerDispute(day.ports, id, { text: '已核对', correction: { to: 'late' } }, zhang, zhang)).toThrow(
      /另一人/,
    );
    expect(disputeList(day.ports, DAY, DAY)[0]?.state).toBe('open');
    answerDispute(day.ports, id, { text: '录像 08:40 可见', correction: { to: 'late' } }, zhang, li);
    expect(outcomes()).toContain('t2 late');
    expect(disputeList(day.ports, DAY, DAY)[0]).toMatchObject({ state: 'upheld', answer: { by: '张三（zhang）' } });
    expect(() => answerDispute(day.ports, id, { text: '再', correction: null }, zhang, null)).toThrow(/已经答复/);
  });

  it('is overdue after the last day; without a center the institution answers all the same', () => {
    morning();
    const id = raiseDispute(day.ports, objection);
    day.now = at('08:00', '2026-10-13' as LocalDate);
    expect(disputeList(day.ports, DAY, DAY)[0]).toMatchObject({ overdue: true, state: 'open' });
    answerDispute(day.ports, id, { text: '录像没有', correction: null }, zhang, null);
    expect(disputeList(day.ports, DAY, DAY)[0]).toMatchObject({ overdue: false, state: 'answered' });
  });

  it('is the center’s after the last day, the trainee reads so, and the institution cannot answer any more', () => {
    day.center = true;
    morning();
    // 10 October is a worked Saturday: the three days are the 9th, the 10th and the 12th.
    const id = raiseDispute(day.ports, objection);
    day.now = at('23:59', '2026-10-12' as LocalDate);
    expect(disputeList(day.ports, DAY, DAY)[0]).toMatchObject({ overdue: false, state: 'open' });
    day.now = at('00:00', '2026-10-13' as LocalDate);
    expect(disputesSchema.parse(disputeList(day.ports, DAY, DAY))[0]).toMatchObject({
      overdue: true,
      state: 'escalated',
    });
    expect(ownRecord(day.ports, CODE, traineeId('t2')).disputes).toMatchObject([
      { state: 'escalated', until: '2026-10-12' },
    ]);
    const answer = { text: '录像没有', correction: null };
    expect(() => answerDispute(day.ports, id, answer, zhang, null)).toThrow(/转由市中心答复/);
    answerDispute(day.ports, id, answer, zhang, null, 'center');
    expect(disputeList(day.ports, DAY, DAY)[0]).toMatchObject({ overdue: false, state: 'answered' });
  });

  it('is raised once, not before the arrival window is over, and not after a month', () => {
    day.now = at('08:44');
    expect(() => raiseDispute(day.ports, objection)).toThrow(/还没有结束/);
    day.now = at('08:46');
    raiseDispute(day.ports, objection);
    expect(() => raiseDispute(day.ports, objection)).toThrow(/已经提交/);
    day.now = at('08:46', '2026-11-20' as LocalDate);
    expect(() => raiseDispute(day.ports, { ...objection, no: 2 })).toThrow(/超过 31 天/);
  });
});

describe('a trainee’s own record', () => {
  it('has today’s lessons with their reasons, the figures so far, and how many may be missed', () => {
    morning();
    raiseDispute(day.ports, { ...base('t2'), text: '我在教室' });
    const own = ownRecord(day.ports, CODE, traineeId('t2'));
    expect(ownRecordSchema.parse(own)).toEqual(own);
    expect(own.today.map(({ no, word }) => `${no} ${word}`)).toEqual([
      '1 未到',
      '2 未到',
      ...[3, 4, 5, 6].map((no) => `${no} 未开始`),
    ]);
    expect(own.today[0]).toMatchObject({ why: '08:46 到，超过 15 分钟，本课时不计', disputable: true });
    expect(own.month).toMatchObject({ month: '2026-10', due: 1, attended: 0, rate: '0.00', meets90: false });
    // A tenth of all lessons may be missed, and one was.
    expect(own.course.mayMiss).toBe(Math.floor(day.of.lessons.length / 10) - 1);
    expect(own.disputes).toMatchObject([{ text: '我在教室', state: 'open' }]);
    expect(JSON.stringify(own)).not.toMatch(/旷课|王小明|110105194912310048/);
  });

  it('offers earlier lessons that count against one, and none of those attended', () => {
    morning();
    day.now = at('08:00', '2026-10-09' as LocalDate);
    expect(ownRecord(day.ports, CODE, traineeId('t3')).earlier).toMatchObject([{ no: 1, word: '待核' }]);
    expect(ownRecord(day.ports, CODE, t1).earlier).toEqual([]);
  });
});
