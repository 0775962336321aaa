import { expect, test } from 'vitest';
import { itemFault } from '../../core/contract/center/items.ts';
import type { Item } from '../../core/contract/center/link.ts';
import type { LocalMonth } from '../../core/domain/day.ts';
import { classCode, traineeId } from '../../core/domain/ids.ts';
import { correct } from '../../core/domain/record.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import { formPage } from '../../core/forms/html.ts';
import { frozenText } from '../../kiosk/desk/months/frozen.ts';
import { monthSheet } from '../../kiosk/desk/months/month-paper.ts';
import { putBaseline } from '../../kiosk/store/baseline.ts';
import { outbox } from '../../kiosk/store/outbox.ts';
import { outboxDelivery } from '../../kiosk/store/outbox-delivery.ts';
import { filedClass, subsidyClass, workedClass } from '../support/forms/october.ts';
import { cellsOf, formOf, settled } from '../support/forms/settle.ts';
import { type MonthsOfScenario, monthsOf } from '../support/office/months.ts';
import { keepCorrection } from '../support/office/records.ts';

const code = classCode('DSJ-2026-01');
const month = '2026-10' as LocalMonth;
/** The worked class, ending with October. */
const worked = { ...workedClass(), class: { ...filedClass, ends: '2026-10-31' } };
/** What an administrator sees. */
const ALL = { fullIdNumbers: true, photos: true };
const two = {
  by: '王老师（wang）',
  countersignedBy: '李主任（li）',
  at: epochMs(Date.parse('2026-11-02T09:00:00+08:00')),
};

function closeOctober({ months }: MonthsOfScenario) {
  return months.close(code, month, months.now(code, month).paper.figures.reportId, two);
}

function correctOne({ records }: MonthsOfScenario, to: 'present' | 'absent' = 'present', date = '2026-10-27'): void {
  const [before] = records.history(code, traineeId('absent'), date as LocalDate, 1).slice(-1);
  if (before === undefined) throw new Error('no record');
  const correction = { to, why: '签到表', by: 'wang', countersignedBy: 'li', at: two.at };
  keepCorrection(records, code, correct(before.record, correction));
}

test('a month from the stored records is the month that replay computes, report id and all', () => {
  using office = monthsOf(worked);
  const { paper } = office.months.now(code, month);
  const { result } = settled(worked);
  expect(paper.figures).toEqual(result.months[0]);
  expect(paper.course).toEqual(result.course);
});

test('with corrections stored one by one it still is', () => {
  const corrections = [1, 2].map((no) => ({
    ...{ trainee: 'absent', date: '2026-10-27', no, to: 'present', why: '签到表' },
    ...{ by: 'wang', countersignedBy: 'li' },
  }));
  const scenario = { ...worked, corrections };
  using office = monthsOf(scenario);
  expect(office.months.now(code, month).paper.figures).toEqual(settled(scenario).result.months[0]);
});

test('附件6 of the kiosk has the cells that the form command makes of the same class', () => {
  using office = monthsOf(worked);
  closeOctober(office);
  const ours = monthSheet(office.months.now(code, month).paper);
  const theirs = formOf(worked, { form: 6, month });
  expect(cellsOf(ours)).toEqual(cellsOf(theirs));
  expect(ours.reportId).toBe(theirs.reportId);
});

test('a month that is not closed says so on paper', () => {
  using office = monthsOf(worked);
  expect(formPage([monthSheet(office.months.now(code, month).paper)])).toContain('本月尚未关账');
});

test('a closed month computed again gives the same bytes', () => {
  using office = monthsOf(worked);
  const { reportId } = closeOctober(office);
  expect(office.months.verify(reportId)).toEqual({ kind: 'same', records: 48 + 4 * 108 });
  const row = office.db.prepare('select body from monthReport').pluck().get() as string;
  expect(frozenText(JSON.parse(row) as never)).toBe(row);
});

test('after closing, what changes in the class changes neither figures nor paper, and is told', () => {
  using office = monthsOf(worked);
  closeOctober(office);
  const before = office.months.now(code, month);
  const { scenario, version } = office.classes.kept(code);
  const trainees = scenario.trainees.map((each) =>
    each.id === 'every'
      ? { ...each, withdrawnOn: '2026-10-30' as never, person: { ...each.person, name: '改名' } }
      : each,
  );
  expect(office.classes.save(code, { ...scenario, trainees }, { version, by: 'wang', at: epochMs(1) }).kind).toBe(
    'saved',
  );
  const after = office.months.now(code, month);
  expect(after.changedSince).toBe(true);
  expect(before.changedSince).toBe(false);
  expect(cellsOf(monthSheet(after.paper))).toEqual(cellsOf(monthSheet(before.paper)));
  expect(office.months.verify(after.report?.reportId ?? '').kind).toBe('same');
});

