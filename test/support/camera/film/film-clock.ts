/** What is on air before a film's first GOP and after its last. */
export interface Airing {
  /** How many GOPs at the start (an empty classroom) repeat until the film begins, and at the end after a film that does not loop. */
  readonly idleGops: number;
  /** GOPs after which the film starts again; null: it ends. At most the film's own length. */
  readonly loopGops: number | null;
}

/** Which GOP (0 … gops − 1) is on air in `slot`, counted in GOP lengths from the film's start; negative before it. */
export function gopOnAir(slot: number, gops: number, { idleGops, loopGops }: Airing): number {
  const idle = Math.max(1, Math.min(idleGops, gops));
  if (slot < 0) return modulo(slot, idle);
  if (loopGops !== null) return slot % Math.max(1, Math.min(loopGops, gops));
  return slot < gops ? slot : gops - idle + ((slot - gops) % idle);
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
