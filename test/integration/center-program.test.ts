import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { KioskView } from '../../core/contract/center/kiosks.ts';
import { type AuditLine } from '../../core/contract/web/audit.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { readCenterConfig } from '../../server/config.ts';
import { PASSWORD, startCenter, type TestCenter } from '../support/center/center.ts';
import { startTestKiosk, type TestKiosk } from '../support/center/kiosk.ts';
import { pairByCode } from '../support/center/pairing.ts';

const WITHIN = 60_000;

let test: TestCenter;
const kiosks: TestKiosk[] = [];

beforeAll(async () => {
  test = await startCenter();
});

afterAll(async () => {
  for (const kiosk of kiosks) await kiosk[Symbol.asyncDispose]();
  await test[Symbol.asyncDispose]();
});

/** Starts a kiosk and has an inspector enter its code. */
async function paired(institution: string, room: string): Promise<{ kiosk: TestKiosk; view: KioskView }> {
  const kiosk = startTestKiosk(test.origin);
  kiosks.push(kiosk);
  return { kiosk, view: await pairByCode(test, kiosk, { institution, room }) };
}

describe('the center’s program', () => {
  it('pairs a kiosk by the code that it shows, and keeps what it delivers as what holds', async () => {
    const { kiosk, view } = await paired('沈阳工学院', 'B301');
    const alarm = {
      code: 'disk-low',
      camera: null,
      over: false,
      since: 1_800_000_000_000,
      message: '磁盘快满了',
    };
    kiosk.outbox.put('alarm', alarm, systemClock.now());
    kiosk.outbox.put('alarm', { ...alarm, over: true }, systemClock.now());
    kiosk.outbox.put('alarm', { code: 'nonsense' } as never, systemClock.now()); // an older kiosk's, say
    await vi.waitFor(async () => {
      const facts = await test.center.facts.of('alarm', { kiosk: view.id });
      expect(facts.map(({ body }) => body)).toEqual([{ v: 1, ...alarm, over: true }]);
    }, WITHIN);
    const kept = await test.center.kiosks.items(view.id, 'alarm', 0, 10);
    expect(kept).toHaveLength(3);
    const inspector = await test.as('inspector');
    const [listed] = (await inspector.get<KioskView[]>('/kiosks')).body;
    expect(listed).toMatchObject({ institution: '沈阳工学院', room: 'B301', connected: true, pairedBy: 'inspector' });
  });

  it('shows an institution its own kiosks only, and tells nobody of another’s by id', async () => {
    const { view } = await paired('大连学院', 'A101');
    const institution = await test.as('institution');
    const { body } = await institution.get<KioskView[]>('/kiosks');
    expect(body.map(({ institution: whose }) => whose)).not.toContain('大连学院');
    expect((await institution.send('DELETE', `/kiosks/${view.id}`)).status).toBe(403);
    expect((await institution.send('POST', '/kiosks', { code: 'AAAABBBB', institution: 'x', room: 'y' })).status).toBe(
      403,
    );
  });

  it('refuses a code that no kiosk shows, and unpairs', async () => {
    const inspector = await test.as('inspector');
    const wrong = await inspector.send<{ error: { code: string } }>('POST', '/kiosks', {
      ...{ code: 'AAAA-BBBB', institution: '沈阳工学院', room: 'B302' },
    });
    expect([wrong.status, wrong.body.error.code]).toEqual([404, 'no-such-code']);
    const { kiosk, view } = await paired('沈阳工学院', 'B303');
    const administrator = await test.as('administrator');
    expect((await administrator.send('DELETE', `/kiosks/${view.id}`)).status).toBe(200);
    await vi.waitFor(() => expect(kiosk.uplink.status().kind).toBe('unpaired'), WITHIN);
    const { body } = await administrator.get<{ lines: AuditLine[] }>(`/audit?subject=${view.id}`);
    expect(body.lines.map(({ action }) => action)).toEqual(['kiosk-unpaired', 'kiosk-paired']);
  });

  it('makes accounts of an institution only with the institution’s name', async () => {
    const administrator = await test.as('administrator');
    const account = { user: 'school', name: '某校', role: 'institution', password: PASSWORD };
    expect((await administrator.send('POST', '/accounts', { ...account, institution: null })).status).toBe(422);
    expect((await administrator.send('POST', '/accounts', { ...account, institution: '大连学院' })).status).toBe(204);
    const school = test.stranger();
    await school.signIn('school', PASSWORD);
    const { body } = await school.get<KioskView[]>('/kiosks');
    expect(new Set(body.map(({ institution }) => institution))).toEqual(new Set(['大连学院']));
  });
});

describe('the center’s configuration', () => {
  it('refuses clear text over a network', async () => {
    const { mkdtempSync, rmSync, writeFileSync } = await import('node:fs');
    const folder = mkdtempSync('/tmp/zaike-config-');
    const file = `${folder}/center.json`;
    const read = (http: object, env: Record<string, string> = {}) => {
      writeFileSync(file, JSON.stringify({ name: '中心', http }));
      return readCenterConfig(file, { DATABASE_URL: 'postgres://u:p@db/center', ...env });
    };
    try {
      expect(() => read({ host: '0.0.0.0' })).toThrow(expect.objectContaining({ code: 'clear-text' }));
      expect(read({ host: '0.0.0.0', proxied: true }).database).toBe('postgres://u:p@db/center');
      expect(read({}).growing).toBeNull();
      const env = { REDIS_URL: 'redis://r', ZAIKE_HUB_SECRET: 's', ZAIKE_HUB_URL: 'https://a', ZAIKE_PORT: '8471' };
      const one = read({}, env);
      expect(one.growing).toEqual({ redis: 'redis://r', secret: 's', url: 'https://a', allowClear: false, ca: null });
      expect(one.http.port).toBe(8471);
      for (const missing of [{ ZAIKE_HUB_SECRET: '' }, { ZAIKE_HUB_URL: '' }, { DATABASE_URL: '/tmp/center.db' }])
        expect(() => read({}, { ...env, ...missing })).toThrow(expect.objectContaining({ code: 'hub-incomplete' }));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
