import type { Migration } from '../migration.ts';

/** Classes, people, templates, sightings, coverage, gaps, records, outbox. */
export const firstTables: Migration = {
  version: 1,
  name: 'first',
  sql: `
    create table class (
      code text primary key,
      filing text not null check (json_valid(filing))
    ) strict;

    create table trainee (
      class text not null references class (code),
      id text not null,
      position integer not null,
      person text not null check (json_valid(person)),
      primary key (class, id)
    ) strict;

    create table template (
      person text not null,
      model text not null,
      staff integer not null default 0 check (staff in (0, 1)),
      embedding blob not null,
      photos integer not null,
      photosHash text not null,
      createdAt integer not null,
      primary key (person, model)
    ) strict;

    create table sighting (
      id integer primary key,
      trainee text not null,
      at integer not null,
      camera text not null,
      proof text check (proof is null or json_valid(proof)),
      unique (trainee, at, camera)
    ) strict;
    create index sighting_at on sighting (at);

    create table coverage (
      id integer primary key,
      camera text not null,
      fromAt integer not null,
      toAt integer not null check (toAt >= fromAt)
    ) strict;
    create index coverage_to on coverage (toAt);

    create table unidentified (
      id integer primary key,
      camera text not null,
      fromAt integer not null,
      toAt integer not null check (toAt >= fromAt)
    ) strict;
    create index unidentified_to on unidentified (toAt);

    create table gap (
      id integer primary key,
      camera text not null,
      fromAt integer not null,
      toAt integer check (toAt is null or toAt >= fromAt),
      why text not null,
      detail text not null
    ) strict;
    create index gap_from on gap (fromAt);

    create table record (
      id integer primary key autoincrement,
      class text not null,
      trainee text not null,
      date text not null,
      no integer not null,
      body text not null check (json_valid(body)),
      closedAt integer not null,
      replaces integer references record (id)
    ) strict;
    create unique index record_closed_once on record (class, trainee, date, no) where replaces is null;
    create unique index record_replaced_once on record (replaces) where replaces is not null;
    create trigger record_never_updated before update on record
      begin select raise(abort, 'records are append-only: correct by a new record'); end;
    create trigger record_never_deleted before delete on record
      begin select raise(abort, 'records are append-only: nothing deletes them'); end;

    create table outbox (
      id integer primary key autoincrement,
      kind text not null,
      body text not null check (json_valid(body)),
      createdAt integer not null,
      acknowledgedAt integer
    ) strict;
    create index outbox_waiting on outbox (id) where acknowledgedAt is null;

    create table fact (
      key text primary key,
      value text not null
    ) strict;
  `,
};
