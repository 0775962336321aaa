import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ScenarioJson } from '../../core/contract/scenario-json.ts';
import { instantAt } from '../../core/domain/day.ts';
import { type ClassCode, cameraId, classCode, traineeId } from '../../core/domain/ids.ts';
import { type EpochMs, epochMs, type LocalDate, minutes, seconds } from '../../core/domain/units.ts';
import { createLog } from '../../core/platform/log.ts';
import { type LiveClasses, liveClasses } from '../../kiosk/classes.ts';
import type { Classes } from '../../kiosk/desk/classes/classes.ts';
import { type Classroom, classroom } from '../../kiosk/presence/classroom.ts';
import { clockGuard } from '../../kiosk/presence/clock-guard.ts';
import type { FirstSighting } from '../../kiosk/presence/sighting-log.ts';
import { observations } from '../../kiosk/store/observations.ts';
import { type Db, openDatabase } from '../../kiosk/store/open.ts';
import { records } from '../../kiosk/store/records.ts';
import { createWitness } from '../../kiosk/witness.ts';
import { frameResult, trackOf } from '../support/frame-result.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { classesOf } from '../support/office/classes.ts';

/*
 * One kiosk, several classes, and an office that changes them while lessons run.
 */

const DAY = '2026-10-08' as LocalDate;
const ROOM = cameraId('room');
const at = (hours: number): EpochMs => epochMs(Math.round(instantAt(DAY, 0) + hours * 3_600_000));
const data = classCode('DSJ-1');
const electric = classCode('DG-1');

/** Two people and one class with the named lessons of 8 October. */
function scenario(
  code: ClassCode,
  ids: readonly string[],
  lessons: readonly [number, string, string, string?][],
): ScenarioJson {
  return {
    class: {
      code,
      opens: DAY,
      ends: '2026-12-31' as LocalDate,
      approvedOn: '2026-10-01' as LocalDate,
      lessons: lessons.map(([no, start, end, room]) => ({ date: DAY, no, start, end, ...(room ? { room } : {}) })),
    },
    trainees: ids.map((id) => ({ id, person: { name: `姓名${id}` } })),
    cameras: ['room'],
  };
}

let db: Db & Disposable;
let classes: Classes;
let now: EpochMs;
beforeEach(() => {
  db = openDatabase(':memory:');
  classes = classesOf(db);
  now = at(7);
  put(scenario(data, ['a1', 'a2'], [[1, '08:30', '09:15', 'B301']]));
  put(scenario(electric, ['b1', 'b2'], [[1, '09:25', '10:10', '实训室']]));
});
afterEach(() => db[Symbol.dispose]());

/** Imports or saves a class as it stands. */
function put(next: ScenarioJson): void {
  const code = classCode(next.class.code ?? '');
  const version = classes.has(code) ? classes.kept(code).version : 0;
  const saving = { version, by: 'u1', at: now };
  const saved = version === 0 ? classes.importFile(code, next, 'h', saving) : classes.save(code, next, saving);
  expect(saved).toMatchObject({ kind: 'saved' });
}

function kiosk(room: string | null = null): { live: LiveClasses; room: Classroom; failures: string[] } {
  const live = liveClasses({ classes, room, cameras: () => [ROOM], now: () => now, log: createLog('test', 'error') });
  const kept = records(db);
  const failures: string[] = [];
  return {
    live,
    failures,
    room: classroom({
      plan: live.plan,
      room: live.room,
      observed: observations(db),
      entered: { leave: live.leave, through: live.through },
      sink: {
        isClosed: ({ code, lesson }) => kept.isClosed(code, lesson.date, lesson.no),
        close: ({ code }, made) => void kept.close(code, made, now),
      },
      grace: minutes(0),
      continuity: seconds(30),
      onFailure: ({ code }) => failures.push(code),
    }),
  };
}

const closedNow = (room: Classroom, hours: number): string[] => {
  now = at(hours);
  return room
    .closeDue(now)
    .flatMap(({ planned, records: made }) =>
      made.map(({ trainee, outcome }) => `${planned.code} ${planned.lesson.no} ${trainee} ${outcome}`),
    );
};

const observeAll = (): void => void observations(db).openCoverage(ROOM, at(7), at(18));

test('each lesson closes with the roster of its own class', () => {
  observeAll();
  expect(closedNow(kiosk().room, 18)).toEqual([
    'DSJ-1 1 a1 absent',
    'DSJ-1 1 a2 absent',
    'DG-1 1 b1 absent',
    'DG-1 1 b2 absent',
  ]);
});

test('a kiosk with a room closes its room’s lessons and those without a room', () => {
  put(
    scenario(
      data,
      ['a1', 'a2'],
      [
        [1, '08:30', '09:15', 'B301'],
        [2, '10:20', '11:05', '实训室'],
        [3, '11:15', '12:00'],
      ],
    ),
  );
  const { plan } = kiosk('B301').live;
  expect(plan.lessons.map(({ code, lesson }) => `${code} ${lesson.no}`)).toEqual(['DSJ-1 1', 'DSJ-1 3']);
});

