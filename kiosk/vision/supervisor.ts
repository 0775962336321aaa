import type { Writable } from 'node:stream';
import {
  type ExaminedFace,
  type FromVision,
  fromVisionSchema,
  type ToVision,
  type VisionCamera,
  type VisionConfiguration,
  type VisionPack,
  type VisionPerson,
  type VisionTemplate,
} from '../../core/contract/vision.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { FrameResult } from '../../core/domain/face.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { Scene } from '../../core/domain/picture-scene.ts';
import { type DurationMs, type EpochMs, milliseconds, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import type { Worker, Workers } from '../../core/platform/worker.ts';
import type { CutPurpose, FaceInFrame } from './surroundings.ts';

/** How the vision process is. */
export type VisionState =
  | { readonly kind: 'starting'; readonly since: EpochMs }
  | {
      readonly kind: 'running';
      readonly since: EpochMs;
      readonly pack: VisionPack;
      readonly runtime: string;
      readonly notes: readonly string[];
    }
  /** Between two lives, or for good when trying again cannot help (`retry` false: a model is missing, say). */
  | {
      readonly kind: 'down';
      readonly since: EpochMs;
      readonly why: string;
      readonly code: string;
      readonly retry: boolean;
    };

export interface SupervisorOptions extends Omit<VisionConfiguration, 'kind' | 'cameras' | 'repeatSeconds'> {
  readonly cameras: readonly VisionCamera[];
  /** How far back a repeated picture is searched; half a minute by default. */
  readonly repeatSeconds?: number;
  /** The vision process's program, kiosk/vision.main.ts. */
  readonly program: string;
}

export interface SupervisorPorts {
  readonly workers: Workers;
  readonly clock: Clock;
  readonly log: Log;
  /**
   * Called for each life of the process with the pipe that it reads packets from; the old pipe is dead
   * then. What is written must begin anew: each camera's init, then packets from a keyframe on.
   */
  readonly feed: (pipe: Writable) => void;
  readonly onResult: (result: FrameResult) => void;
  /** Each change of state: while it is not `running` nothing is analysed, which is a fact for coverage. */
  readonly onState: (state: VisionState) => void;
  /** People whose templates another model made: they must be enrolled anew from their photos. */
  readonly onStale?: (people: readonly VisionPerson[]) => void;
}

/** The vision process as the main process sees it. */
export interface Vision extends AsyncDisposable {
  readonly state: VisionState;
  /** Replaces the gallery now and in every later life. */
  setGallery(templates: readonly VisionTemplate[]): void;
  /** Looks at these cameras now and in every later life; those that stay as they were are not disturbed. */
  setCameras(cameras: readonly VisionCamera[]): void;
  /** What a camera's picture looks like now, to be compared with later; null when there is none. */
  scene(camera: CameraId): Promise<Scene | null>;
  /**
   * Reads an enrolment photo (a file's bytes; `name` is for messages), and embeds it if `embed`, which needs the
   * person's consent. Waits for the process to be running. @throws ZaikeError `vision-down` when it died meanwhile or cannot run.
   */
  examine(photo: Uint8Array, name: string, embed: boolean): Promise<ExaminedFace>;
  /** A JPEG of a face and what is around it, right after its frame's result; null when it cannot be had any more. */
  picture(face: FaceInFrame, purpose: CutPurpose): Promise<Uint8Array | null>;
}

/** Loading models on a busy machine may take this long; afterwards the process itself says how patient to be. */
const START_PATIENCE: DurationMs = seconds(30);
/** How often its signs of life are looked at. */
const LOOK_EVERY: DurationMs = milliseconds(250);
/** Waits before a new life: at once at first, then longer while it keeps dying young. */
const RESTART_AFTER: readonly DurationMs[] = [seconds(0), seconds(0.5), seconds(2), seconds(5), seconds(10)];
/** A life this long was a good one. */
const GOOD_LIFE: DurationMs = seconds(20);

/**
 * Keeps the vision process running: starts it, gives it its configuration and gallery, and starts it
 * anew when it died or gave no sign of life. Ends with {@link Vision}'s disposal.
 */
export function superviseVision(options: SupervisorOptions, ports: SupervisorPorts): Vision {
  return new Supervisor(options, ports);
}

interface Waiting {
  readonly message: Extract<ToVision, { kind: 'examine' }>;
  readonly resolve: (examined: ExaminedFace) => void;
  readonly reject: (error: ZaikeError) => void;
  sent: boolean;
}

class Supervisor implements Vision {
  readonly #options: SupervisorOptions;
  readonly #ports: SupervisorPorts;
  readonly #stop = new AbortController();
  readonly #lives: Promise<void>;
  readonly #waiting = new Map<number, Waiting>();
  readonly #pictures = new Map<number, (jpeg: Uint8Array | null) => void>();
  readonly #scenes = new Map<number, (scene: Scene | null) => void>();
  #state: VisionState;
  #worker: Worker | undefined;
  #gallery: readonly VisionTemplate[] = [];
  #cameras: readonly VisionCamera[];
  #requests = 0;
  /** Time without a sign of life, as far as this process itself was awake to look. */
  #silence: DurationMs = milliseconds(0);
  #patience: DurationMs = START_PATIENCE;

  constructor(options: SupervisorOptions, ports: SupervisorPorts) {
    this.#options = options;
    this.#cameras = options.cameras;
    this.#ports = ports;
    this.#state = { kind: 'starting', since: ports.clock.now() };
    this.#lives = this.#live();
  }

  get state(): VisionState {
    return this.#state;
  }

  setGallery(templates: readonly VisionTemplate[]): void {
    this.#gallery = templates;
    if (this.#state.kind === 'running') this.#send({ kind: 'gallery', templates: [...templates] });
  }

  setCameras(cameras: readonly VisionCamera[]): void {
    this.#cameras = cameras;
    if (this.#worker) this.#send({ kind: 'cameras', cameras: cameras.map(watched) });
  }

  scene(camera: CameraId): Promise<Scene | null> {
    const { promise, resolve } = Promise.withResolvers<Scene | null>();
    if (this.#state.kind !== 'running') resolve(null);
    else {
      const request = ++this.#requests;
      this.#scenes.set(request, resolve);
      this.#send({ kind: 'scene', request, camera });
    }
    return promise;
  }

  examine(photo: Uint8Array, name: string, embed: boolean): Promise<ExaminedFace> {
    const { promise, resolve, reject } = Promise.withResolvers<ExaminedFace>();
    if (this.#stopped() || (this.#state.kind === 'down' && !this.#state.retry)) {
      reject(this.#downError());
      return promise;
    }
    const request = ++this.#requests;
    const message = { kind: 'examine' as const, request, name, photo: new Uint8Array(photo), embed };
    const waiting: Waiting = { message, resolve, reject, sent: false };
    this.#waiting.set(request, waiting);
    if (this.#state.kind === 'running') this.#sendWaiting(waiting);
    return promise;
  }

  picture(face: FaceInFrame, purpose: CutPurpose): Promise<Uint8Array | null> {
    const { promise, resolve } = Promise.withResolvers<Uint8Array | null>();
    if (this.#state.kind !== 'running') resolve(null);
    else {
      const request = ++this.#requests;
      this.#pictures.set(request, resolve);
      this.#send({ kind: 'picture', request, ...face, purpose });
    }
    return promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#lives;
  }

  async #live(): Promise<void> {
    const { clock, log } = this.#ports;
    let young = 0;
    while (!this.#stopped()) {
      const born = clock.monotonic();
      const end = await this.#oneLife();
      if (this.#stopped()) break;
      young = clock.monotonic() - born > GOOD_LIFE ? 0 : young + 1;
      this.#enter({ kind: 'down', since: clock.now(), ...end });
      this.#rejectWaiting((waiting) => waiting.sent || !end.retry);
      log.error('the vision process ended', { why: end.why, code: end.code, retry: end.retry, young });
      if (!end.retry) break;
      const wait = RESTART_AFTER[Math.min(young - 1, RESTART_AFTER.length - 1)] ?? seconds(0);
      await clock.sleep(wait, this.#stop.signal).catch(() => undefined);
    }
    this.#rejectWaiting(() => true);
  }

  #stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** From start to death; resolves with the reason. */
  async #oneLife(): Promise<{ why: string; code: string; retry: boolean }> {
    const { clock, workers } = this.#ports;
    this.#enter({ kind: 'starting', since: clock.now() });
    this.#silence = milliseconds(0);
    this.#patience = START_PATIENCE;
    await using worker = workers.start(this.#options.program, {}, 'one');
    this.#worker = worker;
    const failures: { why: string; code: string; retry: boolean }[] = [];
    worker.onMessage((raw) => {
      const parsed = fromVisionSchema.safeParse(raw);
      if (!parsed.success) {
        const why = `a message of another version: ${parsed.error.message}`;
        failures.push({ why, code: 'vision-message', retry: true });
        worker.kill('SIGKILL');
      } else if (parsed.data.kind === 'failed') {
        failures.push({ why: parsed.data.message, code: parsed.data.code, retry: parsed.data.retry });
      } else this.#take(parsed.data);
    });
    worker.pipe.on('error', () => undefined);
    const { program: _program, repeatSeconds = 30, ...configuration } = this.#options;
    this.#send({ kind: 'configure', ...configuration, repeatSeconds, cameras: this.#cameras.map(watched) });
    this.#ports.feed(worker.pipe);
    const hung = await this.#watch(worker);
    const exit = await worker.exited;
    this.#worker = undefined;
    const [failure] = failures;
    if (failure) return failure;
    if (hung !== undefined) {
      return { why: `no sign of life for ${Math.round(hung)} ms`, code: 'vision-hung', retry: true };
    }
    return { why: `it ended with ${String(exit.signal ?? exit.code)}`, code: 'vision-died', retry: true };
  }

  /** Until the worker is dead or the kiosk stops; kills it when it is silent for too long and says for how long. */
  async #watch(worker: Worker): Promise<number | undefined> {
    const { clock } = this.#ports;
    const dead = new AbortController();
    void worker.exited.then(() => {
      dead.abort();
    });
    const signal = AbortSignal.any([dead.signal, this.#stop.signal]);
    const over = (): boolean => signal.aborted;
    while (!over()) {
      await clock.sleep(LOOK_EVERY, signal).catch(() => undefined);
      // Counted in looks, so that a machine on which nobody got the processor does not look like a hang.
      this.#silence = milliseconds(this.#silence + LOOK_EVERY);
      if (over() || this.#silence <= this.#patience) continue;
      worker.kill('SIGKILL');
      return this.#silence;
    }
    worker.kill('SIGKILL'); // dead already, or the kiosk stops
    return undefined;
  }

  #take(message: Exclude<FromVision, { kind: 'failed' }>): void {
    this.#silence = milliseconds(0);
    switch (message.kind) {
      case 'ready':
        this.#patience = milliseconds(message.patienceMs);
        this.#send({ kind: 'gallery', templates: [...this.#gallery] });
        this.#enter({
          kind: 'running',
          since: this.#ports.clock.now(),
          pack: message.pack,
          runtime: message.runtime,
          notes: message.notes,
        });
        for (const waiting of this.#waiting.values()) this.#sendWaiting(waiting);
        break;
      case 'alive':
        break;
      case 'result':
        this.#ports.onResult(message.result);
        break;
      case 'gallery':
        if (message.stale.length > 0) this.#ports.onStale?.(message.stale);
        break;
      case 'pictured':
        this.#pictures.get(message.request)?.(message.jpeg);
        this.#pictures.delete(message.request);
        break;
      case 'scene':
        this.#scenes.get(message.request)?.(message.scene);
        this.#scenes.delete(message.request);
        break;
      case 'examined':
        this.#waiting.get(message.request)?.resolve(message.examined);
        this.#waiting.delete(message.request);
        break;
    }
  }

  #send(message: ToVision): void {
    this.#worker?.send(message);
  }

  #sendWaiting(waiting: Waiting): void {
    waiting.sent = true;
    this.#send(waiting.message);
  }

  #rejectWaiting(which: (waiting: Waiting) => boolean): void {
    for (const resolve of this.#pictures.values()) resolve(null);
    this.#pictures.clear();
    for (const resolve of this.#scenes.values()) resolve(null);
    this.#scenes.clear();
    for (const [request, waiting] of this.#waiting) {
      if (!which(waiting)) continue;
      this.#waiting.delete(request);
      waiting.reject(this.#downError());
    }
  }

  #downError(): ZaikeError {
    const why = this.#state.kind === 'down' ? `：${this.#state.why}` : '';
    return new ZaikeError(`人脸识别没有运行${why}`, {
      code: 'vision-down',
      retry: this.#state.kind !== 'down' || this.#state.retry,
    });
  }

  #enter(state: VisionState): void {
    this.#state = state;
    this.#ports.onState(state);
  }
}

/** A camera as the process is told of it; a new copy, so that nobody changes it meanwhile. */
function watched({ id, role, scene }: VisionCamera): VisionConfiguration['cameras'][number] {
  return { id, role, scene: scene ? { grey: scene.grey, detail: scene.detail } : null };
}
