import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { itemFault, type Told } from '../../core/contract/center/items.ts';
import type { ScenarioJson } from '../../core/contract/scenario-json.ts';
import { cameraId, classCode, traineeId } from '../../core/domain/ids.ts';
import { unseen } from '../../core/domain/seen.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import { silentLog } from '../../core/platform/log.ts';
import { knownYears } from '../../kiosk/calendars.ts';
import { tellFilings } from '../../kiosk/center-filings.ts';
import { takeClassFile } from '../../kiosk/class-file.ts';
import type { Classes } from '../../kiosk/desk/classes/classes.ts';
import { importClassFile } from '../../kiosk/desk/classes/import-file.ts';
import { nothingEntered } from '../../kiosk/desk/classes/ports.ts';
import type { Papers } from '../../kiosk/desk/papers/papers.ts';
import { filings } from '../../kiosk/store/filings.ts';
import { observations } from '../../kiosk/store/observations.ts';
import { officialYears } from '../../kiosk/store/official-years.ts';
import { type Db, openDatabase } from '../../kiosk/store/open.ts';
import { outbox } from '../../kiosk/store/outbox.ts';
import { outboxDelivery } from '../../kiosk/store/outbox-delivery.ts';
import { records } from '../../kiosk/store/records.ts';
import { classesOf, sampleScenario, sha256 } from '../support/office/classes.ts';

const code = classCode('DSJ-2026-01');
const by = 'u1';
const at = epochMs(1_000);
const day = (text: string): LocalDate => text as LocalDate;

