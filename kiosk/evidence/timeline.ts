import type { JournalFact } from '../../core/domain/evidence.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { GapReason } from '../../core/domain/media.ts';
import { type EpochMs, epochMs } from '../../core/domain/units.ts';

/** Why nothing is recorded. */
export interface Cause {
  readonly why: GapReason;
  readonly detail: string;
}

interface Hole extends Cause {
  readonly from: EpochMs;
  /** Whether the journal knows of it already. */
  readonly said: boolean;
}

/**
 * One camera's time without holes: whatever no segment covers is a gap with a reason. It stretches a gap back
 * to where the last segment ended and on to where the next one begins, whatever the camera itself says of the times.
 */
export class Timeline {
  readonly #camera: CameraId;
  readonly #say: (gap: JournalFact & { kind: 'gap' }) => void;
  #hole: Hole | null;

  /** @param from since when the camera's time is not explained yet. */
  constructor(camera: CameraId, from: EpochMs, say: (gap: JournalFact & { kind: 'gap' }) => void) {
    this.#camera = camera;
    this.#say = say;
    this.#hole = { from, why: 'starting', detail: '', said: false };
  }

  /** Since when nothing is recorded; null while a segment grows. */
  get since(): EpochMs | null {
    return this.#hole?.from ?? null;
  }

  /** A segment ended at `at`, for now without a reason that is worth telling. */
  ended(at: EpochMs, cause: Cause = { why: 'starting', detail: '' }): void {
    this.#hole ??= { from: at, ...cause, said: false };
  }

  /** Nothing comes, because: said at once, so that it goes out with the next head. A second reason begins a second gap. */
  because(at: EpochMs, cause: Cause): void {
    const hole = this.#hole;
    if (hole?.said === true && hole.why === cause.why) return;
    const from = epochMs(hole === null ? at : hole.said ? Math.max(hole.from, at) : Math.min(hole.from, at));
    if (hole?.said === true && from > hole.from) this.#tell(hole, from);
    this.#hole = { ...cause, from, said: true };
    this.#tell(this.#hole, null);
  }

  /** Says a gap that had no reason worth telling, so that somebody who asks now is told of it. */
  tell(): void {
    if (this.#hole !== null && !this.#hole.said) this.because(this.#hole.from, this.#hole);
  }

  /** A segment that begins at `at` has reached the disk, or is about to. */
  began(at: EpochMs): void {
    const hole = this.#hole;
    this.#hole = null;
    if (hole === null) return;
    if (hole.said || at > hole.from) this.#tell(hole, epochMs(Math.max(at, hole.from)));
  }

  /** A stretch inside a segment in which the camera sent nothing. */
  missed(from: EpochMs, to: EpochMs, cause: Cause): void {
    this.#tell({ ...cause, from, said: true }, to);
  }

  #tell({ from, why, detail }: Hole, to: EpochMs | null): void {
    this.#say({ kind: 'gap', camera: this.#camera, from, to, why, detail: detail.slice(0, 500) });
  }
}