test('a record under a closed month is refused by the store until the month is re-opened', () => {
  using office = monthsOf(worked);
  const { reportId } = closeOctober(office);
  expect(() => {
    correctOne(office);
  }).toThrow(/这个月已经关账/);
  office.months.reopen(code, month, '学员补交签到表', two);
  correctOne(office);
  const { report, paper } = office.months.now(code, month);
  expect(report).toBeNull();
  expect(paper.figures.trainees.find(({ trainee }) => trainee === 'absent')?.attended).toBe(103);
  expect(paper.figures.reportId).not.toBe(reportId);
});

test('a re-opened month gets a new report id that names the old one, even when nothing changed; both still verify', () => {
  using office = monthsOf(worked);
  const first = closeOctober(office);
  office.months.reopen(code, month, '盖章有误', two);
  const second = closeOctober(office);
  expect([second.replaces, second.reportId === first.reportId]).toEqual([first.reportId, false]);
  expect(office.months.verify(first.reportId).kind).toBe('same');
  expect(office.months.verify(second.reportId).kind).toBe('same');
  expect(office.months.reports(code).map(({ reopened }) => reopened?.why ?? null)).toEqual(['盖章有误', null]);
});

test('the report of a month before its re-opening is still shown as it was closed', () => {
  using office = monthsOf(worked);
  const first = closeOctober(office);
  const before = cellsOf(monthSheet(office.months.now(code, month).paper));
  office.months.reopen(code, month, '更正', two);
  correctOne(office);
  closeOctober(office);
  expect(cellsOf(monthSheet(office.months.closedAs(first.reportId).paper))).toEqual(before);
});

test('a month is not closed over records that came after the person looked', () => {
  using office = monthsOf(worked);
  const seen = office.months.now(code, month).paper.figures.reportId;
  correctOne(office);
  expect(() => office.months.close(code, month, seen, two)).toThrow(/刚才有记录变动/);
});

test('a month is closed once', () => {
  using office = monthsOf(worked);
  const seen = closeOctober(office).reportId;
  expect(() => office.months.close(code, month, seen, two)).toThrow(/已经关账/);
});

test('lessons to come, pending ones, open disputes and unsigned corrections keep a month open, each with its count', () => {
  const blind = { from: '2026-10-08T06:00:00+08:00', to: '2026-10-29T20:00:00+08:00', camera: 'room' };
  const unanswered = () => ({ disputes: [traineeId('late')], escalated: 1, unsigned: 2 });
  using office = monthsOf({ ...worked, coverage: [blind] }, { unanswered }, ({ date }) => date !== '2026-10-29');
  // 30 October was not observed: everybody who was not vouched for is pending that day.
  const { obstacles, report } = office.months.now(code, month);
  expect(report).toBeNull();
  expect(obstacles).toEqual([
    { kind: 'toCome', lessons: 6 },
    { kind: 'disputed', trainees: ['late'], escalated: 1 },
    { kind: 'unsigned', corrections: 2 },
  ]);
  const seen = office.months.now(code, month).paper.figures.reportId;
  expect(() => office.months.close(code, month, seen, two)).toThrow(
    /6 课时未上；有 1 名学员的异议未答复，其中 1 条已超期转市中心，等中心答复；有 2 条更正/,
  );
});

test('above 5 % of pending lessons the center settles them', () => {
  const scenario = { ...worked, attended: [], sightings: [], leave: [], coverage: [] };
  using office = monthsOf(scenario);
  expect(office.months.now(code, month).obstacles).toEqual([{ kind: 'pending', lessons: 480, settledBy: 'center' }]);
});

test('a closed month, its re-opening and its scan wait for the center in the outbox', () => {
  using office = monthsOf(worked);
  outboxDelivery(office.db, () => undefined).meet(0, epochMs(0));
  closeOctober(office);
  const scan = {
    sha256: 'a'.repeat(64),
    kind: 'pdf',
    attachment: 1,
    bytes: 12,
    name: '10月.pdf',
    addedAt: two.at,
    addedBy: two.by,
  };
  office.months.attach(code, month, scan);
  expect(() => office.months.attach(code, month, scan)).toThrow(/已经附上/);
  office.months.reopen(code, month, '盖章有误', two);
  const kinds = office.db.prepare("select kind from outbox where kind like 'month%' order by id").pluck().all();
  expect(kinds).toEqual(['month-closed', 'month-scan', 'month-reopened']);
  const rows = office.db.prepare<[], { kind: string; body: string }>('select kind, body from outbox').all();
  const faults = rows.map(({ kind, body }) => itemFault({ kind, body: JSON.parse(body) as Item['body'] }));
  expect(faults.filter((fault) => fault !== '')).toEqual([]);
  // A center that comes later is told the same.
  outbox(office.db).close();
  outboxDelivery(office.db, (at) => putBaseline(office.db, at)).meet(0, epochMs(0));
  const months = rows.filter(({ kind }) => kind.startsWith('month'));
  const told = office.db.prepare<[], { kind: string; body: string }>(
    "select kind, body from outbox where kind like 'month%' order by id",
  );
  const parsed = (list: typeof rows) => list.map(({ kind, body }) => [kind, JSON.parse(body) as unknown]);
  expect(parsed(told.all())).toEqual(parsed(months));
});

