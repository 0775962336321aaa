import { type Fmp4Part, Fmp4Reader } from '../../core/domain/fmp4.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Processes } from '../../core/platform/process.ts';
import { captureArguments, captureInput } from './arguments.ts';
import { type Credentials, withCredentials } from './credentials.ts';
import type { Arrival } from './instants.ts';
import { type RunEnd, reasonOf, shorten } from './reason.ts';
import { type WatchdogOptions, watch } from './watchdog.ts';

export interface RunOptions extends WatchdogOptions {
  /** `rtsp://` or `rtsps://`. */
  readonly address: string;
  readonly credentials?: Credentials | undefined;
  readonly audio: boolean;
  /** The program; `ffmpeg` from the path by default. */
  readonly ffmpeg?: string | undefined;
}

export interface RunDependencies {
  readonly processes: Processes;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A part of the stream and when its last byte came; at last, why there is no more. */
export type RunEvent =
  | { readonly kind: 'part'; readonly part: Fmp4Part; readonly arrival: Arrival }
  | ({ readonly kind: 'end' } & RunEnd);

/**
 * One life of a camera's capture process: what it copies, and last of all why it ended. It does not throw for anything
 * that a camera or ffmpeg does. Aborting the signal, or leaving the loop, kills ffmpeg.
 */
export async function* captureRun(
  options: RunOptions,
  { processes, clock, signal }: RunDependencies,
): AsyncGenerator<RunEvent, void> {
  const wanted = { url: withCredentials(options.address, options.credentials), audio: options.audio };
  await using ffmpeg = processes.spawn(options.ffmpeg ?? 'ffmpeg', captureArguments(wanted), { signal, stdin: true });
  ffmpeg.stdin?.end(captureInput(wanted));
  using watchdog = watch(options, clock, () => {
    ffmpeg.kill('SIGKILL');
  });
  const reader = new Fmp4Reader();
  let broken = '';
  try {
    for await (const bytes of ffmpeg.stdout as AsyncIterable<Uint8Array>) {
      const arrival = { wall: clock.now(), monotonic: clock.monotonic() };
      for (const part of reader.push(bytes)) {
        if (part.kind === 'fragment') watchdog.fed();
        yield { kind: 'part', part, arrival };
      }
    }
  } catch (error) {
    broken = error instanceof Error ? error.message : String(error);
    ffmpeg.kill('SIGKILL');
  }
  const { stderr, code } = await ffmpeg.exited;
  yield { kind: 'end', ...whyEnded() };

  function whyEnded(): RunEnd {
    const { stallAfter, startWithin, credentials } = options;
    if (watchdog.barked === 'stalled') return { why: 'stalled', detail: `no picture for ${stallAfter / 1000} s` };
    if (watchdog.barked === 'silent')
      return { why: 'unreachable', detail: `no picture within ${startWithin / 1000} s of connecting` };
    if (code === null && stderr.includes('ENOENT'))
      return { why: 'unknown', detail: 'ffmpeg cannot be started: is it installed?' };
    if (broken !== '') return { why: 'closed', detail: shorten(broken) };
    return reasonOf(stderr, reader.wholeBytes > 0 ? 'closed' : 'unknown', credentials);
  }
}
