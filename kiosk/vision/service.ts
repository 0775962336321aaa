import type { ExaminedFace, FromVision, VisionTemplate } from '../../core/contract/vision.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { FrameResult, TrackInFrame } from '../../core/domain/face.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { Frame } from '../../core/domain/media.ts';
import type { Clock } from '../../core/platform/clock.ts';
import { analyse } from './identity/analyse.ts';
import { examinePhoto } from './identity/enrol.ts';
import { type Gallery, openGallery } from './identity/gallery.ts';
import { decodePhoto } from './identity/photo.ts';
import { countTracks, Tracker } from './identity/tracker.ts';
import type { PictureWatcher } from './picture/watcher.ts';
import type { PackInfo, VisionEngine } from './ports.ts';
import { type CutPurpose, type FaceInFrame, Surroundings } from './surroundings.ts';

/** The newest frame and how many were left out before it. */
export interface TakenFrame {
  readonly value: Frame;
  readonly dropped: number;
}

export interface ServiceDependencies {
  readonly engine: VisionEngine;
  /** The engine's pack with the site's own thresholds. */
  readonly pack: PackInfo;
  readonly clock: Clock;
  /** Looks at each picture as such. */
  readonly pictures: Pick<PictureWatcher, 'see'>;
  readonly send: (message: FromVision) => void;
}

/** What the vision process does: follows faces in frames, and reads enrolment photos. */
export class VisionService {
  readonly #dependencies: ServiceDependencies;
  readonly #trackers = new Map<CameraId, Tracker>();
  readonly #surroundings = new Surroundings();
  readonly #nextTrack = countTracks();
  #gallery: Gallery;

  constructor(dependencies: ServiceDependencies) {
    this.#dependencies = dependencies;
    const { modelId, embeddingLength } = dependencies.pack;
    this.#gallery = openGallery(modelId, embeddingLength, []).gallery;
  }

  /** Searches these templates from the next frame on; those of another model are left out and named. */
  useGallery(templates: readonly VisionTemplate[]): void {
    const { pack, send } = this.#dependencies;
    const opened = openGallery(pack.modelId, pack.embeddingLength, templates);
    this.#gallery = opened.gallery;
    for (const tracker of this.#trackers.values()) tracker.useGallery(opened.gallery);
    const stale = opened.kind === 're-enrol' ? opened.stale.map(({ person }) => person) : [];
    send({ kind: 'gallery', people: opened.gallery.size, stale });
  }

  /** Analyses a camera's frames until they end, one at a time; `frames` gives the newest each time. */
  async watch(camera: CameraId, frames: AsyncIterable<TakenFrame>): Promise<void> {
    const { pack, send } = this.#dependencies;
    const tracker = new Tracker(pack, this.#gallery, this.#nextTrack);
    this.#trackers.set(camera, tracker);
    for await (const { value, dropped } of frames) {
      send({ kind: 'result', result: await this.#result(tracker, value, dropped) });
    }
    if (this.#trackers.get(camera) === tracker) this.#trackers.delete(camera); // else it is looked at anew already
  }

  /** Reads an enrolment photo, embeds it if asked to; what is wrong with it is an answer, not an error. */
  async examine(photo: Uint8Array, name: string, embed: boolean): Promise<ExaminedFace> {
    const { engine, pack } = this.#dependencies;
    try {
      const picture = await decodePhoto(photo, name);
      const examined = await examinePhoto(engine, picture, embed);
      if (examined.kind !== 'face') return examined;
      const { reading, look, embedding, weight } = examined;
      return {
        kind: 'face',
        model: pack.modelId,
        box: reading.detection.box,
        width: picture.width,
        height: picture.height,
        quality: reading.quality,
        look,
        embedding: embedding && new Float32Array(embedding),
        weight,
      };
    } catch (error) {
      if (error instanceof ZaikeError) return { kind: 'unreadable', code: error.code, message: error.message };
      throw error;
    }
  }

  /** The picture that a mark or an enrolment keeps; null when its frame is gone. */
  picture(face: FaceInFrame, purpose: CutPurpose): Promise<Uint8Array | null> {
    return this.#surroundings.cut(face, purpose);
  }

  async #result(tracker: Tracker, frame: Frame, dropped: number): Promise<FrameResult> {
    const { engine, pack, clock, pictures } = this.#dependencies;
    const { camera, run, decodeTime, at, fullWidth, fullHeight } = frame;
    const begun = clock.monotonic();
    this.#surroundings.keep(frame);
    const tracks = await analyse(engine, tracker, frame, at);
    const scale = fullWidth / frame.width;
    return {
      ...{ camera, run, frame: frame.frame, decodeTime, at, width: fullWidth, height: fullHeight },
      tracks: scale === 1 ? tracks : tracks.map((track) => enlarged(track, scale)),
      model: pack.modelId,
      tookMs: clock.monotonic() - begun,
      dropped,
      picture: pictures.see(frame),
    };
  }
}

/** A track of a shrunk picture in pixels of the full one; the quality stays that of the picture looked at. */
function enlarged(track: TrackInFrame, scale: number): TrackInFrame {
  const { x, y, width, height } = track.box;
  return { ...track, box: { x: x * scale, y: y * scale, width: width * scale, height: height * scale } };
}
