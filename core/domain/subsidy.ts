import type { Certificate } from './person.ts';
import type { Policy } from './policy.ts';

/** How a trainee's exam ended; absent is not passed. */
export type ExamResult = 'passed' | 'failed' | 'absent' | 'notRegistered';

/** What decides whether, and at which standard, a trainee is paid for. */
export interface Candidate {
  readonly certificate: Certificate | null;
  /** 本校毕业学年毕业生 */
  readonly ownFinalYear: boolean;
  readonly withdrawn: boolean;
  readonly insured: boolean;
  /** null: nothing known, and no reason to leave anybody out. */
  readonly exam: ExamResult | null;
  readonly materialsRejected: boolean;
}

/** One row of 附件8 in numbers: persons, months, yuan for the standard, integer 分 for amounts, hundredths of a percent for shares. */
export interface SubsidyRow {
  readonly standard: number;
  readonly months: number;
  readonly opened: number;
  readonly withdrawn: number;
  readonly insured: number;
  readonly notRegistered: number;
  readonly failed: number;
  readonly materialsRejected: number;
  readonly paid: number;
  readonly proposed: bigint;
  readonly classRateShare: number;
  readonly classRateDeduction: bigint;
  readonly violationShare: number;
  readonly violationDeduction: bigint;
  readonly deducted: bigint;
  readonly actual: bigint;
}

/** What all rows of a class have in common. */
export interface SubsidyTerms {
  /** 培训时限(月数) */
  readonly months: number;
  /** Hundredths of a percent, added up 「每次扣减拟补贴金额2%培训费」. */
  readonly classRateShare: number;
  /** Hundredths of a percent, added up 「违纪违规扣减金额=扣减百分比*拟补贴金额」. */
  readonly violationShare: number;
  readonly policy: Policy;
}

type Count = 'withdrawn' | 'insured' | 'notRegistered' | 'failed' | 'materialsRejected' | 'paid';

/**
 * Why a trainee is not paid for, the first that applies: 「中退人数」, 「缴纳社会保险人数」, 「未报名参加考试人数」,
 * 「未通过考试人数」, 「材料审核不合格人数」.
 */
function countOf({ withdrawn, insured, exam, materialsRejected }: Candidate): Count {
  if (withdrawn) return 'withdrawn';
  if (insured) return 'insured';
  if (exam === 'notRegistered') return 'notRegistered';
  if (exam === 'failed' || exam === 'absent') return 'failed';
  return materialsRejected ? 'materialsRejected' : 'paid';
}

/**
 * The standard in yuan for a person and month: 1000 「面向本校毕业学年毕业生」, else 2000
 * 「职业资格证书或职业技能等级证书」 or 1500 「专项职业能力证书」; null where no certificate is named.
 */
export function standardOf({ certificate, ownFinalYear }: Candidate, policy: Policy): number | null {
  if (ownFinalYear) return policy.standardOwnFinalYear;
  if (certificate === null) return null;
  return certificate === 'vocational' ? policy.standardVocational : policy.standardSpecial;
}

const WHOLE = 10_000;

/** A share (hundredths of a percent) of an amount in 分, half up. */
function shareOf(amount: bigint, share: number): bigint {
  return (2n * amount * BigInt(share) + BigInt(WHOLE)) / BigInt(2 * WHOLE);
}

/** Yuan with up to two decimals as integer 分. */
function fen(yuan: number): bigint {
  return BigInt(Math.round(yuan * 100));
}

/**
 * 附件8: a row for each standard, highest first 「拟补贴金额=实际补贴人数*补贴标准*培训时限」. Deductions
 * add up and are capped at the whole. Where a share is no whole 分, it is rounded on the running total of
 * the class, so that how a class is split into rows never changes what is paid.
 * Candidates without a standard are left out; the edge refuses them.
 */
export function subsidyRows(candidates: readonly Candidate[], terms: SubsidyTerms): readonly SubsidyRow[] {
  const groups = Map.groupBy(candidates, (candidate) => standardOf(candidate, terms.policy));
  const standards = [...groups.keys()].filter((standard) => standard !== null).sort((a, b) => b - a);
  return rowsFor(
    standards.map((standard) => ({ standard, candidates: groups.get(standard) ?? [] })),
    terms,
  );
}

/** The rows of given groups, in their order; see {@link subsidyRows}. */
export function rowsFor(
  groups: readonly { readonly standard: number; readonly candidates: readonly Candidate[] }[],
  { months, classRateShare, violationShare, policy }: SubsidyTerms,
): readonly SubsidyRow[] {
  const share = Math.min(WHOLE, classRateShare + violationShare);
  let before = 0n;
  return groups.map(({ standard, candidates }) => {
    const counts = Map.groupBy(candidates, countOf);
    const count = (kind: Count): number => counts.get(kind)?.length ?? 0;
    const paid = count('paid');
    const proposed = BigInt(paid) * fen(standard) * BigInt(months);
    const part = (of: number): bigint => shareOf(before + proposed, of) - shareOf(before, of);
    const deducted = part(share);
    const row = {
      standard,
      months,
      opened: candidates.length,
      withdrawn: count('withdrawn'),
      insured: count('insured'),
      notRegistered: count('notRegistered'),
      failed: count('failed'),
      materialsRejected: count('materialsRejected'),
      paid,
      proposed,
      classRateShare,
      classRateDeduction: part(classRateShare),
      violationShare,
      violationDeduction: part(violationShare),
      deducted,
      actual: proposed - deducted + BigInt(paid) * fen(policy.firstAssessment),
    };
    before += proposed;
    return row;
  });
}

/** An amount in 分 as yuan with two decimals, without grouping: `126720.00`. */
export function yuanText(amount: bigint): string {
  return `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`;
}
