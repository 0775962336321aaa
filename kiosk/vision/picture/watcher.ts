import type { CameraId } from '../../../core/domain/ids.ts';
import type { Frame } from '../../../core/domain/media.ts';
import {
  nothingWatched,
  type PictureState,
  type PictureWatch,
  pictureState,
  watchPicture,
} from '../../../core/domain/picture.ts';
import { judgeLook, type PictureLook } from '../../../core/domain/picture-look.ts';
import type { Printed } from '../../../core/domain/picture-repeat.ts';
import { rememberScene, type Scene, type SceneMemory } from '../../../core/domain/picture-scene.ts';
import { type DurationMs, milliseconds } from '../../../core/domain/units.ts';
import { lookAt } from './look.ts';

/** Of a camera at five frames a second, so many looks are remembered a second at most. */
const LOOK_EVERY: DurationMs = milliseconds(180);

interface Watched {
  scene: { readonly of: Scene; readonly memory: SceneMemory } | null;
  watch: PictureWatch;
  state: PictureState;
  before: Printed[];
  last: PictureLook | null;
}

/** Watches the cameras' pictures as such: whether anybody who is there could be seen in them. */
export class PictureWatcher {
  readonly #cameras = new Map<CameraId, Watched>();
  readonly #memory: DurationMs;

  /** `memory`: how far back a repeated picture is searched. */
  constructor(memory: DurationMs) {
    this.#memory = memory;
  }

  /** What this camera's picture should look like from now on; null: nobody has said so. */
  useScene(camera: CameraId, scene: Scene | null): void {
    const watched = this.#of(camera);
    if (scene === watched.scene?.of || (scene === null && watched.scene === null)) return;
    watched.scene = scene && { of: scene, memory: rememberScene(scene) };
  }

  /** Forgets cameras that are not among these. */
  keep(cameras: readonly CameraId[]): void {
    for (const camera of this.#cameras.keys()) if (!cameras.includes(camera)) this.#cameras.delete(camera);
  }

  /** How the picture is as of this frame. */
  see(frame: Frame): PictureState {
    const watched = this.#of(frame.camera);
    const { last } = watched;
    if (last !== null && frame.at >= last.at && frame.at - last.at < LOOK_EVERY) return watched.state;
    const look = lookAt(frame, frame.at);
    // A clock that was set back would make everything that follows look like the past.
    watched.before = watched.before.filter(({ at }) => at < look.at && look.at - at <= this.#memory);
    const seen = judgeLook(look, watched.scene?.memory ?? null, watched.before);
    watched.before.push({ at: look.at, prints: look.prints });
    watched.last = look;
    watched.watch = watchPicture(watched.watch, look.at, seen);
    watched.state = pictureState(watched.watch);
    return watched.state;
  }

  /** The camera's newest picture as a scene to compare with; null before the first. */
  scene(camera: CameraId): Scene | null {
    const last = this.#cameras.get(camera)?.last ?? null;
    return last && { grey: last.grey, detail: last.detail };
  }

  #of(camera: CameraId): Watched {
    const known = this.#cameras.get(camera);
    if (known) return known;
    const watch = nothingWatched;
    const made: Watched = { scene: null, watch, state: pictureState(watch), before: [], last: null };
    this.#cameras.set(camera, made);
    return made;
  }
}
