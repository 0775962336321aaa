import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { together, type Write } from '../../server/store/together.ts';

interface Tables {
  readonly line: { readonly id: number; readonly text: string };
}

describe('what many write at the same time', () => {
  let folder: string;
  let query: Kysely<Tables>;
  let write: Write<Tables>;
  const statements: string[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zaike-together-'));
    const database = new Database(join(folder, 'one.db'), { verbose: (text) => statements.push(String(text)) });
    database.pragma('journal_mode = WAL');
    query = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
    await query.schema
      .createTable('line')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('text', 'text', (c) => c.notNull())
      .execute();
    write = together(query);
    statements.length = 0;
  });
  afterEach(async () => {
    await query.destroy();
    rmSync(folder, { recursive: true });
  });

  const put = (id: number) =>
    write((db) =>
      db
        .insertInto('line')
        .values({ id, text: 'x' })
        .execute()
        .then(() => id),
    );
  const commits = (): number => statements.filter((text) => text === 'commit').length;
  /** What another program sees: only what is committed. */
  const seen = (): number[] => {
    const other = new Database(join(folder, 'one.db'), { readonly: true });
    try {
      return other.prepare<[], number>('select id from line order by id').pluck().all();
    } finally {
      other.close();
    }
  };

  it('is committed together, in order, and each is answered once another program can see it', async () => {
    const order: number[] = [];
    const all = Array.from({ length: 60 }, (_, id) =>
      put(id).then((own) => {
        expect(seen()).toContain(own);
        order.push(own);
      }),
    );
    await Promise.all(all);
    expect(order).toEqual(Array.from({ length: 60 }, (_, id) => id));
    expect(seen()).toHaveLength(60);
    expect(commits()).toBeLessThan(5);
  });

  it('keeps all the others when one fails, and fails that one alone', async () => {
    await put(7);
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, id) => put(id)));
    expect(results.flatMap(({ status }, id) => (status === 'rejected' ? [id] : []))).toEqual([7]);
    expect(seen()).toEqual(Array.from({ length: 20 }, (_, id) => id));
  });

  it('undoes all of a work that fails half way', async () => {
    const half = write(async (db) => {
      await db.insertInto('line').values({ id: 1, text: 'half' }).execute();
      throw new Error('the second half');
    });
    const [failed, kept] = await Promise.allSettled([half, put(2)]);
    expect([failed.status, kept.status]).toEqual(['rejected', 'fulfilled']);
    expect(seen()).toEqual([2]);
  });

  it('is not kept waiting by those before it', async () => {
    for (let id = 0; id < 5; id += 1) await put(id);
    expect(commits()).toBe(5);
  });
});
