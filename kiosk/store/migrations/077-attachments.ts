import type { Migration } from '../migration.ts';

/** Scans that people attach to a class, and papers that somebody said are not needed. The bytes lie in files named by their hash. */
export const attachmentTables: Migration = {
  version: 77,
  name: 'attachments',
  sql: `
    create table attachment (
      id integer primary key autoincrement,
      class text not null,
      slot text not null,
      sha256 text not null,
      kind text not null check (kind in ('pdf', 'jpeg', 'png')),
      bytes integer not null,
      name text not null,
      addedBy text not null,
      addedAt integer not null,
      removedBy text,
      removedAt integer
    ) strict;
    create index attachment_of on attachment (class, slot);

    create table paperWaiver (
      class text not null,
      place text not null,
      why text not null,
      enteredBy text not null,
      enteredAt integer not null,
      primary key (class, place)
    ) strict;
  `,
};
