import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../../../../core/platform/clock.ts';
import { systemProcesses } from '../../../../core/platform/process.ts';
import { centerAccounts } from '../../../../server/desk/accounts.ts';
import { accounts } from '../../../../server/store/accounts.ts';
import { facts } from '../../../../server/store/facts.ts';
import { kiosks as kioskTable } from '../../../../server/store/kiosks.ts';
import { openCenterDb } from '../../../../server/store/open.ts';
import { freePort } from '../../free-port.ts';
import { seedClasses } from '../seed.ts';
import { busyVerifierKey } from './kiosk.ts';
import { fillMonth } from './records.ts';

/** What several programs of one center share. */
export interface SharedBy {
  readonly redis: string;
  readonly secret: string;
}

/** The center's own program, `server/main.ts`, in a process of its own. */
export interface CenterProgram extends AsyncDisposable {
  readonly pid: number;
  readonly url: string;
  /** Kiosks linked to this process, and watches underway, as `/healthz` tells them. */
  figures(): Promise<{ readonly kiosks: number; readonly watchers: number; readonly skipped: number }>;
  kill(signal: NodeJS.Signals): void;
  /** Asks it to end, as a service manager does. @returns its exit code; null: it was killed. */
  stop(): Promise<number | null>;
}

const START_WITHIN_MS = 60_000;
const END_WITHIN_MS = 10_000;
/** Faults are told; nothing of what goes on. */
const LOG_LEVEL = 'warn';

/**
 * Starts one and waits until it answers. @param database a file, or `postgres://…` with `shared`.
 * @param nodeOptions for the process itself (`--cpu-prof`). @param port of one that ended, to come back as it. @throws Error with the program's last words.
 */
export async function startCenterProgram(
  database: string,
  {
    shared,
    nodeOptions = [],
    port: wanted,
    onLog = (line) => process.stderr.write(`hub: ${line}\n`),
  }: {
    readonly shared?: SharedBy;
    readonly nodeOptions?: readonly string[];
    readonly port?: number;
    /** Each line that it logs: nothing but faults. */
    readonly onLog?: (line: string) => void;
  } = {},
): Promise<CenterProgram> {
  await using started = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'zaike-hub-'));
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const config = join(folder, 'center.json');
  await writeFile(config, JSON.stringify({ name: '试验中心', dataDir: 'data', logLevel: LOG_LEVEL }));
  const port = wanted ?? (await freePort());
  const url = `http://127.0.0.1:${String(port)}`;
  const grown =
    shared === undefined ? {} : { REDIS_URL: shared.redis, ZAIKE_HUB_SECRET: shared.secret, ZAIKE_HUB_URL: url };
  const env = { ...process.env, DATABASE_URL: database, ZAIKE_PORT: String(port), ...grown };
  const args = [...nodeOptions, resolve('server/main.ts'), config];
  const child = started.use(systemProcesses.spawn(process.execPath, args, { env }));
  child.onStderrLine(onLog);
  const figures = async () =>
    (await (await fetch(`${url}/healthz`)).json()) as Awaited<ReturnType<CenterProgram['figures']>>;
  const until = performance.now() + START_WITHIN_MS;
  const ended = child.exited.then(({ stderr }) => Promise.reject(new Error(`the center ended: ${stderr}`)));
  while (
    !(await Promise.race([
      figures().then(
        () => true,
        () => false,
      ),
      ended,
    ]))
  ) {
    if (performance.now() > until) throw new Error(`expected the center to answer within ${START_WITHIN_MS} ms`);
    await new Promise((later) => setTimeout(later, 50));
  }
  ended.catch(() => undefined);
  const resources = started.move();
  resources.defer(async () => {
    child.kill('SIGTERM');
    // Not waited for by the process itself: who has ended its programs is done.
    await Promise.race([child.exited, delay(END_WITHIN_MS, undefined, { ref: false })]);
  });
  return {
    ...{ pid: child.pid ?? 0, url, figures, kill: (signal) => child.kill(signal) },
    stop: async () => {
      child.kill('SIGTERM');
      return (await child.exited).code;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/**
 * Fills a store: `count` paired kiosks with a filed class each, and an inspector. @param month with the records of this
 * month's days before today. @returns a session of the inspector.
 */
export async function fillCenter(database: string, count: number, { month = false } = {}): Promise<string> {
  await using db = await openCenterDb(database);
  await seedClasses({ kiosks: kioskTable(db), facts: facts(db) }, count, systemClock.now(), busyVerifierKey);
  if (month) await fillMonth(db, count, systemClock.now());
  const people = centerAccounts(accounts(db), systemClock);
  const password = 'only-for-this-center';
  await people.add({ user: 'inspector', name: '吴检查', role: 'inspector', institution: null }, password);
  return await people.signIn('inspector', password, 'here');
}
