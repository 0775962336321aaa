import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { freePort } from '../../free-port.ts';
import { endDaemon, startDaemon } from './daemon.ts';

/** A Redis of its own on a loopback port, keeping nothing. */
export interface TestRedis extends AsyncDisposable {
  readonly url: string;
}

const START_WITHIN_MS = 20_000;

/** Whether it is installed. */
export function redisIsThere(): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, 'redis-server')));
}

/** Starts one; it ends with this process. @param port 0: a free one. @throws Error with its last words. */
export async function startRedis(port = 0): Promise<TestRedis> {
  if (!redisIsThere()) throw new Error('Redis was not found: apt-get install redis-server');
  await using started = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'zaike-redis-'));
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const own = port === 0 ? await freePort() : port;
  const settings = { port: String(own), bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' };
  const server = startDaemon([
    'redis-server',
    ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
  ]);
  started.defer(() => endDaemon(server));
  const url = `redis://127.0.0.1:${String(own)}`;
  const until = performance.now() + START_WITHIN_MS;
  while (!(await answers(url))) {
    if (performance.now() > until) throw new Error(`Redis did not start on port ${String(own)}`);
    await delay(50);
  }
  const resources = started.move();
  return { url, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

async function answers(url: string): Promise<boolean> {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on('error', () => undefined); // told by the promise below
  try {
    await client.connect();
    await client.ping();
    client.destroy();
    return true;
  } catch {
    return false;
  }
}
