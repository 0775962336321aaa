import sharp from 'sharp';
import type { Box } from '../../core/domain/face.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { Frame } from '../../core/domain/media.ts';

/** Which face of which frame; the box is in pixels of the camera's full picture. */
export interface FaceInFrame {
  readonly camera: CameraId;
  readonly run: number;
  readonly frame: number;
  readonly box: Box;
}

/** Frames of a camera that are kept: a picture is asked for right after its frame was analysed. */
const KEPT = 4;
/** The cut is this many boxes wide and high: head, shoulders, the neighbour's elbow. */
const AROUND = 2.4;
/** What a cut is for; `enrolment`: as large as the frame has it, so that it can be examined and embedded. */
export type CutPurpose = 'mark' | 'enrolment';

/** Larger cuts are shrunk to this side, in pixels; the JPEG's quality. */
const CUTS: Readonly<Record<CutPurpose, { readonly mostSide: number; readonly quality: number }>> = {
  mark: { mostSide: 480, quality: 82 },
  enrolment: { mostSide: 1600, quality: 95 },
};

/** The last frames of each camera, to cut the picture that a mark keeps of a face's surroundings. */
export class Surroundings {
  readonly #frames = new Map<CameraId, Frame[]>();

  keep(frame: Frame): void {
    const kept = this.#frames.get(frame.camera) ?? [];
    kept.push(frame);
    if (kept.length > KEPT) kept.shift();
    this.#frames.set(frame.camera, kept);
  }

  /** A JPEG of the face and what is around it; null when the frame is gone already. */
  async cut({ camera, run, frame, box }: FaceInFrame, purpose: CutPurpose): Promise<Uint8Array | null> {
    const found = this.#frames.get(camera)?.find((each) => each.run === run && each.frame === frame);
    if (!found) return null;
    const { width, height } = found;
    const { mostSide, quality } = CUTS[purpose];
    const scale = width / found.fullWidth;
    const side = AROUND * Math.max(box.width, box.height) * scale;
    const left = clamp((box.x + box.width / 2) * scale - side / 2, width - 1);
    const top = clamp((box.y + box.height / 2) * scale - side / 2, height - 1);
    const area = {
      left,
      top,
      width: Math.max(1, Math.min(Math.round(side), width - left)),
      height: Math.max(1, Math.min(Math.round(side), height - top)),
    };
    return sharp(found.data, { raw: { width, height, channels: 3 } })
      .extract(area)
      .resize(mostSide, mostSide, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality })
      .toBuffer();
  }
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(Math.round(value), most));
}
