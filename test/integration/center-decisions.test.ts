import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Decision } from '../../core/contract/center/decisions.ts';
import { decidedSchema } from '../../core/contract/office/decided.ts';
import type { JournalFact } from '../../core/domain/evidence.ts';
import { isUnconfirmed } from '../../core/domain/filing.ts';
import { classCode, traineeId } from '../../core/domain/ids.ts';
import { classRateEvents } from '../../core/domain/inspection.ts';
import { decisionOf } from '../../core/domain/pending-share.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { approvalNow } from '../../kiosk/approvals.ts';
import { contentNow } from '../../kiosk/center-filings.ts';
import { keepDecision } from '../../kiosk/commands/decide.ts';
import { decidePorts } from '../../kiosk/commands-decide.ts';
import { openEntered } from '../../kiosk/day.ts';
import { decidedList } from '../../kiosk/desk/center/decided.ts';
import type { Classes } from '../../kiosk/desk/classes/classes.ts';
import { raiseDispute } from '../../kiosk/desk/day/disputes.ts';
import { openClasses } from '../../kiosk/open-classes.ts';
import { centerDecisions } from '../../kiosk/store/center-decisions.ts';
import { filings } from '../../kiosk/store/filings.ts';
import { monthDecisions } from '../../kiosk/store/month-decisions.ts';
import { openDatabase } from '../../kiosk/store/open.ts';
import { reviews } from '../../kiosk/store/reviews.ts';
import { sampleScenario } from '../support/office/classes.ts';
import { at, openDay, type TestDay } from '../support/office/day.ts';

const CODE = classCode('DSJ-2026-01');
const common = { class: CODE, by: '李检', countersignedBy: '赵科', at: at('17:00') };
const hash = 'a'.repeat(64);

let db: ReturnType<typeof openDatabase>;
let classes: Classes;
let day: TestDay;
let facts: JournalFact[];
let keep: (decision: unknown) => ReturnType<typeof keepDecision>;
beforeEach(() => {
  db = openDatabase(':memory:');
  facts = [];
  const entered = openEntered(db);
  classes = openClasses(db, () => null, entered);
  const { approvedOn: _, ...unapproved } = sampleScenario().class;
  const saving = { version: 0, by: 'zhang', at: epochMs(0) };
  const saved = classes.save(CODE, { ...sampleScenario(), class: unapproved }, saving);
  if (saved.kind !== 'saved') throw new Error(JSON.stringify(saved));
  day = openDay(db);
  tell(hash);
  const ports = decidePorts({
    ...{ db, classes, clock: systemClock },
    enrolment: { decided: () => undefined, gallery: { refresh: () => undefined } },
    day: { ...day.ports, changed: () => entered.changed() },
    journal: (fact) => Promise.resolve(facts.push(fact)),
  });
  keep = (decision) => keepDecision(ports, decision);
});
afterEach(() => db[Symbol.dispose]());

const approval: Decision = {
  kind: 'filing-approved',
  id: 'd1',
  ...common,
  hash,
  on: '2026-10-08',
  paper: '抚就备〔2026〕7号',
};

/** Tells the center the filing as it is now, under that hash. */
function tell(as: string): void {
  const content = contentNow(classes, CODE);
  filings(db).tell(CODE, { by: 'zhang', hash: as, filing: null, content, timetable: null }, at('08:00'));
}

/** Saves the class with another roster. */
function enrol(...ids: readonly string[]): void {
  const { scenario, version } = classes.kept(CODE);
  const trainees = [...scenario.trainees, ...ids.map((id) => ({ id, person: { name: `新学员${id}` } }))];
  const saved = classes.save(CODE, { ...scenario, trainees }, { version, by: 'zhang', at: epochMs(0) });
  if (saved.kind !== 'saved') throw new Error(JSON.stringify(saved));
}

