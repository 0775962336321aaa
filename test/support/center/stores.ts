import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { StoreKind } from '../../../server/store/kind.ts';
import { postgresPrograms, startPostgres } from './servers/postgres.ts';

/** Where a suite has its databases. */
export interface StoreUnderTest {
  readonly kind: StoreKind;
  /** The address of a fresh, empty one, as `openCenterDb` takes it. */
  readonly fresh: () => Promise<string>;
}

type Databases = Pick<StoreUnderTest, 'fresh'> & AsyncDisposable;

/** Describes what has to hold on SQLite and on PostgreSQL alike. */
export function describeOnBothStores(title: string, suite: (store: StoreUnderTest) => void): void {
  const there = postgresPrograms() !== null;
  const kinds = [
    { kind: 'sqlite', there: true, open: sqlite, name: 'SQLite' },
    { kind: 'postgres', there, open: postgres, name: there ? 'PostgreSQL' : 'PostgreSQL (apt-get install postgresql)' },
  ] as const;
  for (const { kind, there, open, name } of kinds)
    describe.skipIf(!there)(`${title}, on ${name}`, () => {
      let databases: Databases;
      beforeAll(async () => {
        databases = await open();
      });
      afterAll(() => databases[Symbol.asyncDispose]());
      suite({ kind, fresh: () => databases.fresh() });
    });
}

async function sqlite(): Promise<Databases> {
  const folder = await mkdtemp(join(tmpdir(), 'zaike-center-'));
  let files = 0;
  return {
    fresh: () => Promise.resolve(join(folder, `${String((files += 1))}.db`)),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

async function postgres(): Promise<Databases> {
  const server = await startPostgres();
  return { fresh: () => server.database(), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
