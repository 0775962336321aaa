import type { FrameResult, Identification, TrackInFrame } from '../../core/domain/face.ts';
import { cameraId, modelId, trackId, traineeId } from '../../core/domain/ids.ts';
import { epochMs } from '../../core/domain/units.ts';

/** Who a face is, in a word: a trainee's id, `?` for unknown. */
export function trackOf(who: string, track = 1, since = 0): TrackInFrame {
  const identification: Identification =
    who === '?'
      ? { kind: 'unknown' }
      : {
          kind: 'identified',
          match: { trainee: traineeId(who), similarity: 0.7 },
          second: { trainee: traineeId('second'), similarity: 0.2 },
        };
  return {
    track: trackId(track),
    box: { x: 10, y: 20, width: 100, height: 120 },
    confidence: 0.9,
    identification,
    quality: null,
    liveness: 'live',
    detected: true,
    since: epochMs(since),
  };
}

/** An analysed frame at `at` milliseconds with these faces. */
export function frameResult(at: number, tracks: readonly TrackInFrame[], camera = 'room'): FrameResult {
  return {
    camera: cameraId(camera),
    run: 1,
    frame: Math.round(at / 100),
    decodeTime: at * 90,
    at: epochMs(at),
    width: 1920,
    height: 1080,
    tracks,
    model: modelId('test'),
    tookMs: 10,
    dropped: 0,
  };
}
