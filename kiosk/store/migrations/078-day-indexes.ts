import type { Migration } from '../migration.ts';

/** What the day's pages ask of a year of records: the few that wait for a person, and those of one trainee. */
export const dayIndexes: Migration = {
  version: 78,
  name: 'day-indexes',
  sql: `
    create index record_trainee on record (class, trainee, date, no);
    create index record_to_settle on record (class, date, no) where
      (body ->> '$.outcome' = 'pending'
        or (body ->> '$.outcome' = 'absent' and instr(body -> '$.notes', '"unidentified-present"') > 0));
  `,
};
