import type { VisionConfiguration } from '../../core/contract/vision.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { CameraRole, CaptureEvent, Frame } from '../../core/domain/media.ts';
import type { PictureWatcher } from './picture/watcher.ts';
import type { TakenFrame } from './service.ts';

/** A camera's frames out of its packets: kiosk/camera's FrameDecoder satisfies it. */
export interface Decoder extends AsyncDisposable {
  push(event: CaptureEvent): void;
  frames(): AsyncIterable<TakenFrame>;
}

export interface LookingPorts {
  readonly decoder: (role: CameraRole) => Decoder;
  /** Analyses a camera's frames until they end. */
  readonly watch: (
    camera: CameraId,
    frames: AsyncIterable<{ readonly value: Frame; readonly dropped: number }>,
  ) => Promise<void>;
  readonly pictures: Pick<PictureWatcher, 'useScene' | 'keep'>;
  /** Analysing failed: a detector that does not fit is only found out by its first frame. */
  readonly onFault: (error: unknown) => void;
}

interface Looked {
  readonly role: CameraRole;
  readonly decoder: Decoder;
}

/** The cameras that vision looks at: they come, go and change while the others are looked at without a break. */
export class Looking {
  readonly #ports: LookingPorts;
  readonly #looked = new Map<CameraId, Looked>();
  /** A decoder that begins in the middle of a run needs its init. */
  readonly #inits = new Map<CameraId, CaptureEvent>();

  constructor(ports: LookingPorts) {
    this.#ports = ports;
  }

  /** From now on these cameras; one with another role is decoded anew, from its next keyframe on. */
  use(cameras: VisionConfiguration['cameras']): void {
    for (const [id, { role, decoder }] of this.#looked) {
      if (cameras.some((camera) => camera.id === id && camera.role === role)) continue;
      this.#looked.delete(id);
      void decoder[Symbol.asyncDispose]();
    }
    for (const { id, role, scene } of cameras) {
      this.#ports.pictures.useScene(id, scene);
      if (!this.#looked.has(id)) this.#begin(id, role);
    }
    for (const id of this.#inits.keys()) if (!this.#looked.has(id)) this.#inits.delete(id);
    this.#ports.pictures.keep(cameras.map(({ id }) => id));
  }

  /** Hands a camera's event to its decoder; those of cameras that are gone are passed over. */
  push(event: CaptureEvent): void {
    if (event.kind === 'init') this.#inits.set(event.camera, event);
    this.#looked.get(event.camera)?.decoder.push(event);
  }

  #begin(id: CameraId, role: CameraRole): void {
    const decoder = this.#ports.decoder(role);
    this.#looked.set(id, { role, decoder });
    const init = this.#inits.get(id);
    if (init) decoder.push(init);
    this.#ports.watch(id, decoder.frames()).catch(this.#ports.onFault);
  }
}
