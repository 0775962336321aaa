import type { Migration } from '../migration.ts';

/**
 * Files carried between the kiosks of an institution, the kiosks whose records are believed here, and what came from
 * where. Append-only but for `foreignLesson`, which is what the newest file said of a lesson.
 */
export const transferTables: Migration = {
  version: 79,
  name: 'transfers',
  sql: `
    create table knownKiosk (
      key text primary key,
      room text not null,
      confirmedBy text not null,
      confirmedAt integer not null
    ) strict;

    create table transferFile (
      id integer primary key autoincrement,
      direction text not null check (direction in ('out', 'in')),
      what text not null check (what in ('class', 'records')),
      class text not null,
      month text check ((month is null) = (what = 'class')),
      -- Of the kiosk that made the file, its number there, and when.
      kiosk text not null,
      sequence integer not null,
      exportedAt integer not null,
      room text not null,
      sha256 text not null,
      -- The version of the class that was exported, or that the import made.
      version integer,
      detail text not null,
      by text not null,
      at integer not null
    ) strict;
    create index transferFile_class on transferFile (class, id);

    create table transferJournalled (
      file integer primary key references transferFile (id),
      seq integer not null
    ) strict;

    create table foreignLesson (
      class text not null,
      date text not null,
      no integer not null,
      kiosk text not null references knownKiosk (key),
      room text not null,
      facts text not null check (json_valid(facts)),
      file integer not null references transferFile (id),
      primary key (class, date, no)
    ) strict;

    create table foreignRecord (
      record integer primary key references record (id),
      kiosk text not null references knownKiosk (key),
      theirs integer not null,
      unique (kiosk, theirs)
    ) strict;

    create table foreignLeave (
      leave integer primary key references leaveEntry (id),
      kiosk text not null,
      theirs integer not null,
      unique (kiosk, theirs)
    ) strict;

    ${['knownKiosk', 'transferFile', 'transferJournalled', 'foreignRecord', 'foreignLeave'].map(appendOnly).join('')}
  `,
};

/** The database itself refuses to change or delete a row, whoever asks it. */
function appendOnly(table: string): string {
  return `
    create trigger ${table}_never_updated before update on ${table}
      begin select raise(abort, '${table} is append-only'); end;
    create trigger ${table}_never_deleted before delete on ${table}
      begin select raise(abort, '${table} is append-only'); end;
  `;
}
