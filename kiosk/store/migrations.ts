import type { Migration } from './migration.ts';
import { firstTables } from './migrations/001-first.ts';
import { evidenceTables } from './migrations/020-evidence.ts';
import { officeTables } from './migrations/070-office.ts';
import { classTables } from './migrations/071-classes.ts';
import { rosterTables } from './migrations/072-roster.ts';
import { enrolmentTables } from './migrations/073-enrolment.ts';
import { cameraTables } from './migrations/074-cameras.ts';
import { dayTables } from './migrations/075-day.ts';
import { monthTables } from './migrations/076-months.ts';
import { attachmentTables } from './migrations/077-attachments.ts';
import { dayIndexes } from './migrations/078-day-indexes.ts';
import { transferTables } from './migrations/079-transfers.ts';
import { monthDecisionTable } from './migrations/082-month-decisions.ts';
import { officialYearTable } from './migrations/083-official-years.ts';
import { sealedSignatures } from './migrations/085-sealed-signatures.ts';
import { centerTables } from './migrations/088-center.ts';
import { centerDecisionTable } from './migrations/091-center-decisions.ts';
import { reviewTable } from './migrations/092-reviews.ts';
import { waitingTemplateTable } from './migrations/094-waiting-templates.ts';
import { staysByTime } from './migrations/097-stays-by-time.ts';
import { stripsDueTable } from './migrations/100-strips-due.ts';
import { filingRevisionTable } from './migrations/103-filing-revisions.ts';
import { yearsTold } from './migrations/106-years-told.ts';

/** All steps, in order. */
export const migrations: readonly Migration[] = [
  firstTables,
  evidenceTables,
  officeTables,
  classTables,
  rosterTables,
  enrolmentTables,
  cameraTables,
  dayTables,
  monthTables,
  attachmentTables,
  dayIndexes,
  transferTables,
  monthDecisionTable,
  officialYearTable,
  sealedSignatures,
  centerTables,
  centerDecisionTable,
  reviewTable,
  waitingTemplateTable,
  staysByTime,
  stripsDueTable,
  filingRevisionTable,
  yearsTold,
];
