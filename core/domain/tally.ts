import type { TraineeId } from './ids.ts';
import { hundredths, type PolicyVersions, policyOn } from './policy.ts';
import { rateText } from './rate.ts';
import { isAttended, type LessonRecord } from './record.ts';
import type { LocalDate } from './units.ts';

/** What a trainee's records add up to, in lessons. */
export interface Figures {
  /** 应到 */
  readonly due: number;
  /** 实到 = present + late + left early. */
  readonly attended: number;
  readonly late: number;
  readonly leftEarly: number;
  readonly personalLeave: number;
  readonly sickLeave: number;
  readonly absent: number;
  readonly pending: number;
}

/** Figures and what they must reach. */
export interface Tally extends Figures {
  /** The attended lessons that the policies ask for, in ten-thousandths: each due lesson adds the percentage of its own day. */
  readonly required: number;
}

/** A trainee's line of 附件6. */
export interface TraineeFigures extends Figures {
  readonly trainee: TraineeId;
  /** 出勤率, two decimals; `-` where nothing was due. */
  readonly rate: string;
  /** 「学员个人出勤率原则上不得低于90%」 */
  readonly meets90: boolean;
}

const NOTHING = {
  due: 0,
  attended: 0,
  late: 0,
  leftEarly: 0,
  personalLeave: 0,
  sickLeave: 0,
  absent: 0,
  pending: 0,
  required: 0,
};

/** Adds up records; those that are not due are left out. Late and left early together raise both counters, 实到 once. */
export function tally(records: readonly LessonRecord[], versions: PolicyVersions): Tally {
  const sum = { ...NOTHING };
  for (const { due, outcome, notes, date } of records) {
    if (!due) continue;
    sum.due += 1;
    sum.required += hundredths(policyOn(versions, date).attendancePercent);
    if (isAttended(outcome)) sum.attended += 1;
    if (outcome !== 'present') sum[outcome] += 1;
    if (outcome === 'late' && notes.includes('left-early')) sum.leftEarly += 1;
  }
  return sum;
}

/** The sum of tallies, of one trainee's months for instance. */
export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = { ...NOTHING };
  const keys = Object.keys(NOTHING) as (keyof Tally)[];
  for (const each of tallies) for (const key of keys) sum[key] += each[key];
  return sum;
}

/** Whether the attendance asked for is reached: 实到×100 ≥ 应到×90, in integers; nothing due reaches it. */
export function reaches({ attended, required }: Tally): boolean {
  return attended * 10_000 >= required;
}

/**
 * A tally with lessons still to come, as if all of them were attended: with {@link mayMiss}, how many
 * further lessons of the whole class may be missed. `dates`: the day of each lesson to come.
 */
export function withLessonsToCome(sum: Tally, dates: readonly LocalDate[], versions: PolicyVersions): Tally {
  const required = dates.reduce((all, date) => all + hundredths(policyOn(versions, date).attendancePercent), 0);
  return {
    ...sum,
    due: sum.due + dates.length,
    attended: sum.attended + dates.length,
    required: sum.required + required,
  };
}

/** How many of these lessons could be missed besides and 90 % still be reached; pending ones are not attended here. */
export function mayMiss({ attended, required }: Tally): number {
  return Math.max(0, Math.floor((attended * 10_000 - required) / 10_000));
}

/** A tally as a trainee's line. */
export function traineeFigures(trainee: TraineeId, sum: Tally): TraineeFigures {
  const { due, attended, late, leftEarly, personalLeave, sickLeave, absent, pending } = sum;
  const counts = { trainee, due, attended, late, leftEarly, personalLeave, sickLeave, absent, pending };
  return { ...counts, rate: rateText(attended, due), meets90: reaches(sum) };
}
