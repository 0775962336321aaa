import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createJobs } from '../../../core/accounts/jobs.ts';
import { classCode } from '../../../core/domain/ids.ts';
import { epochMs, minutes } from '../../../core/domain/units.ts';
import { createLog } from '../../../core/platform/log.ts';
import { RosterImports } from '../../../kiosk/desk/roster/imports.ts';
import { readTables } from '../../../kiosk/desk/tables/read.ts';
import { openDatabase } from '../../../kiosk/store/open.ts';
import { rosterImports } from '../../../kiosk/store/roster-imports.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { classesOf, sampleScenario } from '../../support/office/classes.ts';
import { ANNEX_4, csvOf, rowOf } from '../../support/roster/files.ts';
import { memoryIntake } from '../../support/roster/intake.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zaike-imports-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('an upload is deleted an hour after its last touch, and what an earlier run left at the start', async () => {
  const at = epochMs(Date.UTC(2026, 8, 20));
  const clock = new ManualClock(at);
  const db = openDatabase(':memory:');
  const classes = classesOf(db);
  const code = classCode('DSJ-2026-01');
  classes.save(code, { ...sampleScenario(), trainees: [] }, { version: 0, by: 'x', at });
  const log = rosterImports(db);
  log.opened({ id: 'before', code, by: 'x', at });
  const left = join(folder, 'imports', 'before');
  mkdirSync(left, { recursive: true });
  writeFileSync(join(left, 'photo'), 'x');
  await using jobs = createJobs(createLog('test', 'error'));
  await using imports = new RosterImports({
    ...{ folder: join(folder, 'imports'), classes, read: readTables, intake: null, jobs, log, clock },
    atomically: (work) => db.transaction(work)(),
    onTrouble: () => undefined,
  });
  expect(existsSync(left)).toBe(false);
  const id = await imports.begin(code, 'x');
  await imports.putRoster(id, 'x', 'a.csv', Readable.from([csvOf([ANNEX_4, rowOf(1)])]));
  clock.advance(minutes(59));
  expect(imports.preview(id, 'x').rows).toHaveLength(1);
  clock.advance(minutes(2));
  expect(() => imports.preview(id, 'x')).toThrow(/已过期/);
  await imports.begin(code, 'y');
  expect(existsSync(join(folder, 'imports', id))).toBe(false);
  expect(log.ofClass(code).map(({ ended }) => ended)).toEqual(['interrupted', 'expired', null]);
});

it('what is written stays written though templates cannot be made at once', async () => {
  const at = epochMs(Date.UTC(2026, 8, 20));
  const clock = new ManualClock(at);
  const db = openDatabase(':memory:');
  const classes = classesOf(db);
  const code = classCode('DSJ-2026-01');
  classes.save(code, { ...sampleScenario(), trainees: [] }, { version: 0, by: 'x', at });
  const troubles: unknown[] = [];
  const down = new Error('vision is down');
  const memory = memoryIntake(undefined, () => Promise.reject(down));
  await using jobs = createJobs(createLog('test', 'error'));
  await using imports = new RosterImports({
    ...{ folder: join(folder, 'imports2'), classes, read: readTables, intake: memory.intake, jobs, clock },
    log: rosterImports(db),
    atomically: (work) => db.transaction(work)(),
    onTrouble: (error) => troubles.push(error),
  });
  const id = await imports.begin(code, 'x');
  const rows = [
    [...ANNEX_4, '同意书日期'],
    [...rowOf(1), '2026-09-01'],
  ];
  await imports.putRoster(id, 'x', 'a.csv', Readable.from([csvOf(rows)]));
  const job = imports.commit(id, 'x');
  while (jobs.view(job).state === 'running') await new Promise((resolve) => setImmediate(resolve));
  expect(jobs.view(job)).toMatchObject({
    state: 'done',
    result: { added: 1, remarks: [{ what: expect.stringContaining('自动补上') as string }] },
  });
  expect(troubles).toEqual([down]);
  expect(classes.trainees(code).map(({ person }) => person.name)).toEqual(['学员乙1']);
  expect(memory.written).toMatchObject([{ consentOn: '2026-09-01' }]);
});
