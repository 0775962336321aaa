import type { Migration } from '../migration.ts';

/**
 * Enrolment: templates sealed by the vault (`sealed` 0: still to be sealed, done at the opening),
 * consent and changes (append-only), photos (their bytes lie sealed in files), staff.
 */
export const enrolmentTables: Migration = {
  version: 73,
  name: 'enrolment',
  sql: `
    alter table template add column sealed integer not null default 0 check (sealed in (0, 1));

    create table consent (
      id integer primary key autoincrement,
      person text not null,
      kind text not null check (kind in ('given', 'withdrawn')),
      textVersion text,
      how text check (how in ('paper', 'screen')),
      date text not null,
      why text not null,
      by text not null,
      at integer not null,
      check (kind = 'withdrawn' or (textVersion is not null and how is not null))
    ) strict;
    create index consent_person on consent (person, id);
    create trigger consent_never_updated before update on consent
      begin select raise(abort, 'consent is append-only: enter a new line'); end;
    create trigger consent_never_deleted before delete on consent
      begin select raise(abort, 'consent is append-only: nothing deletes it'); end;

    create table enrolmentPhoto (
      id text primary key,
      person text not null,
      addedAt integer not null,
      addedBy text not null,
      source text not null check (source in ('import', 'upload', 'live', 'folder', 'transfer')),
      facts blob not null,
      embedding blob,
      model text,
      check ((embedding is null) = (model is null))
    ) strict;
    create index enrolmentPhoto_person on enrolmentPhoto (person, addedAt, id);

    create table enrolmentChange (
      id integer primary key autoincrement,
      person text not null,
      at integer not null,
      by text not null,
      body text not null check (json_valid(body))
    ) strict;
    create index enrolmentChange_person on enrolmentChange (person, id);
    create trigger enrolmentChange_never_updated before update on enrolmentChange
      begin select raise(abort, 'changes of enrolment are append-only'); end;
    create trigger enrolmentChange_never_deleted before delete on enrolmentChange
      begin select raise(abort, 'changes of enrolment are append-only'); end;

    create table staff (
      id text primary key,
      name text not null,
      duty text not null,
      addedAt integer not null,
      leftAt integer
    ) strict;
  `,
};
