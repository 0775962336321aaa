/**
 * The exact 95 % interval of a proportion (Clopper & Pearson 1934, Biometrika 26:404): never
 * narrower than the truth asks for. `hits` of `trials`, both integers; of no trials everything is possible.
 */
export function interval95(hits: number, trials: number): readonly [low: number, high: number] {
  if (trials === 0) return [0, 1];
  const low = hits === 0 ? 0 : root((p) => 1 - atMost(hits - 1, trials, p) - 0.025);
  const high = hits === trials ? 1 : root((p) => 0.025 - atMost(hits, trials, p));
  return [low, high];
}

/** Where an increasing function of 0–1 crosses 0. */
function root(f: (p: number) => number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability of at most `hits` of `trials` at probability p; summed in logarithms, so that 30,000 trials are no matter. */
function atMost(hits: number, trials: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return hits >= trials ? 1 : 0;
  let term = trials * Math.log1p(-p);
  let sum = Math.exp(term);
  for (let k = 1; k <= hits; k++) {
    term += Math.log((trials - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(term);
  }
  return Math.min(1, sum);
}
