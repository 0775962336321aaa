import type { Migration } from '../migration.ts';

/**
 * The stays of unidentified people around a lesson, at a year of data: by when they began, as far back as the longest
 * one lasted. By their ends alone every later stay would be read.
 */
export const staysByTime: Migration = {
  version: 97,
  name: 'stays-by-time',
  sql: `
    create index unidentified_from on unidentified (fromAt);
    create index unidentified_length on unidentified (toAt - fromAt);
    drop index unidentified_to;
  `,
};
