import { Fmp4Reader } from '../../core/domain/fmp4.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { CaptureEvent, MediaInit, Packet } from '../../core/domain/media.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Child, Processes } from '../../core/platform/process.ts';
import { RunPackets } from './packets.ts';
import { Queue } from './queue.ts';

export interface TranscodePorts {
  readonly processes: Processes;
  readonly clock: Clock;
  /** The number of the next run: no two streams of a camera share one. */
  readonly nextRun: () => number;
}

export interface TranscodeOptions {
  readonly camera: CameraId;
  /** The picture is made no wider than this. */
  readonly width: number;
  /** Pictures a second at the most. */
  readonly fps: number;
}

/** Bytes that may wait for the encoder; what comes meanwhile is left out up to a keyframe. */
const MOST_WAITING = 2 << 20;
const GOP_SECONDS = 2;

function transcodeArguments({ width, fps }: TranscodeOptions): readonly string[] {
  const filter = `fps=fps='min(source_fps,${String(fps)})',scale='min(${String(width)},iw)':-2,format=yuv420p`;
  return [
    ...['-hide_banner', '-nostats', '-loglevel', 'error', '-threads', '1', '-flags', 'low_delay'],
    ...['-probesize', '32', '-analyzeduration', '0', '-f', 'mp4', '-i', 'pipe:0', '-map', '0:v:0', '-an'],
    ...['-vf', filter, '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-threads', '1'],
    ...['-crf', '28', '-maxrate', '1500k', '-bufsize', '1500k'],
    ...['-force_key_frames', `expr:gte(t,n_forced*${String(GOP_SECONDS)})`],
    ...['-f', 'mp4', '-movflags', '+frag_every_frame+empty_moov+default_base_moof', '-flush_packets', '1', 'pipe:1'],
  ];
}

/**
 * A camera's events with the picture as H.264, by an ffmpeg of its own that is not the recorder's: libx264 ultrafast,
 * one thread. Gaps go through. Instants are those at which the encoder gave the picture, some 100 ms late. An encoder
 * that dies begins anew at the next keyframe. Ends with `source`, or when the reader leaves.
 */
export async function* transcoded(
  source: AsyncIterable<CaptureEvent>,
  options: TranscodeOptions,
  ports: TranscodePorts,
): AsyncGenerator<CaptureEvent, void> {
  const out = new Queue<CaptureEvent>();
  let run: EncoderRun | null = null;
  let init: MediaInit | null = null;
  const stop = (): void => {
    run?.end();
    run = null;
  };
  const feed = async (): Promise<void> => {
    for await (const event of source) {
      if (event.kind === 'packet') {
        if (run?.dead === true) stop();
        if (run === null && init?.run === event.run && event.keyframe) run = new EncoderRun(init, options, ports, out);
        run?.push(event);
        continue;
      }
      stop();
      init = event.kind === 'init' ? event : null;
      if (event.kind === 'gap') out.put(event);
    }
  };
  const fed = feed().finally(() => {
    stop();
    out.end();
  });
  fed.catch(() => undefined); // told below
  try {
    yield* out;
    await fed;
  } finally {
    stop();
  }
}

/** One life of the encoder. */
class EncoderRun {
  readonly #child: Child;
  readonly #packets: RunPackets;
  readonly #clock: Clock;
  #skipping = false;
  #dead = false;

  constructor(
    init: MediaInit,
    options: TranscodeOptions,
    { processes, clock, nextRun }: TranscodePorts,
    out: Queue<CaptureEvent>,
  ) {
    this.#child = processes.spawn('ffmpeg', transcodeArguments(options), { stdin: true });
    this.#packets = new RunPackets(options.camera, nextRun());
    this.#clock = clock;
    this.#child.stdin?.write(init.data);
    void this.#read(out);
  }

  /** It has ended by itself. */
  get dead(): boolean {
    return this.#dead;
  }

  push({ keyframe, data }: Packet): void {
    const { stdin } = this.#child;
    if (stdin === null || this.#dead) return;
    this.#skipping = stdin.writableLength > MOST_WAITING || (this.#skipping && !keyframe);
    if (!this.#skipping) stdin.write(data);
  }

  end(): void {
    this.#dead = true;
    this.#child.kill('SIGKILL');
  }

  async #read(out: Queue<CaptureEvent>): Promise<void> {
    const reader = new Fmp4Reader();
    try {
      for await (const bytes of this.#child.stdout as AsyncIterable<Uint8Array>) {
        const arrival = { wall: this.#clock.now(), monotonic: this.#clock.monotonic() };
        for (const part of reader.push(bytes)) {
          const told = this.#packets.tell(part, arrival);
          if (this.#dead) return;
          if (told.kind === 'useless') this.end();
          else for (const event of told.events) out.put(event);
        }
      }
    } catch {
      this.end(); // output that cannot be read: begun anew at the next keyframe
    }
    this.#dead = true;
  }
}
