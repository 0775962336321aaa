/**
 * Which photos of one person are averaged into one probe for `--track K`: each photo by itself with
 * K = 1; else all sets of K of the n photos when they are at most `most`, or `most` of them spread evenly
 * over all; a person with fewer than K photos is probed once, with all of them.
 */
export function combinations(photos: number, k: number, most = 20): readonly (readonly number[])[] {
  if (photos === 0) return [];
  if (photos <= k) return [range(photos)];
  const all = choose(photos, k);
  if (k === 1 || all.length <= most) return all;
  return range(most).map((i) => all[Math.floor((i * all.length) / most)] as readonly number[]);
}

function choose(n: number, k: number): readonly (readonly number[])[] {
  const sets: number[][] = [];
  const grow = (set: readonly number[], from: number): void => {
    if (set.length === k) {
      sets.push([...set]);
      return;
    }
    for (let i = from; i <= n - (k - set.length) && sets.length < 100_000; i++) grow([...set, i], i + 1);
  };
  grow([], 0);
  return sets;
}

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
