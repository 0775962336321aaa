import type { Migration } from './migration.ts';
import { firstTables } from './migrations/001-first.ts';
import { evidenceTables } from './migrations/020-evidence.ts';

/** All steps, in order. */
export const migrations: readonly Migration[] = [firstTables, evidenceTables];
