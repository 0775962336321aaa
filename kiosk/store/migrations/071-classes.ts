import type { Migration } from '../migration.ts';

/** Classes that the office edits: versions, the class file they came from, what happened to the filing, who changed the timetable. */
export const classTables: Migration = {
  version: 71,
  name: 'classes',
  sql: `
    alter table class add column version integer not null default 1;
    alter table class add column importedHash text;
    alter table class add column importedVersion integer;
    alter table class add column reasons text not null default '{}' check (json_valid(reasons));
    alter table class add column updatedAt integer not null default 0;
    alter table class add column updatedBy text not null default '';

    -- Sightings know only the trainee: an id means one person in one class.
    create unique index trainee_once on trainee (id);

    create table timetableChange (
      class text not null references class (code),
      position integer not null,
      body text not null check (json_valid(body)),
      enteredBy text not null,
      enteredAt integer not null,
      primary key (class, position)
    ) strict;

    create table filingEvent (
      id integer primary key autoincrement,
      class text not null references class (code),
      body text not null check (json_valid(body))
    ) strict;
    create index filingEvent_class on filingEvent (class, id);
    create trigger filingEvent_never_updated before update on filingEvent
      begin select raise(abort, 'what happened to a filing is append-only'); end;
  `,
};
