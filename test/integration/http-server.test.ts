import { get, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/platform/clock.ts';
import { silentLog } from '../../core/platform/log.ts';
import type { LivePackets } from '../../kiosk/http/ports.ts';
import { ScreenBoard } from '../../kiosk/http/screen-board.ts';
import { createHttp } from '../../kiosk/http/server.ts';
import { PAGES, startKiosk, type TestKiosk } from '../support/screen/kiosk.ts';
import { FRONT, sampleClass } from '../support/screen/sample-class.ts';

const facts = sampleClass(3, systemClock.now());
const noCamera: LivePackets = {
  subscribe: () => {
    throw new Error('expected nobody to watch');
  },
};
const options = {
  port: 0,
  pages: PAGES,
  feed: new ScreenBoard(facts, { clock: systemClock }),
  live: noCamera,
  clock: systemClock,
  log: silentLog,
};

/** A request with headers that fetch would not send. */
async function ask(url: string, headers: Record<string, string> = {}): Promise<IncomingMessage & { body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  get(url, { headers }, resolve).on('error', reject);
  const response = await promise;
  return Object.assign(response, { body: await text(response) });
}

/** Whether a socket opens from a page of `origin`. */
async function opens(kiosk: TestKiosk, origin: string | undefined): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = io(`http://127.0.0.1:${kiosk.http.port}/screen`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    ...(origin === undefined ? {} : { extraHeaders: { origin } }),
  });
  socket.on('connect', () => resolve(true)).on('connect_error', () => resolve(false));
  const opened = await promise;
  socket.disconnect();
  return opened;
}

describe('the pages’ server', () => {
  let kiosk: TestKiosk;
  let root: string;
  beforeAll(async () => {
    kiosk = await startKiosk(facts, noCamera);
    root = `http://127.0.0.1:${kiosk.http.port}`;
  });
  afterAll(() => kiosk[Symbol.asyncDispose]());

  it('leads from the bare address to the check-in screen', async () => {
    expect((await ask(`${root}/`)).headers.location).toBe('/screen/');
    const page = await ask(kiosk.http.url);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('<html lang="zh-CN">');
  });

  it.each(['/', '/screen/', '/healthz', '/nowhere', '/screen/../../package.json'])(
    'sends its security headers with %s',
    async (path) => {
      const { headers } = await ask(`${root}${path}`);
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'/);
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['x-powered-by']).toBeUndefined();
    },
  );

  it('gives out nothing but the pages', async () => {
    for (const path of [
      '/screen/../../package.json',
      '/screen/%2e%2e/%2e%2e/package.json',
      '/nowhere',
      '/screen/main.tsx',
    ])
      expect((await ask(`${root}${path}`)).statusCode, path).toBeGreaterThanOrEqual(400);
  });

  it('names no other host in the page, and lets the browser keep what never changes', async () => {
    const page = await ask(kiosk.http.url);
    expect(page.headers['cache-control']).toBe('no-cache');
    expect(page.body).not.toMatch(/https?:/);
    const [script] = /\/screen\/assets\/[\w.-]+\.js/.exec(page.body) ?? [];
    const asset = await ask(`${root}${script ?? '/missing'}`);
    expect(asset.statusCode).toBe(200);
    expect(asset.headers['cache-control']).toContain('immutable');
  });

  it('says in one line how the devices are', async () => {
    const well = await ask(`${root}/healthz`);
    expect(well.body).not.toContain('\n');
    expect(JSON.parse(well.body)).toEqual({
      ok: true,
      clock: 'synchronised',
      vision: 'ok',
      cameras: { front: 'ok' },
      pages: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    });
    const [camera] = facts.cameras;
    if (!camera) throw new Error('expected a camera');
    kiosk.board.update({
      cameras: [{ ...camera, health: { kind: 'gap', since: systemClock.now(), why: 'unreachable' } }],
    });
    expect(JSON.parse((await ask(`${root}/healthz`)).body)).toMatchObject({
      ok: false,
      cameras: { front: 'unreachable' },
    });
  });

  it('refuses a name that is not its own (a page elsewhere that resolves to this machine)', async () => {
    expect((await ask(kiosk.http.url, { host: `evil.example:${kiosk.http.port}` })).statusCode).toBe(421);
    expect((await ask(kiosk.http.url, { host: `localhost:${kiosk.http.port}` })).statusCode).toBe(200);
  });

  it('opens sockets for its own pages only', async () => {
    expect(await opens(kiosk, root)).toBe(true);
    expect(await opens(kiosk, undefined)).toBe(true);
    expect(await opens(kiosk, 'http://evil.example')).toBe(false);
    expect(await opens(kiosk, `http://127.0.0.1:${kiosk.http.port + 1}`)).toBe(false);
    expect(await opens(kiosk, 'null')).toBe(false);
  });
});

describe('a server that cannot start', () => {
  it('names the port that is in use and what to do', async () => {
    const other = createServer();
    const { promise, resolve } = Promise.withResolvers<number>();
    other.listen(0, '127.0.0.1', () => {
      const address = other.address();
      resolve(typeof address === 'object' ? (address?.port ?? 0) : 0);
    });
    const port = await promise;
    await expect(createHttp({ ...options, port })).rejects.toMatchObject({
      name: 'ZaikeError',
      code: 'port-in-use',
      message: expect.stringMatching(
        new RegExp(`^port ${port} on 127\\.0\\.0\\.1 is already in use: .*another port`),
      ) as string,
      facts: { port, host: '127.0.0.1' },
    });
    other.close();
  });

  it('says that an address is not of this machine', async () => {
    await expect(createHttp({ ...options, host: '203.0.113.7' })).rejects.toMatchObject({ code: 'host-not-here' });
  });

  it('says that the pages have not been built', async () => {
    await expect(createHttp({ ...options, pages: tmpdir() })).rejects.toMatchObject({
      code: 'pages-missing',
      message: expect.stringContaining('npm run setup') as string,
    });
  });
});

describe('closing the server', () => {
  it('ends open sockets and frees the port', async () => {
    const kiosk = await startKiosk(facts, { ...noCamera });
    const socket = io(`http://127.0.0.1:${kiosk.http.port}/screen`, { transports: ['websocket'], reconnection: false });
    const { promise: gone, resolve } = Promise.withResolvers<string>();
    const state = new Promise((resolve) => socket.once('state', resolve));
    socket.on('disconnect', resolve);
    expect(await state).toMatchObject({ class: { code: 'FS2026-017' }, cameras: [{ id: FRONT }] });
    await kiosk[Symbol.asyncDispose]();
    expect(await gone).toMatch(/disconnect|transport/);
    await using again = await startKiosk(facts, noCamera, kiosk.http.port);
    expect(again.http.port).toBe(kiosk.http.port);
  });
});
