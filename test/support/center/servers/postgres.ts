import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { run, systemProcesses } from '../../../../core/platform/process.ts';
import { asUser, endDaemon, startDaemon } from './daemon.ts';

/** A PostgreSQL of its own: a fresh folder, reached by a socket in it, no port, no network. */
export interface TestPostgres extends AsyncDisposable {
  /** A fresh, empty database. @returns its address, `postgres://…`. */
  database(): Promise<string>;
}

const DEBIAN = '/usr/lib/postgresql';
const USER = 'postgres';
const START_WITHIN_MS = 60_000;

/** The folder of PostgreSQL's programs; null where it is not installed. */
export function postgresPrograms(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((v) => join(DEBIAN, v, 'bin')), ...(process.env['PATH'] ?? '').split(':')];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null;
}

/**
 * Starts one; it ends with this process. @param sync whether commits wait for the disk, as in operation.
 * @throws Error naming the program that failed, with its last words.
 */
export async function startPostgres({ sync = false } = {}): Promise<TestPostgres> {
  const programs = postgresPrograms();
  if (programs === null) throw new Error('PostgreSQL was not found: apt-get install postgresql');
  await using started = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'zaike-pg-'));
  started.defer(() => rm(folder, { recursive: true, force: true }));
  if (userInfo().uid === 0) await chown(folder, ...(await idsOf(USER)));
  const data = join(folder, 'data');
  const init = [
    join(programs, 'initdb'),
    '-D',
    data,
    '-U',
    USER,
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
  ];
  await run(systemProcesses, ...split(asUser(USER, init)), { cwd: folder });
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, `fsync=${sync ? 'on' : 'off'}`];
  const server = startDaemon(
    [join(programs, 'postgres'), '-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    USER,
  );
  started.defer(() => endDaemon(server));
  const address = (database: string): string => `postgres://${USER}@localhost/${database}?host=${folder}`;
  await Promise.race([answers(address(USER)), server.exited.then(({ stderr }) => Promise.reject(new Error(stderr)))]);
  const resources = started.move();
  let databases = 0;
  return {
    database: async () => {
      databases += 1;
      const name = `zaike_${String(databases)}`;
      await query(address(USER), `create database ${name}`);
      return address(name);
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function answers(address: string): Promise<void> {
  const until = performance.now() + START_WITHIN_MS;
  for (;;) {
    try {
      await query(address, 'select 1');
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
      await delay(50);
    }
  }
}

async function query(connectionString: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined); // the query's own promise tells it
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

async function idsOf(user: string): Promise<[uid: number, gid: number]> {
  const of = async (which: string): Promise<number> => Number(await run(systemProcesses, 'id', [which, user]));
  return [await of('-u'), await of('-g')];
}

const split = ([program, ...args]: readonly [string, ...string[]]): [string, string[]] => [program, args];
