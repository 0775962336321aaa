import { type DurationMs, milliseconds, plus } from '../../../core/domain/units.ts';
import { type Clock, systemClock } from '../../../core/platform/clock.ts';

/** The system's clock that can be moved on: what waits for a minute need not be waited for. Sleeps are not shortened. */
export class ShiftedClock implements Clock {
  #by = milliseconds(0);

  now(): ReturnType<Clock['now']> {
    return plus(systemClock.now(), this.#by);
  }

  monotonic(): DurationMs {
    return milliseconds(systemClock.monotonic() + this.#by);
  }

  sleep(duration: DurationMs, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(duration, signal);
  }

  moveOn(by: DurationMs): void {
    this.#by = milliseconds(this.#by + by);
  }
}
