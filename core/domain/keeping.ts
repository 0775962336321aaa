import { addDays, dateAt, instantAt, parseDate } from './day.ts';
import type { EpochMs, LocalDate, Span } from './units.ts';

/** How long things are kept; both are policy. */
export interface KeepingTerms {
  /** Video outside lessons. */
  readonly outsideDays: number;
  /** Lesson video and records, after the class's end: 「培训档案至少保存三年」. */
  readonly archiveYears: number;
}

/** A lesson's claim: its whole span with all windows, and its class's last day (null: not known yet). */
export interface Claim extends Span {
  readonly classEnds: LocalDate | null;
}

/** Something kept. A lesson's own files belong to a class whatever the timetable says today. */
export interface Kept extends Span {
  readonly kind: 'video' | 'lesson';
}

/** The day `years` later; 29 February becomes 1 March in a year without it. */
export function addYears(date: LocalDate, years: number): LocalDate {
  const year = String(Number(date.slice(0, 4)) + years).padStart(4, '0');
  return parseDate(`${year}${date.slice(4)}`) ?? (`${year}-03-01` as LocalDate);
}

/**
 * The first instant at which something may be deleted; null: not while its class has no known end.
 * Never earlier than three years after the end of any class that claims any part of it; through the whole last day.
 */
export function keptUntil(kept: Kept, claims: readonly Claim[], terms: KeepingTerms): EpochMs | null {
  const own = claims.filter(({ from, to }) => from <= kept.to && kept.from <= to);
  if (own.length === 0 && kept.kind === 'lesson') return null;
  let until = instantAt(addDays(dateAt(kept.to), terms.outsideDays + 1), 0);
  for (const { classEnds } of own) {
    if (classEnds === null) return null;
    const archive = instantAt(addDays(addYears(classEnds, terms.archiveYears), 1), 0);
    if (archive > until) until = archive;
  }
  return until;
}

export interface DiskUse {
  readonly today: LocalDate;
  /** Bytes that may still be written before recording stops. */
  readonly free: number;
  /** Bytes recorded on an average day: in lessons, and outside. */
  readonly lessonsPerDay: number;
  readonly outsidePerDay: number;
  readonly outsideDays: number;
  /** Bytes of what is kept now that will be deleted on a day. */
  readonly expiring: ReadonlyMap<LocalDate, number>;
}

/** How far a forecast looks: longer than any class and its three years are planned. */
const HORIZON_DAYS = 1500;

/** The day on which the disk is full if all goes on as it does; null: not within four years. */
export function dayFull(use: DiskUse): LocalDate | null {
  let { free } = use;
  for (let day = 0; day < HORIZON_DAYS; day += 1) {
    const date = addDays(use.today, day);
    free += use.expiring.get(date) ?? 0;
    if (day > use.outsideDays) free += use.outsidePerDay;
    free -= use.lessonsPerDay + use.outsidePerDay;
    if (free < 0) return date;
  }
  return null;
}

/** Whole days from `from` to `to`. */
export function daysUntil(from: LocalDate, to: LocalDate): number {
  return Math.round((instantAt(to, 0) - instantAt(from, 0)) / 86_400_000);
}
