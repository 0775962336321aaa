import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CenterActor } from '../../core/contract/center/actor.ts';
import type { KioskView } from '../../core/contract/center/kiosks.ts';
import type { VisitCode } from '../../core/contract/center/visits.ts';
import type { AuditEntry, AuditLine } from '../../core/contract/web/audit.ts';
import { minutes } from '../../core/domain/units.ts';
import { type VisitDesk, visitDesk } from '../../server/desk/visits.ts';
import { type CenterDb, openCenterDb } from '../../server/store/open.ts';
import { visits } from '../../server/store/visits.ts';
import { startCenter, type TestCenter } from '../support/center/center.ts';
import { startTestKiosk, type TestKiosk } from '../support/center/kiosk.ts';
import { ManualClock } from '../support/manual-clock.ts';
import type { OfficeClient } from '../support/office/client.ts';

const WITHIN = 60_000;
const plain = (code: string): string => code.replace('-', '');

describe('an inspector’s code for a kiosk', () => {
  const wu: CenterActor = { user: 'wu', name: '吴检查', role: 'inspector', institution: null };
  const here = { id: 'k1', institution: '沈阳工学院', room: 'B301' };
  const there = { id: 'k2', institution: '大连学院', room: 'A1' };
  let db: CenterDb;
  let clock: ManualClock;
  let desk: VisitDesk;
  let audit: AuditEntry[];
  beforeEach(async () => {
    db = await openCenterDb(':memory:');
    clock = new ManualClock(Date.parse('2026-10-08T00:30:00Z'));
    audit = [];
    for (const { id, institution, room } of [here, there]) {
      const paired = {
        pairedAt: 0,
        pairedBy: 'wu',
        software: '',
        contract: 1,
        acknowledged: 0,
        handled: 0,
        proven: 0,
        links: 0,
      };
      await db.query
        .insertInto('kiosk')
        .values({ id, key: id, institution, room, ...paired })
        .execute();
    }
    desk = visitDesk({
      ...{ store: visits(db), clock },
      kiosk: (_, id) => Promise.resolve(id === 'k1' ? here : there),
      audit: { write: (line) => Promise.resolve(void audit.push(line)) },
    });
  });
  afterEach(() => db[Symbol.asyncDispose]());
  const issued = async (kiosk = 'k1'): Promise<string> => plain((await desk.issue(wu, kiosk)).code);

  it('says once, at that kiosk, who they are', async () => {
    const code = await issued();
    expect(code).toMatch(/^[A-Z2-9]{8}$/);
    expect(await desk.verify(there, code)).toEqual({ kind: 'wrong' });
    expect(await desk.verify(here, code)).toMatchObject({ kind: 'verified', user: 'wu', name: '吴检查' });
    expect(await desk.verify(here, code)).toEqual({ kind: 'wrong' });
    expect(audit.map(({ action, user, subject }) => [action, user, subject])).toEqual([
      ['inspector-code-refused', '', 'k2'],
      ['inspector-code-used', 'wu', 'k1'],
      ['inspector-code-refused', '', 'k1'],
    ]);
  });

  it('is good for ten minutes, and over when another is taken', async () => {
    const late = await issued();
    clock.advance(minutes(10));
    expect(await desk.verify(here, late)).toEqual({ kind: 'wrong' });
    const [first, second] = [await issued(), await issued()];
    expect(await desk.verify(here, first)).toEqual({ kind: 'wrong' });
    clock.advance(minutes(10) - 1);
    expect(await desk.verify(here, second)).toMatchObject({ kind: 'verified' });
  });

  it('is used by one of two who come at the same instant', async () => {
    const code = await issued();
    const answers = await Promise.all([desk.verify(here, code), desk.verify(here, code)]);
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['verified', 'wrong']);
  });

  it('cannot be guessed: after five wrong ones the kiosk waits, the right one included; another kiosk does not', async () => {
    const [code, other] = [await issued(), await issued('k2')];
    for (let wrong = 0; wrong < 5; wrong += 1) expect(await desk.verify(here, 'AAAAAAAA')).toEqual({ kind: 'wrong' });
    expect(await desk.verify(here, code)).toEqual({ kind: 'wait', seconds: 30 });
    expect(await desk.verify(there, other)).toMatchObject({ kind: 'verified' });
    clock.advance(30_000);
    expect(await desk.verify(here, code)).toMatchObject({ kind: 'verified' });
  });

  it('is not given without end, and lies in the store as a hash only', async () => {
    const code = await issued();
    expect(JSON.stringify(await db.query.selectFrom('visit').selectAll().execute())).not.toContain(code);
    for (let more = 1; more < 20; more += 1) await issued();
    await expect(issued()).rejects.toMatchObject({ code: 'too-many-tries' });
    clock.advance(minutes(61));
    expect(await issued()).toHaveLength(8);
  });
});

describe('a kiosk asks the center whose code was typed', () => {
  let test: TestCenter;
  let kiosk: TestKiosk;
  let inspector: OfficeClient;
  let id: string;
  beforeAll(async () => {
    test = await startCenter();
    kiosk = startTestKiosk(test.origin);
    const code = await vi.waitFor(() => {
      const status = kiosk.uplink.status();
      if (status.kind !== 'unpaired') throw new Error(status.kind);
      return status.code;
    }, WITHIN);
    expect(await kiosk.uplink.inspector('ABCD2345')).toBeNull();
    inspector = await test.as('inspector');
    const place = { institution: '沈阳工学院', room: 'B301' };
    id = (await inspector.send<KioskView>('POST', '/kiosks', { code, ...place })).body.id;
    await vi.waitFor(() => expect(kiosk.uplink.status().kind).toBe('connected'), WITHIN);
  });
  afterAll(async () => {
    await kiosk[Symbol.asyncDispose]();
    await test[Symbol.asyncDispose]();
  });

  it('over the link, and the inspector finds both in the audit', async () => {
    const { status, body } = await inspector.send<VisitCode>('POST', `/kiosks/${id}/visit`, {});
    expect([status, body.place, body.expiresAt - body.now]).toEqual([200, '沈阳工学院 B301', 600_000]);
    expect(await kiosk.uplink.inspector('WRONGONE')).toEqual({ kind: 'wrong' });
    expect(await kiosk.uplink.inspector('not a code')).toBeNull();
    expect(await kiosk.uplink.inspector(plain(body.code))).toMatchObject({ kind: 'verified', name: '吴检查' });
    const administrator = await test.as('administrator');
    const { lines } = (await administrator.get<{ lines: AuditLine[] }>(`/audit?subject=${id}`)).body;
    const mine = lines.filter(({ user }) => user === 'inspector').map(({ action }) => action);
    expect(mine).toEqual(['inspector-code-used', 'inspector-code-issued', 'kiosk-paired']);
    expect(JSON.stringify(lines)).not.toContain(plain(body.code));
  });

  it('is an inspector’s to take, and of a kiosk that there is', async () => {
    for (const role of ['accountant', 'institution'] as const)
      expect((await (await test.as(role)).send('POST', `/kiosks/${id}/visit`, {})).status).toBe(403);
    expect((await inspector.send('POST', '/kiosks/k0/visit', {})).status).toBe(404);
  });
});
