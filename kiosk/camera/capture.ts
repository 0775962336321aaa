import { ZaikeError } from '../../core/domain/errors.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { CaptureEvent, Gap } from '../../core/domain/media.ts';
import { seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import type { Processes } from '../../core/platform/process.ts';
import { BACKOFF, type BackoffOptions, backoff } from './backoff.ts';
import type { Credentials } from './credentials.ts';
import { GapLog } from './gap-log.ts';
import { RunPackets } from './packets.ts';
import type { RunEnd } from './reason.ts';
import { captureRun } from './run.ts';
import type { WatchdogOptions } from './watchdog.ts';

/** Where a stream is, and the account that it wants. */
export interface StreamTarget {
  /** `rtsp://` or `rtsps://`. */
  readonly address: string;
  readonly credentials?: Credentials | undefined;
}

/** Where a camera's stream is: its RTSP address, or a question asked anew before each run (addresses and accounts change). */
export type StreamSource = string | ((signal: AbortSignal) => Promise<string | StreamTarget>);

export interface CaptureOptions extends Partial<WatchdogOptions> {
  readonly camera: CameraId;
  readonly source: StreamSource;
  readonly credentials?: Credentials | undefined;
  /** Whether sound is kept; off by default. */
  readonly audio?: boolean | undefined;
  readonly backoff?: BackoffOptions | undefined;
  /** The program; `ffmpeg` from the path by default. */
  readonly ffmpeg?: string | undefined;
}

export interface CaptureDependencies {
  readonly processes: Processes;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 ≤ x < 1, for the jitter of the back-off. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Aborted when the run in progress is to end and the next to begin at once; asked before each run. */
  readonly renewal?: () => AbortSignal;
}

/** A stall is told 4.1 s after the last picture; the first may take as long as a camera's longest GOP and log-in. */
const PATIENCE: WatchdogOptions = { stallAfter: seconds(4), startWithin: seconds(15) };
/** A run that gave pictures for so long was healthy: the next failure counts as the first again. */
const HEALTHY = seconds(10);

/**
 * One camera for as long as `signal` is not aborted: a gap `starting`, then for each run its init and packets, and
 * between runs gaps with their reasons (told when they begin and again when they end). Never throws for a fault of the
 * camera, the network or ffmpeg: it tries again, after 1, 2, 4 … 30 s. Whoever reads it must not tarry: what is not
 * read keeps the camera waiting (see hub.ts).
 */
export async function* capture(
  options: CaptureOptions,
  dependencies: CaptureDependencies,
): AsyncGenerator<CaptureEvent, void> {
  const { clock, signal, random } = dependencies;
  const log = dependencies.log.child(options.camera);
  const gaps = new GapLog(options.camera);
  let failures = 0;
  let run = 1;
  yield* gaps.begin(clock.now(), { why: 'starting', detail: '' });
  while (!signal.aborted) {
    const packets = new RunPackets(options.camera, run);
    let end: RunEnd = { why: 'unknown', detail: '' };
    const renewal = dependencies.renewal?.();
    const both = renewal === undefined ? signal : AbortSignal.any([signal, renewal]);
    for await (const event of attempt(options, { ...dependencies, signal: both }, packets)) {
      if (event.kind === 'end') {
        end = event;
        break;
      }
      if (event.kind === 'init' && packets.firstAt !== null) {
        log.info('camera gives pictures', { run, codec: event.codec, width: event.width, height: event.height });
        yield* gaps.end(packets.firstAt);
      }
      yield event;
    }
    if (isAborted(signal)) return;
    const { firstAt, endsAt } = packets;
    if (firstAt !== null && endsAt !== null) {
      run += 1;
      if (packets.length >= HEALTHY) failures = 0;
    }
    const renewed = renewal?.aborted === true;
    if (renewed) end = { why: 'starting', detail: 'its settings were changed' };
    const facts = gaps.begin(endsAt ?? clock.now(), end);
    if (facts.length > 0) log.warn('camera gives no picture', { why: end.why, detail: end.detail });
    yield* facts;
    failures = renewed ? 0 : failures + 1;
    if (!renewed) await clock.sleep(backoff(failures, random, options.backoff ?? BACKOFF), both).catch(() => undefined);
  }
}

type AttemptEvent = Exclude<CaptureEvent, Gap> | ({ readonly kind: 'end' } & RunEnd);

async function* attempt(
  options: CaptureOptions,
  dependencies: CaptureDependencies,
  packets: RunPackets,
): AsyncGenerator<AttemptEvent, void> {
  const { source } = options;
  let target: StreamTarget;
  try {
    const told = typeof source === 'string' ? source : await source(dependencies.signal);
    target = typeof told === 'string' ? { address: told, credentials: options.credentials } : told;
  } catch (error) {
    yield { kind: 'end', ...whyNoAddress(error) };
    return;
  }
  const { address, credentials } = target;
  const { audio = false, ffmpeg } = options;
  const patience = {
    stallAfter: options.stallAfter ?? PATIENCE.stallAfter,
    startWithin: options.startWithin ?? PATIENCE.startWithin,
  };
  for await (const event of captureRun({ address, credentials, audio, ffmpeg, ...patience }, dependencies)) {
    if (event.kind === 'end') {
      yield event;
      return;
    }
    const told = packets.tell(event.part, event.arrival);
    if (told.kind === 'useless') {
      yield { kind: 'end', why: told.why, detail: told.detail };
      return;
    }
    yield* told.events;
  }
}

function whyNoAddress(error: unknown): RunEnd {
  const detail = error instanceof Error ? error.message : String(error);
  const code = error instanceof ZaikeError ? error.code : '';
  const reasons = ['unauthorized', 'unreachable', 'not-found', 'not-video'] as const;
  return { why: reasons.find((why) => code === `camera-${why}`) ?? 'unreachable', detail };
}

/** Read anew: it changes while the loop waits. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
