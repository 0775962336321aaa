import type { Migration } from '../migration.ts';

/** Official calendars that the institution entered; the newest row of a year holds, one without a body takes it back. */
export const officialYearTable: Migration = {
  version: 83,
  name: 'official-years',
  sql: `
    create table officialYear (
      id integer primary key autoincrement,
      year integer not null,
      body text check (json_valid(body)),
      enteredBy text not null,
      enteredAt integer not null
    ) strict;
    create trigger officialYear_never_updated before update on officialYear
      begin select raise(abort, 'official calendars are append-only'); end;
    create trigger officialYear_never_deleted before delete on officialYear
      begin select raise(abort, 'official calendars are append-only'); end;
  `,
};
