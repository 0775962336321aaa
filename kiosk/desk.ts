import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import { type Accounts, accounts } from './desk/accounts/accounts.ts';
import { type CameraDeskOptions, cameraDesk } from './desk/cameras/cameras.ts';
import type { Classes } from './desk/classes/classes.ts';
import { createJobs, type Jobs } from './desk/jobs.ts';
import { accountRoutes } from './http/office/accounts.ts';
import { cameraRoutes } from './http/office/cameras.ts';
import { jobRoutes } from './http/office/jobs.ts';
import type { Office } from './http/office/office.ts';
import { accounts as accountTables } from './store/accounts.ts';
import { audit as auditTable } from './store/audit.ts';
import type { Db } from './store/open.ts';

export interface DeskOptions {
  readonly institution: string;
  readonly db: Db;
  readonly classes: Classes;
  readonly clock: Clock;
  readonly log: Log;
  /** The cameras; without them the office has no pages for them. */
  readonly cameras?: Pick<CameraDeskOptions, 'keeper' | 'world' | 'placement'>;
}

/** The office's work, composed: what the pages call, over the store, vision and evidence. */
export interface Desk extends Office, AsyncDisposable {
  readonly accounts: Accounts;
  readonly jobs: Jobs;
}

/** Opens the office. Every slice adds its routes here. */
export function openDesk({ institution, db, clock, log, cameras }: DeskOptions): Desk {
  const known = accounts(accountTables(db), clock);
  const audit = auditTable(db);
  const jobs = createJobs(log);
  return {
    institution,
    accounts: known,
    audit,
    jobs,
    routes: [
      ...accountRoutes(known, audit),
      ...jobRoutes(jobs),
      ...(cameras === undefined ? [] : cameraRoutes(cameraDesk({ ...cameras, jobs, clock }))),
    ],
    [Symbol.asyncDispose]: () => jobs[Symbol.asyncDispose](),
  };
}