let folder = '';
let db: Db & Disposable;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zaike-classes-'));
  db = openDatabase(join(folder, 'zaike.db'));
});
afterEach(() => {
  db[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

function withClass(scenario: ScenarioJson = sampleScenario()) {
  const classes = classesOf(db);
  expect(importClassFile(classes, scenario, sha256, at)).toMatchObject({ kind: 'imported', version: 1 });
  return classes;
}

test('a class comes back as it was saved, with its lessons by bell', () => {
  const classes = withClass();
  expect(classes.list()).toEqual([code]);
  const file = classes.file(code);
  expect(file.class).toMatchObject({ code, specialty: '大数据开发', opens: '2026-10-08', approvedOn: '2026-09-28' });
  expect(file.trainees.map(({ id, person }) => [id, person.name])).toEqual([
    ['t1', '王小明'],
    ['t2', '李小红'],
    ['t3', '张大力'],
  ]);
  expect(classes.timetable(code).lessons.filter(({ date }) => date.startsWith('2026-10'))).toHaveLength(108);
  expect(classes.kept(code).scenario).toEqual({ ...sampleScenario(), changes: [] });
});

test('the file is the same object until something changes, here or elsewhere', () => {
  withClass();
  let revision = 1;
  const leave = [
    {
      trainee: traineeId('t1'),
      kind: 'sick',
      from: day('2026-10-08'),
      to: day('2026-10-08'),
      lessons: null,
      enteredAt: null,
    },
  ] as const;
  const classes = classesOf(db, {
    ...nothingEntered,
    revision: () => revision,
    leave: () => (revision === 1 ? [] : leave),
    materialsComplete: () => true,
  });
  const first = classes.file(code);
  expect(classes.file(code)).toBe(first);
  expect(first.materialsComplete).toBe(true);
  revision = 2;
  expect(classes.file(code).leave).toEqual(leave);
  const { scenario, version } = classes.kept(code);
  classes.save(code, { ...scenario, institution: '抚顺学院' }, { version, by, at });
  expect(classes.file(code).class.institution).toBe('抚顺学院');
});

test('what was edited from an older version is refused, and nothing of it is written', () => {
  const classes = withClass();
  const { scenario } = classes.kept(code);
  expect(classes.save(code, { ...scenario, institution: '甲' }, { version: 1, by, at })).toEqual({
    kind: 'saved',
    version: 2,
  });
  expect(classes.save(code, { ...scenario, institution: '乙' }, { version: 1, by, at })).toEqual({
    kind: 'stale',
    version: 2,
  });
  expect(classes.save(code, scenario, { version: 0, by, at })).toEqual({ kind: 'stale', version: 2 });
  expect(classes.file(code).class.institution).toBe('甲');
});

test('all faults of a scenario are named and nothing is written', () => {
  const classes = withClass();
  const { scenario, version } = classes.kept(code);
  const wrong = {
    ...scenario,
    trainees: [{ id: 't1', joinedOn: '2026-02-30' as never }, { id: 't1' }],
    cameras: 'room',
  };
  const saved = classes.save(code, wrong as never, { version, by, at });
  expect(saved).toMatchObject({ kind: 'faulty' });
  expect(saved.kind === 'faulty' && saved.faults.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['trainees[0].joinedOn', 'trainees[1].id', 'cameras']),
  );
  expect(classes.trainees(code)).toHaveLength(3);
});

test('an id that a trainee of another class has is refused by name', () => {
  const classes = withClass();
  const other = classCode('DG-2026-01');
  const saved = classes.save(other, sampleScenario(other), { version: 0, by, at });
  expect(saved).toMatchObject({ kind: 'faulty' });
  expect(saved.kind === 'faulty' && saved.faults[0]).toMatchObject({ path: 'trainees[0].id', got: `one of ${code}` });
  expect(classes.save(other, sampleScenario(other, 'x'), { version: 0, by, at }).kind).toBe('saved');
  expect(classes.trainee(traineeId('x2'))).toMatchObject({ code: other, trainee: { person: { name: '李小红' } } });
  expect(classes.trainee(traineeId('nobody'))).toBeNull();
});

test('a trainee with sightings or records cannot be removed, only withdrawn', () => {
  const classes = withClass();
  observations(db).addSighting({ trainee: traineeId('t1'), at: epochMs(5), camera: cameraId('room') });
  const record = {
    date: day('2026-10-08'),
    no: 1,
    outcome: 'absent',
    notes: [],
    due: true,
    seen: unseen,
    correction: null,
  } as const;
  records(db).close(code, [{ ...record, trainee: traineeId('t2') }], at);
  const { scenario, version } = classes.kept(code);
  const without = (...gone: string[]) => ({
    ...scenario,
    trainees: scenario.trainees.filter(({ id }) => !gone.includes(id)),
  });
  for (const id of ['t1', 't2']) expect(classes.save(code, without(id), { version, by, at }).kind).toBe('faulty');
  expect(classes.save(code, without('t3'), { version, by, at }).kind).toBe('saved');
  expect(() => classes.remove(code, 2)).toThrow(/考勤记录/);
});

test('a change of the timetable keeps who entered it while others are added', () => {
  const classes = withClass();
  const cancelled = { date: day('2026-10-09'), no: 2, kind: 'cancelled', why: '停电' } as const;
  const makeUp = { date: day('2026-10-09'), no: 7, kind: 'makeUp', start: '15:45', end: '16:30' } as const;
  const { scenario } = classes.kept(code);
  classes.save(code, { ...scenario, changes: [cancelled] }, { version: 1, by: 'u1', at: epochMs(10) });
  expect(classes.timetable(code).owed).toBe(1);
  classes.save(code, { ...scenario, changes: [cancelled, makeUp] }, { version: 2, by: 'u2', at: epochMs(20) });
  expect(classes.kept(code).changes).toEqual([
    { change: cancelled, by: 'u1', at: 10 },
    { change: makeUp, by: 'u2', at: 20 },
  ]);
  expect(classes.timetable(code).owed).toBe(0);
});

test('approval comes from what happened to the filing, never from a save', () => {
  const classes = classesOf(db);
  const saving = (version: number) => ({ version, by, at });
  classes.save(code, sampleScenario(), saving(0));
  expect(classes.file(code).class.approvedOn).toBeNull();
  expect(classes.filing(code)).toEqual({ kind: 'draft', returned: null });
  classes.fileEvent(code, { kind: 'filed', on: day('2026-09-24'), by, at }, saving(1));
  expect(classes.file(code)).toMatchObject({ filedOn: '2026-09-24', class: { approvedOn: null } });
  const entered = {
    kind: 'entered',
    on: day('2026-09-28'),
    paper: '抚就字12号',
    by,
    countersignedBy: 'u2',
    at,
  } as const;
  classes.fileEvent(code, entered, saving(2));
  expect(classes.filing(code)).toEqual({ kind: 'approved', on: '2026-09-28', paper: '抚就字12号', source: 'hand' });
  expect(classes.file(code).class.approvedOn).toBe('2026-09-28');
  classes.save(code, { ...sampleScenario(), institution: '抚顺学院' }, saving(3));
  expect(classes.file(code)).toMatchObject({ filedOn: '2026-09-24', class: { approvedOn: '2026-09-28' } });
  expect(() => db.exec(`update filingEvent set body = '{}'`)).toThrow(/append-only/);
});

test('a class file is imported again only while nobody edited the class', () => {
  const classes = withClass();
  expect(importClassFile(classes, sampleScenario(), sha256, at)).toEqual({ kind: 'unchanged', code });
  const second = { ...sampleScenario(), institution: '甲' };
  expect(importClassFile(classes, second, sha256, at)).toEqual({ kind: 'imported', code, version: 2 });
  const { scenario, version } = classes.kept(code);
  classes.save(code, { ...scenario, institution: '乙' }, { version, by, at });
  expect(importClassFile(classes, second, sha256, at)).toEqual({ kind: 'unchanged', code });
  expect(importClassFile(classes, sampleScenario(), sha256, at)).toEqual({ kind: 'edited-since', code });
  expect(classes.file(code).class.institution).toBe('乙');
});

test('a class file that does not fit what the kiosk keeps is left out with a message; one that is wrong stops the start', () => {
  const classes = withClass();
  const file = join(folder, 'class.json');
  const said: unknown[] = [];
  const log = { ...silentLog, error: (message: string, facts?: object) => void said.push({ message, ...facts }) };
  writeFileSync(file, JSON.stringify(sampleScenario('DSJ-2026-02')));
  takeClassFile(file, classes, at, log);
  expect(classes.list()).toEqual([code]);
  expect(said).toMatchObject([{ class: 'DSJ-2026-02', file }]);
  expect(JSON.stringify(said)).toMatch(/left out.*other classes run.*DSJ-2026-01/s);
  writeFileSync(file, JSON.stringify({ ...sampleScenario('DSJ-2026-03', 'x'), trainees: 'none' }));
  expect(() => takeClassFile(file, classes, at, log)).toThrow(expect.objectContaining({ code: 'class-file' }));
});

test('a class file that tells no approval is taken as approved, and stays so when it is edited', () => {
  const { approvedOn: _approved, ...facts } = sampleScenario().class;
  const classes = withClass({ ...sampleScenario(), class: facts });
  const { scenario, version } = classes.kept(code);
  classes.save(code, { ...scenario, institution: '乙' }, { version, by, at });
  expect(classes.filing(code)).toMatchObject({ kind: 'approved', source: 'file' });
});

test('what a class file says of sightings and coverage is not kept: a kiosk’s records come from its store', () => {
  const classes = withClass({
    ...sampleScenario(),
    coverage: [],
    sightings: [{ trainee: 't1', at: '2026-10-08T08:30:00+08:00', camera: 'room' }],
  });
  const file = classes.file(code);
  expect(file.sightings).toEqual([]);
  expect(file.coverage).toEqual(new Map());
});

test('a draft without records is removed with all that belongs to it', () => {
  const classes = withClass();
  expect(classes.remove(code, 9)).toBe(false);
  expect(classes.remove(code, 1)).toBe(true);
  expect(classes.list()).toEqual([]);
  expect(() => classes.file(code)).toThrow(/没有编号为/);
});

/** Tells the center what is due, and gives all that it was told of filings. */
function toldFilings(classes: Classes): readonly Told<'filing'>[] {
  const papers = { checklist: () => [], complete: () => false } as unknown as Papers;
  const ports = { outbox: outbox(db), filings: filings(db), classes, papers, institution: '甲', room: null };
  tellFilings({ ...ports, years: () => knownYears(db).years(), log: silentLog }, at);
  const bodies = db.prepare<[], string>("select body from outbox where kind = 'filing' order by rowid").pluck().all();
  return bodies.map((body) => JSON.parse(body) as Told<'filing'>);
}

test('the center is told that a draft was removed', () => {
  const classes = withClass();
  outboxDelivery(db, () => undefined).meet(0, at);
  expect(toldFilings(classes).map(({ filing }) => filing?.state.kind)).toHaveLength(1);
  classes.remove(code, 1);
  const [first, removed, ...more] = toldFilings(classes);
  expect(more).toEqual([]);
  expect(first?.filing).not.toBeNull();
  expect(removed).toMatchObject({ class: code, revision: 2, filing: null });
});

test('the center is told a class anew when the calendar of the year after it is entered or taken back', () => {
  const classes = withClass();
  outboxDelivery(db, () => undefined).meet(0, at);
  const years = officialYears(db);
  const enter = (year: number): void => years.put(year, { year, off: [], work: [], source: '国办' }, by, at);
  // Of years that the package may come to carry the entered ones hold all the same.
  const sources = () =>
    toldFilings(classes).map(({ filing }) => filing?.calendars.findLast((each) => each.year === 2027)?.source);
  const [before] = sources();
  enter(2027);
  expect(sources()).toEqual([before, '国办']);
  enter(2031);
  expect(sources()).toEqual([before, '国办']);
  years.put(2027, null, by, at);
  expect(sources()).toEqual([before, '国办', before]);
  const bodies = toldFilings(classes).map((body) => ({ kind: 'filing' as const, body: { v: 1, ...body } as never }));
  expect(bodies.map(itemFault)).toEqual(['', '', '']);
});
