import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { CenterRole } from '../../../core/contract/center/actor.ts';
import { type Clock, systemClock } from '../../../core/platform/clock.ts';
import { createLog } from '../../../core/platform/log.ts';
import { cookieName } from '../../../core/web/session.ts';
import { buildPages } from '../../../scripts/pages.ts';
import { type Center, openCenter, PAGES } from '../../../server/center.ts';
import type { CenterConfig } from '../../../server/config.ts';
import { OfficeClient } from '../office/client.ts';

export const PASSWORD = 'zaike-test-password';
/** Whose people the account `institution` is. */
export const INSTITUTION = '沈阳工学院';

/** A real center: hub, store, dashboard, in a folder of its own. */
export interface TestCenter extends AsyncDisposable {
  readonly center: Center;
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** A client that is signed in with this role; users are named after their roles. */
  as(role: CenterRole): Promise<OfficeClient>;
  /** A client that nobody has signed in. */
  stranger(): OfficeClient;
  /** Gives a page's browser the session of a role. */
  signIn(page: Page, role: CenterRole): Promise<void>;
}

/**
 * Starts a center with an account of each role; `second` is another inspector, who countersigns.
 * `join`: another hub made the accounts already.
 */
export async function startCenter(
  options: Partial<CenterConfig> = {},
  { clock = systemClock, join: joins = false }: { readonly clock?: Clock; readonly join?: boolean } = {},
): Promise<TestCenter> {
  await buildPages();
  const folder = mkdtempSync(join(tmpdir(), 'zaike-center-'));
  const http = { host: '127.0.0.1', port: 0, names: [], proxied: false, allowClear: false };
  const center = await openCenter(
    {
      ...{ name: '沈阳市就业培训监管中心', dataDir: folder, http, logLevel: 'error' },
      ...{ database: join(folder, 'center.db'), growing: null },
      ...options,
    },
    { clock, log: createLog('test', 'error'), pages: PAGES },
  );
  const people = [
    { user: 'administrator', name: '周管理', role: 'administrator', institution: null },
    { user: 'inspector', name: '吴检查', role: 'inspector', institution: null },
    { user: 'second', name: '郑检查', role: 'inspector', institution: null },
    { user: 'accountant', name: '冯会计', role: 'accountant', institution: null },
    { user: 'institution', name: '李校长', role: 'institution', institution: INSTITUTION },
  ] as const;
  if (!joins) for (const person of people) await center.accounts.add(person, PASSWORD);
  const origin = `http://127.0.0.1:${String(center.port)}`;
  const stranger = (): OfficeClient => new OfficeClient(origin);
  const as = async (role: CenterRole): Promise<OfficeClient> => {
    const client = stranger();
    await client.signIn(role, PASSWORD);
    return client;
  };
  return {
    ...{ center, origin, as, stranger },
    signIn: async (page, role) => {
      const { token } = await as(role);
      await page
        .context()
        .addCookies([{ name: cookieName(origin), value: token, url: origin, httpOnly: true, sameSite: 'Strict' }]);
    },
    [Symbol.asyncDispose]: async () => {
      await center[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
