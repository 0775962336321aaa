import type { ExaminedFace, VisionCamera, VisionPack, VisionTemplate } from '../../core/contract/vision.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { Scene } from '../../core/domain/picture-scene.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import type { CutPurpose, FaceInFrame } from './surroundings.ts';

/** How the vision process is. */
export type VisionState =
  | { readonly kind: 'starting'; readonly since: EpochMs }
  | {
      readonly kind: 'running';
      readonly since: EpochMs;
      readonly pack: VisionPack;
      readonly runtime: string;
      readonly notes: readonly string[];
    }
  /** Between two lives, or until its files change when trying again cannot help (`retry` false: a model is missing, say). */
  | {
      readonly kind: 'down';
      readonly since: EpochMs;
      readonly why: string;
      readonly code: string;
      readonly retry: boolean;
    };

/** The vision process as the main process sees it. */
export interface Vision extends AsyncDisposable {
  readonly state: VisionState;
  /** Why it cannot run until somebody acts, and what to do (zh-CN); null while it runs or is about to. */
  readonly trouble: string | null;
  /** Replaces the gallery now and in every later life. */
  setGallery(templates: readonly VisionTemplate[]): void;
  /** Looks at these cameras now and in every later life; those that stay as they were are not disturbed. */
  setCameras(cameras: readonly VisionCamera[]): void;
  /** What a camera's picture looks like now, to be compared with later; null when there is none. */
  scene(camera: CameraId): Promise<Scene | null>;
  /**
   * Reads an enrolment photo (a file's bytes; `name` is for messages), and embeds it if `embed`, which needs the
   * person's consent. Waits for the process to be running. @throws ZaikeError `vision-down` when it died meanwhile or cannot run.
   */
  examine(photo: Uint8Array, name: string, embed: boolean): Promise<ExaminedFace>;
  /** A JPEG of a face and what is around it, right after its frame's result; null when it cannot be had any more. */
  picture(face: FaceInFrame, purpose: CutPurpose): Promise<Uint8Array | null>;
}
