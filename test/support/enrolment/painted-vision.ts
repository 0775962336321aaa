import type { ExaminedFace, VisionPack, VisionTemplate } from '../../../core/contract/vision.ts';
import type { FaceLook } from '../../../core/domain/enrolment.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { FaceQuality } from '../../../core/domain/face.ts';
import { modelId } from '../../../core/domain/ids.ts';
import type { Vision } from '../../../kiosk/desk/enrolment/ports.ts';

/** What a made-up photo shows: its bytes are this as JSON. */
export interface PaintedPhoto {
  /** Direction of the face in the plane of the first two axes, in degrees: near ones are alike. */
  readonly face?: number;
  readonly faces?: number;
  readonly quality?: Partial<FaceQuality>;
  readonly look?: Partial<FaceLook>;
  /** Makes photos of the same face different files. */
  readonly take?: number;
}

export const painted = (photo: PaintedPhoto): Uint8Array => Buffer.from(JSON.stringify(photo));

export const PACK: VisionPack = {
  name: 'standard',
  modelId: modelId('painted/1'),
  embeddingLength: 4,
  thresholds: [{ frames: 1, similarity: 0.8 }],
  margin: 0.05,
  smallestFace: 30,
  damaged: [],
};

/** A vision that reads made-up photos and notes what was asked of it. */
export class PaintedVision implements Vision {
  gallery: readonly VisionTemplate[] = [];
  readonly asked: { readonly name: string; readonly embed: boolean }[] = [];
  /** What the camera shows, for `picture`. */
  before: Uint8Array | null = null;
  use: VisionPack | null = PACK;
  /** Called while a photo is being looked at. */
  during: () => void = () => undefined;

  /** What is said while it does not run. */
  down: string | null = null;

  pack = (): VisionPack | null => this.use;
  trouble = (): string | null => this.down;
  setGallery = (templates: readonly VisionTemplate[]): void => {
    this.gallery = templates;
  };
  picture = (): Promise<Uint8Array | null> => Promise.resolve(this.before);

  examine = async (bytes: Uint8Array, name: string, embed: boolean): Promise<ExaminedFace> => {
    this.asked.push({ name, embed });
    await Promise.resolve();
    this.during();
    if (this.use === null) throw new ZaikeError('人脸识别没有运行', { code: 'vision-down', retry: true });
    const photo = read(bytes);
    if (photo === null) return { kind: 'unreadable', code: 'photo-unreadable', message: `${name}：无法读取这张照片` };
    if (photo.faces === 0) return { kind: 'no-face' };
    if (photo.faces !== undefined && photo.faces > 1) return { kind: 'several-faces', faces: photo.faces };
    const turn = ((photo.face ?? 0) * Math.PI) / 180;
    return {
      kind: 'face',
      model: this.use.modelId,
      box: { x: 0, y: 0, width: 200, height: 240 },
      width: 400,
      height: 400,
      quality: { eyeDistance: 120, sharpness: 1, frontality: 1, light: 1, ...photo.quality },
      look: {
        pose: { yaw: 0, pitch: 0, roll: 0 },
        ...{ brightness: 0.5, unevenness: 0, mouthCovered: 0, eyesCovered: 0 },
        ...photo.look,
      },
      embedding: embed ? Float32Array.of(Math.cos(turn), Math.sin(turn), 0, 0) : null,
      weight: 1,
    };
  };
}

function read(bytes: Uint8Array): PaintedPhoto | null {
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as PaintedPhoto;
  } catch {
    return null;
  }
}
