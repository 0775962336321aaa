import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Role } from '../../../core/contract/office/actor.ts';
import { systemClock } from '../../../core/platform/clock.ts';
import { createLog } from '../../../core/platform/log.ts';
import { cookieName } from '../../../core/web/session.ts';
import type { Classes } from '../../../kiosk/desk/classes/classes.ts';
import type { DayClass } from '../../../kiosk/desk/day/ports.ts';
import { type Desk, type DeskOptions, openDesk } from '../../../kiosk/desk.ts';
import type { LivePackets } from '../../../kiosk/http/ports.ts';
import { ScreenBoard } from '../../../kiosk/http/screen-board.ts';
import { createHttp, type Http } from '../../../kiosk/http/server.ts';
import { openClasses } from '../../../kiosk/open-classes.ts';
import { type Db, openDatabase } from '../../../kiosk/store/open.ts';
import { buildPages } from '../../../scripts/pages.ts';
import { PAGES } from '../screen/kiosk.ts';
import { sampleClass } from '../screen/sample-class.ts';
import { OfficeClient } from './client.ts';
import { openDay } from './day.ts';

export const PASSWORD = 'zaike-test-password';

/** A real office: server, database, accounts, in a folder of its own. */
export interface TestOffice extends AsyncDisposable {
  readonly http: Http;
  readonly desk: Desk;
  readonly db: Db;
  readonly board: ScreenBoard;
  readonly folder: string;
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** A client that is signed in with this role; users are named after their roles. */
  as(role: Role): Promise<OfficeClient>;
  /** A client that nobody has signed in. */
  stranger(): OfficeClient;
  /** Gives a page's browser the session of a role. */
  signIn(page: Page, role: Role): Promise<void>;
}

const nobodyWatches: LivePackets = {
  subscribe: () => {
    throw new Error('expected nobody to watch');
  },
};

const noVideo: NonNullable<DeskOptions['day']>['viewing'] = {
  plan: () => Promise.resolve({ parts: [], gaps: [] }),
  clip: () => Promise.resolve(null),
  frame: () => Promise.resolve(null),
  sheet: () => Promise.reject(new Error('expected nobody to look')),
};

export interface TestOfficeOptions {
  /** What differs from a plain office: ports of the slices under test. */
  readonly desk?: Partial<DeskOptions> | ((db: Db, folder: string) => Partial<DeskOptions>);
  /** Where live video comes from; from nowhere by default. */
  readonly live?: LivePackets;
  /** Fills the database before the office opens. */
  readonly fill?: (db: Db, folder: string) => void | Promise<void>;
  /** Without accounts: to see the first run. */
  readonly empty?: boolean;
}

const dayClassesOf = (classes: Classes): DayClass[] =>
  classes.list().map((code) => ({
    file: classes.file(code),
    lessons: classes.timetable(code).lessons,
    calendar: classes.calendar(code),
  }));

/** Starts an office with the accounts `administrator`, `teacher`, `viewer` and `second` (a teacher who countersigns). */
export async function startOffice({
  desk: ports = {},
  live = nobodyWatches,
  fill,
  empty = false,
}: TestOfficeOptions = {}): Promise<TestOffice> {
  await buildPages();
  const folder = mkdtempSync(join(tmpdir(), 'zaike-office-'));
  const db = openDatabase(join(folder, 'zaike.db'));
  await fill?.(db, folder);
  const log = createLog('test', 'error');
  const classes = openClasses(db);
  const desk = openDesk({
    institution: '沈阳工学院',
    db,
    dataDir: folder,
    classes,
    clock: systemClock,
    log,
    center: {
      center: {
        status: () => ({ kind: 'off' }),
        waiting: () => ({ count: 0, since: null }),
        inspector: () => Promise.resolve(null),
      },
      url: null,
      clockState: () => 'synchronised',
    },
    day: { ports: { ...openDay(db).ports, classes: { list: () => dayClassesOf(classes) } }, viewing: noVideo },
    ...(typeof ports === 'function' ? ports(db, folder) : ports),
  });
  if (!empty) {
    await desk.accounts.add({ user: 'administrator', name: '王管理', role: 'administrator' }, PASSWORD);
    await desk.accounts.add({ user: 'teacher', name: '李老师', role: 'teacher' }, PASSWORD);
    await desk.accounts.add({ user: 'viewer', name: '赵查看', role: 'viewer' }, PASSWORD);
    await desk.accounts.add({ user: 'second', name: '孙复核', role: 'teacher' }, PASSWORD);
  }
  const feed = new ScreenBoard(sampleClass(3, systemClock.now()), { clock: systemClock });
  const http = await createHttp({
    port: 0,
    pages: PAGES,
    feed,
    live,
    office: desk,
    clock: systemClock,
    log,
  });
  const origin = `http://127.0.0.1:${http.port}`;
  const stranger = (): OfficeClient => new OfficeClient(origin);
  const as = async (role: Role): Promise<OfficeClient> => {
    const client = stranger();
    await client.signIn(role, PASSWORD);
    return client;
  };
  return {
    ...{ http, desk, db, board: feed, folder, origin, stranger, as },
    signIn: async (page, role) => {
      const { token } = await as(role);
      await page
        .context()
        .addCookies([{ name: cookieName(origin), value: token, url: origin, httpOnly: true, sameSite: 'Strict' }]);
    },
    [Symbol.asyncDispose]: async () => {
      await http[Symbol.asyncDispose]();
      await desk[Symbol.asyncDispose]();
      db[Symbol.dispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
