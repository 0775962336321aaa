import type { Migration } from '../migration.ts';

/**
 * Closed months and what became of them, all append-only; a record under a closed month is refused by the
 * database itself. The index `record_lean` holds what figures are made of, so that a course of 75 000 records
 * is counted without reading their bodies. Clients of the interface for other systems.
 */
export const monthTables: Migration = {
  version: 76,
  name: 'months',
  sql: `
    alter table record add column outcome text generated always as (body ->> '$.outcome') virtual;
    alter table record add column notes text generated always as (body -> '$.notes') virtual;
    alter table record add column due integer generated always as (body ->> '$.due') virtual;
    alter table record add column correction text generated always as (body -> '$.correction') virtual;
    -- Whether anything was added to a class at all: its newest id, found at once.
    create index record_newest on record (class);
    create index record_lean on record (class, date, no, trainee, replaces, outcome, notes, due, correction);

    create table monthReport (
      id integer primary key autoincrement,
      class text not null,
      month text not null,
      reportId text not null unique,
      replaces text unique references monthReport (reportId),
      sha256 text not null,
      closedAt integer not null,
      closedBy text not null,
      countersignedBy text not null,
      body text not null check (json_valid(body)),
      records text not null check (json_valid(records))
    ) strict;
    create index monthReport_class on monthReport (class, month, id);

    create table monthReopening (
      report integer primary key references monthReport (id),
      why text not null,
      reopenedAt integer not null,
      reopenedBy text not null,
      countersignedBy text not null
    ) strict;

    create table monthScan (
      id integer primary key autoincrement,
      report integer not null references monthReport (id),
      sha256 text not null,
      kind text not null,
      bytes integer not null,
      name text not null,
      addedAt integer not null,
      addedBy text not null,
      attachment integer not null
    ) strict;
    create index monthScan_report on monthScan (report, id);

    -- What of the above the evidence journal already has: subject 'closed', 'reopened' or 'scan', and its row.
    create table monthJournalled (
      subject text not null check (subject in ('closed', 'reopened', 'scan')),
      row integer not null,
      seq integer not null,
      primary key (subject, row)
    ) strict;

    create trigger monthReport_once before insert on monthReport
      when exists (select 1 from monthReport as r where r.class = new.class and r.month = new.month
        and not exists (select 1 from monthReopening where report = r.id))
      begin select raise(abort, 'month-closed: the month is closed already'); end;
    create trigger record_month_closed before insert on record
      when exists (select 1 from monthReport as r where r.class = new.class and r.month = substr(new.date, 1, 7)
        and not exists (select 1 from monthReopening where report = r.id))
      begin select raise(abort, 'month-closed: records under a closed month do not change; re-open it first'); end;
    create trigger monthReport_never_updated before update on monthReport
      begin select raise(abort, 'closed months are append-only'); end;
    create trigger monthReport_never_deleted before delete on monthReport
      begin select raise(abort, 'closed months are append-only'); end;
    create trigger monthReopening_never_updated before update on monthReopening
      begin select raise(abort, 're-openings are append-only'); end;
    create trigger monthReopening_never_deleted before delete on monthReopening
      begin select raise(abort, 're-openings are append-only'); end;
    create trigger monthScan_never_updated before update on monthScan
      begin select raise(abort, 'scans are append-only'); end;
    create trigger monthScan_never_deleted before delete on monthScan
      begin select raise(abort, 'scans are append-only'); end;

    create table apiClient (
      id integer primary key autoincrement,
      name text not null,
      scopes text not null check (json_valid(scopes)),
      tokenHash text not null unique,
      hint text not null,
      createdAt integer not null,
      createdBy text not null,
      revokedAt integer,
      revokedBy text,
      lastUsedAt integer,
      lastUsedFrom text
    ) strict;
  `,
};
