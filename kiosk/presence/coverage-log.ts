import type { CameraId } from '../../core/domain/ids.ts';
import { between, type DurationMs, type EpochMs, seconds } from '../../core/domain/units.ts';

/** Where spans of coverage are kept. */
export interface CoverageSink {
  openCoverage(camera: CameraId, from: EpochMs, to: EpochMs): number;
  extendCoverage(row: number, to: EpochMs): void;
}

export interface CoverageLogOptions {
  readonly sink: CoverageSink;
  /** Two analysed frames at most this far apart are one observed stretch (a room camera gives one a second). */
  readonly continuity?: DurationMs;
  /** A growing span is written down at most this often; a crash loses no more than this of coverage, never gains any. */
  readonly writeEvery?: DurationMs;
}

interface Open {
  readonly row: number;
  to: EpochMs;
  written: EpochMs;
}

/**
 * Turns analysed frames into observed spans, a camera at a time. Only frames that were really looked
 * at count: a lost frame, a dead vision process or a clock that cannot be trusted leave a hole.
 */
export interface CoverageLog {
  /** A frame of `camera` captured at `at` was analysed; `observing` is false when the picture or the clock cannot be trusted. */
  analysed(camera: CameraId, at: EpochMs, observing: boolean): void;
  /** Writes what is not written yet. */
  flush(): void;
}

export function coverageLog({
  sink,
  continuity = seconds(4),
  writeEvery = seconds(1),
}: CoverageLogOptions): CoverageLog {
  const open = new Map<CameraId, Open>();
  const write = (span: Open): void => {
    if (span.to === span.written) return;
    sink.extendCoverage(span.row, span.to);
    span.written = span.to;
  };
  const close = (camera: CameraId): void => {
    const span = open.get(camera);
    if (span) write(span);
    open.delete(camera);
  };
  return {
    analysed: (camera, at, observing) => {
      if (!observing) {
        close(camera);
        return;
      }
      const span = open.get(camera);
      if (span && at < span.to) {
        // The wall clock went back: what follows is another span.
        close(camera);
      } else if (span && between(span.to, at) <= continuity) {
        span.to = at;
        if (between(span.written, at) >= writeEvery) write(span);
        return;
      } else {
        close(camera);
      }
      open.set(camera, { row: sink.openCoverage(camera, at, at), to: at, written: at });
    },
    flush: () => {
      for (const span of open.values()) write(span);
    },
  };
}
