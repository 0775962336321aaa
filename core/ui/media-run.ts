import type { LiveInit, LivePacket } from '../contract/live.ts';

/** Seconds kept behind the picture; what is cut off ends at a keyframe. */
const KEEP_BEHIND = 4;
/** Packets that wait for the browser, at most: beyond it the oldest go, up to a keyframe. */
const MOST_WAITING = 500;

/** The media type of a run, as `MediaSource.isTypeSupported` takes it. */
export function mediaType(init: LiveInit): string {
  return `video/mp4; codecs="${init.codec}"`;
}

/**
 * One capture run in a video element: a media source of its own, so that each run may bring another codec and begin
 * its time anew. The element's time is the run's decode time: seconds = ticks / timescale.
 */
export class MediaRun implements Disposable {
  readonly init: LiveInit;
  readonly #video: HTMLVideoElement;
  readonly #media = new MediaSource();
  readonly #url: string;
  readonly #failed: (reason: string) => void;
  #buffer: SourceBuffer | undefined;
  #waiting: LivePacket[] = [];
  /** Seconds of the keyframes in the buffer, oldest first. */
  #keyframes: number[] = [];
  #ended = false;

  /** `failed` is told once when the browser cannot go on; then the run is to be disposed of. */
  constructor(video: HTMLVideoElement, init: LiveInit, failed: (reason: string) => void) {
    this.#video = video;
    this.init = init;
    this.#failed = failed;
    this.#url = URL.createObjectURL(this.#media);
    this.#media.addEventListener('sourceopen', () => this.#open(), { once: true });
    video.src = this.#url;
  }

  append(packet: LivePacket): void {
    if (this.#ended) return;
    this.#waiting.push(packet);
    if (this.#waiting.length > MOST_WAITING) {
      const keyframe = this.#waiting.findLastIndex((one) => one.keyframe);
      this.#waiting = keyframe < 0 ? [] : this.#waiting.slice(keyframe);
    }
    this.#pump();
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#waiting = [];
    URL.revokeObjectURL(this.#url);
  }

  #open(): void {
    if (this.#ended) return;
    this.#attempt(() => {
      const buffer = this.#media.addSourceBuffer(mediaType(this.init));
      buffer.mode = 'segments';
      buffer.addEventListener('updateend', () => this.#pump());
      buffer.addEventListener('error', () => this.#fail('the browser refused the stream'));
      buffer.appendBuffer(this.init.data);
      this.#buffer = buffer;
    });
  }

  #pump(): void {
    const buffer = this.#buffer;
    if (!buffer || buffer.updating || this.#ended || this.#media.readyState !== 'open') return;
    const cut = this.#cutBefore(this.#video.currentTime - KEEP_BEHIND);
    if (cut !== undefined) this.#attempt(() => buffer.remove(0, cut));
    else if (this.#waiting.length > 0) this.#attempt(() => buffer.appendBuffer(this.#take()));
  }

  /** The last keyframe at or before `time` when there are older ones: removing up to any other point would take the pictures after it too. */
  #cutBefore(time: number): number | undefined {
    const at = this.#keyframes.findLastIndex((keyframe) => keyframe <= time);
    if (at < 1) return undefined;
    const cut = this.#keyframes[at];
    this.#keyframes = this.#keyframes.slice(at);
    return cut;
  }

  #take(): Uint8Array<ArrayBuffer> {
    const packets = this.#waiting;
    this.#waiting = [];
    const joined = new Uint8Array(packets.reduce((sum, { data }) => sum + data.byteLength, 0));
    let at = 0;
    for (const { data, keyframe, decodeTime } of packets) {
      joined.set(data instanceof ArrayBuffer ? new Uint8Array(data) : data, at);
      at += data.byteLength;
      if (keyframe) this.#keyframes.push(decodeTime / this.init.timescale);
    }
    return joined;
  }

  #attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #fail(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#failed(reason);
  }
}
