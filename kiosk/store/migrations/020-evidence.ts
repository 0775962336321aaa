import type { Migration } from '../migration.ts';

/** Sealed segments and what the journal needs beside its file. */
export const evidenceTables: Migration = { version: 20, name: 'evidence', sql: 'select 1' };
