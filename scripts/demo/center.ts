import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { CameraId } from '../../core/domain/ids.ts';
import type { Outcome } from '../../core/domain/record.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { createLog } from '../../core/platform/log.ts';
import { openCenter, PAGES } from '../../server/center.ts';
import { firstPicture } from '../../test/support/center/first-picture.ts';
import { OfficeClient } from '../../test/support/office/client.ts';
import type { DemoClassroom } from './classrooms.ts';
import type { KioskProgram } from './kiosk.ts';

/** What of a class the center has. */
export interface HeldByCenter {
  /** The records in force. */
  readonly records: readonly { readonly trainee: string; readonly no: number; readonly outcome: Outcome }[];
  /** The journal's size at the newest head that the center keeps, 0: none; whether it was proven to continue the one before. */
  readonly head: { readonly size: number; readonly proven: boolean };
}

/** The center of the demo, in this process; its accounts are made for it and nothing else. */
export interface DemoCenter extends AsyncDisposable {
  /** Where kiosks call. */
  readonly origin: string;
  /** Where a browser finds the dashboard. */
  readonly url: string;
  /** Who may sign in, all with `password`; a second person countersigns. */
  readonly users: readonly string[];
  readonly password: string;
  /** Waits until a kiosk is linked; when it shows a code, enters it as an inspector would. @returns the kiosk's id. */
  join(kiosk: KioskProgram, classroom: DemoClassroom): Promise<string>;
  held(kiosk: string, code: string): Promise<HeldByCenter>;
  /** Watches a camera as the dashboard does. @returns ms to the first packet. @throws Error when none comes `within` ms. */
  firstPicture(kiosk: string, camera: CameraId, within: number): Promise<number>;
}

const NAME = '演示监管中心';
const PEOPLE = [
  { user: 'demo', name: '周管理', role: 'administrator', institution: null },
  { user: 'demo2', name: '吴检查', role: 'inspector', institution: null },
] as const;

/** Starts one with its data in `folder`. @throws ZaikeError when the port cannot be had or the pages are not built. */
export async function startCenter(folder: string, port: number): Promise<DemoCenter> {
  const log = createLog('center', 'warn');
  const http = { host: '127.0.0.1', port, names: [], proxied: false, allowClear: false };
  const center = await openCenter(
    { name: NAME, dataDir: folder, http, logLevel: 'warn', database: join(folder, 'center.db'), growing: null },
    { clock: systemClock, log, pages: PAGES },
  );
  const password = randomBytes(6).toString('hex');
  for (const person of PEOPLE) await center.accounts.add(person, password);
  const origin = `http://127.0.0.1:${String(center.port)}`;

  const signIn = async (): Promise<OfficeClient> => {
    const inspector = new OfficeClient(origin);
    await inspector.signIn(PEOPLE[1].user, password);
    return inspector;
  };
  const pair = async (code: string, { institution, room }: DemoClassroom): Promise<void> => {
    const inspector = await signIn();
    const { status } = await inspector.send('POST', '/kiosks', { code, institution, room });
    if (status !== 200) throw new Error(`pairing ${room}: expected the center to take the code, got status ${status}`);
  };
  return {
    origin,
    url: `${origin}/center/`,
    users: PEOPLE.map(({ user }) => user),
    password,
    join: async (kiosk, classroom) => {
      const linked = kiosk.logged('linked to the center');
      const offered = kiosk.logged('the center does not know this kiosk: an inspector enters this code there');
      const { code } = await Promise.race([linked, offered]);
      if (typeof code === 'string') await pair(code, classroom);
      await linked;
      const { institution, room } = classroom;
      const all = await center.kiosks.all();
      const found = all.find((each) => each.institution === institution && each.room === room);
      if (found === undefined) throw new Error(`expected a paired kiosk of ${institution} ${room}, got none`);
      return found.id;
    },
    held: async (kiosk, code) => {
      const facts = await center.facts.of('record', { kiosk, class: code });
      const replaced = new Set(facts.map(({ body }) => body.replaces));
      const records = facts
        .filter(({ body }) => !replaced.has(body.id))
        .map(({ body: { record } }) => ({ trainee: record.trainee, no: record.no, outcome: record.outcome }));
      const head = await center.kiosks.newestHead(kiosk);
      return { records, head: { size: head?.size ?? 0, proven: head?.proven === 1 } };
    },
    firstPicture: async (kiosk, camera, within) => {
      const { token } = await signIn();
      return firstPicture({ origin, token, watch: { kiosk, camera, size: 'sub' }, within });
    },
    [Symbol.asyncDispose]: () => center[Symbol.asyncDispose](),
  };
}
