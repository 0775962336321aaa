import type { FrameResult, TrackInFrame } from '../../core/domain/face.ts';
import type { CameraId, TraineeId } from '../../core/domain/ids.ts';
import { type DurationMs, milliseconds, seconds } from '../../core/domain/units.ts';

/** A frame older than this does not show who stands there now. */
const RECENT: DurationMs = seconds(2);
/** Whoever stands before the screen has a face of at least this share of the picture's height … */
const NEAR = 0.12;
/** … and one clearly larger than anybody else's: of two side by side nobody is meant. */
const LARGER = 1.25;

interface Front {
  readonly at: DurationMs;
  readonly trainee: TraineeId | null;
}

/** Follows who stands before the check-in cameras: the one whose own record may be shown. */
export class FrontFace {
  readonly #monotonic: () => DurationMs;
  readonly #fronts = new Map<CameraId, Front>();

  constructor(monotonic: () => DurationMs) {
    this.#monotonic = monotonic;
  }

  /** Takes a result of a camera at which people check in. */
  note(result: FrameResult): void {
    this.#fronts.set(result.camera, { at: this.#monotonic(), trainee: frontOf(result) });
  }

  /** Who stands there now; null for nobody, for somebody unknown, or when it is not clear who is meant. */
  now(): TraineeId | null {
    const now = this.#monotonic();
    const seen = [...this.#fronts.values()].filter(({ at }) => milliseconds(now - at) <= RECENT);
    const [first, ...others] = seen.map(({ trainee }) => trainee).filter((trainee) => trainee !== null);
    return first !== undefined && others.every((other) => other === first) ? first : null;
  }
}

/** The trainee whose face is nearest in a frame, if it is a clear one. */
function frontOf({ tracks, height }: FrameResult): TraineeId | null {
  const [nearest, second] = tracks
    .filter(({ detected }) => detected)
    .sort((a: TrackInFrame, b: TrackInFrame) => b.box.height - a.box.height);
  if (nearest === undefined || nearest.box.height < NEAR * height) return null;
  if (second !== undefined && nearest.box.height < LARGER * second.box.height) return null;
  if (nearest.liveness === 'spoof' || nearest.identification.kind !== 'identified') return null;
  return nearest.identification.match.trainee;
}