test('a lesson cancelled, moved or added in the office takes effect without a restart', () => {
  observeAll();
  const { live, room } = kiosk();
  put({
    ...scenario(
      data,
      ['a1'],
      [
        [1, '08:30', '09:15'],
        [2, '10:20', '11:05'],
      ],
    ),
    changes: [{ date: DAY, no: 1, kind: 'cancelled', why: '停电' }],
  });
  expect(live.refresh()).toBe(true);
  expect(live.refresh()).toBe(false);
  expect(closedNow(room, 18)).toEqual(['DG-1 1 b1 absent', 'DG-1 1 b2 absent', 'DSJ-1 2 a1 absent']);
});

test('a lesson that was closed stays closed, however the timetable changes', () => {
  observeAll();
  const { live, room } = kiosk();
  expect(closedNow(room, 9.5)).toHaveLength(2);
  put(scenario(data, ['a1', 'a2'], [[1, '13:00', '13:45']]));
  live.refresh();
  expect(closedNow(room, 18)).toEqual(['DG-1 1 b1 absent', 'DG-1 1 b2 absent']);
  expect(closedNow(kiosk().room, 19)).toEqual([]);
});

test('somebody who joins, and an approval, hold from the next close on', () => {
  observeAll();
  const { live, room } = kiosk();
  const { scenario: before } = classes.kept(electric);
  put({ ...before, trainees: [...before.trainees, { id: 'b3', person: { name: '新来的' } }] });
  live.refresh();
  expect(live.people.get(traineeId('b3'))?.name).toBe('新来的');
  expect(live.classOf(traineeId('b3'))).toBe(electric);
  const withdrawn = { kind: 'returned', why: '材料不全', by: 'center', at: now } as const;
  classes.fileEvent(electric, withdrawn, { version: classes.kept(electric).version, by: 'center', at: now });
  live.refresh();
  now = at(18);
  const made = room.closeDue(now).flatMap((each) => each.records);
  expect(made.filter(({ due }) => !due).map(({ trainee, notes }) => [trainee, notes])).toEqual([
    ['b1', ['not-approved']],
    ['b2', ['not-approved']],
    ['b3', ['not-approved']],
  ]);
});

test('a draft’s lessons that were over when it was entered are not closed; they are once it is filed', () => {
  observeAll();
  now = at(12);
  const code = classCode('NEW-1');
  classes.save(
    code,
    scenario(
      code,
      ['n1'],
      [
        [1, '08:30', '09:15'],
        [2, '13:00', '13:45'],
      ],
    ),
    { version: 0, by: 'u1', at: now },
  );
  const { live, room } = kiosk();
  expect(closedNow(room, 18).filter((line) => line.startsWith('NEW'))).toEqual(['NEW-1 2 n1 absent']);
  classes.fileEvent(code, { kind: 'filed', on: DAY, by: 'u1', at: now }, { version: 1, by: 'u1', at: now });
  live.refresh();
  expect(closedNow(room, 18)).toEqual(['NEW-1 1 n1 absent']);
});

test('a lesson that cannot be closed hinders no other, and is tried again', () => {
  observeAll();
  const { room, failures } = kiosk();
  db.exec(
    `create trigger full_disk before insert on record when new.class = 'DSJ-1' begin select raise(abort, 'disk full'); end`,
  );
  expect(closedNow(room, 18)).toEqual(['DG-1 1 b1 absent', 'DG-1 1 b2 absent']);
  expect(failures).toEqual(['DSJ-1']);
  db.exec('drop trigger full_disk');
  expect(closedNow(room, 18)).toEqual([]);
  expect(closedNow(room, 18.02)).toEqual(['DSJ-1 1 a1 absent', 'DSJ-1 1 a2 absent']);
});

test('a sighting opens windows of the lessons of the trainee’s own class only', () => {
  const { live } = kiosk();
  const clock = new ManualClock(at(9.5));
  const first: FirstSighting[] = [];
  const greeted: string[] = [];
  const witness = createWitness({
    clock,
    guard: clockGuard({ clock }),
    plan: live.plan,
    classOf: live.classOf,
    people: () => live.people,
    store: observations(db),
    sightingEvery: seconds(15),
    continuity: seconds(4),
    greet: (greeting) => greeted.push(greeting.kind === 'trainee' ? greeting.name : '?'),
    onFirst: (each) => first.push(each),
  });
  // 09:30: the lesson of the electricians has just begun, that of the others is over.
  witness.seen(frameResult(at(9.5), [trackOf('a1'), trackOf('b1'), trackOf('teacher')]));
  expect(first.map(({ trainee }) => trainee)).toEqual(['b1', 'b1']);
  expect(first.map(({ window }) => window.replace(/@\d+/, ''))).toEqual([
    'DG-1/2026-10-08#1/arrival',
    'DG-1/2026-10-08#1/inside',
  ]);
  expect(greeted).toEqual(['姓名b1']);
});
