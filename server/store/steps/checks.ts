import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { StoreKind } from '../kind.ts';
import { neverChanged } from '../never-changed.ts';

/** What was sealed at one instant of a class, and what followed. */
export const checksStep = (kind: StoreKind): Migration => ({
  up: async (db: Kysely<unknown>) => {
    const { schema } = db;
    await schema
      .createTable('seal')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('kiosk', 'text', (c) => c.notNull().references('kiosk.id'))
      .addColumn('class', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .execute();
    await schema.createIndex('seal_class').on('seal').columns(['kiosk', 'class', 'at']).execute();
    await schema
      .createTable('sealStep')
      .addColumn('id', 'integer', (c) =>
        (kind === 'postgres' ? c.generatedAlwaysAsIdentity() : c.autoIncrement()).primaryKey(),
      )
      .addColumn('seal', 'text', (c) => c.notNull().references('seal.id'))
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('by', 'text', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .execute();
    await schema.createIndex('seal_step').on('sealStep').columns(['seal', 'id']).execute();
    // However many press at once, a check has one answer of each kind.
    await schema
      .createIndex('seal_once')
      .unique()
      .on('sealStep')
      .columns(['seal', 'kind'])
      .where('kind', '!=', 'call')
      .execute();
    await neverChanged(db, kind, ['seal', 'sealStep']);
  },
});
