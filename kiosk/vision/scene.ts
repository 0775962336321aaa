import type { Box, Detection, FaceQuality } from '../../core/domain/face.ts';
import { overlap } from './overlap.ts';

/** What was read in one of the detector's boxes. */
export interface BoxReading {
  /** The detector's own box when the points were read. */
  readonly source: Box;
  /** The 68 points as x, y pairs, as they were read then. */
  readonly points: Float32Array;
  readonly quality: FaceQuality;
  /** The face's outline in the frame in which it was last found. */
  readonly outline: Box;
  /** Whether the points made sense as a face's. */
  readonly face: boolean;
  /** In how many frames since it was read it has served again. */
  readonly age: number;
}

/** From this overlap on a box is taken to show what it showed before. */
const SAME = 0.8;
/** From this overlap on an outline is that of a face that needs no reading. */
const OF_FACE = 0.5;
/** What was no face is read again in every fourth frame. */
const AGAIN = 4;

/**
 * What one camera's last frame showed, so that a face that stays in its place, and a pattern that is
 * taken for a face in each frame, need not be read anew in each.
 */
export class Scene {
  #readings: readonly BoxReading[] = [];

  /**
   * For each of the detector's boxes what was read there before, or undefined where it must be read now.
   * `still`: outlines of the faces that need no new reading, as given with the last frame.
   */
  recall(found: readonly Detection[], still: readonly Box[]): readonly (BoxReading | undefined)[] {
    const free = new Set(this.#readings);
    const recalled = found.map(({ box }) => {
      let best: BoxReading | undefined;
      let most = SAME;
      for (const reading of free) {
        const share = overlap(reading.source, box);
        if (share >= most) [best, most] = [reading, share];
      }
      if (best) free.delete(best);
      return best;
    });
    const others = recalled.filter((reading) => reading?.face === false);
    const oldest = others.toSorted((a, b) => (b?.age ?? 0) - (a?.age ?? 0)).slice(0, Math.ceil(others.length / AGAIN));
    const again = new Set(oldest);
    return recalled.map((reading) => {
      if (!reading || again.has(reading)) return undefined;
      return !reading.face || still.some((box) => overlap(box, reading.outline) > OF_FACE) ? reading : undefined;
    });
  }

  /** From now on this is what the last frame showed. */
  keep(readings: readonly BoxReading[]): void {
    this.#readings = readings;
  }
}

/** The points where `box` is now, moved and scaled with the box that they were read in. */
export function pointsIn(box: Box, { source, points }: Pick<BoxReading, 'source' | 'points'>): Float32Array {
  if (box === source) return points;
  const [scaleX, scaleY] = [box.width / source.width, box.height / source.height];
  return points.map((value, i) =>
    i % 2 === 0 ? box.x + (value - source.x) * scaleX : box.y + (value - source.y) * scaleY,
  );
}