/** A dispute about the first lesson, in which nobody was seen although the camera looked on. */
function dispute(): number {
  day.observe('08:00–12:00');
  day.now = at('12:00');
  day.close(1);
  const objection = { class: CODE, trainee: traineeId('t1'), date: '2026-10-08' as LocalDate, no: 1, text: '我在' };
  return raiseDispute(day.ports, objection);
}
const outcome = () => day.records.history(CODE, traineeId('t1'), '2026-10-08' as LocalDate, 1).at(-1)?.record.outcome;
const answered = (id: number, more: Partial<Extract<Decision, { kind: 'dispute-answered' }>> = {}) =>
  ({
    kind: 'dispute-answered',
    id: 'd5',
    ...common,
    dispute: id,
    upheld: true,
    text: '录像中可见本人',
    to: 'present',
    ...more,
  }) as const;

describe('a decision of the center', () => {
  it('approves a class: its lessons count from then, and nothing says 未经中心确认 any more', async () => {
    expect(classes.filing(CODE).kind).toBe('draft');
    expect(classes.file(CODE).class.approvedOn).toBeNull();
    expect(await keep(approval)).toMatchObject({ kind: 'kept' });
    expect(classes.filing(CODE)).toEqual({
      kind: 'approved',
      on: '2026-10-08',
      paper: '抚就备〔2026〕7号',
      source: 'center',
    });
    expect(isUnconfirmed(classes.filing(CODE))).toBe(false);
    expect(classes.file(CODE).class.approvedOn).toBe('2026-10-08');
  });

  it('approves only a filing that was told: another hash is refused in words and not kept, and can come again', async () => {
    const other = 'b'.repeat(64);
    await expect(keep({ ...approval, hash: other })).rejects.toThrow('没有报过这个内容的备案');
    const returned = { kind: 'filing-returned', id: 'd2', ...common, hash: other, why: '?' } as const;
    await expect(keep(returned)).rejects.toThrow('没有报过这个内容的备案');
    expect(centerDecisions(db).newest(10)).toEqual([]);
    expect(classes.filing(CODE).kind).toBe('draft');
    tell(other);
    expect(await keep({ ...approval, hash: other })).toMatchObject({ kind: 'kept' });
  });

  it('approves what it named: whoever came later has no lessons that count until the center approved that too', async () => {
    const approvalOf = approvalNow(db, classes);
    expect(approvalOf(CODE)).toBeNull();
    await keep(approval);
    expect(approvalOf(CODE)).toMatchObject({ revision: 1, toldOn: '2026-10-08', on: '2026-10-08', changes: [] });
    enrol('t98', 't99');
    expect(approvalOf(CODE)?.changes).toEqual(['新增学员 新学员t98、新学员t99（中心批准前的课时不计入）']);
    const from = () => classes.file(CODE).trainees.map(({ approvedFrom }) => approvedFrom);
    const first = from().length - 2;
    expect(from()).toEqual([...Array<undefined>(first).fill(undefined), null, null]);
    tell('b'.repeat(64));
    await keep({ ...approval, id: 'd9', hash: 'b'.repeat(64), on: '2026-10-12' });
    expect(approvalOf(CODE)).toMatchObject({ revision: 2, changes: [] });
    expect(from()).toEqual([...Array<undefined>(first).fill(undefined), '2026-10-12', '2026-10-12']);
    // The class itself counts from the first approval on.
    expect(classes.file(CODE).class.approvedOn).toBe('2026-10-08');
  });

  it('approves an older filing than the one of now: what was changed meanwhile stands beside it', async () => {
    enrol('t99');
    tell('b'.repeat(64));
    await keep(approval);
    expect(approvalNow(db, classes)(CODE)?.changes).toEqual(['新增学员 新学员t99（中心批准前的课时不计入）']);
  });

  it('is kept once, however often it comes, and journalled with its hash', async () => {
    const first = await keep(approval);
    const version = classes.kept(CODE).version;
    expect(await keep(approval)).toEqual({ kind: 'kept-before', sha256: first.sha256 });
    expect(classes.kept(CODE).version).toBe(version);
    expect(facts).toEqual([
      { kind: 'note', about: 'decision d1', sha256: first.sha256, by: 'center: 李检', detail: 'filing-approved' },
    ]);
    await expect(keep({ ...approval, on: '2026-10-09' })).rejects.toThrow('内容不同');
    expect(centerDecisions(db).newest(10)).toHaveLength(1);
    expect(() => db.exec(`update centerDecision set class = 'x'`)).toThrow('append-only');
  });

  it('sends a filing back with its reason', async () => {
    await keep(approval);
    await keep({ kind: 'filing-returned', id: 'd2', ...common, hash, why: '缺教师资格材料' });
    expect(classes.filing(CODE)).toEqual({ kind: 'draft', returned: '缺教师资格材料' });
    expect(classes.file(CODE).class.approvedOn).toBeNull();
  });

  it('confirms an inspection below 80 %, which then costs its share; a dismissed one does not', async () => {
    const rate = { kind: 'class-rate', ...common, date: '2026-10-08', no: 2, inspectedAt: at('09:40') } as const;
    const counted = { present: 19, due: 24, unobservable: 0 };
    await keep({ ...rate, id: 'd3', counted, confirmed: false, note: '机构说明成立' });
    expect(classes.file(CODE).inspections).toEqual([]);
    await keep({ ...rate, id: 'd4', counted, confirmed: true, note: '' });
    const { inspections, policies } = classes.file(CODE);
    expect(inspections).toMatchObject([{ date: '2026-10-08', no: 2, counted, confirmedBy: '李检、赵科' }]);
    expect(classRateEvents(inspections, () => null, policies)).toMatchObject([{ no: 2, present: 19, due: 24 }]);
    await keep({ kind: 'violation', id: 'd8', ...common, percent: 5, why: '代打卡' });
    expect(classes.file(CODE).violations).toEqual([{ percent: 5, why: '代打卡' }]);
  });

  it('answers a dispute with its correction, under the names of two people of the center', async () => {
    const id = dispute();
    expect(outcome()).toBe('absent');
    await keep(answered(id));
    expect(outcome()).toBe('present');
    const { correction } =
      day.records.history(CODE, traineeId('t1'), '2026-10-08' as LocalDate, 1).at(-1)?.record ?? {};
    expect(correction).toMatchObject({ by: '市中心 李检（center）', countersignedBy: '市中心 赵科（center-2）' });
    expect(day.ports.disputes.find(id)?.answer).toMatchObject({ upheld: true, text: '录像中可见本人' });
    expect(await keep(answered(id))).toMatchObject({ kind: 'kept-before' });
  });

  it('is listed in the office, newest first: what it changed, whom it is about, and where to see it', async () => {
    const list = (code?: typeof CODE) =>
      decidedSchema.parse(
        decidedList(
          {
            ...{ classes, decisions: centerDecisions(db), disputes: day.ports.disputes, reviews: reviews(db) },
            ...{ approvalOf: approvalNow(db, classes), hasCenter: () => true, now: () => day.now },
          },
          code,
        ),
      );
    expect(list()).toEqual({ classes: [CODE], lines: [], more: false });
    await keep(approval);
    enrol('t99');
    const id = dispute();
    const [date, text] = ['2026-10-08' as LocalDate, '我在'];
    const waiting = raiseDispute(day.ports, { class: CODE, trainee: traineeId('t2'), date, no: 2, text });
    await keep({ ...answered(id), at: at('17:10') });
    const rate = { kind: 'class-rate', ...common, date: '2026-10-08', no: 2, inspectedAt: at('09:40') } as const;
    const counted = { present: 19, due: 24, unobservable: 0 };
    await keep({ ...rate, id: 'd3', counted, confirmed: true, note: '', at: at('17:20') });
    const settling = {
      kind: 'pending-settling',
      ...common,
      month: '2026-10',
      allowed: true,
      paper: '3号',
      why: '停电',
    };
    await keep({ ...settling, id: 'd7', at: at('17:30') });
    const person = { trainee: 't1', idCard: 'agrees', face: 'differs', alike: 0.2, note: '' } as const;
    reviews(db).add({
      ...{ class: CODE, inspector: '吴检查（工号 7）', at: at('17:40'), gallery: hash, people: [person], note: '' },
      ...{ journal: 1, signature: [] },
    });
    expect(list().lines.map(({ title, about, effect, by, page }) => [title, about, effect, by, page])).toEqual([
      [
        '现场审核：核对 1 人，不一致 1 人',
        '',
        '人脸库经签署，之后的变化逐条报告中心',
        '吴检查（工号 7）',
        `/classes/${CODE}/review`,
      ],
      [
        '2026-10 待核超过 5%：可由机构处理（3号）停电',
        ...['', '待核课时可以逐条处理，之后可关账', '李检，复核 赵科', `/classes/${CODE}/months/2026-10`],
      ],
      ['2026-10-08 第 2 课时到课率 19/24，确认不足 80%', ...['', '附件8 扣 2%', '李检，复核 赵科', '/day/2026-10-08']],
      [
        '答复异议（成立）：录像中可见本人',
        ...['王小明 2026-10-08 第 1 课时', '记录改为出勤', '李检，复核 赵科', '/day/2026-10-08'],
      ],
      [
        '批准开班（抚就备〔2026〕7号），自 2026-10-08 起',
        ...['', '2026-10-08 起的课时计入；之后改过 1 处，等中心再批', '李检，复核 赵科', `/classes/${CODE}`],
      ],
    ]);
    const word = { kind: 'review-decided', id: 'd10', ...common, review: 1, confirmed: false, note: '查无此人' };
    await keep({ ...word, at: at('17:50') });
    expect(list().lines[0]).toMatchObject({
      ...{ kind: 'review', title: '现场审核中心不认可：查无此人' },
      effect: '那次现场审核不算，请约中心人员重新审核',
    });
    day.now = at('00:00', '2026-10-13' as LocalDate);
    expect(list().lines[0]).toMatchObject({ kind: 'escalated', id: `escalated-${String(waiting)}`, at: day.now });
    expect(list(classCode('别的班')).lines).toEqual([]);
  });

  it('that cannot take effect is not kept, so that it can come again', async () => {
    const id = dispute();
    await expect(keep(answered(id, { countersignedBy: null }))).rejects.toThrow('另一人复核');
    await expect(keep(answered(id + 1))).rejects.toThrow('没有这条异议');
    expect(centerDecisions(db).newest(10)).toEqual([]);
    expect(outcome()).toBe('absent');
    await keep(answered(id, { to: null, upheld: false, text: '录像中没有' }));
    expect(outcome()).toBe('absent');
    await expect(keep(answered(id, { id: 'd6' }))).rejects.toThrow('已经答复过');
  });

  it('lets the institution settle a month above 5 %, or not', async () => {
    const settling = {
      kind: 'pending-settling',
      ...common,
      month: '2026-10',
      paper: '抚就核〔2026〕3号',
      why: '',
    } as const;
    await keep({ ...settling, id: 'd9', allowed: false });
    expect(decisionOf(monthDecisions(db).of(CODE, '2026-10'))).toBeNull();
    await keep({ ...settling, id: 'd10', allowed: true });
    expect(decisionOf(monthDecisions(db).of(CODE, '2026-10'))).toMatchObject({
      paper: '抚就核〔2026〕3号',
      confirmed: true,
    });
  });

  it('of another kind, class or shape is refused', async () => {
    await expect(keep({ kind: 'close-school', id: 'x' })).rejects.toThrow('升级');
    await expect(keep({ ...approval, hash: 'short' })).rejects.toThrow('升级');
    await expect(keep({ ...approval, class: 'OTHER' })).rejects.toThrow('没有班级 OTHER');
    expect(facts).toEqual([]);
  });
});
