import type { Writable } from 'node:stream';
import type { ScreenCamera } from '../core/contract/screen.ts';
import { ZaikeError } from '../core/domain/errors.ts';
import { type CameraId, cameraId } from '../core/domain/ids.ts';
import type { CaptureEvent, Gap } from '../core/domain/media.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import type { Processes } from '../core/platform/process.ts';
import { type Camera, openCamera } from './camera/camera.ts';
import type { StreamSource } from './camera/capture.ts';
import { type CameraDirectory, streamAddress } from './camera/directory.ts';
import { PipeWriter } from './camera/pipe-writer.ts';
import type { SubscribeOptions } from './camera/subscription.ts';
import type { CameraConfig } from './config.ts';

export interface CamerasPorts {
  readonly processes: Processes;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** Asked where an ONVIF camera's stream is, anew before each run. */
  readonly directory: CameraDirectory;
}

/** All cameras of the kiosk, captured until disposed of. */
export interface Cameras extends AsyncDisposable {
  readonly ids: readonly CameraId[];
  /** @throws ZaikeError `no-such-camera`. */
  camera(id: CameraId): Camera;
  /** The cameras as the screen shows them, in the order of the configuration. */
  facts(): ScreenCamera[];
  /** Sends every camera's packets to a vision process, from now until the next call. */
  feed(pipe: Writable): void;
  /** Everything that one camera gives, until `signal` aborts, from its current GOP on. */
  subscribe(id: CameraId, signal: AbortSignal): AsyncIterable<CaptureEvent>;
  /** Tells each gap when it begins and when it ends. */
  watchGaps(onGap: (gap: Gap) => void): Promise<void>;
}

/** Opens the configured cameras, with their sound if `audio`; a camera that cannot be reached is tried again for ever and hurts no other. */
export function openCameras(configured: readonly CameraConfig[], audio: boolean, ports: CamerasPorts): Cameras {
  const cameras = new Map<CameraId, Camera>();
  for (const config of configured) {
    const id = cameraId(config.id);
    const credentials =
      config.username === undefined ? undefined : { username: config.username, password: config.password ?? '' };
    const source: StreamSource = async (signal) =>
      streamAddress(await ports.directory.open(config.address, credentials, signal), config.stream);
    cameras.set(id, openCamera({ camera: id, source, credentials, audio }, ports));
  }
  const camera = (id: CameraId): Camera => {
    const found = cameras.get(id);
    if (found) return found;
    throw new ZaikeError(`没有名为 ${id} 的摄像机`, { code: 'no-such-camera', retry: false });
  };
  let feeding = new AbortController();
  return {
    ids: [...cameras.keys()],
    camera,
    facts: () =>
      configured.map(({ id, name, role }) => {
        const gap = camera(cameraId(id)).health().gap;
        const health = gap === null ? { kind: 'ok' as const } : { kind: 'gap' as const, since: gap.from, why: gap.why };
        return { id: cameraId(id), name, role, health };
      }),
    feed: (pipe) => {
      feeding.abort();
      feeding = new AbortController();
      const writer = new PipeWriter(pipe);
      for (const each of cameras.values())
        void pump(each, { name: 'vision', keep: 'latest' }, feeding.signal, (event) => writer.write(event));
    },
    subscribe: (id, signal) => subscribed(camera(id), signal),
    watchGaps: async (onGap) => {
      const never = new AbortController().signal;
      const tell = (event: CaptureEvent): void => {
        if (event.kind === 'gap') onGap(event);
      };
      await Promise.all([...cameras.values()].map((each) => pump(each, { name: 'gaps', keep: 'all' }, never, tell)));
    },
    [Symbol.asyncDispose]: async () => {
      feeding.abort();
      await Promise.all([...cameras.values()].map((each) => each[Symbol.asyncDispose]()));
    },
  };
}

async function* subscribed(camera: Camera, signal: AbortSignal): AsyncGenerator<CaptureEvent, void> {
  using subscription = camera.subscribe({ name: 'live', keep: 'latest' });
  const end = (): void => subscription[Symbol.dispose]();
  signal.addEventListener('abort', end, { once: true });
  try {
    if (!signal.aborted) yield* subscription;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

async function pump(
  camera: Camera,
  options: SubscribeOptions,
  signal: AbortSignal,
  take: (event: CaptureEvent) => void,
): Promise<void> {
  using subscription = camera.subscribe(options);
  signal.addEventListener('abort', () => subscription[Symbol.dispose](), { once: true });
  for await (const event of subscription) take(event);
}
