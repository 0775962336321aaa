/** A source of numbers that is the same on each run. */
export interface Random {
  /** In [low, high). */
  between(low: number, high: number): number;
  /** Whole, in [0, n). */
  index(n: number): number;
  chance(probability: number): boolean;
  /** Standard normal. */
  normal(): number;
  /** With this mean, memoryless. */
  waiting(mean: number): number;
  pick<T>(list: readonly T[]): T;
  shuffled<T>(list: readonly T[]): T[];
}

/** Numbers in [0, 1) from a seed (mulberry32, Tommy Ettinger 2017, public domain). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function randomOf(seed: number): Random {
  const next = seeded(seed);
  const index = (n: number): number => Math.floor(next() * n);
  return {
    between: (low, high) => low + (high - low) * next(),
    index,
    chance: (probability) => next() < probability,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    waiting: (mean) => -mean * Math.log(1 - next()),
    pick: (list) => {
      if (list.length === 0) throw new RangeError('expected something to pick from, got nothing');
      return list[index(list.length)] as (typeof list)[number];
    },
    shuffled: (list) => {
      const copy = [...list];
      for (let i = copy.length - 1; i > 0; i--) {
        const j = index(i + 1);
        [copy[i], copy[j]] = [copy[j] as (typeof copy)[number], copy[i] as (typeof copy)[number]];
      }
      return copy;
    },
  };
}
