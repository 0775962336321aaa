import type { Migration } from '../migration.ts';

/** What people enter on a day: leave, check-ins without a face, disputes, corrections. Rows are only ever added. */
export const dayTables: Migration = {
  version: 75,
  name: 'day',
  sql: `
    create table leaveEntry (
      id integer primary key autoincrement,
      class text not null,
      trainee text not null,
      kind text not null check (kind in ('personal', 'sick')),
      fromDate text not null,
      toDate text not null check (toDate >= fromDate),
      firstNo integer,
      lastNo integer check ((firstNo is null) = (lastNo is null) and (lastNo is null or lastNo >= firstNo)),
      why text not null,
      enteredBy text not null,
      enteredAt integer not null
    ) strict;
    create index leaveEntry_class on leaveEntry (class, toDate);

    create table leaveProof (
      leave integer not null references leaveEntry (id),
      sha256 text not null,
      enteredBy text not null,
      enteredAt integer not null
    ) strict;
    create index leaveProof_leave on leaveProof (leave);

    create table leaveWithdrawal (
      leave integer primary key references leaveEntry (id),
      why text not null,
      enteredBy text not null,
      enteredAt integer not null
    ) strict;

    create table manualEntry (
      id integer primary key autoincrement,
      class text not null,
      trainee text not null,
      date text not null,
      firstNo integer not null,
      lastNo integer not null check (lastNo >= firstNo),
      teacher text not null,
      signature text not null check (json_valid(signature)),
      place text not null check (place in ('screen', 'office')),
      enteredBy text not null,
      enteredAt integer not null
    ) strict;
    create index manualEntry_class on manualEntry (class, date);

    create table manualWithdrawal (
      manual integer primary key references manualEntry (id),
      why text not null,
      enteredBy text not null,
      enteredAt integer not null
    ) strict;

    create table dispute (
      id integer primary key autoincrement,
      class text not null,
      trainee text not null,
      date text not null,
      no integer not null,
      text text not null,
      raisedAt integer not null
    ) strict;
    create index dispute_trainee on dispute (class, trainee, date);

    create table disputeAnswer (
      dispute integer primary key references dispute (id),
      text text not null,
      upheld integer not null check (upheld in (0, 1)),
      enteredBy text not null,
      enteredAt integer not null
    ) strict;

    create table correctionRequest (
      id integer primary key autoincrement,
      class text not null,
      trainee text not null,
      date text not null,
      no integer not null,
      replaces integer not null references record (id),
      outcome text not null check (outcome in ('present', 'late', 'leftEarly', 'absent', 'personalLeave', 'sickLeave')),
      why text not null,
      requestedBy text not null,
      requestedAt integer not null
    ) strict;
    create index correctionRequest_class on correctionRequest (class, date);

    create table correctionDecision (
      request integer primary key references correctionRequest (id),
      record integer unique references record (id),
      why text not null,
      decidedBy text not null,
      decidedAt integer not null
    ) strict;

    create table correctionToJournal (
      record integer primary key references record (id),
      journalledAt integer
    ) strict;
    create index correctionToJournal_due on correctionToJournal (record) where journalledAt is null;

    ${['leaveEntry', 'leaveProof', 'leaveWithdrawal', 'manualEntry', 'manualWithdrawal', 'dispute', 'disputeAnswer', 'correctionRequest', 'correctionDecision'].map(appendOnly).join('')}
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
