import { interval95 } from './intervals.ts';
import { type Acceptance, acceptedOutsiders, count, type Enrolled, type Probe, trueRateAt } from './rates.ts';

/** What `evaluate` prints; every rate is 0–1. */
export interface Evaluation {
  readonly pack: string;
  /** Enrolled. */
  readonly people: number;
  /** Probes of enrolled people, and how many of them had a face. */
  readonly probes: number;
  readonly detected: number;
  readonly rank1: number;
  /** The similarity asked for at this number of averaged photos. */
  readonly threshold: number;
  readonly tpir: number;
  readonly wrongId: number;
  /** Null when there are no outsiders. */
  readonly outsiderAccepted: number | null;
  readonly tprAt: Readonly<Record<'1e-2' | '1e-3' | '1e-4', number>>;
  /** Finding and embedding, per face found. */
  readonly msPerFace: number;
}

/** The 95 % intervals that belong to an evaluation, for people. */
export interface Certainty {
  readonly tpir95: readonly [number, number];
  readonly wrong95: readonly [number, number];
  readonly outsiders95: readonly [number, number] | null;
}

/** The rates over probe × template. `outsiders` are probes of people who are not enrolled. */
export function evaluateProbes(
  probes: readonly Probe[],
  outsiders: readonly Probe[],
  gallery: readonly Enrolled[],
  by: Acceptance,
  told: { readonly pack: string; readonly msPerFace: number },
): { readonly evaluation: Evaluation; readonly certainty: Certainty } {
  const counts = count(probes, gallery, by);
  const of = (hits: number): number => rounded(hits / Math.max(1, counts.probes));
  const accepted = acceptedOutsiders(outsiders, gallery, by);
  const evaluation: Evaluation = {
    pack: told.pack,
    people: gallery.length,
    probes: counts.probes,
    detected: counts.detected,
    rank1: of(counts.rank1),
    threshold: rounded(by.threshold),
    tpir: of(counts.identified),
    wrongId: of(counts.wrong),
    outsiderAccepted: outsiders.length === 0 ? null : rounded(accepted / outsiders.length),
    tprAt: {
      '1e-2': rounded(trueRateAt(1e-2, probes, gallery)),
      '1e-3': rounded(trueRateAt(1e-3, probes, gallery)),
      '1e-4': rounded(trueRateAt(1e-4, probes, gallery)),
    },
    msPerFace: Math.round(told.msPerFace * 100) / 100,
  };
  return {
    evaluation,
    certainty: {
      tpir95: interval95(counts.identified, counts.probes),
      wrong95: interval95(counts.wrong, counts.probes),
      outsiders95: outsiders.length === 0 ? null : interval95(accepted, outsiders.length),
    },
  };
}

const rounded = (rate: number): number => Math.round(rate * 1e6) / 1e6;
