import type { Identification, Match, Standing } from '../../../core/domain/face.ts';
import type { ThresholdStep } from '../ports.ts';
import { assign } from './assignment.ts';
import { agreeing, type Look, meanOf } from './evidence.ts';
import { type Candidate, type Gallery, personKey } from './gallery.ts';
import { thresholdFor } from './thresholds.ts';

/** The figures of a pack that a decision needs. */
export interface Limits {
  readonly thresholds: readonly ThresholdStep[];
  /** How much the best similarity must exceed the second person's. */
  readonly margin: number;
}

/** At least so many looks must by themselves speak for the person who is named. */
export const LEAST_LOOKS = 3;
/** And at least this part of all looks. */
const LEAST_AGREEMENT = 2 / 3;
/** A face is called a stranger's only after so many usable looks. */
const LOOKS_OF_A_STRANGER = 6;

/** Who a track is, by its own looks. */
export interface Verdict {
  readonly standing: Standing;
  readonly identification: Identification;
  /** Whom the track may be taken for in this frame, if nobody else is more like that person. */
  readonly claim?: Candidate;
}

const UNSURE: Verdict = { standing: 'unsure', identification: { kind: 'unknown' } };

/**
 * Decides from a track's looks alone. Identified: enough looks agree, their weighted mean is at
 * least as alike as the threshold for their number asks, and more alike than the second person by
 * the margin. A stranger: looked at often enough and below the threshold. Everything else is unsure.
 */
export function verdict(looks: readonly Look[], gallery: Gallery, limits: Limits): Verdict {
  const mean = meanOf(looks);
  if (mean === undefined) return UNSURE;
  const { best, second } = gallery.search(mean);
  const stranger = looks.length >= LOOKS_OF_A_STRANGER;
  if (best === undefined) return { ...UNSURE, standing: stranger ? 'stranger' : 'unsure' };
  const known = match(best);
  if (best.similarity < thresholdFor(limits.thresholds, looks.length)) {
    return {
      standing: stranger ? 'stranger' : 'unsure',
      identification: { kind: 'unknown', ...(known && { best: known }) },
    };
  }
  const speaking = agreeing(looks, best.person);
  const clear = second === undefined || best.similarity - second.similarity >= limits.margin;
  if (!clear || speaking < LEAST_LOOKS || speaking < LEAST_AGREEMENT * looks.length) return undecided(best, second);
  const runnerUp = second && match(second);
  return {
    standing: best.person.kind,
    identification: known
      ? { kind: 'identified', match: known, ...(runnerUp && { second: runnerUp }) }
      : { kind: 'unknown' },
    claim: best,
  };
}

/**
 * Lets each person be in one place of a frame only: of the tracks that claim the same person the
 * most alike keeps the name, so that the frame's sum of similarities is greatest; the others are ambiguous.
 */
export function onceAFrame(verdicts: readonly Verdict[]): readonly Verdict[] {
  const people = [...new Set(verdicts.flatMap(({ claim }) => (claim ? [personKey(claim.person)] : [])))];
  const options = verdicts.flatMap(({ claim }, row) =>
    claim ? [{ row, column: people.indexOf(personKey(claim.person)), worth: 1 + claim.similarity }] : [],
  );
  const kept = new Set(assign(options).map(({ row }) => row));
  return verdicts.map((one, row) => {
    if (one.claim === undefined || kept.has(row)) return one;
    const { identification } = one;
    const second = identification.kind === 'identified' ? identification.second : undefined;
    return undecided(
      one.claim,
      second && { person: { kind: 'trainee', id: second.trainee }, similarity: second.similarity },
    );
  });
}

function undecided(best: Candidate, second: Candidate | undefined): Verdict {
  const [one, two] = [match(best), second && match(second)];
  if (one && two) return { standing: 'unsure', identification: { kind: 'ambiguous', best: one, second: two } };
  return { standing: 'unsure', identification: { kind: 'unknown', ...(one && { best: one }) } };
}

function match({ person, similarity }: Candidate): Match | undefined {
  return person.kind === 'trainee' ? { trainee: person.id, similarity } : undefined;
}
