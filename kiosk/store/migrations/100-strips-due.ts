import type { Migration } from '../migration.ts';

/** Closed lessons whose strips the center is still to be told: written with the close, taken away with the telling. */
export const stripsDueTable: Migration = {
  version: 100,
  name: 'strips-due',
  sql: `
    create table stripsDue (
      class text not null,
      date text not null,
      no integer not null,
      primary key (class, date, no)
    ) strict, without rowid;
  `,
};
