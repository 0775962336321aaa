import type { Migration } from '../migration.ts';

/**
 * What the center is told. Without a center nothing is written to the outbox (`open` 0); one that comes gets a baseline
 * (decision 102). A class whose filing may have changed is noted by triggers, in the transaction of the change.
 */
export const centerTables: Migration = {
  version: 88,
  name: 'center',
  sql: `
    create table centerLink (
      one integer primary key check (one = 1),
      open integer not null default 0 check (open in (0, 1)),
      -- Outbox rows up to this id may be gone; the rows after \`complete\` hold a baseline: they tell all there is.
      forgotten integer not null default 0,
      complete integer not null default -1,
      -- The newest row that was ever sent: a center that has more was told by a database that this one is older than.
      sent integer not null default 0
    ) strict;
    insert into centerLink (one, forgotten) select 1, coalesce(max(id), 0) from outbox;
    -- Written before the bodies had schemas: the baseline tells them.
    delete from outbox;

    create table filingDue (class text primary key) strict;
    insert into filingDue select code from class;
    create table filingTold (
      class text primary key,
      revision integer not null,
      hash text not null,
      timetableRevision integer not null,
      timetableHash text not null
    ) strict;
    ${['insert', 'update'].map((what) => due('class', what, 'new.code')).join('')}
    ${due('class', 'delete', 'old.code')}
    ${['insert', 'update'].map((what) => due('attachment', what, 'new.class')).join('')}
    ${['insert', 'update'].map((what) => due('paperWaiver', what, 'new.class')).join('')}
    ${due('paperWaiver', 'delete', 'old.class')}

    create table absence (
      id integer primary key autoincrement,
      fromAt integer not null,
      toAt integer not null check (toAt > fromAt),
      why text not null,
      enteredBy text not null,
      enteredAt integer not null
    ) strict;
    create index absence_to on absence (toAt);
    create table absenceWithdrawal (
      absence integer primary key references absence (id),
      why text not null,
      enteredBy text not null,
      enteredAt integer not null
    ) strict;
    ${['absence', 'absenceWithdrawal'].map(appendOnly).join('')}
  `,
};

/** Notes a class as one whose filing may have changed. */
function due(table: string, what: string, code: string): string {
  return `
    create trigger ${table}_${what}_filing after ${what} on ${table}
      begin insert or ignore into filingDue (class) values (${code}); end;
  `;
}

/** The database itself refuses to change or delete a row, whoever asks it. */
function appendOnly(table: string): string {
  return `
    create trigger ${table}_never_updated before update on ${table}
      begin select raise(abort, '${table} is append-only'); end;
    create trigger ${table}_never_deleted before delete on ${table}
      begin select raise(abort, '${table} is append-only'); end;
  `;
}