test('what somebody changed in the database behind the kiosk is found by verifying', () => {
  using office = monthsOf(worked);
  const { reportId } = closeOctober(office);
  office.db.exec('drop trigger record_never_updated');
  office.db.exec(
    `update record set body = json_set(body, '$.outcome', 'present') where trainee = 'absent' and date = '2026-10-27'`,
  );
  const found = office.months.verify(reportId);
  expect(found.kind === 'differs' && found.faults.map(({ kind }) => kind)).toEqual(['recordsChanged', 'figuresDiffer']);
});

test('the database refuses to change or delete a closed month, its re-opening and its scans', () => {
  using office = monthsOf(worked);
  closeOctober(office);
  office.months.reopen(code, month, '盖章有误', two);
  for (const table of ['monthReport', 'monthReopening']) {
    expect(() => office.db.exec(`delete from ${table}`)).toThrow(/append-only/);
    expect(() => office.db.exec(`update ${table} set countersignedBy = 'x'`)).toThrow(/append-only/);
  }
});

/** A class that ends with October, with exam results and a trainee who left. */
const examined = { ...subsidyClass(), class: { ...filedClass, ends: '2026-10-31' } };

test('附件7 and 附件8 of the kiosk have the cells that the form command makes of the same class', async () => {
  using office = monthsOf(examined);
  for (const request of [{ form: 7, month }, { form: 8 }] as const) {
    const [ours] = (await office.forms.make(code, request.form, request, ALL)).sheets;
    const theirs = formOf(examined, request);
    const words = (ours ? cellsOf(ours) : []).filter(({ text }) => !text.includes('没有随月份关账固定'));
    expect(words).toEqual(cellsOf(theirs));
    expect(words.length).toBe((ours ? cellsOf(ours).length : 0) - 1);
  }
});

test('附件7 and 附件8 of a closed month stay as they were, under its report id', async () => {
  using office = monthsOf(examined);
  const live = await office.forms.make(code, 8, {}, ALL);
  const { reportId } = closeOctober(office);
  const asked = [
    [7, { month }],
    [8, { month }],
    [7, { report: reportId }],
    [8, { report: reportId }],
  ] as const;
  const before = await Promise.all(asked.map(([form, query]) => office.forms.make(code, form, query, ALL)));
  for (const { sheets } of before) expect(sheets.map((sheet) => sheet.reportId)).toEqual([reportId]);
  const { scenario, version } = office.classes.kept(code);
  const others = scenario.trainees.map((each) => ({ ...each, withdrawnOn: null, withdrawReason: null }));
  const changed = { ...scenario, trainees: others, exam: [], institution: '别的学校' };
  expect(office.classes.save(code, changed, { version, by: 'x', at: two.at }).kind).toBe('saved');
  const after = await Promise.all(asked.map(([form, query]) => office.forms.make(code, form, query, ALL)));
  expect(after).toEqual(before);
  const masked = await office.forms.make(code, 7, { month }, { fullIdNumbers: false, photos: false });
  expect(formPage(masked.sheets)).not.toMatch(/\d{17}[\dX]/);
  expect(formPage(before[0]?.sheets ?? [])).toMatch(/\d{17}[\dX]/);
  const now = await office.forms.make(code, 8, {}, ALL);
  expect(now.sheets[0]?.reportId).not.toBe(live.sheets[0]?.reportId);
  expect(formPage(now.sheets)).toContain('没有随月份关账固定');
  expect(office.months.verify(reportId).kind).toBe('same');
});

test('a month closed before there were exam results has no 附件8, and says so', async () => {
  using office = monthsOf(worked);
  closeOctober(office);
  await expect(office.forms.make(code, 8, { month }, ALL)).rejects.toThrow('2026-10 关账时还没有附件8');
  expect((await office.forms.make(code, 7, { month }, ALL)).sheets[0]?.body).toHaveLength(1);
});
