import type { Writable } from 'node:stream';
import type { ScreenCamera } from '../core/contract/screen.ts';
import { ZaikeError } from '../core/domain/errors.ts';
import type { CameraId } from '../core/domain/ids.ts';
import type { CameraRole, CaptureEvent, Gap } from '../core/domain/media.ts';
import type { ToldTrouble } from '../core/domain/picture.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import type { Processes } from '../core/platform/process.ts';
import { type Camera, openCamera } from './camera/camera.ts';
import type { StreamSource } from './camera/capture.ts';
import type { Credentials } from './camera/credentials.ts';
import { type CameraDirectory, streamAddress } from './camera/directory.ts';
import { PipeWriter } from './camera/pipe-writer.ts';
import type { SubscribeOptions } from './camera/subscription.ts';

export interface CamerasPorts {
  readonly processes: Processes;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** Asked where an ONVIF camera's stream is, anew before each run. */
  readonly directory: CameraDirectory;
}

/** A camera as it is to be captured. */
export interface CameraSetting {
  /** Stays the same for ever: evidence names it. */
  readonly id: CameraId;
  readonly name: string;
  readonly role: CameraRole;
  readonly address: string;
  readonly stream: 'main' | 'sub';
  readonly account: Credentials | null;
}

/** All cameras of the kiosk, captured until disposed of. */
export interface Cameras extends AsyncDisposable {
  /** Those of now, in their order. */
  readonly ids: readonly CameraId[];
  /** @throws ZaikeError `no-such-camera`. */
  camera(id: CameraId): Camera;
  /**
   * From now on these cameras. One that stays as it was is not disturbed; another name or role neither stops its
   * capture; another address, stream or account begins a new run of the same camera; one that is gone ends.
   */
  use(settings: readonly CameraSetting[]): Promise<void>;
  /** The cameras as the screen shows them, in their order. */
  facts(troubleOf: (camera: CameraId) => ToldTrouble | null): ScreenCamera[];
  /** Sends every camera's packets to a vision process, from now until the next call. */
  feed(pipe: Writable): void;
  /** Everything that one camera gives, until `signal` aborts, from its current GOP on. */
  subscribe(id: CameraId, signal: AbortSignal): AsyncIterable<CaptureEvent>;
  /** Begins `work` for each camera, also for those that come; resolves when all of it has ended after the disposal. */
  each(work: (id: CameraId, camera: Camera) => Promise<void>): Promise<void>;
  /** Tells each gap when it begins and when it ends. */
  watchGaps(onGap: (gap: Gap) => void): Promise<void>;
}

/** Opens cameras, with their sound if `audio`; one that cannot be reached is tried again for ever and hurts no other. */
export function openCameras(settings: readonly CameraSetting[], audio: boolean, ports: CamerasPorts): Cameras {
  return new OpenCameras(settings, audio, ports);
}

interface Open {
  setting: CameraSetting;
  readonly camera: Camera;
}

class OpenCameras implements Cameras {
  readonly #audio: boolean;
  readonly #ports: CamerasPorts;
  /** In their order. */
  #open = new Map<CameraId, Open>();
  readonly #works: ((id: CameraId, camera: Camera) => void)[] = [];
  readonly #closed = Promise.withResolvers<undefined>();
  #feeding: { readonly writer: PipeWriter; readonly end: AbortController } | null = null;

  constructor(settings: readonly CameraSetting[], audio: boolean, ports: CamerasPorts) {
    this.#audio = audio;
    this.#ports = ports;
    for (const setting of settings) this.#open.set(setting.id, this.#begin(setting));
  }

  get ids(): readonly CameraId[] {
    return [...this.#open.keys()];
  }

  camera(id: CameraId): Camera {
    const found = this.#open.get(id);
    if (found) return found.camera;
    throw new ZaikeError(`没有名为 ${id} 的摄像机`, { code: 'no-such-camera', retry: false });
  }

  async use(settings: readonly CameraSetting[]): Promise<void> {
    const before = this.#open;
    const next = new Map<CameraId, Open>();
    for (const setting of settings) {
      const open = before.get(setting.id);
      if (open === undefined) next.set(setting.id, this.#begin(setting));
      else {
        const moved = !isSameSource(open.setting, setting);
        open.setting = setting;
        next.set(setting.id, open);
        if (moved) open.camera.renew();
      }
    }
    this.#open = next;
    for (const [id, { camera }] of next) if (!before.has(id)) this.#join(id, camera);
    const gone = [...before.values()].filter(({ setting }) => !next.has(setting.id));
    await Promise.all(gone.map(({ camera }) => camera[Symbol.asyncDispose]()));
  }

  facts(troubleOf: (camera: CameraId) => ToldTrouble | null): ScreenCamera[] {
    return [...this.#open.values()].map(({ setting: { id, name, role }, camera }) => ({
      ...{ id, name, role },
      health: healthOf(camera.health().gap, troubleOf(id)),
    }));
  }

  feed(pipe: Writable): void {
    this.#feeding?.end.abort();
    this.#feeding = { writer: new PipeWriter(pipe), end: new AbortController() };
    for (const { camera } of this.#open.values()) this.#feed(camera);
  }

  subscribe(id: CameraId, signal: AbortSignal): AsyncIterable<CaptureEvent> {
    return subscribed(this.camera(id), signal);
  }

  async each(work: (id: CameraId, camera: Camera) => Promise<void>): Promise<void> {
    const running = new Set<Promise<void>>();
    const begin = (id: CameraId, camera: Camera): void => {
      const one = work(id, camera).finally(() => running.delete(one));
      running.add(one);
    };
    this.#works.push(begin);
    for (const [id, { camera }] of this.#open) begin(id, camera);
    await this.#closed.promise;
    await Promise.all(running);
  }

  async watchGaps(onGap: (gap: Gap) => void): Promise<void> {
    const never = new AbortController().signal;
    const tell = (event: CaptureEvent): void => {
      if (event.kind === 'gap') onGap(event);
    };
    await this.each((_, camera) => pump(camera, { name: 'gaps', keep: 'all' }, never, tell));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#feeding?.end.abort();
    await Promise.all([...this.#open.values()].map(({ camera }) => camera[Symbol.asyncDispose]()));
    this.#closed.resolve(undefined);
  }

  #begin(setting: CameraSetting): Open {
    const { id } = setting;
    const source: StreamSource = async (signal) => {
      const { address, account, stream } = this.#open.get(id)?.setting ?? setting;
      const credentials = account ?? undefined;
      const opened = await this.#ports.directory.open(address, credentials, signal);
      return { address: streamAddress(opened, stream), credentials };
    };
    return { setting, camera: openCamera({ camera: id, source, audio: this.#audio }, this.#ports) };
  }

  #join(id: CameraId, camera: Camera): void {
    for (const work of this.#works) work(id, camera);
    this.#feed(camera);
  }

  #feed(camera: Camera): void {
    const feeding = this.#feeding;
    if (feeding === null) return;
    const { writer, end } = feeding;
    void pump(camera, { name: 'vision', keep: 'latest' }, end.signal, (event) => writer.write(event));
  }
}

function isSameSource(a: CameraSetting, b: CameraSetting): boolean {
  return (
    a.address === b.address &&
    a.stream === b.stream &&
    a.account?.username === b.account?.username &&
    a.account?.password === b.account?.password
  );
}

function healthOf(gap: Gap | null, trouble: ToldTrouble | null): ScreenCamera['health'] {
  if (gap !== null) return { kind: 'gap', since: gap.from, why: gap.why };
  return trouble === null ? { kind: 'ok' } : { kind: 'picture', since: trouble.since, trouble: trouble.kind };
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
