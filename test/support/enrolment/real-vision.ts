import path from 'node:path';
import sharp from 'sharp';
import { cameraId } from '../../../core/domain/ids.ts';
import type { CaptureEvent } from '../../../core/domain/media.ts';
import { milliseconds, seconds } from '../../../core/domain/units.ts';
import { systemClock } from '../../../core/platform/clock.ts';
import { silentLog } from '../../../core/platform/log.ts';
import { systemWorkers } from '../../../core/platform/worker.ts';
import { PipeWriter } from '../../../kiosk/camera/pipe-writer.ts';
import type { Vision } from '../../../kiosk/desk/enrolment/ports.ts';
import type { KioskEnrolment } from '../../../kiosk/enrolment.ts';
import { superviseVision } from '../../../kiosk/vision/supervisor.ts';
import { type Film, samplePhoto } from '../vision/film.ts';

const root = path.join(import.meta.dirname, '..', '..', '..');

/** Somebody of the sample photographs: the photograph, and where head and shoulders are. */
export interface Sample {
  readonly photo: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/** People of the class film (test/support/camera/film/people.ts). */
export const people = {
  zhao: { photo: 6, left: 1041, top: 203, width: 454 },
  wang: { photo: 6, left: 119, top: 362, width: 473 },
  zhou: { photo: 3, left: 461, top: 226, width: 448 },
} as const satisfies Readonly<Record<string, Sample>>;

/** A portrait as a JPEG file. `side`: its width in pixels, as the photograph has it when left out. */
export async function portrait(
  { photo, left, top, width }: Sample,
  { side, mirrored = false, brightness = 1 }: { side?: number; mirrored?: boolean; brightness?: number } = {},
): Promise<Buffer> {
  const { height: high } = await sharp(samplePhoto(photo)).metadata();
  const height = Math.min(Math.round((width * 340) / 300), high - top);
  const cut = await sharp(samplePhoto(photo)).extract({ left, top, width, height }).toBuffer();
  const margin = Math.round(width / 3);
  const walled = await sharp(cut)
    .extend({ top: margin, bottom: margin, left: margin, right: margin, background: '#b8b4ac' })
    .toBuffer();
  return sharp(walled)
    .flop(mirrored)
    .modulate({ brightness })
    .resize(side === undefined ? {} : { width: side })
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** The real vision process, whose camera `front` sees `film`. */
export class RealVision implements AsyncDisposable {
  readonly #stop = new AbortController();
  readonly #supervised: ReturnType<typeof superviseVision>;
  readonly #playing: Promise<void>;
  #writer: PipeWriter | undefined;
  #init: CaptureEvent | undefined;
  /** Frames' results go to its guided enrolments. */
  enrolment: KioskEnrolment | undefined;

  constructor(film: Film | null) {
    this.#supervised = superviseVision(
      {
        program: path.join(root, 'kiosk', 'vision.main.ts'),
        cameras: [{ id: cameraId('front'), role: 'check-in' }],
        models: path.join(root, 'models'),
        ...{ pack: 'standard', runtime: 'onnx', siteThresholds: null },
      },
      {
        ...{ workers: systemWorkers, clock: systemClock, log: silentLog },
        feed: (pipe) => {
          this.#writer = new PipeWriter(pipe);
          if (this.#init) this.#writer.write(this.#init);
        },
        onResult: (result) => this.enrolment?.live.watch(result),
        onState: () => undefined,
      },
    );
    this.#playing =
      film?.play(cameraId('front'), systemClock, this.#stop.signal, (event) => {
        if (event.kind === 'init') this.#init = event;
        this.#writer?.write(event);
      }) ?? Promise.resolve();
  }

  get vision(): Vision {
    const vision = this.#supervised;
    return {
      pack: () => (vision.state.kind === 'running' ? vision.state.pack : null),
      trouble: () => vision.trouble,
      examine: (...photo) => vision.examine(...photo),
      picture: (...face) => vision.picture(...face),
      setGallery: (gallery) => vision.setGallery(gallery),
    };
  }

  async running(): Promise<void> {
    const end = systemClock.monotonic() + seconds(60);
    while (this.#supervised.state.kind !== 'running') {
      if (systemClock.monotonic() > end) throw new Error('expected vision to run within a minute');
      await systemClock.sleep(milliseconds(50));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#playing;
    await this.#supervised[Symbol.asyncDispose]();
  }
}
