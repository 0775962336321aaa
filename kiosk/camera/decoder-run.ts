import type { Frame, MediaInit, Packet } from '../../core/domain/media.ts';
import type { DurationMs } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Child, Processes } from '../../core/platform/process.ts';
import { decodeArguments } from './arguments.ts';
import { type Picture, PictureReader } from './picture-reader.ts';
import { shorten } from './reason.ts';

export interface DecoderRunOptions {
  readonly init: MediaInit;
  /** Size of the frames. */
  readonly width: number;
  readonly height: number;
  /** Wanted time between frames. */
  readonly period: DurationMs;
  readonly ffmpeg: string;
}

type Fed = Pick<Frame, 'frame' | 'decodeTime' | 'at'> & { readonly duration: number };

/** Packets remembered until their pictures come; a decoder further behind than this has its oldest forgotten. */
const MOST_FED = 512;

/** One life of a decoding ffmpeg: packets of one run in, frames that know their packet out. */
export class DecoderRun implements AsyncDisposable {
  readonly #options: DecoderRunOptions;
  readonly #clock: Clock;
  readonly #child: Child;
  readonly #reader: PictureReader;
  readonly #onFrame: (frame: Frame) => void;
  #fed: Fed[] = [];
  /** When the decoder last gave a frame, or was first fed since. */
  #aliveAt: DurationMs;
  #frames = 0;
  #ended: string | null = null;

  constructor(options: DecoderRunOptions, processes: Processes, clock: Clock, onFrame: (frame: Frame) => void) {
    const { width, height, period, init } = options;
    this.#options = options;
    this.#clock = clock;
    this.#onFrame = onFrame;
    this.#aliveAt = clock.monotonic();
    this.#reader = new PictureReader(width * height * 3);
    const args = decodeArguments({ width, height, period: period / 1000 });
    this.#child = processes.spawn(options.ffmpeg, args, { stdin: true });
    this.#child.stdout.on('data', (bytes: Buffer) => {
      this.#tell(this.#reader.pushBytes(bytes));
    });
    this.#child.onStderrLine((line) => {
      this.#tell(this.#reader.pushLine(line));
    });
    void this.#child.exited.then(({ stderr }) => {
      this.#ended ??= shorten(stderr.trim().split('\n').at(-1) ?? '') || 'the decoder ended';
    });
    this.#child.stdin?.write(init.data);
  }

  /** Frames given so far. */
  get frames(): number {
    return this.#frames;
  }

  /** Why it is of no more use (it has died, or its pipes are out of step), else null. */
  get ended(): string | null {
    return this.#reader.inStep ? this.#ended : 'pictures and their times are out of step';
  }

  /** Media time, in milliseconds, of the packets fed since the one of the last frame. */
  get behind(): number {
    const ticks = this.#fed.reduce((sum, { duration }) => sum + duration, 0);
    return (ticks * 1000) / this.#options.init.timescale;
  }

  /** How long it has been fed without giving a frame. */
  get silentFor(): number {
    return this.#fed.length === 0 ? 0 : this.#clock.monotonic() - this.#aliveAt;
  }

  /** Feeds a packet of the same run; never waits. */
  push(packet: Packet): void {
    if (this.#fed.length === 0) this.#aliveAt = this.#clock.monotonic();
    const { frame, decodeTime, duration, capturedAt: at } = packet;
    this.#fed.push({ frame, decodeTime, duration, at });
    if (this.#fed.length > MOST_FED) this.#fed.shift();
    this.#child.stdin?.write(packet.data);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended ??= 'stopped';
    await this.#child[Symbol.asyncDispose]();
  }

  #tell(pictures: readonly Picture[]): void {
    for (const { pts, data } of pictures) {
      const source = this.#fed.findLast(({ decodeTime }) => decodeTime <= pts);
      if (!source || this.#ended !== null) continue;
      this.#fed = this.#fed.filter(({ decodeTime }) => decodeTime > source.decodeTime);
      this.#aliveAt = this.#clock.monotonic();
      this.#frames += 1;
      const { init, width, height } = this.#options;
      const { camera, run, width: fullWidth, height: fullHeight } = init;
      const { frame, decodeTime, at } = source;
      this.#onFrame({ camera, run, frame, decodeTime, at, width, height, fullWidth, fullHeight, data });
    }
  }
}
