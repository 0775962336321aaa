import type { FaceBox, ScreenFaces } from '../../core/contract/screen.ts';
import type { FrameResult, TrackInFrame } from '../../core/domain/face.ts';
import type { TraineeId } from '../../core/domain/ids.ts';
import { between, type DurationMs, seconds } from '../../core/domain/units.ts';

/**
 * A face that stays unidentified is shown as 辨认中 for this long before it is called unknown: several frames must agree
 * first. Also one that was identified before and has just been found again.
 */
export const CHECKING_FOR: DurationMs = seconds(3);

/** What the box of a face says at `result.at`. */
export function faceState(track: TrackInFrame, result: FrameResult): FaceBox['state'] {
  if (track.liveness === 'spoof') return 'spoof';
  if (track.identification.kind === 'identified') return 'identified';
  if (track.identification.kind === 'ambiguous') return 'checking';
  return between(track.unnamedSince ?? track.since, result.at) < CHECKING_FOR ? 'checking' : 'unknown';
}

/**
 * Vision's result reduced to what a page may know: no similarity, no runner-up, boxes as fractions of the picture
 * (four decimals: half a pixel in 4K).
 */
export function facesOf(result: FrameResult, nameOf: (trainee: TraineeId) => string | undefined): ScreenFaces {
  const { camera, run, decodeTime, at, width, height } = result;
  const faces = result.tracks.map((track): FaceBox => {
    const state = faceState(track, result);
    const { identification, box } = track;
    const known = state === 'identified' && identification.kind === 'identified';
    return {
      track: track.track,
      x: fraction(box.x, width),
      y: fraction(box.y, height),
      width: fraction(box.width, width),
      height: fraction(box.height, height),
      state,
      name: known ? (nameOf(identification.match.trainee) ?? null) : null,
    };
  });
  return { camera, run, decodeTime, at, faces };
}

function fraction(pixels: number, whole: number): number {
  return Math.round((pixels / whole) * 10_000) / 10_000;
}
