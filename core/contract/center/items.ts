import type { z } from 'zod';
import { enrolmentItem, filingItem, leaveItem, reviewItem, timetableItem } from './items-class.ts';
import { absenceItem, alarmItem, clockStepItem } from './items-kiosk.ts';
import {
  correctionItem,
  coverageItem,
  disputeItem,
  gapItem,
  recordItem,
  sealedItem,
  stripsItem,
} from './items-lesson.ts';
import { monthClosedItem, monthReopenedItem, monthScanItem } from './items-month.ts';
import { checkpointSchema, type Item } from './link.ts';

/*
 * The bodies of what a kiosk delivers, by kind. Rules for all of them:
 * - Strict and versioned: `v` is raised when an older reader would misread a body (a checkpoint is versioned by its own
 *   note). A kind or a body that the center does not know is kept with its fault: the kiosk said it.
 * - The same thing may come again under another outbox id (a baseline for a center that comes later, or from a backup).
 *   Each kind says by which members it is the same, and which one then holds.
 * - Order: what a kiosk did first comes first, but for a baseline, which comes after what was delivered before.
 * - People are told by ids. Names, ID numbers and phones are in `filing` only; templates and photos nowhere.
 */
const schemas = {
  filing: filingItem,
  timetable: timetableItem,
  leave: leaveItem,
  enrolment: enrolmentItem,
  review: reviewItem,
  record: recordItem,
  coverage: coverageItem,
  strips: stripsItem,
  gap: gapItem,
  'lesson-sealed': sealedItem,
  correction: correctionItem,
  dispute: disputeItem,
  'month-closed': monthClosedItem,
  'month-reopened': monthReopenedItem,
  'month-scan': monthScanItem,
  /** A signed head of the journal. Once for (kiosk, size); sizes only rise. */
  checkpoint: checkpointSchema,
  alarm: alarmItem,
  'clock-step': clockStepItem,
  'announced-absence': absenceItem,
} as const;

/** What a kiosk may deliver. */
export type ItemKind = keyof typeof schemas;
/** The body of a kind. */
export type ItemBody<Kind extends ItemKind = ItemKind> = z.output<(typeof schemas)[Kind]>;

/** What is told in a body, as whoever tells it has it: without the version. */
export type Told<Kind extends ItemKind> = Kind extends unknown ? Kept<Omit<ItemBody<Kind>, 'v'>> : never;
type Kept<T> = T extends readonly (infer Each)[]
  ? readonly Kept<Each>[]
  : T extends object
    ? { readonly [Key in keyof T]: Kept<T[Key]> }
    : T;

export const itemKinds = Object.keys(schemas) as readonly ItemKind[];

export function isItemKind(kind: string): kind is ItemKind {
  return Object.hasOwn(schemas, kind);
}

/** The schema of a kind's body. */
export function itemSchemaOf<Kind extends ItemKind>(kind: Kind): z.ZodType<ItemBody<Kind>> {
  return schemas[kind] as unknown as z.ZodType<ItemBody<Kind>>;
}

/** What is wrong with an item, in a few words without anybody's data; '' when it fits its kind. */
export function itemFault({ kind, body }: Pick<Item, 'kind' | 'body'>): string {
  if (!isItemKind(kind)) return `unknown kind ${kind}`;
  const parsed = itemSchemaOf(kind).safeParse(body);
  const [issue] = parsed.error?.issues ?? [];
  return issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`.slice(0, 300);
}
