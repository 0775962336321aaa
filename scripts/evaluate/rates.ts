import { similarity } from '../../kiosk/vision/identity/vector.ts';

/** An enrolled person's mean embedding. */
export interface Enrolled {
  readonly person: string;
  readonly embedding: Float32Array;
}

/** One search: a photo's embedding, or the mean of several; null: no face was found in any of them. */
export interface Probe {
  readonly person: string;
  readonly embedding: Float32Array | null;
}

/** What it takes to be identified: a similarity, and a margin to the second person. */
export interface Acceptance {
  readonly threshold: number;
  readonly margin: number;
}

/** Counts over probes; see {@link rates}. */
export interface Counts {
  readonly probes: number;
  readonly detected: number;
  /** The most alike template is the own one. */
  readonly rank1: number;
  /** Identified, and rightly. */
  readonly identified: number;
  /** Identified as somebody else. */
  readonly wrong: number;
}

/** The answer for one probe: who it is taken for, and who it is most like. */
export interface Answer {
  readonly named: string | null;
  readonly likest: string | null;
  readonly similarity: number;
}

/** Searches one probe as the kiosk does. */
export function answer(embedding: Float32Array, gallery: readonly Enrolled[], by: Acceptance): Answer {
  let best: string | null = null;
  let first = Number.NEGATIVE_INFINITY;
  let second = Number.NEGATIVE_INFINITY;
  for (const { person, embedding: template } of gallery) {
    const alike = similarity(embedding, template);
    if (alike > first) [best, first, second] = [person, alike, first];
    else if (alike > second) second = alike;
  }
  const accepted = best !== null && first >= by.threshold && first - second >= by.margin;
  return { named: accepted ? best : null, likest: best, similarity: first };
}

/** Searches every probe of enrolled people. A probe without a face is a miss in each count. */
export function count(probes: readonly Probe[], gallery: readonly Enrolled[], by: Acceptance): Counts {
  const tally = { probes: probes.length, detected: 0, rank1: 0, identified: 0, wrong: 0 };
  for (const { person, embedding } of probes) {
    if (embedding === null) continue;
    const { named, likest } = answer(embedding, gallery, by);
    tally.detected += 1;
    if (likest === person) tally.rank1 += 1;
    if (named === person) tally.identified += 1;
    else if (named !== null) tally.wrong += 1;
  }
  return tally;
}

/** How many outsiders' probes are taken for somebody enrolled; those without a face are not. */
export function acceptedOutsiders(probes: readonly Probe[], gallery: readonly Enrolled[], by: Acceptance): number {
  return probes.filter(({ embedding }) => embedding !== null && answer(embedding, gallery, by).named !== null).length;
}

/**
 * True positive rate where at most `rate` of the pairs (probe, somebody else's template) are taken
 * for the same person; over all pairs of probe and template. Probes without a face are never a true
 * positive and make no pairs. With fewer than 1 / rate pairs no false positive at all is allowed.
 */
export function trueRateAt(rate: number, probes: readonly Probe[], gallery: readonly Enrolled[]): number {
  const own: number[] = [];
  const others: number[] = [];
  for (const { person, embedding } of probes) {
    if (embedding === null) continue;
    for (const template of gallery) {
      (template.person === person ? own : others).push(similarity(embedding, template.embedding));
    }
  }
  const falls = Float64Array.from(others).sort().reverse();
  const limit = falls[Math.floor(rate * falls.length + 1e-9)] ?? Number.NEGATIVE_INFINITY;
  return probes.length === 0 ? 0 : own.filter((alike) => alike > limit).length / probes.length;
}
