import { canonicalJson, type Json } from '../../../core/domain/canonical.ts';
import type { CourseFigures } from '../../../core/domain/class-result.ts';
import type { TraineeId } from '../../../core/domain/ids.ts';
import { type Month, RULES_VERSION, type Sha256 } from '../../../core/domain/month.ts';
import {
  type MonthInputs,
  type NumberedRecord,
  type SettledMonth,
  settleMonth,
} from '../../../core/domain/month-report.ts';
import type { EpochMs, LocalDate } from '../../../core/domain/units.ts';
import type { WithdrawalLine } from '../../../core/forms/annex7-withdrawn.ts';
import type { ClassOnPaper } from '../../../core/forms/class-on-paper.ts';
import type { Marks } from '../../../core/forms/marks.ts';
import type { Draft } from '../../../core/forms/sheet.ts';

/** A person's words on 附件6, as they were when the month was closed. */
export interface PersonOnPaper {
  readonly trainee: TraineeId;
  readonly name: string;
  /** Masked; null: not told. */
  readonly idNumber: string | null;
}

/** The other forms that a month closes with, as they were then. */
export interface FrozenForms {
  /** The lines of 附件7: who left in the month. */
  readonly withdrawn: readonly WithdrawalLine[];
  /** 附件8 of the class; null: there was none yet (no exam results, or no 培训时限). */
  readonly subsidy: Draft | null;
}

/** A closed month: all that is shown and printed of it afterwards, and all that it is computed from beside the records. */
export interface FrozenMonth {
  readonly format: 1;
  readonly inputs: MonthInputs;
  readonly workdays: readonly LocalDate[];
  readonly rulesVersion: number;
  readonly replaces: string | null;
  readonly figures: Month;
  readonly course: readonly CourseFigures[];
  readonly paper: {
    readonly of: ClassOnPaper;
    readonly people: readonly PersonOnPaper[];
    readonly marks: Marks;
    /** What stands above the signatures; left out in months that an earlier version closed. */
    readonly notes?: readonly string[];
  };
  /** Left out in months that an earlier version closed. */
  readonly forms?: FrozenForms;
  readonly closed: { readonly at: EpochMs; readonly by: string; readonly countersignedBy: string };
}

/** Ids and hashes of the records under a closed month, as the kept text. */
export type FrozenRecords = readonly (readonly [id: number, sha256: string])[];

/** The kept text: the same value gives the same bytes. */
export function frozenText(frozen: FrozenMonth): string {
  return canonicalJson(frozen as unknown as Json);
}

/** Reads what {@link frozenText} wrote; the store keeps it unchanged, and its hash is in the journal. */
export function readFrozen(body: string): FrozenMonth {
  return JSON.parse(body) as FrozenMonth;
}

/** A closed month computed again from the records named under it, by its own papers and calendar. */
export function settleFrozen(
  { inputs, workdays, replaces }: Pick<FrozenMonth, 'inputs' | 'workdays' | 'replaces'>,
  stored: readonly NumberedRecord[],
  records: FrozenRecords,
  sha256: Sha256,
): SettledMonth {
  const named = new Set(records.map(([id]) => id));
  const worked = new Set(workdays);
  const under = stored.filter(({ id }) => named.has(id));
  return settleMonth(inputs, under, { calendar: { isWorkday: (date) => worked.has(date) }, sha256 }, replaces);
}

/** What checking a closed month comes to. */
export type Verification =
  /** Computed again it gives the same bytes, and the records are those it was closed over. */
  | { readonly kind: 'same'; readonly records: number }
  /** It was closed by other rules: only that version of the program computes it again. Its records are unchanged. */
  | { readonly kind: 'otherRules'; readonly closedBy: number; readonly now: number }
  | { readonly kind: 'differs'; readonly faults: readonly VerificationFault[] };

export type VerificationFault =
  /** The kept text is not the one that was closed. */
  | { readonly kind: 'textChanged' }
  | { readonly kind: 'figuresDiffer'; readonly reportId: string }
  | { readonly kind: 'recordsMissing' | 'recordsChanged' | 'recordsAdded'; readonly ids: readonly number[] };

/**
 * Computes a closed month again and compares it, byte by byte, with what was kept.
 * @param body the kept text, `bodyHash` the hash noted beside it
 * @param now the month's records as they are stored today, and the hash of each
 */
export function verifyFrozen(
  kept: { readonly body: string; readonly bodyHash: string; readonly records: FrozenRecords },
  now: { readonly stored: readonly NumberedRecord[]; readonly hashes: FrozenRecords; readonly stillClosed: boolean },
  sha256: Sha256,
): Verification {
  const frozen = readFrozen(kept.body);
  const hashes = new Map(now.hashes);
  const known = new Map(kept.records);
  const missing = kept.records.filter(([id]) => !hashes.has(id)).map(([id]) => id);
  const changed = kept.records.filter(([id, hash]) => hashes.has(id) && hashes.get(id) !== hash).map(([id]) => id);
  const added = now.stillClosed ? now.hashes.filter(([id]) => !known.has(id)).map(([id]) => id) : [];
  const faults: VerificationFault[] = [
    ...(sha256(kept.body) === kept.bodyHash ? [] : [{ kind: 'textChanged' } as const]),
    ...(missing.length > 0 ? [{ kind: 'recordsMissing', ids: missing } as const] : []),
    ...(changed.length > 0 ? [{ kind: 'recordsChanged', ids: changed } as const] : []),
    ...(added.length > 0 ? [{ kind: 'recordsAdded', ids: added } as const] : []),
  ];
  if (frozen.rulesVersion === RULES_VERSION) {
    const { figures } = settleFrozen(frozen, now.stored, kept.records, sha256);
    if (frozenText({ ...frozen, figures }) !== kept.body)
      faults.push({ kind: 'figuresDiffer', reportId: figures.reportId });
  }
  if (faults.length > 0) return { kind: 'differs', faults };
  if (frozen.rulesVersion !== RULES_VERSION)
    return { kind: 'otherRules', closedBy: frozen.rulesVersion, now: RULES_VERSION };
  return { kind: 'same', records: kept.records.length };
}
