import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { StoreKind } from './kind.ts';
import { neverChanged } from './never-changed.ts';
import { alertsStep } from './steps/alerts.ts';
import { approvedStep } from './steps/approved.ts';
import { casesStep } from './steps/cases.ts';
import { checksStep } from './steps/checks.ts';
import { factDaysStep } from './steps/fact-days.ts';
import { factsStep } from './steps/facts.ts';
import { peopleStep } from './steps/people.ts';
import { provingStep } from './steps/proving.ts';
import { shownStep } from './steps/shown.ts';
import { spotChecksStep } from './steps/spot-checks.ts';
import { untoldStep } from './steps/untold.ts';
import { visitsStep } from './steps/visits.ts';
import { watchesStep } from './steps/watches.ts';

/** The first tables. `bigint` holds milliseconds; SQLite takes it as integer. */
const first = (kind: StoreKind): Migration => ({
  up: async (db: Kysely<unknown>) => {
    const { schema } = db;
    await schema
      .createTable('kiosk')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('key', 'text', (c) => c.notNull().unique())
      .addColumn('institution', 'text', (c) => c.notNull())
      .addColumn('room', 'text', (c) => c.notNull())
      .addColumn('pairedAt', 'bigint', (c) => c.notNull())
      .addColumn('pairedBy', 'text', (c) => c.notNull())
      .addColumn('unpairedAt', 'bigint')
      .addColumn('lastSeenAt', 'bigint')
      .addColumn('software', 'text', (c) => c.notNull())
      .addColumn('contract', 'integer', (c) => c.notNull())
      .addColumn('acknowledged', 'bigint', (c) => c.notNull())
      .addColumn('handled', 'bigint', (c) => c.notNull())
      .addColumn('links', 'bigint', (c) => c.notNull())
      .execute();
    await schema
      .createTable('offer')
      .addColumn('code', 'text', (c) => c.primaryKey())
      .addColumn('key', 'text', (c) => c.notNull().unique())
      .addColumn('expiresAt', 'bigint', (c) => c.notNull())
      .execute();
    await schema
      .createTable('item')
      .addColumn('kiosk', 'text', (c) => c.notNull().references('kiosk.id'))
      .addColumn('id', 'bigint', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('createdAt', 'bigint', (c) => c.notNull())
      .addColumn('receivedAt', 'bigint', (c) => c.notNull())
      .addColumn('fault', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('item_key', ['kiosk', 'id'])
      .execute();
    await schema.createIndex('item_kind').on('item').columns(['kind', 'kiosk', 'id']).execute();
    await schema
      .createTable('head')
      .addColumn('kiosk', 'text', (c) => c.notNull().references('kiosk.id'))
      .addColumn('size', 'bigint', (c) => c.notNull())
      .addColumn('root', 'text', (c) => c.notNull())
      .addColumn('note', 'text', (c) => c.notNull())
      .addColumn('receivedAt', 'bigint', (c) => c.notNull())
      .addColumn('proven', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('head_key', ['kiosk', 'size'])
      .execute();
    await schema
      .createTable('alert')
      .addColumn('id', 'integer', (c) =>
        (kind === 'postgres' ? c.generatedAlwaysAsIdentity() : c.autoIncrement()).primaryKey(),
      )
      .addColumn('kiosk', 'text', (c) => c.notNull().references('kiosk.id'))
      .addColumn('camera', 'text', (c) => c.notNull())
      .addColumn('code', 'text', (c) => c.notNull())
      .addColumn('message', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('endedAt', 'bigint')
      .addColumn('seenBy', 'text')
      .addColumn('seenAt', 'bigint')
      .addColumn('note', 'text')
      .execute();
    await schema
      .createIndex('alert_open')
      .unique()
      .on('alert')
      .columns(['kiosk', 'code', 'camera'])
      .where(sql.ref('endedAt'), 'is', null)
      .execute();
    await neverChanged(db, kind, ['item', 'head']);
  },
});

/** All steps, by name in order. */
export function migrationsFor(kind: StoreKind): Readonly<Record<string, Migration>> {
  return {
    '001-first': first(kind),
    '002-people': peopleStep(kind),
    '003-facts': factsStep(),
    '004-cases': casesStep(kind),
    '005-checks': checksStep(kind),
    '006-shown': shownStep(),
    '010-alerts': alertsStep(),
    '011-approved': approvedStep(kind),
    '012-visits': visitsStep(),
    '013-watches': watchesStep(),
    '014-fact-days': factDaysStep(),
    '015-proving': provingStep(),
    '016-untold': untoldStep(),
    '017-spot-checks': spotChecksStep(kind),
  };
}
