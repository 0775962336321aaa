import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Each decision has its row in `told` from the beginning: which are not told yet, an index of those alone says. */
export const untoldStep = (): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await sql`insert into told (decision, at, trouble)
      select id, null, '' from decision where id not in (select decision from told)`.execute(db);
    await db.schema
      .createIndex('told_not_yet')
      .on('told')
      .column('decision')
      .where(sql.ref('at'), 'is', null)
      .execute();
  },
});
