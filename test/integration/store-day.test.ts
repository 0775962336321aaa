import { expect, test } from 'vitest';
import { classCode, traineeId } from '../../core/domain/ids.ts';
import type { LessonRecord } from '../../core/domain/record.ts';
import { unseen } from '../../core/domain/seen.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import { corrections } from '../../kiosk/store/corrections.ts';
import { disputes } from '../../kiosk/store/disputes.ts';
import { leaveEntries } from '../../kiosk/store/leave.ts';
import { manualEntries } from '../../kiosk/store/manual.ts';
import type { StoredSighting } from '../../kiosk/store/observations.ts';
import { openDatabase } from '../../kiosk/store/open.ts';
import { records } from '../../kiosk/store/records.ts';

const code = classCode('DSJ-2026-01');
const day = '2026-10-08' as LocalDate;
const t1 = traineeId('t1');
const at = epochMs(1_000);

const absent: LessonRecord<StoredSighting> = {
  ...{ trainee: t1, date: day, no: 1, outcome: 'absent', notes: ['left'], due: true, seen: unseen, correction: null },
};

const leave = {
  ...({ class: code, trainee: t1, kind: 'sick', from: day, to: day, lessons: null } as const),
  ...{ why: '发烧', by: 'zhang', enteredAt: at },
};

test('leave is withdrawn, not deleted, and its proof may come later', () => {
  using db = openDatabase(':memory:');
  const kept = leaveEntries(db);
  const id = kept.add(leave);
  kept.add({
    ...leave,
    from: '2026-10-09' as LocalDate,
    to: '2026-10-12' as LocalDate,
    lessons: { first: 1, last: 3 },
  });
  expect(kept.list(code, day, day)).toEqual([{ ...leave, id, proof: null, withdrawn: null }]);
  kept.addProof(id, 'a'.repeat(64), { by: 'zhang', at });
  kept.withdraw(id, { by: 'li', at: epochMs(2000), why: '没有去看病' });
  expect(kept.find(id)).toMatchObject({
    proof: 'a'.repeat(64),
    withdrawn: { by: 'li', at: 2000, why: '没有去看病' },
  });
  expect(() => kept.withdraw(id, { by: 'li', at, why: '再来' })).toThrow();
  expect(() => db.exec('delete from leaveEntry')).toThrow(/append-only/);
  expect(() => db.exec("update leaveEntry set kind = 'personal'")).toThrow(/append-only/);
  expect(kept.list(code, '2026-10-11' as LocalDate, '2026-10-11' as LocalDate)).toMatchObject([
    { lessons: { first: 1, last: 3 } },
  ]);
});

test('a check-in without a face keeps the drawn signature', () => {
  using db = openDatabase(':memory:');
  const kept = manualEntries(db);
  const entry = {
    ...{ class: code, trainee: t1, date: day, lessons: { first: 1, last: 2 }, teacher: '张老师' },
    ...({ signature: [[0, 0, 500, 250]], at: 'screen', by: 'zhang', enteredAt: at } as const),
  };
  const id = kept.add(entry);
  expect(kept.list(code, day, day)).toEqual([{ ...entry, id, withdrawn: null }]);
  kept.withdraw(id, { by: 'zhang', at, why: '人走了' });
  expect(kept.find(id)?.withdrawn?.why).toBe('人走了');
  expect(() => db.exec('delete from manualEntry')).toThrow(/append-only/);
});

test('a dispute is answered once', () => {
  using db = openDatabase(':memory:');
  const kept = disputes(db);
  const dispute = { class: code, trainee: t1, date: day, no: 1, text: '我在教室', raisedAt: at };
  const id = kept.add(dispute);
  expect(kept.open(code)).toEqual([{ ...dispute, id, answer: null }]);
  kept.answer(id, { text: '已看录像，确在教室', upheld: true, by: 'zhang', at });
  expect(kept.open(code)).toEqual([]);
  const [answered] = kept.ofTrainee(code, t1);
  expect(answered?.answer).toMatchObject({ upheld: true, by: 'zhang' });
  expect(() => kept.answer(id, { text: '又', upheld: false, by: 'zhang', at })).toThrow();
  expect(kept.ofTrainee(code, traineeId('t2'))).toEqual([]);
});

function asked(db: ReturnType<typeof openDatabase>) {
  const stored = records(db);
  const kept = corrections(db, stored);
  const [replaces = 0] = stored.close(code, [absent], at);
  const request = {
    ...({ class: code, trainee: t1, date: day, no: 1, replaces, to: 'present' } as const),
    ...{ why: '录像里在座位上', by: '张三', requestedAt: at },
  };
  return { stored, kept, request, id: kept.add(request) };
}

test('a correction takes effect with the second signature, and is owed to the journal until it is told', () => {
  using db = openDatabase(':memory:');
  const { stored, kept, request, id } = asked(db);
  expect(kept.open(code)).toEqual([{ ...request, id, decision: null }]);
  expect(stored.inForce(code, day, day)[0]?.record.outcome).toBe('absent');
  const record = kept.sign(id, { by: '李四', at: epochMs(2000), why: '看过录像' });
  const [inForce] = stored.inForce(code, day, day);
  expect(inForce).toMatchObject({ id: record, record: { outcome: 'present' } });
  expect(inForce?.record.correction).toEqual({
    ...{ to: 'present', why: '录像里在座位上', by: '张三', countersignedBy: '李四', before: 'absent', at: 2000 },
  });
  expect(kept.toJournal()).toMatchObject([{ id: record, replaces: request.replaces, class: code, date: day, no: 1 }]);
  kept.journalled(record, epochMs(3000));
  expect(kept.toJournal()).toEqual([]);
  expect(() => kept.sign(id, { by: '王五', at, why: '' })).toThrow();
});

test('nobody signs for the correction that they asked for, and nothing of it stays', () => {
  using db = openDatabase(':memory:');
  const { stored, kept, id } = asked(db);
  expect(() => kept.sign(id, { by: ' 张三 ', at, why: '' })).toThrow(/另一人/);
  expect(stored.inForce(code, day, day)[0]?.record.outcome).toBe('absent');
  expect(kept.open(code)).toHaveLength(1);
  expect(kept.toJournal()).toEqual([]);
});

test('of two corrections of one record the second one signed is refused whole', () => {
  using db = openDatabase(':memory:');
  const { kept, request, id } = asked(db);
  const other = kept.add({ ...request, to: 'sickLeave' });
  kept.sign(id, { by: '李四', at, why: '' });
  expect(() => kept.sign(other, { by: '李四', at, why: '' })).toThrow();
  kept.refuse(other, { by: '李四', at, why: '已按另一条更正' });
  expect(kept.find(other)?.decision).toMatchObject({ record: null, why: '已按另一条更正' });
  expect(kept.toJournal()).toHaveLength(1);
});

test('what is done together is done whole or not at all', () => {
  using db = openDatabase(':memory:');
  const { stored, kept, id } = asked(db);
  const leaves = leaveEntries(db);
  expect(() =>
    kept.together(() => {
      leaves.add(leave);
      kept.sign(id, { by: '李四', at, why: '' });
      throw new Error('power cut');
    }),
  ).toThrow('power cut');
  expect(leaves.list(code, day, day)).toEqual([]);
  expect(stored.inForce(code, day, day)[0]?.record.outcome).toBe('absent');
});
