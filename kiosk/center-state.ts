import type { KioskState } from '../core/contract/center/link.ts';
import type { ScreenCamera } from '../core/contract/screen.ts';
import { dateAt } from '../core/domain/day.ts';
import type { CameraId } from '../core/domain/ids.ts';
import type { ClockState } from '../core/domain/sighting.ts';
import { type EpochMs, type LocalDate, milliseconds } from '../core/domain/units.ts';
import type { Clock } from '../core/platform/clock.ts';
import { type ClassNowOptions, classNow, lastSightings } from './center-class.ts';

export interface CenterStateOptions extends Omit<ClassNowOptions, 'lastSeen' | 'uptime'> {
  readonly clock: Clock;
  readonly clockState: () => ClockState;
  readonly vision: () => KioskState['vision'];
  readonly cameras: () => readonly ScreenCamera[];
  /** What a camera sends and how live video of it goes out. */
  readonly stream: (camera: CameraId) => {
    readonly codec: string;
    readonly live: KioskState['cameras'][number]['live'];
    readonly liveWhy?: string;
  };
  /** Bytes that are free, and when the disk will be full; see `Evidence.space`. */
  readonly space: () => { readonly free: number; readonly full: LocalDate | null | undefined };
}

/** No more than these fit a state. */
const [MOST_CAMERAS, MOST_CLASSES] = [16, 16];

/** How the kiosk is at each call, for the center: ids only, no names of trainees. */
export function centerState(options: CenterStateOptions): () => KioskState {
  const { clock, clockState, vision, cameras, stream, space, classes } = options;
  const startedAt = clock.monotonic();
  const seen = lastSightings(options.observed);
  return () => {
    const now = clock.now();
    const uptime = milliseconds(clock.monotonic() - startedAt);
    const lastSeen = seen.read(now);
    const all = classes.codes().flatMap((code) => classNow({ ...options, lastSeen, uptime }, code, now) ?? []);
    return {
      at: now,
      clock: clockState(),
      vision: vision(),
      cameras: cameras()
        .slice(0, MOST_CAMERAS)
        .map(({ id, name, role, health }) => ({ id, name, role, ...stream(id), health: healthOf(health) })),
      disk: diskOf(space(), now),
      // Those with a lesson today first.
      classes: all.toSorted((a, b) => Number(b.day !== null) - Number(a.day !== null)).slice(0, MOST_CLASSES),
    };
  };
}

function healthOf(health: ScreenCamera['health']): KioskState['cameras'][number]['health'] {
  if (health.kind !== 'picture') return health;
  return { kind: health.trouble === 'blurred' ? 'out-of-focus' : health.trouble, since: health.since };
}

function diskOf({ free, full }: ReturnType<CenterStateOptions['space']>, now: EpochMs): KioskState['disk'] {
  if (!Number.isFinite(free)) return null;
  const daysLeft = full === null || full === undefined ? null : Math.max(0, daysBetween(dateAt(now), full));
  return { freeBytes: Math.round(free), daysLeft };
}

const daysBetween = (from: LocalDate, to: LocalDate): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
