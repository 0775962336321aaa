import type { CameraId } from '../../../core/domain/ids.ts';
import type { MediaInit, Packet } from '../../../core/domain/media.ts';
import type { Clock } from '../../../core/platform/clock.ts';
import type { LivePackets } from '../../../kiosk/http/ports.ts';
import { initOf, packetOf, RATE, type Video } from './video.ts';

type Listener = (event: MediaInit | Packet) => void;

/**
 * A camera that plays a rendered video in real time, and begins a new run when it ends. It implements the port that
 * the live sockets read: init and current GOP at once, then what comes.
 */
export class LoopCamera implements LivePackets, Disposable {
  readonly id: CameraId;
  readonly #clock: Clock;
  readonly #listeners = new Set<Listener>();
  readonly #timer: ReturnType<typeof setInterval>;
  /** Told of every packet, for a test that plays vision. */
  onPacket: (packet: Packet, video: Video) => void = () => undefined;
  #video: Video;
  #run = 0;
  #init: MediaInit;
  #gop: Packet[] = [];
  #begun = 0;
  #frame = 0;
  #dark = false;

  constructor(id: CameraId, video: Video, clock: Clock) {
    this.id = id;
    this.#clock = clock;
    this.#video = video;
    this.#init = this.begin(video);
    this.#timer = setInterval(() => this.#play(), 1000 / RATE / 2);
  }

  get run(): number {
    return this.#run;
  }

  /** People who watch now. */
  get watchers(): number {
    return this.#listeners.size;
  }

  /** Starts a new run: of `video`, or of the same one again. */
  begin(video: Video = this.#video): MediaInit {
    this.#video = video;
    this.#run += 1;
    this.#frame = 0;
    this.#gop = [];
    this.#begun = this.#clock.monotonic();
    this.#dark = false;
    this.#init = initOf(video, this.id, this.#run);
    this.#tell(this.#init);
    return this.#init;
  }

  /** No packets come until the next {@link begin}. */
  goDark(): void {
    this.#dark = true;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  async *subscribe(camera: CameraId, signal: AbortSignal): AsyncGenerator<MediaInit | Packet, void, void> {
    if (camera !== this.id) throw new Error(`expected ${this.id}, got ${camera}`);
    const queue: (MediaInit | Packet)[] = [this.#init, ...this.#gop];
    let wake = (): void => undefined;
    const listen: Listener = (event) => {
      queue.push(event);
      wake();
    };
    const abort = (): void => wake();
    signal.addEventListener('abort', abort, { once: true });
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

  #play(): void {
    const due = Math.floor(((this.#clock.monotonic() - this.#begun) / 1000) * RATE);
    while (this.#frame <= due && !this.#dark) {
      const packet = packetOf(this.#video, this.id, this.#run, this.#frame, this.#clock.now());
      if (!packet) {
        this.begin();
        return;
      }
      this.#frame += 1;
      if (packet.keyframe) this.#gop = [];
      this.#gop.push(packet);
      this.#tell(packet);
      this.onPacket(packet, this.#video);
    }
  }

  #tell(event: MediaInit | Packet): void {
    for (const listener of this.#listeners) listener(event);
  }
}
