import type { FaceBox, ScreenFaces } from '../contract/screen.ts';

/** A face to draw over the picture; `opacity` 0–1. */
export interface DrawnFace extends FaceBox {
  readonly opacity: number;
}

/** Results kept: at ten a second, more than the picture ever lags. */
const KEEP = 64;
/** Two results further apart than this are not joined by a movement. */
const JOIN_WITHIN = 2;
/** A face that the next result no longer has stays this long. */
const LINGER = 0.25;
/** Without a newer result the last one holds: this long, or as long as a slow vision needs, but not for ever. Then it fades. */
const HOLD = 0.7;
const HOLD_AT_MOST = 2.5;
const FADE = 0.3;

/**
 * Vision's results of one camera, from which the faces of any picture on show are told: the boxes move evenly between
 * two results, and a name counts for its track as soon as it is known.
 */
export class FaceTimeline {
  /** By run and decode time, as they came. */
  #results: readonly ScreenFaces[] = [];

  add(faces: ScreenFaces): void {
    this.#results = [...this.#results.slice(1 - KEEP), faces];
  }

  /** The decode time (ticks) of the newest result of `run`, if there is one. */
  newest(run: number): number | undefined {
    const times = this.#results.filter((faces) => faces.run === run).map(({ decodeTime }) => decodeTime);
    return times.length === 0 ? undefined : Math.max(...times);
  }

  /** The faces of the picture at `seconds` of the media time of `run`. */
  at(run: number, seconds: number, timescale: number): readonly DrawnFace[] {
    const results = this.#results.filter((faces) => faces.run === run).sort((a, b) => a.decodeTime - b.decodeTime);
    // Half a tick of tolerance: the browser tells media time in microseconds.
    const index = results.findLastIndex(({ decodeTime }) => (decodeTime - 0.5) / timescale <= seconds);
    const before = results[index];
    if (!before) return [];
    const after = results[index + 1];
    const since = Math.max(0, seconds - before.decodeTime / timescale);
    const gap = after ? (after.decodeTime - before.decodeTime) / timescale : Infinity;
    if (!after || gap > JOIN_WITHIN) {
      const pace = (before.decodeTime - (results[index - 1]?.decodeTime ?? before.decodeTime)) / timescale;
      const hold = Math.min(HOLD_AT_MOST, Math.max(HOLD, 0.5 + 2 * pace));
      const opacity = Math.min(1, Math.max(0, 1 - (since - hold) / FADE));
      return opacity === 0 ? [] : before.faces.map((face) => ({ ...named(results, face), opacity }));
    }
    const share = Math.min(1, since / gap);
    return before.faces.flatMap((face): DrawnFace[] => {
      const next = after.faces.find(({ track }) => track === face.track);
      if (next) return [{ ...named(results, next), ...between(face, next, share), opacity: 1 }];
      return since < LINGER ? [{ ...named(results, face), opacity: 1 - since / LINGER }] : [];
    });
  }
}

/** The face with the newest that is known of its track. */
function named(results: readonly ScreenFaces[], face: FaceBox): FaceBox {
  for (let at = results.length - 1; at >= 0; at -= 1) {
    const newest = results[at]?.faces.find(({ track }) => track === face.track);
    if (newest) return { ...face, state: newest.state, name: newest.name };
  }
  return face;
}

function between(from: FaceBox, to: FaceBox, share: number): Pick<FaceBox, 'x' | 'y' | 'width' | 'height'> {
  const mix = (a: number, b: number): number => a + (b - a) * share;
  return {
    x: mix(from.x, to.x),
    y: mix(from.y, to.y),
    width: mix(from.width, to.width),
    height: mix(from.height, to.height),
  };
}
