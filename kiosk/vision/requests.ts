import type { ExaminedFace, FromVision, ToVision } from '../../core/contract/vision.ts';
import type { ZaikeError } from '../../core/domain/errors.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { Scene } from '../../core/domain/picture-scene.ts';
import type { CutPurpose, FaceInFrame } from './surroundings.ts';

/** The answers that belong to what was asked. */
type Answer = Extract<FromVision, { kind: 'examined' | 'pictured' | 'scene' }>;

interface WaitingPhoto {
  readonly message: Extract<ToVision, { kind: 'examine' }>;
  readonly resolve: (examined: ExaminedFace) => void;
  readonly reject: (error: ZaikeError) => void;
  sent: boolean;
}

/**
 * What was asked of the vision process and is not answered yet. A photo waits for the next life if it was
 * not sent; a picture or a scene of a life that ended is null.
 */
export class Requests {
  readonly #send: (message: ToVision) => void;
  readonly #photos = new Map<number, WaitingPhoto>();
  readonly #pictures = new Map<number, (jpeg: Uint8Array | null) => void>();
  readonly #scenes = new Map<number, (scene: Scene | null) => void>();
  #last = 0;

  /** `send` gives a message to the life there is. */
  constructor(send: (message: ToVision) => void) {
    this.#send = send;
  }

  /** Keeps a photo to be examined; it is sent with {@link sendPhotos}. Rejects with what {@link end} is given. */
  examine(photo: Uint8Array, name: string, embed: boolean): Promise<ExaminedFace> {
    const { promise, resolve, reject } = Promise.withResolvers<ExaminedFace>();
    const request = ++this.#last;
    const message = { kind: 'examine' as const, request, name, photo: new Uint8Array(photo), embed };
    this.#photos.set(request, { message, resolve, reject, sent: false });
    return promise;
  }

  /** Sends the photos that were not sent yet: the process runs now. */
  sendPhotos(): void {
    for (const photo of this.#photos.values()) {
      if (photo.sent) continue;
      photo.sent = true;
      this.#send(photo.message);
    }
  }

  picture(face: FaceInFrame, purpose: CutPurpose): Promise<Uint8Array | null> {
    const { promise, resolve } = Promise.withResolvers<Uint8Array | null>();
    const request = ++this.#last;
    this.#pictures.set(request, resolve);
    this.#send({ kind: 'picture', request, ...face, purpose });
    return promise;
  }

  scene(camera: CameraId): Promise<Scene | null> {
    const { promise, resolve } = Promise.withResolvers<Scene | null>();
    const request = ++this.#last;
    this.#scenes.set(request, resolve);
    this.#send({ kind: 'scene', request, camera });
    return promise;
  }

  /** An answer to what nobody waits for any more is dropped. */
  answer(message: Answer): void {
    switch (message.kind) {
      case 'pictured':
        this.#pictures.get(message.request)?.(message.jpeg);
        this.#pictures.delete(message.request);
        break;
      case 'scene':
        this.#scenes.get(message.request)?.(message.scene);
        this.#scenes.delete(message.request);
        break;
      case 'examined':
        this.#photos.get(message.request)?.resolve(message.examined);
        this.#photos.delete(message.request);
        break;
    }
  }

  /** A life ended. `unsent`: photos that were not sent are given up, too, since no other life follows. */
  end(error: ZaikeError, unsent: boolean): void {
    for (const resolve of this.#pictures.values()) resolve(null);
    this.#pictures.clear();
    for (const resolve of this.#scenes.values()) resolve(null);
    this.#scenes.clear();
    for (const [request, photo] of this.#photos) {
      if (!photo.sent && !unsent) continue;
      this.#photos.delete(request);
      photo.reject(error);
    }
  }
}
