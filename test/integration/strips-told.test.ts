import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ItemBody } from '../../core/contract/center/items.ts';
import { itemFault } from '../../core/contract/center/items.ts';
import { cameraId, classCode, traineeId } from '../../core/domain/ids.ts';
import type { Lesson } from '../../core/domain/lesson.ts';
import { reachOf } from '../../core/domain/lesson.ts';
import { defaultPolicy } from '../../core/domain/policy.ts';
import { type EpochMs, epochMs, minutes, plus, seconds } from '../../core/domain/units.ts';
import { silentLog } from '../../core/platform/log.ts';
import { classroom } from '../../kiosk/presence/classroom.ts';
import { lessonPlan, planLessons } from '../../kiosk/presence/lesson-plan.ts';
import { observations } from '../../kiosk/store/observations.ts';
import { type Db, openDatabase } from '../../kiosk/store/open.ts';
import { outbox } from '../../kiosk/store/outbox.ts';
import { outboxDelivery } from '../../kiosk/store/outbox-delivery.ts';
import { stripsDue } from '../../kiosk/store/strips-due.ts';
import { type TellStrips, tellStrips } from '../../kiosk/strips.ts';

/* When a kiosk tells its strips, over a real store. */

const CODE = classCode('DSJ-1');
const ROOM = cameraId('room');
const START = epochMs(Date.parse('2026-10-08T08:30:00+08:00'));
const at = (minute: number): EpochMs => plus(START, minutes(minute));
const lesson = (no: number, start: EpochMs): Lesson =>
  ({
    ...{ date: '2026-10-08', no, start, end: plus(start, minutes(45)), kind: 'theory' },
    ...{ course: null, teacher: null, room: null, makeUp: false },
  }) as Lesson;
const plan = lessonPlan(planLessons(CODE, [lesson(1, START), lesson(2, at(55)), lesson(3, at(300))], [defaultPolicy]));

let db: Db & Disposable;
let told: TellStrips;
beforeEach(() => {
  db = openDatabase(':memory:');
  told = open(50);
});
afterEach(() => db[Symbol.dispose]());

function open(people: number): TellStrips {
  const roster = Array.from({ length: people }, (_, n) => ({
    id: traineeId(`t${String(n)}`),
    joinedOn: null,
    withdrawnOn: null,
  }));
  const room = classroom({
    plan,
    room: () => ({ roster, cameras: [ROOM], approvedOn: null }),
    observed: observations(db),
    entered: { leave: () => [], through: () => [] },
    sink: { isClosed: () => false, close: () => undefined },
    grace: seconds(3),
    continuity: seconds(30),
    onFailure: (_planned, error) => {
      throw error;
    },
  });
  return tellStrips({
    ...{ due: stripsDue(db), outbox: outbox(db), plan, log: silentLog },
    strips: (planned) => room.strips(planned),
  });
}

const meet = (): void => outboxDelivery(db, () => undefined).meet(0, START);
const close = (no: number): void => {
  const planned = plan.lessons.find((each) => each.lesson.no === no);
  if (planned !== undefined) told.closed(planned);
};
function items(): { id: number; body: ItemBody<'strips'> }[] {
  const rows = db.prepare<[], { id: number; body: string }>(
    "select id, body from outbox where kind = 'strips' order by id",
  );
  return rows.all().map(({ id, body }) => ({ id, body: JSON.parse(body) as ItemBody<'strips'> }));
}
const toldUntil = (): string[] =>
  items().map(({ body: { no, until } }) => `${String(no)} until ${String((until - START) / 60_000)}`);

it('without a center nothing is told, noted or read', () => {
  close(1);
  told.look(at(20));
  expect(items()).toEqual([]);
  expect(db.prepare('select * from stripsDue').all()).toEqual([]);
});

it('a running lesson is told every five minutes, and what was not sent yet is replaced', () => {
  meet();
  told.look(at(-6));
  expect(toldUntil()).toEqual([]);
  told.look(at(-5));
  expect(toldUntil()).toEqual(['1 until -5']);
  told.look(at(-1));
  told.look(at(0));
  expect(toldUntil()).toEqual(['1 until 0']);
});

it('what was sent stays as it was sent: the next follows it', () => {
  meet();
  told.look(at(-5));
  const [first] = items();
  outboxDelivery(db, () => undefined).sending(first?.id ?? 0);
  told.look(at(0));
  told.look(at(5));
  expect(toldUntil()).toEqual(['1 until -5', '1 until 5']);
  expect(items()[0]).toEqual(first);
});

it('two lessons whose windows overlap are told side by side', () => {
  meet();
  told.look(at(49));
  told.look(at(50));
  expect(toldUntil()).toEqual(['1 until 49', '2 until 50']);
});

it('closed lessons are told whole, the latest first, one at a look', () => {
  meet();
  close(1);
  close(2);
  told.look(at(200));
  expect(toldUntil()).toEqual(['2 until 105']);
  told.look(at(201));
  told.look(at(202));
  expect(toldUntil()).toEqual(['2 until 105', '1 until 50']);
  expect(db.prepare('select * from stripsDue').all()).toEqual([]);
});

it('a lesson that no timetable has any more is forgotten', () => {
  meet();
  stripsDue(db).note({ code: CODE, date: '2026-10-08' as never, no: 9 });
  told.look(at(200));
  expect(items()).toEqual([]);
  expect(db.prepare('select * from stripsDue').all()).toEqual([]);
});

it('fifty people who come and go all the time stay within the contract', () => {
  meet();
  const seen = observations(db);
  const put = db.transaction(() => {
    // Seen every 40 seconds: each time longer than the 30 that make one stay.
    for (let n = 0; n < 50; n += 1)
      for (let second = -600; second < 3000; second += 40)
        seen.addSighting({
          trainee: traineeId(`t${String(n)}`),
          at: plus(START, seconds(second + n * 0.1)),
          camera: ROOM,
        });
  });
  put();
  close(1);
  told.look(at(200));
  const [item] = items();
  expect(itemFault({ kind: 'strips', body: item?.body as never })).toBe('');
  const { from, to } = reachOf(plan.lessons[0]?.windows ?? (null as never));
  expect([item?.body.from, item?.body.to]).toEqual([from, to]);
  expect(item?.body.seen).toHaveLength(50);
  for (const { stays } of item?.body.seen ?? []) expect(stays).toEqual([[expect.any(Number), expect.any(Number)]]);
  expect(JSON.stringify(item?.body).length).toBeLessThan(64 * 1024);
});
