import type { CaptureEvent, Frame, MediaInit, Packet } from '../../core/domain/media.ts';
import { type DurationMs, milliseconds, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import type { Processes } from '../../core/platform/process.ts';
import { DecoderRun } from './decoder-run.ts';
import { Latest, type Taken } from './latest.ts';

export interface DecodeOptions {
  /** Wanted time between frames: 1 s for a room, 0.2 s for a check-in. */
  readonly period: DurationMs;
  /** Frames are made no wider than this, in pixels; null: the camera's own size. */
  readonly maxWidth: number | null;
  /** The program; `ffmpeg` from the path by default. */
  readonly ffmpeg?: string;
}

export interface DecodeDependencies {
  readonly processes: Processes;
  readonly clock: Clock;
  readonly log: Log;
}

/** Keyframes alone are decoded when they come no rarer than this many periods: a fraction of the work. */
const KEYFRAMES_SUFFICE = 2;
/** The share of a period after which a keyframe is due: they come with some jitter. */
const NEARLY = 0.9;
/** A decoder may be so far behind, in ms of media beyond one period, before packets are dropped to the next keyframe. */
const MOST_BEHIND = 1500;
/** A decoder that is fed and gives nothing for so long is replaced. */
const STUCK_AFTER = seconds(8);
/** Between the starts of decoders that give no frame. */
const MOST_REST = seconds(10);

/**
 * Frames of one camera out of its packets, in the vision process: rgb24 at the wanted rate and size, each knowing its
 * packet. The reader gets the newest frame and how many it missed. A dead, stuck or confused decoder is replaced at the
 * next keyframe; all queues are bounded.
 */
export class FrameDecoder implements AsyncDisposable {
  readonly #options: DecodeOptions;
  readonly #dependencies: DecodeDependencies;
  readonly #latest = new Latest<Frame>();
  readonly #leaving = new Set<Promise<void>>();
  #init: MediaInit | null = null;
  #run: DecoderRun | null = null;
  #skipping = true;
  #lastKeyframe: number | null = null;
  /** Decode time of the last keyframe that was due. */
  #lastWanted: number | null = null;
  #keyframesOnly = false;
  #failures = 0;
  #restUntil: DurationMs = milliseconds(0);
  #skipped = 0;
  #disposed = false;

  constructor(options: DecodeOptions, dependencies: DecodeDependencies) {
    this.#options = options;
    this.#dependencies = dependencies;
  }

  /** Packets left out because the decoder was behind. */
  get skipped(): number {
    return this.#skipped;
  }

  /** The newest frame each time, until disposed of. One reader. */
  frames(): AsyncIterable<Taken<Frame>> {
    return this.#latest;
  }

  /** Takes the next event of the camera; never waits. */
  push(event: CaptureEvent): void {
    if (event.kind === 'gap' || this.#disposed) return;
    if (event.kind === 'packet') this.#pushPacket(event);
    else {
      this.#init = event;
      this.#lastKeyframe = null;
      this.#lastWanted = null;
      this.#keyframesOnly = false;
      this.#stop();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    this.#stop();
    this.#latest.end();
    await Promise.all(this.#leaving);
  }

  #pushPacket(packet: Packet): void {
    const init = this.#init;
    if (init?.run !== packet.run) return;
    const due = packet.keyframe && this.#noteKeyframe(packet, init);
    this.#replaceWhenUseless();
    const run = this.#run;
    const { period } = this.#options;
    if (run && run.behind > period + MOST_BEHIND) this.#skipping = true;
    if (this.#skipping && (!packet.keyframe || (run && run.behind > period))) {
      if (run) this.#skipped += 1;
      return;
    }
    if (this.#keyframesOnly && !due) return;
    this.#run ??= this.#start(init);
    if (!this.#run) return;
    this.#skipping = false;
    this.#run.push(packet);
  }

  /** Learns how far keyframes lie apart; says whether this one is wanted when keyframes alone are decoded. */
  #noteKeyframe({ decodeTime }: Packet, { timescale }: MediaInit): boolean {
    const { period } = this.#options;
    const since = (from: number | null): number =>
      from === null ? Infinity : ((decodeTime - from) * 1000) / timescale;
    const apart = since(this.#lastKeyframe);
    this.#keyframesOnly = apart <= period * KEYFRAMES_SUFFICE;
    this.#lastKeyframe = decodeTime;
    if (this.#keyframesOnly && since(this.#lastWanted) < period * NEARLY) return false;
    this.#lastWanted = decodeTime;
    return true;
  }

  #start(init: MediaInit): DecoderRun | null {
    const { processes, clock } = this.#dependencies;
    if (clock.monotonic() < this.#restUntil) return null;
    const { period, maxWidth, ffmpeg = 'ffmpeg' } = this.#options;
    const scale = Math.min(1, (maxWidth ?? init.width) / init.width);
    const size = { width: Math.round(init.width * scale), height: Math.round(init.height * scale) };
    const give = (frame: Frame): void => {
      this.#latest.put(frame);
    };
    return new DecoderRun({ init, ...size, period, ffmpeg }, processes, clock, give);
  }

  #replaceWhenUseless(): void {
    const run = this.#run;
    if (!run) return;
    const stuck = run.silentFor > Math.max(STUCK_AFTER, 4 * this.#options.period);
    if (run.ended === null && !stuck) return;
    const why = run.ended ?? `no frame for ${String(Math.round(run.silentFor / 1000))} s`;
    this.#failures = run.frames === 0 ? this.#failures + 1 : 1;
    const rest = Math.min(1000 * 2 ** (this.#failures - 1), MOST_REST);
    this.#restUntil = milliseconds(this.#dependencies.clock.monotonic() + rest);
    this.#dependencies.log.warn('decoder is replaced', { camera: this.#init?.camera, why, frames: run.frames });
    this.#stop();
  }

  #stop(): void {
    const run = this.#run;
    this.#run = null;
    this.#skipping = true;
    if (!run) return;
    const left = run[Symbol.asyncDispose]().finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
  }
}
