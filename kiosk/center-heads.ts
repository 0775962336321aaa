import type { FrameResult } from '../core/domain/face.ts';
import type { CameraId } from '../core/domain/ids.ts';
import { type DurationMs, seconds } from '../core/domain/units.ts';

/** A face counts as here for this long after it was last seen: a turned head is no departure. */
const STAYS_FOR: DurationMs = seconds(3);

/** How many people are in view, known or not. */
export interface Heads {
  note(result: FrameResult): void;
  /**
   * Whoever is known counts once, whichever cameras see them; of the others as many as the camera shows that sees the
   * most of them at once: two cameras may see the same people.
   */
  count(): number;
}

interface Look {
  readonly at: DurationMs;
  readonly known: readonly string[];
  readonly others: number;
}

export function headCount(monotonic: () => DurationMs): Heads {
  const looks = new Map<CameraId, readonly Look[]>();
  const recent = (list: readonly Look[]): readonly Look[] => list.filter(({ at }) => monotonic() - at <= STAYS_FOR);
  return {
    note: ({ camera, tracks }) => {
      const alive = tracks.filter(({ liveness }) => liveness !== 'spoof');
      const known = alive.flatMap(({ identification }) =>
        identification.kind === 'identified' ? [identification.match.trainee] : [],
      );
      const look = { at: monotonic(), known, others: alive.length - known.length };
      looks.set(camera, [...recent(looks.get(camera) ?? []), look]);
    },
    count: () => {
      const all = [...looks.values()].flatMap(recent);
      const known = new Set(all.flatMap((look) => look.known));
      return known.size + Math.max(0, ...all.map(({ others }) => others));
    },
  };
}
