import type { TraineeJson } from '../../../core/contract/scenario-json.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import type { RosterEntry } from './read-roster.ts';

/** A trainee's JSON with an entry's values; what the scenario holds besides (withdrawal) stays. */
export function traineeJson(
  id: string,
  before: TraineeJson | null,
  { person, certificate, ownFinalYear, joinedOn }: RosterEntry,
): TraineeJson {
  return { ...before, id, joinedOn, certificate, ownFinalYear, person: { ...before?.person, ...person } };
}

/** The day of joining of somebody new: as told, else today once the class has begun (nothing is owed of days before), else the class's first. */
export function joiningDay(told: LocalDate | null, opens: LocalDate | null, today: LocalDate): LocalDate | null {
  return told ?? (opens !== null && opens < today ? today : null);
}
