import type { KioskState } from '../../core/contract/center/link.ts';
import { countSeen, isBelow } from '../../core/domain/inspection.ts';
import { defaultPolicy } from '../../core/domain/policy.ts';
import { type Trouble, troubleKinds } from '../../core/domain/trouble.ts';
import { type DurationMs, minutes } from '../../core/domain/units.ts';

/** A class's day, as the filing's timetable has it: known while the kiosk is silent, too. */
export interface ExpectedDay {
  readonly class: string;
  /** Today's first lesson begins, and last ends. */
  readonly from: number;
  readonly to: number;
}

/** A stretch in which a classroom said it would be off (noon power-off). */
export interface Announced {
  readonly from: number;
  readonly to: number;
}

export interface Seen {
  /** Null: not linked to any hub. */
  readonly state: KioskState | null;
  /** When it was last heard of; null: never. */
  readonly lastSeenAt: number | null;
  readonly expected: readonly ExpectedDay[];
  readonly announced: readonly Announced[];
  /** A fork or a shrunken journal that nobody has settled. */
  readonly journal: { readonly since: number } | null;
  /** Since when the center has been there to hear: who could not call a center that was off is not silent. */
  readonly hearingSince?: number;
}

const BEFORE: DurationMs = minutes(15);
const AFTER: DurationMs = minutes(5);
/** A link that breaks and comes back within this time is no news. */
const SILENT: DurationMs = minutes(1);
/** A classroom that was off as announced has this long to start again. */
const STARTING: DurationMs = minutes(5);
/** Into the lesson, before the class rate says anything: who comes by s+15 may still attend. */
const SETTLED: DurationMs = minutes(15);
const NOBODY_AFTER: DurationMs = minutes(5);
const LOW_DISK_DAYS = 7;

/** Whether a class is watched at `now`: from 15 minutes before its first lesson to 5 after its last. */
export function isWatched(day: Pick<ExpectedDay, 'from' | 'to'>, now: number): boolean {
  return day.from - BEFORE <= now && now <= day.to + AFTER;
}

/**
 * What is wrong with a classroom at `now`, worst first. Outside its classes' hours only the journal is: nobody sits
 * there whom a dark picture could hurt. The same in an announced absence, unless a lesson is held all the same: that it
 * would be off excuses no covered camera and no empty room. Strictly below 80 % is a class-rate trouble as a spot check
 * would count it (rules §4): whoever could not be observed is left out.
 */
export function troublesOf(seen: Seen, now: number): readonly Trouble[] {
  const troubles: Trouble[] = [];
  if (seen.journal !== null) troubles.push({ kind: 'journal', camera: '', class: '', since: seen.journal.since });
  const watched = seen.expected.filter((day) => isWatched(day, now));
  const announced = seen.announced.some(({ from, to }) => from <= now && now <= to);
  const held = seen.state?.classes.some(({ lesson }) => lesson?.phase === 'running') ?? false;
  if (watched.length > 0 && (!announced || held)) {
    if (seen.state === null) troubles.push(...silence(seen, watched, now));
    else troubles.push(...ofState(seen.state, watched, now));
  }
  return troubles.sort((a, b) => troubleKinds.indexOf(a.kind) - troubleKinds.indexOf(b.kind));
}

function silence(seen: Seen, watched: readonly ExpectedDay[], now: number): Trouble[] {
  const { lastSeenAt, hearingSince = 0, announced } = seen;
  const excused = Math.max(0, ...announced.map(({ to }) => to).filter((to) => to <= now));
  if ((lastSeenAt !== null && now - lastSeenAt < SILENT) || now - hearingSince < SILENT || now - excused < STARTING)
    return [];
  const since = lastSeenAt === null ? now : Math.max(lastSeenAt, excused);
  const waiting = watched.filter(({ from }) => now < from);
  // Before the first lesson it is "not ready", whatever the reason.
  return watched.map((day) => ({
    kind: waiting.includes(day) ? ('not-ready' as const) : ('not-connected' as const),
    camera: '',
    class: day.class,
    since,
  }));
}

const cameraKinds = {
  gap: 'camera-off',
  blocked: 'camera-blocked',
  frozen: 'camera-frozen',
  moved: 'camera-moved',
  dark: 'camera-dark',
  'out-of-focus': 'camera-unsharp',
} as const;

function ofState(state: KioskState, watched: readonly ExpectedDay[], now: number): Trouble[] {
  const troubles: Trouble[] = [];
  const whole = { camera: '', class: '' };
  for (const { id, health } of state.cameras)
    if (health.kind !== 'ok')
      troubles.push({ kind: cameraKinds[health.kind], camera: id, class: '', since: health.since });
  const unready = troubles.length > 0 || state.vision !== 'ok';
  for (const day of watched)
    if (now < day.from && unready) troubles.push({ kind: 'not-ready', camera: '', class: day.class, since: state.at });
  if (state.vision === 'down') troubles.push({ kind: 'vision-down', ...whole, since: state.at });
  if (state.clock === 'stepped') troubles.push({ kind: 'clock-off', ...whole, since: state.at });
  const daysLeft = state.disk?.daysLeft ?? Number.POSITIVE_INFINITY;
  if (daysLeft < LOW_DISK_DAYS) troubles.push({ kind: 'disk', ...whole, since: state.at });
  if (state.clock === 'unverified') troubles.push({ kind: 'clock-unverified', ...whole, since: state.at });
  for (const each of state.classes) {
    const { lesson, seen, due, onLeave, observed } = each;
    if (lesson?.phase !== 'running') continue;
    const expected = due - onLeave;
    const low = { camera: '', class: each.class, since: lesson.from };
    if (expected > 0 && seen === 0 && now - lesson.from > NOBODY_AFTER) troubles.push({ kind: 'nobody-seen', ...low });
    else if (now - lesson.from > SETTLED && isBelow(countSeen(seen, expected, observed, defaultPolicy), defaultPolicy))
      troubles.push({ kind: 'class-rate', ...low });
  }
  return troubles;
}
