import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { StoreKind } from '../kind.ts';
import { neverChanged } from '../never-changed.ts';

/** Which seals began a spot check, and whether a decision is asked for: it is told without reading any body. */
export const spotChecksStep = (kind: StoreKind): Migration => ({
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('spotCheck')
      .addColumn('seal', 'text', (c) => c.primaryKey().references('seal.id'))
      .addColumn('kiosk', 'text', (c) => c.notNull().references('kiosk.id'))
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('proposed', 'integer', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('spot_check_kiosk').on('spotCheck').columns(['kiosk', 'proposed', 'at']).execute();
    await (kind === 'postgres' ? ofPostgres : ofSqlite).execute(db);
    await neverChanged(db, kind, ['spotCheck']);
  },
});

/* Those of earlier versions, by their bodies. */
const ofSqlite = sql`insert into "spotCheck" (seal, kiosk, at, proposed)
  select id, kiosk, at, coalesce(json_extract(body, '$.card.rate.below'), 0)
  from seal where json_type(body, '$.check') = 'object'`;
const ofPostgres = sql`insert into "spotCheck" (seal, kiosk, at, proposed)
  select id, kiosk, at, coalesce((body::json #>> '{card,rate,below}')::boolean, false)::integer
  from seal where json_typeof(body::json -> 'check') = 'object'`;
