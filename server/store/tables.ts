import type { ColumnType, Generated } from 'kysely';
import type {
  ApprovedFilingTable,
  DecisionTable,
  SealStepTable,
  SealTable,
  ShownTable,
  SpotCheckTable,
  SubsidyEntryTable,
  ToldTable,
  VisitTable,
} from './case-tables.ts';
import type { Fixed } from './fixed.ts';

/*
 * The center's tables, the same on SQLite and PostgreSQL: instants are integers (milliseconds since 1970), JSON is text,
 * truth is 0 or 1. PostgreSQL gives bigint back as text; the store turns it into numbers at its edge (see open.ts).
 */

/** A paired kiosk: whoever holds its key. */
export interface KioskTable {
  id: Fixed<string>;
  /** The verifier key, `name+keyid+base64`. */
  key: Fixed<string>;
  institution: string;
  room: string;
  pairedAt: Fixed<number>;
  pairedBy: Fixed<string>;
  /** Unpaired kiosks stay in the table: what they delivered names them. */
  unpairedAt: number | null;
  lastSeenAt: number | null;
  software: string;
  contract: number;
  /** The last item of its outbox that is here. */
  acknowledged: number;
  /** The last of them that the hub has acted on: facts kept, alerts raised. What a killed hub left, the next takes up. */
  handled: number;
  /** The last of them whose checkpoint the kiosk was asked to prove. */
  proven: number;
  /** How often it was linked: of two hubs that hold it, the one with the higher number is right. */
  links: number;
}

/** A code on a kiosk's screen, waiting for an inspector. */
export interface OfferTable {
  code: Fixed<string>;
  key: Fixed<string>;
  expiresAt: number;
}

/** Everything that kiosks delivered, as it came; append-only. */
export interface ItemTable {
  kiosk: Fixed<string>;
  id: Fixed<number>;
  kind: Fixed<string>;
  body: Fixed<string>;
  createdAt: Fixed<number>;
  receivedAt: Fixed<number>;
  /** What was wrong with its body; '' when it fits. It is kept all the same: the kiosk said it. */
  fault: Fixed<string>;
}

/** The heads of each kiosk's journal, each proven to continue the one before; append-only. */
export interface HeadTable {
  kiosk: Fixed<string>;
  size: Fixed<number>;
  root: Fixed<string>;
  note: Fixed<string>;
  receivedAt: Fixed<number>;
  /** Whether a consistency proof from the head before was checked: 1, or 0 for the first. */
  proven: Fixed<number>;
}

/** Something that somebody has to look at; at most one open of a kiosk, camera, class and code, however many hubs see it. */
export interface AlertTable {
  id: Generated<number>;
  kiosk: Fixed<string>;
  /** '' for those of the kiosk as a whole. */
  camera: Fixed<string>;
  /** '' for those of the room as a whole. */
  class: Fixed<string>;
  code: Fixed<string>;
  message: Fixed<string>;
  at: Fixed<number>;
  endedAt: number | null;
  /** Who took note, when, and what they wrote; an alarm of the journal needs words. */
  seenBy: string | null;
  seenAt: number | null;
  note: string | null;
  countersignedBy: string | null;
}

/** Somebody who may sign in. Accounts are never deleted: the audit names them. */
export interface AccountTable {
  user: Fixed<string>;
  name: string;
  role: string;
  /** Whose people these are; null: the center's. */
  institution: string | null;
  password: string;
  active: number;
  createdAt: Fixed<number>;
  lastSeenAt: number | null;
}

export interface SessionTable {
  token: Fixed<string>;
  user: Fixed<string>;
  createdAt: Fixed<number>;
  seenAt: number;
}

/** Who did what; append-only. */
export interface AuditTable {
  id: Generated<number>;
  at: Fixed<number>;
  user: Fixed<string>;
  name: Fixed<string>;
  role: Fixed<string>;
  action: Fixed<string>;
  subject: Fixed<string>;
  detail: Fixed<string>;
  /** Of what lasts: the run that wrote its beginning. */
  run: ColumnType<string | null, string | undefined, never>;
  /** Of the end of what lasts: the line that it ends. */
  closes: ColumnType<number | null, number | undefined, never>;
}

/** A process of the center; when `seenAt` is long ago it has ended, told or not. */
export interface RunTable {
  id: Fixed<string>;
  startedAt: Fixed<number>;
  seenAt: number;
}

/** What holds now of what kiosks delivered: of each (kiosk, kind, key) the newest body. See server/desk/facts.ts. */
export interface FactTable {
  kiosk: Fixed<string>;
  kind: Fixed<string>;
  key: Fixed<string>;
  /** The class that it is about; '' for the kiosk as a whole. */
  class: string;
  /** The day or month that it is about, YYYY-MM-DD or YYYY-MM; ''. */
  day: string;
  /** The item that it came in. */
  item: number;
  body: string;
}

export interface CenterTables {
  kiosk: KioskTable;
  offer: OfferTable;
  item: ItemTable;
  head: HeadTable;
  alert: AlertTable;
  account: AccountTable;
  session: SessionTable;
  audit: AuditTable;
  run: RunTable;
  fact: FactTable;
  decision: DecisionTable;
  told: ToldTable;
  subsidyEntry: SubsidyEntryTable;
  seal: SealTable;
  spotCheck: SpotCheckTable;
  sealStep: SealStepTable;
  shown: ShownTable;
  approvedFiling: ApprovedFilingTable;
  visit: VisitTable;
}
