import type { CameraId } from '../../core/domain/ids.ts';
import type { Gap } from '../../core/domain/media.ts';
import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import type { RunEnd } from './reason.ts';

/**
 * The gaps of one camera as facts: each is told when it begins (`to` null) and again when it ends. When the reason
 * changes while no picture comes, the gap ends and the next begins at the same instant.
 */
export class GapLog {
  readonly #camera: CameraId;
  #open: Gap | null = null;

  constructor(camera: CameraId) {
    this.#camera = camera;
  }

  /** There is no picture from `from` on, because of `why`. Returns the facts to tell: none when that is known already. */
  begin(from: EpochMs, { why, detail }: RunEnd): readonly Gap[] {
    if (this.#open?.why === why) return [];
    const start = epochMs(Math.max(from, this.#open?.from ?? from));
    const ended = this.end(start);
    this.#open = { kind: 'gap', camera: this.#camera, from: start, to: null, why, detail };
    return [...ended, this.#open];
  }

  /** Pictures come again from `to` on. Returns the facts to tell. */
  end(to: EpochMs): readonly Gap[] {
    if (!this.#open) return [];
    const ended: Gap = { ...this.#open, to: epochMs(Math.max(to, this.#open.from)) };
    this.#open = null;
    return [ended];
  }
}
