import { timeOfDayAt } from './day.ts';
import type { EpochMs, Span } from './units.ts';

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** The wall time in Asia/Shanghai: `08:25`, with seconds where there are any, `08:45:01`; parts of a second are cut. */
export function clockText(at: EpochMs): string {
  const seconds = Math.floor(timeOfDayAt(at) / 1000);
  const minute = `${two(seconds / 3600)}:${two((seconds / 60) % 60)}`;
  return seconds % 60 === 0 ? minute : `${minute}:${two(seconds % 60)}`;
}

/**
 * As {@link clockText}, for an instant that is after `limit` or before it: within the limit's own second its parts
 * are told too (`08:45:00.300`), so that nobody reads the limit itself.
 */
export function clockTextBeside(at: EpochMs, limit: EpochMs): string {
  if (at === limit || Math.floor(at / 1000) !== Math.floor(limit / 1000)) return clockText(at);
  const seconds = Math.floor(timeOfDayAt(at) / 1000);
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}.${String(at % 1000).padStart(3, '0')}`;
}

/** `08:20–08:45`. */
export function spanText({ from, to }: Span): string {
  return `${clockText(from)}–${clockText(to)}`;
}

/** A policy's minutes in words: `15 分钟`; a demonstration's fractions in seconds, `20 秒`. */
export function minutesText(minutes: number): string {
  return Number.isInteger(minutes) ? `${minutes} 分钟` : `${Math.round(minutes * 60)} 秒`;
}
