import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zaike-kiosk-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const day = '2026-10-08';
const classFile = {
  class: {
    code: 'TEST-1',
    opens: day,
    ends: '2026-12-31',
    approvedOn: day,
    lessons: [{ date: day, no: 1, start: '08:30', end: '09:15' }],
  },
  trainees: [{ id: 't1', person: { name: '王小明' } }],
  cameras: ['front'],
};

function writeSite(config: Record<string, unknown> = {}): string {
  writeFileSync(join(folder, 'class.json'), JSON.stringify(classFile));
  const path = join(folder, 'kiosk.json');
  const address = 'rtsp://127.0.0.1:9/nothing';
  writeFileSync(
    path,
    JSON.stringify({
      dataDir: 'data',
      classFile: 'class.json',
      cameras: [{ id: 'front', name: '前门', address }],
      http: { port: 0 },
      ...config,
    }),
  );
  return path;
}

function kiosk(config: string): ChildProcess & { readonly said: Promise<string> } {
  const child = spawn(process.execPath, ['kiosk/main.ts', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  return Object.assign(child, { said: text(child.stderr) });
}

async function refusal(config: string): Promise<string> {
  const child = kiosk(config);
  const [said, exit] = await Promise.all([child.said, once(child, 'exit')]);
  expect(exit[0]).toBe(1);
  return said;
}

test('a broken configuration key is named, with the file', async () => {
  const said = await refusal(writeSite({ camreas: [] }));
  expect(said).toContain('kiosk.json');
  expect(said).toContain('camreas');
});

test('a configuration that is not there is named', async () => {
  expect(await refusal(join(folder, 'nowhere.json'))).toContain('nowhere.json');
});

test('a class file with faults names each of them', async () => {
  const config = writeSite();
  writeFileSync(join(folder, 'class.json'), JSON.stringify({ ...classFile, cameras: 'front', extra: 1 }));
  const said = await refusal(config);
  expect(said).toContain('cameras');
  expect(said).toContain('extra');
});

test('a port in use is one clear message that names the port', async () => {
  await using server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const said = await refusal(writeSite({ http: { port } }));
  expect(said).toContain(String(port));
});

test('a data folder that cannot be written is one clear message', async () => {
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'zaike.db'), 'this is no database, it is a text that somebody saved here');
  const said = await refusal(writeSite());
  expect(said).toContain('zaike.db');
});

test('a camera that nobody answers at is a named gap; the kiosk and its page go on', async () => {
  const child = kiosk(writeSite());
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', (data: Buffer) => {
      const found = /"url":"(http[^"]+)"/.exec(data.toString());
      if (found?.[1] !== undefined) resolve(found[1]);
    });
    child.once('exit', () => reject(new Error('the kiosk ended')));
  });
  const health = new URL('/healthz', url);
  let why = 'ok';
  for (let tries = 0; tries < 100 && (why === 'ok' || why === 'starting'); tries += 1) {
    const answer = (await (await fetch(health)).json()) as { cameras: Record<string, string> };
    why = answer.cameras['front'] ?? 'nothing';
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(why).toBe('unreachable');
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
  expect(await child.said).toContain('unreachable');
});
