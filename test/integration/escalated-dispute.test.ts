import { expect, test } from 'vitest';
import type { MonthView } from '../../core/contract/office/months.ts';
import { traineeId } from '../../core/domain/ids.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import { disputes } from '../../kiosk/store/disputes.ts';
import { outboxDelivery } from '../../kiosk/store/outbox-delivery.ts';
import { filedClass } from '../support/forms/october.ts';
import { monthOffice } from '../support/office/month-office.ts';
import { PASSWORD } from '../support/office/office.ts';

/* A dispute that was not answered in time, on a kiosk with a center: whose it is, and what it holds up. */

test('an escalated dispute keeps its month open and says whose it is, until the center has answered', async () => {
  const { office } = await monthOffice();
  await using _ = office;
  const teacher = await office.as('teacher');
  const kept = disputes(office.db);
  const objection = { class: filedClass.code as never, trainee: traineeId('absent'), text: '我在教室' };
  const raisedAt = epochMs(Date.parse('2026-10-12T02:00:00Z'));
  const id = kept.add({ ...objection, date: '2026-10-12' as LocalDate, no: 1, raisedAt });
  const obstacle = async (): Promise<string | undefined> =>
    (await teacher.get<MonthView>('/classes/DSJ-2026-01/months/2026-10')).body.obstacles.find(
      ({ kind }) => kind === 'disputed',
    )?.text;
  expect(await obstacle()).toBe('有 1 名学员的异议未答复');
  // From the first welcome of a center on, what is overdue is the center's.
  outboxDelivery(office.db, () => undefined).meet(0, epochMs(0));
  expect(await obstacle()).toBe('有 1 名学员的异议未答复，其中 1 条已超期转市中心，等中心答复');
  const closing = await teacher.send<{ error: { message: string } }>(
    'POST',
    '/classes/DSJ-2026-01/months/2026-10/close',
    { seen: 'x', countersign: { user: 'second', password: PASSWORD } },
  );
  expect([closing.status, closing.body.error.message]).toEqual([422, expect.stringContaining('转市中心')]);
  kept.answer(id, { text: '录像没有', upheld: false, by: '市中心 吴检查（center）', at: raisedAt });
  expect(await obstacle()).toBeUndefined();
});
