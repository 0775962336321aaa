import { ZaikeError } from '../../core/domain/errors.ts';
import { cameraId } from '../../core/domain/ids.ts';
import type { GapReason, MediaInit, Packet } from '../../core/domain/media.ts';
import { type DurationMs, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Processes } from '../../core/platform/process.ts';
import type { Credentials } from './credentials.ts';
import { type CameraDirectory, type OpenedCamera, streamAddress } from './directory.ts';
import { RunPackets } from './packets.ts';
import { captureRun } from './run.ts';
import { jpegOf } from './snapshot.ts';

export interface TrialOptions {
  /** ONVIF or RTSP, without account. */
  readonly address: string;
  readonly stream: 'main' | 'sub';
  readonly credentials?: Credentials | undefined;
  /** How long pictures are counted at most; two keyframe intervals are enough. */
  readonly watchFor?: DurationMs;
}

export interface TrialPorts {
  readonly processes: Processes;
  readonly clock: Clock;
  readonly directory: CameraDirectory;
  /** Told what it is at. */
  readonly report: (step: 'asking' | 'connecting' | 'counting') => void;
}

/** What came of a camera that was tried. */
export type Trial =
  | {
      readonly kind: 'picture';
      readonly camera: OpenedCamera;
      readonly codec: string;
      readonly width: number;
      readonly height: number;
      readonly fps: number;
      readonly kbps: number;
      /** Between keyframes; null when there was only one in the time. */
      readonly keyframeEvery: DurationMs | null;
      readonly jpeg: Uint8Array | null;
    }
  | { readonly kind: 'trouble'; readonly why: GapReason; readonly detail: string };

const WATCH_FOR = seconds(12);
const START_WITHIN = seconds(15);
const STALL_AFTER = seconds(4);
/** So much is counted in any case: a rate needs some pictures. */
const LEAST_MS = 3000;
const REASONS = ['unauthorized', 'unreachable', 'not-found', 'not-video'] as const;

/**
 * Opens a camera as the kiosk would, looks at what comes for some seconds, and closes it again. A camera's fault is an
 * answer, never an error; aborting `signal` ends it with the signal's error.
 */
export async function tryCamera(options: TrialOptions, ports: TrialPorts, signal: AbortSignal): Promise<Trial> {
  const { address, stream, credentials } = options;
  let camera: OpenedCamera;
  let streamUrl: string;
  try {
    ports.report('asking');
    camera = await ports.directory.open(address, credentials, signal);
    streamUrl = streamAddress(camera, stream);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ZaikeError)) throw error;
    const why = REASONS.find((reason) => error.code === `camera-${reason}`) ?? 'unreachable';
    return { kind: 'trouble', why, detail: error.message };
  }
  ports.report('connecting');
  const seen = await watchRun(streamUrl, options, ports, signal);
  signal.throwIfAborted();
  if (seen.kind === 'trouble') return seen;
  const { init, packets, jpegFrom } = seen;
  const first = packets[0];
  const last = packets.at(-1);
  const span = first && last ? ((last.decodeTime + last.duration - first.decodeTime) * 1000) / init.timescale : 0;
  const bytes = packets.reduce((sum, { size }) => sum + size, 0);
  const keys = packets.filter(({ keyframe }) => keyframe).map(({ decodeTime }) => decodeTime);
  const [one, two] = keys.slice(-2);
  return {
    kind: 'picture',
    camera,
    ...{ codec: init.codec, width: init.width, height: init.height },
    fps: span > 0 ? Math.round((packets.length * 10_000) / span) / 10 : 0,
    kbps: span > 0 ? Math.round((bytes * 8) / span) : 0,
    keyframeEvery:
      one === undefined || two === undefined ? null : (Math.round(((two - one) * 1000) / init.timescale) as DurationMs),
    jpeg: await jpegOf(init, jpegFrom, ports),
  };
}

interface Counted {
  readonly decodeTime: number;
  readonly duration: number;
  readonly keyframe: boolean;
  readonly size: number;
}
type Watched =
  | {
      readonly kind: 'seen';
      readonly init: MediaInit;
      readonly packets: readonly Counted[];
      readonly jpegFrom: Pick<Packet, 'data'>;
    }
  | Extract<Trial, { kind: 'trouble' }>;

async function watchRun(
  address: string,
  { credentials, watchFor = WATCH_FOR }: TrialOptions,
  { processes, clock, report }: TrialPorts,
  signal: AbortSignal,
): Promise<Watched> {
  const run = { address, credentials, audio: false, startWithin: START_WITHIN, stallAfter: STALL_AFTER };
  const reader = new RunPackets(cameraId('trial'), 1);
  const packets: Counted[] = [];
  let init: MediaInit | null = null;
  let jpegFrom: Packet | null = null;
  for await (const event of captureRun(run, { processes, clock, signal })) {
    if (event.kind === 'end') {
      if (init && jpegFrom) break; // it showed a picture: what ended it is told by the kiosk's own capture later
      return { kind: 'trouble', why: event.why, detail: event.detail };
    }
    const told = reader.tell(event.part, event.arrival);
    if (told.kind === 'useless') return { kind: 'trouble', why: told.why, detail: told.detail };
    for (const each of told.events) {
      if (each.kind === 'init') {
        init = each;
        report('counting');
        continue;
      }
      jpegFrom ??= each;
      const { decodeTime, duration, keyframe, data } = each;
      packets.push({ decodeTime, duration, keyframe, size: data.length });
    }
    const keyframes = packets.filter(({ keyframe }) => keyframe).length;
    if (reader.length >= watchFor || (reader.length >= LEAST_MS && keyframes >= 3)) break;
  }
  if (init && jpegFrom) return { kind: 'seen', init, packets, jpegFrom };
  return { kind: 'trouble', why: 'unknown', detail: '' };
}
