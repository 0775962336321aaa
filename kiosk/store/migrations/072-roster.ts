import type { Migration } from '../migration.ts';

/** Imports of rosters: who, when, how they ended. What they hold meanwhile lies in a temporary folder. */
export const rosterTables: Migration = {
  version: 72,
  name: 'roster',
  sql: `
    create table rosterImport (
      id text primary key,
      class text not null,
      openedBy text not null,
      openedAt integer not null,
      ended text check (ended in ('done', 'cancelled', 'expired', 'interrupted')),
      endedAt integer check ((endedAt is null) = (ended is null)),
      detail text check (detail is null or json_valid(detail))
    ) strict;
    create index rosterImport_class on rosterImport (class, openedAt);
  `,
};
