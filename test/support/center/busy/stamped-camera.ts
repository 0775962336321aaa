import { Fmp4Reader } from '../../../../core/domain/fmp4.ts';
import type { CaptureEvent, MediaInit, Packet } from '../../../../core/domain/media.ts';
import { systemClock } from '../../../../core/platform/clock.ts';
import { systemProcesses } from '../../../../core/platform/process.ts';
import type { LiveCameras } from '../../../../kiosk/uplink/ports.ts';
import { FRONT } from './records.ts';
import { paintStamp, STAMP } from './stamp.ts';

const RATE = 12;
const GRAYS = 8;

/**
 * A camera whose every picture carries the instant at which it was taken, burnt in: noise of 2 Mbit/s below a strip of
 * 40 squares. Encoded once, in real time, by the real ffmpeg; any number subscribe.
 */
export class StampedCamera implements LiveCameras, AsyncDisposable {
  readonly #encoder;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #listeners = new Set<(event: CaptureEvent) => void>();
  readonly #reader = new Fmp4Reader();
  #init: MediaInit | null = null;
  #gop: Packet[] = [];
  #frame = 0;

  constructor(bitsPerSecond = 2_000_000) {
    const { width, height } = STAMP;
    const rate = String(Math.round(bitsPerSecond));
    const input = [
      '-f',
      'rawvideo',
      '-pix_fmt',
      'gray',
      '-s',
      `${String(width)}x${String(height)}`,
      '-r',
      String(RATE),
    ];
    const encode = ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency'];
    const bits = ['-g', String(RATE), '-b:v', rate, '-maxrate', rate, '-bufsize', String(bitsPerSecond / 2)];
    const output = ['-movflags', 'empty_moov+default_base_moof+frag_every_frame', '-f', 'mp4', 'pipe:1'];
    const args = ['-v', 'error', '-fflags', 'nobuffer', ...input, '-i', 'pipe:0', ...encode, ...bits, ...output];
    this.#encoder = systemProcesses.spawn('ffmpeg', args, { stdin: true });
    this.#encoder.stdout.on('data', (data: Buffer) => this.#take(data));
    const pictures = Array.from({ length: GRAYS }, () => noise(width * height));
    let turn = 0;
    this.#timer = setInterval(() => {
      const picture = Buffer.from(pictures[(turn += 1) % GRAYS] ?? []);
      paintStamp(picture, systemClock.now());
      this.#encoder.stdin?.write(picture);
    }, 1000 / RATE);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#encoder[Symbol.asyncDispose]();
  }

  async *subscribe(_request: unknown, signal: AbortSignal): AsyncGenerator<CaptureEvent> {
    const queue: CaptureEvent[] = [...(this.#init === null ? [] : [this.#init]), ...this.#gop];
    let wake = (): void => undefined;
    const listen = (event: CaptureEvent): void => {
      queue.push(event);
      wake();
    };
    signal.addEventListener('abort', () => wake(), { once: true });
    this.#listeners.add(listen);
    try {
      while (!signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<undefined>();
        wake = () => resolve(undefined);
        yield* queue.splice(0);
        if (queue.length === 0) await promise;
      }
    } finally {
      this.#listeners.delete(listen);
    }
  }

  #take(data: Buffer): void {
    for (const part of this.#reader.push(data)) {
      if (part.kind === 'init') {
        const { codec, width, height, timescale, data: bytes } = part;
        this.#init = { kind: 'init', camera: FRONT, run: 1, codec, width, height, timescale, data: bytes };
        this.#tell(this.#init);
      } else {
        const { decodeTime, duration, keyframe, data: bytes } = part;
        const at = { decodeTime, duration, capturedAt: systemClock.now() };
        const packet: Packet = {
          kind: 'packet',
          camera: FRONT,
          run: 1,
          frame: this.#frame,
          keyframe,
          ...at,
          data: bytes,
        };
        this.#frame += 1;
        if (keyframe) this.#gop = [];
        this.#gop.push(packet);
        this.#tell(packet);
      }
    }
  }

  #tell(event: CaptureEvent): void {
    for (const listen of this.#listeners) listen(event);
  }
}

/** Coarse noise: squares of four pixels, so that the encoder keeps it and spends its bits. */
function noise(pixels: number): Uint8Array {
  const { width } = STAMP;
  let seed = pixels + Math.trunc(systemClock.monotonic());
  const row = new Map<number, number>();
  return Uint8Array.from({ length: pixels }, (_, at) => {
    const cell = (Math.trunc(at / width / 4) << 10) | Math.trunc((at % width) / 4);
    const known = row.get(cell);
    if (known !== undefined) return known;
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    const gray = 64 + ((seed >>> 16) & 127);
    row.set(cell, gray);
    return gray;
  });
}
