import type { Migration } from '../migration.ts';

/** An official calendar that is entered or taken back goes with the filings: the center is to be told them anew. */
export const yearsTold: Migration = {
  version: 106,
  name: 'years-told',
  sql: `
    create trigger officialYear_insert_filing after insert on officialYear
      begin insert or ignore into filingDue (class) select code from class; end;
  `,
};
