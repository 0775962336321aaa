import type { Generated } from 'kysely';
import type { Fixed } from './fixed.ts';

/* The tables of what people of the center decide, seal and enter; as those of tables.ts. */

/** What the center decided, as its kiosk gets it; append-only. */
export interface DecisionTable {
  id: Fixed<string>;
  kiosk: Fixed<string>;
  class: Fixed<string>;
  kind: Fixed<string>;
  body: Fixed<string>;
  at: Fixed<number>;
}

/** Whether a decision's kiosk has it; there from when it was made. */
export interface ToldTable {
  decision: Fixed<string>;
  /** Null: not yet. */
  at: number | null;
  /** Why it was not taken the last time; ''. */
  trouble: string;
}

/** What the center enters of a class for the subsidy; append-only, the highest revision holds. */
export interface SubsidyEntryTable {
  kiosk: Fixed<string>;
  class: Fixed<string>;
  revision: Fixed<number>;
  body: Fixed<string>;
  by: Fixed<string>;
  at: Fixed<number>;
}

/** A class at one instant, sealed: card, pictures, clips by their hashes; append-only. */
export interface SealTable {
  id: Fixed<string>;
  kiosk: Fixed<string>;
  class: Fixed<string>;
  at: Fixed<number>;
  body: Fixed<string>;
}

/** A seal that began a spot check; append-only. */
export interface SpotCheckTable {
  seal: Fixed<string>;
  kiosk: Fixed<string>;
  at: Fixed<number>;
  /** Whether the class rate was below, so that two have to decide: 1 or 0. */
  proposed: Fixed<number>;
}

/** What followed a seal: calls, a trainee called, an answer, a decision; append-only. */
export interface SealStepTable {
  id: Generated<number>;
  seal: Fixed<string>;
  kind: Fixed<string>;
  at: Fixed<number>;
  by: Fixed<string>;
  body: Fixed<string>;
}

/** A file that a kiosk gave on request, and of which class it is. */
export interface ShownTable {
  sha256: Fixed<string>;
  kiosk: Fixed<string>;
  class: Fixed<string>;
  name: Fixed<string>;
  type: Fixed<string>;
}

/** What of a filing counted when it was approved (JSON); append-only. */
export interface ApprovedFilingTable {
  kiosk: Fixed<string>;
  class: Fixed<string>;
  hash: Fixed<string>;
  revision: Fixed<number>;
  content: Fixed<string>;
}

/** An inspector's code for a kiosk, and the visit that it began. */
export interface VisitTable {
  id: Fixed<string>;
  kiosk: Fixed<string>;
  /** Hash of kiosk and code. */
  code: Fixed<string>;
  user: Fixed<string>;
  name: Fixed<string>;
  role: Fixed<string>;
  issuedAt: Fixed<number>;
  expiresAt: number;
  /** Null: not used. */
  usedAt: number | null;
}
