import { expect, test } from 'vitest';
import type { ApiMonth } from '../../../core/contract/api.ts';
import { milliseconds } from '../../../core/domain/units.ts';
import { rateLimit } from '../../../kiosk/desk/api/rate-limit.ts';
import { monthCsv } from '../../../kiosk/desk/api/read.ts';

test('a burst passes, then one request every so often; others are not held up', () => {
  let now = milliseconds(0);
  const limit = rateLimit({ perMinute: 60, burst: 3 }, () => now);
  expect([limit.take('a'), limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([0, 0, 0, 1]);
  expect(limit.take('b')).toBe(0);
  now = milliseconds(999);
  expect(limit.take('a')).toBe(1);
  now = milliseconds(1000);
  expect([limit.take('a'), limit.take('a')]).toEqual([0, 1]);
});

test('a wait is told in whole seconds until the next request passes', () => {
  const limit = rateLimit({ perMinute: 6, burst: 1 }, () => milliseconds(0));
  expect([limit.take('a'), limit.take('a')]).toEqual([0, 10]);
});

const line = {
  ...{ trainee: 't1', name: '=HYPERLINK("x")', idNumber: null, due: 6, attended: 5, late: 0, leftEarly: 0 },
  ...{ personalLeave: 0, sickLeave: 0, absent: 1, pending: 0, rate: '83.33', meets90: false, course: null },
  days: [
    { date: '2026-10-08', mark: '5/6', kind: 'mixed' as const },
    { date: '2026-10-09', mark: '—', kind: 'noTraining' as const },
  ],
};
const month: ApiMonth = {
  class: { code: 'C', institution: null, specialty: null },
  ...{ month: '2026-10', state: 'open', reportId: `sha256:${'0'.repeat(64)}`, closedAt: null, workdays: 18 },
  ...{ total: { due: 6, attended: 5, rate: '83.33' }, trainees: [line] },
};

test('a name that a spreadsheet would take for a formula stays a text, quotes are doubled', () => {
  const [head, first, last] = monthCsv(month).split('\r\n');
  expect(head).toBe(
    '\uFEFFtrainee,name,idNumber,due,attended,late,leftEarly,personalLeave,sickLeave,absent,pending,rate,meets90,2026-10-08,2026-10-09',
  );
  expect(first).toBe(`t1,"'=HYPERLINK(""x"")",,6,5,0,0,0,0,1,0,83.33,false,5/6,—`);
  expect(last).toBe('');
});

test('a rate of nothing due stays a dash', () => {
  const nothing = { ...line, name: '赵', rate: '-' };
  expect(monthCsv({ ...month, trainees: [nothing] }).split('\r\n')[1]).toContain(',0,-,false,');
});
