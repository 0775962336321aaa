import { expect, test } from 'vitest';
import { systemClock } from '../../core/platform/clock.ts';
import { silentLog } from '../../core/platform/log.ts';
import { classMonths } from '../../server/desk/class-months.ts';
import { centerClasses } from '../../server/desk/classes.ts';
import { totalsDesk } from '../../server/desk/totals.ts';
import { startCenter } from '../support/center/center.ts';
import { seedClasses } from '../support/center/seed.ts';

const CLASSES = 20;
const ADMINISTRATOR = { user: '', name: '', role: 'administrator', institution: null } as const;

/** How often something else had its turn while `work` was done, and what it gave. */
async function turnsDuring<T>(work: () => Promise<T>): Promise<{ readonly turns: number; readonly result: T }> {
  let turns = 0;
  let counting = true;
  const turn = (): void => {
    turns += 1;
    if (counting) setImmediate(turn);
  };
  setImmediate(turn);
  const result = await work();
  counting = false;
  return { turns, result };
}

test('while many filings are read the hub goes on with what else there is to do', async () => {
  await using center = await startCenter();
  await seedClasses(center.center, CLASSES, systemClock.now());
  const classes = centerClasses(center.center.facts, center.center.kiosks, [], silentLog);
  const { turns, result } = await turnsDuring(() => classes.list(ADMINISTRATOR));
  expect(result).toHaveLength(CLASSES);
  expect(turns).toBeGreaterThanOrEqual(CLASSES);
});

test('and while a month is added up, class by class', async () => {
  await using center = await startCenter();
  await seedClasses(center.center, CLASSES, systemClock.now());
  const { facts, kiosks } = center.center;
  const classes = centerClasses(facts, kiosks, [], silentLog);
  const totals = totalsDesk({ classes, facts, figures: classMonths(facts) });
  await classes.list(ADMINISTRATOR); // read before: it is not theirs what is counted
  const month = (await totals.months(ADMINISTRATOR))[0] ?? expect.fail('no month');
  const { turns, result } = await turnsDuring(() => totals.of(ADMINISTRATOR, month));
  expect(result.rows).toHaveLength(CLASSES);
  expect(turns).toBeGreaterThanOrEqual(CLASSES);
});
