import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCenter, type TestCenter } from '../support/center/center.ts';
import { PASSWORD } from '../support/office/office.ts';

let proxied: TestCenter;
let direct: TestCenter;
beforeAll(async () => {
  const http = { host: '127.0.0.1', port: 0, names: [], allowClear: false };
  proxied = await startCenter({ http: { ...http, proxied: true } });
  direct = await startCenter();
});
afterAll(async () => {
  await proxied[Symbol.asyncDispose]();
  await direct[Symbol.asyncDispose]();
});

/** Tries to sign in, as a proxy hands it on that names `from` last. */
async function tried({ origin }: TestCenter, user: string, password: string, from: string): Promise<number> {
  const { status } = await fetch(`${origin}/api/sign-in`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Zaike': '1', Origin: origin, 'X-Forwarded-For': from },
    body: JSON.stringify({ user, password }),
  });
  return status;
}

it('behind a proxy wrong passwords shut out the computer that they came from, not everybody', async () => {
  for (const at of Array.from({ length: 8 }).keys()) await tried(proxied, `nobody${String(at)}`, 'wrong', '10.0.0.7');
  expect(await tried(proxied, 'inspector', PASSWORD, '10.0.0.7')).toBe(429);
  expect(await tried(proxied, 'inspector', PASSWORD, '192.0.2.1, 10.0.0.7')).toBe(429); // what it says itself is nothing
  expect(await tried(proxied, 'inspector', PASSWORD, '10.0.0.8')).toBe(200);
});

it('without a proxy nobody is somebody else by a header', async () => {
  for (const at of Array.from({ length: 8 }).keys())
    await tried(direct, `nobody${String(at)}`, 'wrong', `10.0.0.${String(at)}`);
  expect(await tried(direct, 'inspector', PASSWORD, '10.0.0.99')).toBe(429);
});
