import { Ajv2020 } from 'ajv/dist/2020.js';
import { type APIRequestContext, request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { alertsSchema } from '../../core/contract/center/alerts.ts';
import { classDaySchema } from '../../core/contract/center/class-day.ts';
import { centerClassesSchema, centerFilingSchema } from '../../core/contract/center/filings.ts';
import { wallSchema } from '../../core/contract/center/inspector.ts';
import { kioskViewsSchema } from '../../core/contract/center/kiosks.ts';
import { subsidyListSchema } from '../../core/contract/center/subsidy.ts';
import { totalsSchema } from '../../core/contract/center/totals.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { PASSWORD, startCenter, type TestCenter } from '../support/center/center.ts';
import { checkedTell, tellClass, workedMonth } from '../support/center/filed.ts';
import { startTestKiosk, type TestKiosk } from '../support/center/kiosk.ts';
import { monthKept } from '../support/center/month-kept.ts';
import { pairByCode } from '../support/center/pairing.ts';

/*
 * The center's REST interface as somebody else reads it: Playwright's HTTP client with its own cookies and its own
 * parser, and ajv with the schemas as JSON Schema. Nothing of the pages' own client has a part in it.
 */
describe('the REST interface, read by another client', () => {
  let test: TestCenter;
  let kiosk: TestKiosk;
  let id: string;
  let client: APIRequestContext;
  const ajv = new Ajv2020({ strict: true, allErrors: true });

  beforeAll(async () => {
    test = await startCenter();
    kiosk = startTestKiosk(test.origin);
    id = (await pairByCode(test, kiosk)).id;
    tellClass(
      checkedTell((kind, body) => kiosk.outbox.put(kind, body, systemClock.now())),
      workedMonth(),
      { state: 'approved' },
    );
    await monthKept(test);
    client = await request.newContext({ baseURL: test.origin, extraHTTPHeaders: { 'X-Zaike': 'other' } });
  });
  afterAll(async () => {
    await client.dispose();
    await kiosk[Symbol.asyncDispose]();
    await test[Symbol.asyncDispose]();
  });

  it('says 401 before the sign-in, and in JSON what is wrong', async () => {
    const answer = await client.get('/api/kiosks');
    expect(answer.status()).toBe(401);
    expect(answer.headers()['content-type']).toMatch(/^application\/json/);
    expect(await answer.json()).toMatchObject({ error: { code: expect.any(String) as string } });
    const wrong = await client.post('/api/sign-in', { data: { user: 'inspector', password: 'not-it' } });
    expect(wrong.status()).not.toBe(200);
  });

  it('signs in by a cookie, and every answer fits its JSON Schema', async () => {
    const signedIn = await client.post('/api/sign-in', { data: { user: 'inspector', password: PASSWORD } });
    expect(signedIn.ok()).toBe(true);
    const { cookies } = await client.storageState();
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }]);
    const code = 'DSJ-2026-01';
    const answers: readonly (readonly [string, z.core.$ZodType])[] = [
      ['/kiosks', kioskViewsSchema],
      ['/wall', wallSchema],
      ['/alerts/open', alertsSchema],
      ['/alerts', alertsSchema],
      ['/classes', centerClassesSchema],
      [`/classes/${id}/${code}/filing`, centerFilingSchema],
      [`/classes/${id}/${code}/day?date=2026-10-12`, classDaySchema],
      ['/totals/2026-10', totalsSchema],
      ['/subsidy', subsidyListSchema],
    ];
    for (const [path, schema] of answers) {
      const answer = await client.get(`/api${path}`);
      expect([path, answer.status()]).toEqual([path, 200]);
      expect(answer.headers()['content-type']).toMatch(/^application\/json/);
      expect(answer.headers()['cache-control']).toContain('no-store');
      const validate = ajv.compile(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }));
      expect([path, validate(await answer.json()), validate.errors]).toEqual([path, true, null]);
    }
    const day = (await (await client.get(`/api/classes/${id}/${code}/day?date=2026-10-12`)).json()) as {
      trainees: { name: string }[];
    };
    expect(day.trainees.map(({ name }) => name)).toContain('王全勤');
  });

  it('files come whole, with a name and a type', async () => {
    const answer = await client.get('/api/totals/2026-10/xlsx');
    expect(answer.status()).toBe(200);
    expect(answer.headers()['content-type']).toContain('spreadsheetml');
    expect(answer.headers()['content-disposition']).toMatch(/filename/);
    const bytes = await answer.body();
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    expect(bytes.length).toBe(Number(answer.headers()['content-length'] ?? bytes.length));
  });

  it('a change without our header, or from a foreign page, is refused; signed out, it is a stranger again', async () => {
    const place = { code: 'AAAABBBB', institution: 'x', room: 'y' };
    const bare = await request.newContext({ baseURL: test.origin, storageState: await client.storageState() });
    expect((await bare.get('/api/kiosks')).status()).toBe(200);
    expect((await bare.post('/api/kiosks', { data: place })).status()).toBe(403);
    await bare.dispose();
    const headers = { Origin: 'https://elsewhere.example' };
    expect((await client.post('/api/kiosks', { data: place, headers })).status()).toBe(403);
    expect((await client.post('/api/kiosks', { data: place })).status()).toBe(404); // let in: no kiosk shows that code
    expect((await client.post('/api/sign-out')).ok()).toBe(true);
    expect((await client.get('/api/kiosks')).status()).toBe(401);
  });
});
