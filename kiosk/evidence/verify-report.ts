import type { ClassLesson } from '../../core/domain/evidence.ts';

/** Something in a package that is not as it was, or that cannot be proven. */
export interface Fault {
  /** Relative to the package; `.` for the whole. */
  readonly path: string;
  readonly what: string;
}

/** A stretch of a lesson that no camera recorded, or whose video was lost or deleted lawfully. ISO 8601, UTC. */
export interface ReportedGap extends ClassLesson {
  readonly camera: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

/** The verifier's answer. `segments` counts the sealed segments that the package holds by its signed list. */
export interface Verdict {
  readonly ok: boolean;
  readonly segments: number;
  readonly gaps: readonly ReportedGap[];
  readonly faults: readonly Fault[];
}

/** More than this many faults of one kind help nobody. */
const MOST = 1000;

/** Gathers faults, each once, in the order in which they were found. */
export class Faults {
  readonly #seen = new Set<string>();
  readonly list: Fault[] = [];

  add(path: string, what: string): void {
    const key = `${path}\n${what}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (this.list.length < MOST) this.list.push({ path, what: what.slice(0, 500) });
    else if (this.list.length === MOST) this.list.push({ path: '.', what: 'more faults than are listed here' });
  }

  /** Whether anything was said of this file. */
  has(path: string): boolean {
    return this.list.some((fault) => fault.path === path);
  }
}
