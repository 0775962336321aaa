import type { Migration } from '../migration.ts';

/** Accounts, sessions and the audit of the office. */
export const officeTables: Migration = {
  version: 70,
  name: 'office',
  sql: `
    create table account (
      user text primary key,
      name text not null,
      role text not null check (role in ('viewer', 'teacher', 'administrator')),
      password text not null,
      active integer not null default 1 check (active in (0, 1)),
      createdAt integer not null,
      lastSeenAt integer
    ) strict;

    create table session (
      token text primary key,
      user text not null references account (user),
      createdAt integer not null,
      seenAt integer not null
    ) strict;
    create index session_user on session (user);

    create table audit (
      id integer primary key autoincrement,
      at integer not null,
      user text not null,
      name text not null,
      role text not null,
      action text not null,
      subject text not null,
      detail text not null
    ) strict;
    create index audit_subject on audit (subject, id);
    create index audit_user on audit (user, id);
    create trigger audit_never_updated before update on audit
      begin select raise(abort, 'the audit is append-only'); end;
    create trigger audit_never_deleted before delete on audit
      begin select raise(abort, 'the audit is append-only'); end;
  `,
};
