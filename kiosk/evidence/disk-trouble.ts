import type { CameraId } from '../../core/domain/ids.ts';
import { type DurationMs, milliseconds, minutes, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import type { AlarmSink } from './ports.ts';
import type { Cause } from './timeline.ts';

export interface DiskTroubleOptions {
  readonly camera: CameraId;
  readonly clock: Clock;
  readonly log: Log;
  readonly alarm: AlarmSink;
}

/** After a failed write the disk is tried again this much later. */
const RETRY = seconds(1);

/** Failures closer together than this are one trouble: on a full disk a little can be written now and then. */
const SAME = minutes(1);

/** A camera's trouble with the disk: told once, until it is over. */
export class DiskTrouble {
  readonly #options: DiskTroubleOptions;
  #retryAt: DurationMs = seconds(0);
  #failedAt: DurationMs | null = null;
  #failing = false;

  constructor(options: DiskTroubleOptions) {
    this.#options = options;
  }

  /** Whether the disk failed so lately that it is not tried yet. */
  get waiting(): boolean {
    return this.#options.clock.monotonic() < this.#retryAt;
  }

  /** A write failed. @returns the reason for the gap. */
  failed(error: unknown): Cause {
    const { log, camera, alarm, clock } = this.#options;
    const full = isFull(error);
    const detail = error instanceof Error ? error.message : String(error);
    const why = full ? 'disk-full' : 'recorder-failed';
    const now = clock.monotonic();
    const told = this.#failing || (this.#failedAt !== null && now - this.#failedAt < SAME);
    this.#retryAt = milliseconds(now + RETRY);
    this.#failedAt = now;
    this.#failing = true;
    if (!told) {
      log.error('recording failed', { camera, error });
      const message = full ? '磁盘已满，无法录像：请立即清理磁盘或更换更大的磁盘' : `录像写入失败：${detail}`;
      alarm({ code: why, camera, message });
    }
    return { why, detail };
  }

  /** Something was written. */
  recovered(): void {
    if (this.#failing) this.#options.log.info('recording again', { camera: this.#options.camera });
    this.#failing = false;
  }
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
