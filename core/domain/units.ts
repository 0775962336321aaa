/** A value of `T` that only its constructor makes: the compiler keeps metres from seconds. */
declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** An instant: integer milliseconds since 1970-01-01T00:00:00Z (UTC). */
export type EpochMs = Brand<number, 'EpochMs'>;
/** A length of time in milliseconds. Measured on the monotonic clock, never by subtracting wall clocks of two readings far apart. */
export type DurationMs = Brand<number, 'DurationMs'>;
/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export type LocalDate = Brand<string, 'LocalDate'>;

/** An instant from integer milliseconds since the epoch. @throws RangeError when not a safe integer. */
export function epochMs(value: number): EpochMs {
  if (!Number.isSafeInteger(value)) throw new RangeError(`expected an integer of milliseconds, got ${String(value)}`);
  return value as EpochMs;
}

/** A duration from milliseconds (fractions allowed, may be negative). */
export function milliseconds(value: number): DurationMs {
  return value as DurationMs;
}

/** A duration from seconds. */
export function seconds(value: number): DurationMs {
  return (value * 1000) as DurationMs;
}

/** A duration from minutes; fractions are rounded to whole milliseconds, so that scaled policies stay integral. */
export function minutes(value: number): DurationMs {
  return Math.round(value * 60_000) as DurationMs;
}

/** `instant` moved by `duration` (negative: earlier), rounded to a whole millisecond. */
export function plus(instant: EpochMs, duration: DurationMs): EpochMs {
  return epochMs(Math.round(instant + duration));
}

/** The time from `from` to `to`; negative when `to` is earlier. */
export function between(from: EpochMs, to: EpochMs): DurationMs {
  return (to - from) as DurationMs;
}

/** A stretch of time, closed at both ends: `from` ≤ `to`. */
export interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}
