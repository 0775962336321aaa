import { expect, test } from 'vitest';
import { systemClock } from '../../core/platform/clock.ts';
import { silentLog } from '../../core/platform/log.ts';
import { centerClasses } from '../../server/desk/classes.ts';
import { startCenter } from '../support/center/center.ts';
import { seedClasses } from '../support/center/seed.ts';

const CLASSES = 20;
const ADMINISTRATOR = { user: '', name: '', role: 'administrator', institution: null } as const;

test('while many filings are read the hub goes on with what else there is to do', async () => {
  await using center = await startCenter();
  await seedClasses(center.center, CLASSES, systemClock.now());
  const classes = centerClasses(center.center.facts, center.center.kiosks, silentLog);
  let turns = 0;
  let counting = true;
  const turn = (): void => {
    turns += 1;
    if (counting) setImmediate(turn);
  };
  setImmediate(turn);
  expect(await classes.list(ADMINISTRATOR)).toHaveLength(CLASSES);
  counting = false;
  expect(turns).toBeGreaterThanOrEqual(CLASSES);
});
