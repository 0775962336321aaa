import type { Identification, Match, Standing } from '../../../core/domain/face.ts';
import { traineeId } from '../../../core/domain/ids.ts';
import type { ThresholdStep } from '../ports.ts';
import { assign } from './assignment.ts';
import { agreeing, type Look } from './evidence.ts';
import { type Candidate, type Gallery, personKey } from './gallery.ts';
import { strange, thresholdFor } from './thresholds.ts';

/** The figures of a pack that a decision needs. */
export interface Limits {
  readonly thresholds: readonly ThresholdStep[];
  /** How much the best similarity must exceed the second person's. */
  readonly margin: number;
}

/** At least so many looks at both sides of the face must by themselves speak for the person who is named. */
export const LEAST_LOOKS = 3;
/** And have at least this part of the weight of all looks. */
const LEAST_AGREEMENT = 0.5;
/** A face is called a stranger's only after so many usable looks. */
const LOOKS_OF_A_STRANGER = 6;

/** Who a track is, by its own looks. */
export interface Verdict {
  readonly standing: Standing;
  readonly identification: Identification;
  /** Whom the track may be taken for in this frame, if nobody else is more like that person, and who is next. */
  readonly claim?: { readonly best: Candidate; readonly second: Candidate | undefined } | undefined;
}

const UNSURE: Verdict = { standing: 'unsure', identification: { kind: 'unknown' } };

/**
 * Decides from a track's looks and their mean alone. Identified: enough looks agree, their weighted mean is at
 * least as alike as the threshold for their number asks, and more alike than the second person by
 * the margin. A stranger: looked at often enough and well below the threshold. All else is unsure.
 */
export function verdict(
  looks: readonly Look[],
  mean: Float32Array | undefined,
  gallery: Gallery,
  limits: Limits,
): Verdict {
  if (mean === undefined) return UNSURE;
  const { best, second } = gallery.search(mean);
  const enough = looks.length >= LOOKS_OF_A_STRANGER;
  if (best === undefined) return { ...UNSURE, standing: enough ? 'stranger' : 'unsure' };
  if (best.similarity < thresholdFor(limits.thresholds, looks.length)) {
    const far = enough && best.similarity < strange(limits.thresholds, looks.length);
    return { standing: far ? 'stranger' : 'unsure', identification: { kind: 'unknown', best: match(best) } };
  }
  const speaking = agreeing(looks, best.person);
  const clear = second === undefined || best.similarity - second.similarity >= limits.margin;
  if (!clear || speaking.looks < LEAST_LOOKS || speaking.share < LEAST_AGREEMENT) return undecided(best, second);
  return {
    standing: best.person.kind,
    identification: { kind: 'identified', match: match(best), ...(second && { second: match(second) }) },
    claim: { best, second },
  };
}

/**
 * Lets each person be in one place of a frame only: of the tracks that claim the same person the
 * most alike keeps the name, so that the frame's sum of similarities is greatest; the others are ambiguous.
 */
export function onceAFrame(verdicts: readonly Verdict[]): readonly Verdict[] {
  const people = [...new Set(verdicts.flatMap(({ claim }) => (claim ? [personKey(claim.best.person)] : [])))];
  const options = verdicts.flatMap(({ claim }, row) =>
    claim ? [{ row, column: people.indexOf(personKey(claim.best.person)), worth: 1 + claim.best.similarity }] : [],
  );
  const kept = new Set(assign(options).map(({ row }) => row));
  return verdicts.map((one, row) =>
    one.claim === undefined || kept.has(row) ? one : undecided(one.claim.best, one.claim.second),
  );
}

function undecided(best: Candidate, second: Candidate | undefined): Verdict {
  const identification: Identification = second
    ? { kind: 'ambiguous', best: match(best), second: match(second) }
    : { kind: 'unknown', best: match(best) };
  return { standing: 'unsure', identification };
}

/** Staff are named like trainees, by an id that is on no roster; `standing` tells them apart. */
function match({ person, similarity }: Candidate): Match {
  return { trainee: traineeId(person.id), similarity };
}
