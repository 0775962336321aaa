import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage } from '../../core/web/pages.ts';

const SCRIPT = `console.log(${JSON.stringify('在课'.repeat(1000))});\n`;
const ICON = '<svg xmlns="http://www.w3.org/2000/svg"/>';
const HTML = '<!doctype html><title>在课</title>';

/** A page's folder as `scripts/pages.ts` leaves it: the small icon is not compressed. */
async function build(folder: string): Promise<void> {
  await mkdir(join(folder, 'office', 'assets'), { recursive: true });
  const put = (name: string, bytes: string | Buffer) => writeFile(join(folder, 'office', name), bytes);
  await put('build.json', '{"hash":"0123456789abcdef"}\n');
  await put('index.html', HTML);
  await put('assets/index-abc.js', SCRIPT);
  await put('assets/index-abc.js.br', brotliCompressSync(SCRIPT));
  await put('assets/index-abc.js.gz', gzipSync(SCRIPT));
  await put('assets/icon-abc.svg', ICON);
}

describe('a built page', () => {
  let folder: string;
  let build1: string;
  const app = express();
  const server = createServer(app);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pages-'));
    await build(folder);
    const page = await openPage(folder, 'office');
    build1 = page.build;
    app.use('/office', page.router, page.index);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });

  /** A request with exactly these headers. */
  async function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const { port } = server.address() as AddressInfo;
    request({ host: '127.0.0.1', port, path, method, headers }, resolve).on('error', reject).end();
    const response = await promise;
    return { status: response.statusCode, headers: response.headers, bytes: await buffer(response) };
  }

  it('goes out in the best encoding that the browser takes, the same bytes in each', async () => {
    const path = '/office/assets/index-abc.js';
    const best = await ask(path, { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect(best.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(best.bytes).toString()).toBe(SCRIPT);
    const overHttp = await ask(path, { 'accept-encoding': 'gzip, deflate' });
    expect(overHttp.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(overHttp.bytes).toString()).toBe(SCRIPT);
    for (const refuses of [{}, { 'accept-encoding': 'identity' }, { 'accept-encoding': 'br;q=0, gzip;q=0' }]) {
      const plain = await ask(path, refuses);
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.bytes.toString()).toBe(SCRIPT);
    }
    for (const { headers } of [best, overHttp]) {
      expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
      expect(headers['vary']).toContain('Accept-Encoding');
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    }
    expect(best.headers.etag).not.toBe(overHttp.headers.etag);
  });

  it('is not sent again to who has it', async () => {
    const first = await ask('/office/', { 'accept-encoding': 'br' });
    expect(first.headers['cache-control']).toBe('no-cache');
    const again = await ask('/office/', { 'accept-encoding': 'br', 'if-none-match': String(first.headers.etag) });
    expect(again.status).toBe(304);
    expect(again.bytes).toHaveLength(0);
    expect((await ask('/office/', { 'if-none-match': '"another"' })).status).toBe(200);
  });

  it('answers addresses that only the page knows with itself, and the bare one by leading to it', async () => {
    const deep = await ask('/office/classes/DSJ', { accept: 'text/html' });
    expect([deep.status, deep.bytes.toString()]).toEqual([200, HTML]);
    expect(deep.headers['content-type']).toBe('text/html; charset=utf-8');
    const bare = await ask('/office?from=a');
    expect([bare.status, bare.headers.location]).toEqual([301, '/office/']);
    const head = await ask('/office/assets/icon-abc.svg', {}, 'HEAD');
    expect([head.status, head.headers['content-length'], head.bytes.length]).toEqual([200, String(ICON.length), 0]);
  });

  it('gives out no file but its own, and takes nothing', async () => {
    const script = { accept: 'text/javascript' };
    for (const path of [
      '/office/assets/index-abc.js.br',
      '/office/assets/../../secret',
      '/office/assets/%2e%2e/x',
      '/office/assets/',
    ])
      expect((await ask(path, script)).status, path).toBe(404);
    expect((await ask('/office/', {}, 'POST')).status).toBe(404);
  });

  it('stays whole while it is built anew', async () => {
    await writeFile(join(folder, 'office', 'index.html'), 'half of ano');
    await rm(join(folder, 'office', 'assets'), { recursive: true });
    expect(build1).toBe('0123456789abcdef');
    expect((await ask('/office/')).bytes.toString()).toBe(HTML);
    expect((await ask('/office/assets/icon-abc.svg')).bytes.toString()).toBe(ICON);
    expect((await ask('/office/assets/icon-abc.svg')).headers['content-type']).toBe('image/svg+xml');
  });
});
