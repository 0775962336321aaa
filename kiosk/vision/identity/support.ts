import { LEAST_LOOKS, type Limits, type Verdict } from './decide.ts';
import { type Look, meanOf } from './evidence.ts';
import { type Gallery, personKey } from './gallery.ts';
import { firm, sameness, support, thresholdFor } from './thresholds.ts';
import { similarity } from './vector.ts';

/** Whom a track was named by looks that needed no older ones, and the mean of its looks then. */
export interface Anchor {
  readonly person: string;
  readonly mean: Float32Array;
}

/** What a name of a face that was lost and came back can rest on. */
export interface Backing {
  /** The looks since its return. */
  readonly fresh: readonly Look[];
  /** Undefined: the looks of one stay have never named it. */
  readonly anchor: Anchor | undefined;
  /** Whether all looks together, older ones as well, name somebody clearly enough to do so at once. */
  readonly clear: boolean;
}

/**
 * Whether the looks since a face's return still speak for the person (a key of the gallery) that it is
 * claimed to be: by themselves, or less clearly while they are like those by which it was named before
 * it was lost. Where no stay has named it yet, older looks help only to a clear name: they may be of
 * somebody else who had the seat (docs/decisions/120).
 */
export function supportFor(
  claimed: string,
  { fresh, anchor, clear }: Backing,
  gallery: Gallery,
  { thresholds }: Limits,
): 'alone' | 'with-older' | 'none' {
  const mean = meanOf(fresh);
  const best = mean && gallery.search(mean).best;
  if (mean === undefined || best === undefined || personKey(best.person) !== claimed) return 'none';
  if (best.similarity >= thresholdFor(thresholds, Math.max(LEAST_LOOKS, fresh.length))) return 'alone';
  if (best.similarity < support(thresholds)) return 'none';
  if (anchor === undefined) return clear ? 'with-older' : 'none';
  const same = anchor.person === claimed && similarity(anchor.mean, mean) >= sameness(thresholds);
  return same ? 'with-older' : 'none';
}

/** Whether so many looks name somebody at once. */
export function isFirm({ claim }: Verdict, looks: number, { thresholds }: Limits): boolean {
  return claim !== undefined && claim.best.similarity >= firm(thresholds, looks);
}

/** Whom the verdict is most like, named or not. */
export function likestOf({ identification }: Verdict): string | undefined {
  if (identification.kind === 'identified') return identification.match.trainee;
  return identification.best?.trainee;
}

/** The verdict without its name: whom it is most like is still told. */
export function undecided({ identification }: Verdict): Verdict {
  const best = identification.kind === 'identified' ? identification.match : undefined;
  return { standing: 'unsure', identification: { kind: 'unknown', ...(best && { best }) } };
}
