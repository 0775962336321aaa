import { sql } from 'kysely';
import { io, type Socket } from 'socket.io-client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type CenterToInspector,
  INSPECTOR_CONTRACT,
  INSPECTOR_NAMESPACE,
  type InspectorToCenter,
} from '../../core/contract/center/inspector.ts';
import type { AuditEntry, AuditLine } from '../../core/contract/web/audit.ts';
import { epochMs, minutes, plus, seconds } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { silentLog } from '../../core/platform/log.ts';
import { cookieName } from '../../core/web/session.ts';
import { centerAccounts } from '../../server/desk/accounts.ts';
import { accounts } from '../../server/store/accounts.ts';
import { audit } from '../../server/store/audit.ts';
import { type CenterDb, openCenterDb } from '../../server/store/open.ts';
import { openRun } from '../../server/store/runs.ts';
import { startBusy } from '../support/center/busy/child.ts';
import { busyName } from '../support/center/busy/kiosk.ts';
import { fillCenter, startCenterProgram } from '../support/center/busy/program.ts';
import { FRONT } from '../support/center/busy/records.ts';
import { describeOnBothStores } from '../support/center/stores.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { OfficeClient } from '../support/office/client.ts';

const WITHIN = { timeout: 60_000, interval: 200 };
const began = epochMs(Date.parse('2026-10-08T08:30:00+08:00'));
const ADMINISTRATOR = 'only-for-this-center';

describeOnBothStores('the audit of who watches', ({ fresh }) => {
  describe('its lines', () => {
    let db: CenterDb;
    let clock: ManualClock;
    const entry: AuditEntry = {
      ...{ at: began, user: 'inspector', name: '吴检查', role: 'inspector' },
      ...{ action: 'watched', subject: 'k1', detail: '看实时画面：沈阳工学院 B301 前方' },
    };
    beforeEach(async () => {
      db = await openCenterDb(await fresh());
      clock = new ManualClock(began);
      return () => db[Symbol.asyncDispose]();
    });
    const opened = (shared: boolean) => openRun(db, { clock, log: silentLog, shared });

    it('a watch is one line from its beginning on, with its end when that came, whoever tells the end twice', async () => {
      await using run = await opened(false);
      const lines = audit(db, run);
      await lines.write({ ...entry, action: 'signed-in', subject: 'inspector', detail: '登录' });
      const id = await lines.begin(entry);
      expect((await lines.read({ limit: 10 }))[0]).toMatchObject({ id, lasting: { state: 'running' } });
      const at = plus(began, minutes(3));
      for (const each of [at, plus(at, minutes(1))]) await lines.end(id, { ...entry, at: each, action: 'watch-ended' });
      const read = await lines.read({ limit: 10 });
      expect(read.map(({ action, lasting }) => [action, lasting])).toEqual([
        ['watched', { state: 'ended', at }],
        ['signed-in', undefined],
      ]);
      expect(await lines.read({ limit: 10, subject: 'k1', before: id })).toEqual([]);
      for (const statement of ['delete from audit', "update audit set detail = ''"])
        await expect(sql.raw(statement).execute(db.query), statement).rejects.toThrow(/append-only/);
    });

    it('of a process that is there no more, the end was not told; of one that shares the database it takes a minute to say so', async () => {
      await using first = await opened(true);
      await audit(db, first).begin(entry);
      const stateFor = async (shared: boolean) => {
        await using other = await opened(shared);
        return (await audit(db, other).read({ limit: 1 }))[0]?.lasting?.state;
      };
      expect(await stateFor(true)).toBe('running');
      expect(await stateFor(false)).toBe('lost');
      // It says that it is there: nothing is lost however long it goes on.
      for (let times = 0; times < 8; times += 1) {
        clock.advance(seconds(15));
        await vi.waitFor(async () => {
          const seen = await db.query.selectFrom('run').select('seenAt').where('id', '=', first.id).executeTakeFirst();
          expect(seen?.seenAt).toBe(clock.now());
        }, WITHIN);
      }
      expect(await stateFor(true)).toBe('running');
      const last = clock.now();
      await first[Symbol.asyncDispose](); // as a killed one: it ended no watch
      clock.advance(seconds(61));
      await using other = await opened(true);
      expect((await audit(db, other).read({ limit: 1 }))[0]?.lasting).toEqual({ state: 'lost', at: last });
    });
  });

  it('a center that is killed while somebody watches has told who, and started again tells that the end is not known', {
    timeout: 120_000,
  }, async () => {
    const where = await fresh();
    const token = await fillCenter(where, 2);
    {
      await using db = await openCenterDb(where);
      const people = centerAccounts(accounts(db), systemClock);
      await people.add(
        { user: 'administrator', name: '周管理', role: 'administrator', institution: null },
        ADMINISTRATOR,
      );
    }
    let center = await startCenterProgram(where);
    const { url } = center;
    await using _busy = (await startBusy('kiosks', { url, kiosks: 2, watched: 1, recordEvery: 1000 })).child;
    const administrator = new OfficeClient(url);
    await administrator.signIn('administrator', ADMINISTRATOR);
    const page: Socket<CenterToInspector, InspectorToCenter> = io(`${url}${INSPECTOR_NAMESPACE}`, {
      ...{ transports: ['websocket'], forceNew: true, reconnectionDelay: 200, reconnectionDelayMax: 500 },
      ...{ auth: { contract: INSPECTOR_CONTRACT }, extraHeaders: { Cookie: `${cookieName(url)}=${token}` } },
    });
    let pictures = 0;
    page.on('packet', (_stream, _packet, got) => {
      pictures += 1;
      got();
    });
    const watch = (): void => {
      page.emit('watch', { stream: '1', kiosk: busyName(0), camera: FRONT, size: 'sub' }, () => undefined);
    };
    page.on('connect', watch);
    page.on('ended', () => setTimeout(watch, 200)); // as the dashboard's page does, when the kiosk is not there yet
    /** What the audit says of the watches, newest first. */
    const watches = async (): Promise<readonly AuditLine[]> => {
      const { body } = await administrator.get<{ lines: AuditLine[] }>(`/audit?subject=${busyName(0)}`);
      return body.lines;
    };
    try {
      await vi.waitFor(() => expect(pictures).toBeGreaterThan(12), WITHIN);
      await vi.waitFor(async () => {
        expect((await watches()).map(({ lasting }) => lasting?.state)).toEqual(['running']);
      }, WITHIN);
      center.kill('SIGKILL');
      await center[Symbol.asyncDispose]();
      pictures = 0;

      center = await startCenterProgram(where, { port: Number(new URL(url).port) });
      await vi.waitFor(
        async () => expect((await watches()).map(({ lasting }) => lasting?.state)).toEqual(['running', 'lost']),
        WITHIN,
      );
      expect(pictures).toBeGreaterThan(0);
      const [, lost] = await watches();
      expect(lost).toMatchObject({ user: 'inspector', name: '吴检查', action: 'watched', subject: busyName(0) });
      expect(lost?.detail).toBe('看实时画面：沈阳工学院 教室 001 前门');
      page.disconnect();
      await vi.waitFor(async () => {
        const [now, before] = await watches();
        expect([now?.lasting?.state, before?.lasting?.state]).toEqual(['ended', 'lost']);
        expect(now?.lasting?.at).toBeGreaterThanOrEqual(now?.at ?? 0);
      }, WITHIN);
    } finally {
      page.disconnect();
      await center[Symbol.asyncDispose]();
    }
  });
});
