import { parseDate } from './day.ts';
import type { TraineeId } from './ids.ts';
import type { LocalDate } from './units.ts';

/** 专项职业能力证书, or 职业资格证书 / 职业技能等级证书. */
export type Certificate = 'vocational' | 'special';

/** A person in a class, as far as the rules look at one. */
export interface Trainee {
  readonly id: TraineeId;
  /** The first day; null: from the class's first lesson. */
  readonly joinedOn: LocalDate | null;
  /** The day of withdrawal, itself no longer due; null: stayed. */
  readonly withdrawnOn: LocalDate | null;
  /**
   * Came after the center had approved the class: the day from which it approved this trainee too; null: not yet.
   * Left out: with the class.
   */
  readonly approvedFrom?: LocalDate | null;
}

/**
 * Whether a trainee owes the lessons of a day (应到): from the day of joining up to, not including,
 * the day of withdrawal 「中途退出」.
 */
export function belongsOn(trainee: Trainee, date: LocalDate): boolean {
  return (
    (trainee.joinedOn === null || trainee.joinedOn <= date) &&
    (trainee.withdrawnOn === null || date < trainee.withdrawnOn)
  );
}

/** Whether the center's approval of the class holds for a trainee's lessons of a day 「经同意后方可开班」. */
export function isApprovedOn({ approvedFrom }: Trainee, date: LocalDate): boolean {
  return approvedFrom === undefined || (approvedFrom !== null && approvedFrom <= date);
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10X98765432';

/** What is wrong with an ID number. */
export type IdNumberFault = 'length' | 'characters' | 'birth-date' | 'check-digit';

/**
 * What is wrong with an ID number, or null: 18 characters, an upper-case X, a date of birth that
 * exists, the check digit of GB 11643-1999 (ISO 7064 MOD 11-2).
 */
export function idNumberFault(value: string): IdNumberFault | null {
  if (value.length !== 18) return 'length';
  if (!/^\d{17}[\dX]$/.test(value)) return 'characters';
  const born = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
  if (parseDate(born) === null) return 'birth-date';
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(value[index]), 0);
  return CHECK_DIGITS[sum % 11] === value[17] ? null : 'check-digit';
}

/**
 * How an ID number is published or shown in passing: first 6 and last 4 stay
 * 「含隐藏或遮挡部分数字的身份证号码」. A value too short for that is hidden whole.
 */
export function maskIdNumber(value: string): string {
  return value.length > 10 ? `${value.slice(0, 6)}********${value.slice(-4)}` : '********';
}
