import type { LiveInit, LivePacket } from '../contract/live.ts';
import type { CameraId } from '../domain/ids.ts';
import { FaceLateness } from './face-lateness.ts';
import type { FaceTimeline } from './face-timeline.ts';
import { LiveEdge } from './live-edge.ts';
import type { LiveSource } from './live-source.ts';
import { MediaRun, mediaType } from './media-run.ts';

/** How the live picture is doing. `stalled`: nothing has come, or nothing was shown, for some seconds. */
export type LiveStatus =
  | { readonly kind: 'connecting' | 'playing' | 'stalled' }
  | { readonly kind: 'unsupported'; readonly codec: string }
  | { readonly kind: 'refused'; readonly message: string };

/** The run whose pictures the video element shows. */
export type ShownRun = Pick<LiveInit, 'run' | 'timescale' | 'width' | 'height'>;

const STEER_EVERY_MS = 100;
const STALLED_AFTER_MS = 2500;
/** The first wait before a picture that does not move is fetched anew; doubled each time, up to 32 s. */
const RENEW_AFTER_MS = 5000;
const RENEW_AT_MOST_MS = 32_000;

/**
 * Plays one camera live in a muted video element until disposed of: follows the camera's runs, keeps near the newest
 * packet, and fetches the stream anew when the picture stops.
 */
export class LivePlayback implements Disposable {
  readonly #video: HTMLVideoElement;
  readonly #source: LiveSource;
  readonly #camera: CameraId;
  readonly #tell: (status: LiveStatus) => void;
  readonly #listening = new AbortController();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #lateness: FaceLateness | undefined;
  #edge = new LiveEdge();
  /** Where the newest packet of the run is, in seconds of media time. */
  #newest = 0;
  #run: MediaRun | undefined;
  #unwatch: () => void = () => undefined;
  #status: LiveStatus = { kind: 'connecting' };
  /** When a picture was last presented or a new start was made, and how many have been presented. */
  #movedAt = performance.now();
  #presented = 0;
  #renewAfter = RENEW_AFTER_MS;

  /** With `faces`, the picture waits a little for them, so that each box is drawn on its own picture. */
  constructor(
    video: HTMLVideoElement,
    source: LiveSource,
    camera: CameraId,
    tell: (status: LiveStatus) => void,
    faces?: FaceTimeline,
  ) {
    this.#video = video;
    this.#source = source;
    this.#camera = camera;
    this.#tell = tell;
    this.#lateness = faces && new FaceLateness(faces);
    const { signal } = this.#listening;
    video.addEventListener('waiting', () => this.#ranDry(), { signal });
    video.addEventListener('error', () => this.#broken(), { signal });
    this.#timer = setInterval(() => this.#tick(), STEER_EVERY_MS);
    this.#watch();
  }

  /** The run on show, or null before the first. */
  get shown(): ShownRun | null {
    return this.#run?.init ?? null;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#listening.abort();
    this.#unwatch();
    this.#run?.[Symbol.dispose]();
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  #watch(): void {
    this.#unwatch();
    this.#movedAt = performance.now();
    this.#unwatch = this.#source.watch(this.#camera, {
      init: (init) => this.#begin(init),
      packet: (packet) => this.#append(packet),
      refused: (message) => this.#say({ kind: 'refused', message }),
    });
  }

  #begin(init: LiveInit): void {
    this.#run?.[Symbol.dispose]();
    this.#run = undefined;
    if (!MediaSource.isTypeSupported(mediaType(init))) {
      this.#say({ kind: 'unsupported', codec: init.codec });
      return;
    }
    this.#edge = new LiveEdge();
    this.#presented = 0;
    this.#movedAt = performance.now();
    this.#run = new MediaRun(this.#video, init, () => this.#broken());
    if (this.#status.kind !== 'playing') this.#say({ kind: 'connecting' });
  }

  #append(packet: LivePacket): void {
    if (this.#run?.init.run !== packet.run) return;
    this.#newest = packet.decodeTime / this.#run.init.timescale;
    this.#run.append(packet);
  }

  #tick(): void {
    if (!this.#run) return;
    const video = this.#video;
    const now = performance.now();
    const presented = video.getVideoPlaybackQuality().totalVideoFrames;
    if (presented !== this.#presented) {
      this.#presented = presented;
      this.#movedAt = now;
      this.#renewAfter = RENEW_AFTER_MS;
      this.#say({ kind: 'playing' });
    } else if (document.hidden) {
      this.#movedAt = now; // a hidden page presents nothing, and nothing is wrong
    } else if (now - this.#movedAt > STALLED_AFTER_MS) {
      this.#say({ kind: 'stalled' });
      if (now - this.#movedAt > this.#renewAfter) this.#renew();
    }
    const ranges = Array.from({ length: video.buffered.length }, (_, at) => ({
      start: video.buffered.start(at),
      end: video.buffered.end(at),
    }));
    const { run, timescale } = this.#run.init;
    this.#edge.waitFor(this.#lateness?.look(run, this.#newest, timescale, now / 1000) ?? 0);
    const head = { now: now / 1000, position: video.currentTime, ranges, presented, seeking: video.seeking };
    const { seek, rate } = this.#edge.steer(head);
    if (seek !== undefined) video.currentTime = seek;
    if (video.playbackRate !== rate) video.playbackRate = rate;
    if (video.paused && ranges.length > 0) video.play().catch(() => undefined); // browsers pause hidden muted video
  }

  #ranDry(): void {
    const { buffered, currentTime, seeking } = this.#video;
    if (!seeking && buffered.length > 0)
      this.#edge.ranDry(Math.max(0, buffered.end(buffered.length - 1) - currentTime));
  }

  /** The browser gave up on this run: begin anew at once, or, if that was done just now, when the picture counts as stopped. */
  #broken(): void {
    if (performance.now() - this.#movedAt > this.#renewAfter) this.#renew();
  }

  #renew(): void {
    this.#renewAfter = Math.min(RENEW_AT_MOST_MS, this.#renewAfter * 2);
    this.#watch();
  }

  #say(status: LiveStatus): void {
    if (status.kind === this.#status.kind && status.kind !== 'refused') return;
    this.#status = status;
    this.#tell(status);
  }
}
