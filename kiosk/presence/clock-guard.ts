import type { ClockState } from '../../core/domain/sighting.ts';
import { between, type DurationMs, type EpochMs, milliseconds, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';

/** The wall clock moved against the monotonic one. */
export interface ClockStep {
  /** The wall clock after the step. */
  readonly at: EpochMs;
  /** How far it jumped; negative: back. */
  readonly by: DurationMs;
}

export interface ClockGuardOptions {
  readonly clock: Clock;
  /** A jump of more than this between two looks is a step. Slewing by NTP (500 ppm) stays far below. */
  readonly tolerance?: DurationMs;
  /** How long the clock stays untrusted after a step, unless {@link ClockGuard.confirm} says that time is known again. */
  readonly distrust?: DurationMs;
  readonly onStep?: (step: ClockStep) => void;
}

/** Watches the wall clock: whoever sets it back to be in time is seen. */
export interface ClockGuard {
  /** Compares the two clocks; call it at least every second. */
  look(): ClockState;
  /** The state as of the last look. */
  readonly state: ClockState;
  /** The system says whether a time server holds the clock (`null`: it cannot say). */
  confirm(synchronised: boolean | null): void;
}

/**
 * A clock guard. `stepped` after a jump, until the distrust time is over or a time server confirms;
 * `synchronised` while a time server holds the clock; otherwise `unverified`, which is trusted (a
 * classroom without Internet has no time server) but named in each proof.
 */
export function clockGuard(options: ClockGuardOptions): ClockGuard {
  const { clock, tolerance = seconds(2), distrust = seconds(60), onStep } = options;
  let wall = clock.now();
  let steady = clock.monotonic();
  let distrustedUntil = milliseconds(Number.NEGATIVE_INFINITY);
  let synchronised: boolean | null = null;
  const state = (): ClockState => {
    if (steady < distrustedUntil) return 'stepped';
    return synchronised === true ? 'synchronised' : 'unverified';
  };
  return {
    look: () => {
      const now = clock.now();
      const steadyNow = clock.monotonic();
      const by = milliseconds(between(wall, now) - (steadyNow - steady));
      wall = now;
      steady = steadyNow;
      if (Math.abs(by) > tolerance) {
        distrustedUntil = milliseconds(steady + distrust);
        synchronised = null;
        onStep?.({ at: now, by });
      }
      return state();
    },
    get state() {
      return state();
    },
    confirm: (value) => {
      synchronised = value;
      if (value === true) distrustedUntil = milliseconds(Number.NEGATIVE_INFINITY);
    },
  };
}

/** Whether marks may rest on this clock (rules §2: 「by a trusted clock」). */
export function isTrusted(state: ClockState): boolean {
  return state !== 'stepped';
}
