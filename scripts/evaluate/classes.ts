import { randomOf } from '../faces/random.ts';
import { type Evaluation, evaluateProbes } from './evaluation.ts';
import type { Acceptance, Enrolled, Probe } from './rates.ts';

/** Classes of a given size drawn from the enrolled; every rate is 0–1. */
export interface DrawnClasses {
  /** People of each class. */
  readonly size: number;
  readonly drawn: number;
  /** Over the classes; `worst` is of the class where it is the least. */
  readonly tpir: { readonly mean: number; readonly worst: number };
  /** Over the classes; `worst` is of the class where it is the greatest. */
  readonly wrongId: { readonly mean: number; readonly worst: number };
  readonly outsiderAccepted: { readonly mean: number; readonly worst: number } | null;
}

/** So many classes are drawn. */
const CLASSES = 20;

/**
 * The rates in classes of `size` people drawn from the enrolled, always the same ones: whoever is left out of a class is
 * an outsider to it with the probes that have a face, as `outsiders` are to all. `size` is at most the number of the enrolled.
 */
export function drawnClasses(
  size: number,
  probes: readonly Probe[],
  outsiders: readonly Probe[],
  gallery: readonly Enrolled[],
  by: Acceptance,
): DrawnClasses {
  const random = randomOf(1);
  const all = Array.from({ length: CLASSES }, () => {
    const of = random.shuffled(gallery).slice(0, size);
    const names = new Set(of.map(({ person }) => person));
    const own = probes.filter(({ person }) => names.has(person));
    const left = probes.filter(({ person, embedding }) => embedding !== null && !names.has(person));
    const strangers = [...outsiders, ...left];
    return evaluateProbes(own, strangers, of, by, { pack: '', msPerFace: 0 }).evaluation;
  });
  const over = (of: (one: Evaluation) => number, worst: (...all: number[]) => number) => {
    const values = all.map(of);
    return { mean: rounded(values.reduce((sum, value) => sum + value, 0) / values.length), worst: worst(...values) };
  };
  const asked = all.some(({ outsiderAccepted }) => outsiderAccepted !== null);
  return {
    ...{ size, drawn: CLASSES },
    tpir: over(({ tpir }) => tpir, Math.min),
    wrongId: over(({ wrongId }) => wrongId, Math.max),
    outsiderAccepted: asked ? over(({ outsiderAccepted }) => outsiderAccepted ?? 0, Math.max) : null,
  };
}

const rounded = (rate: number): number => Math.round(rate * 1e6) / 1e6;
