import type { Writable } from 'node:stream';
import type {
  ExaminedFace,
  VisionCamera,
  VisionConfiguration,
  VisionPerson,
  VisionTemplate,
} from '../../core/contract/vision.ts';
import type { ZaikeError } from '../../core/domain/errors.ts';
import type { FrameResult } from '../../core/domain/face.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { Scene } from '../../core/domain/picture-scene.ts';
import { type DurationMs, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import type { Workers } from '../../core/platform/worker.ts';
import { downError } from './down-error.ts';
import { type End, Life, type Told } from './life.ts';
import { Requests } from './requests.ts';
import type { CutPurpose, FaceInFrame } from './surroundings.ts';
import { TrackNumbers } from './track-numbers.ts';
import type { Vision, VisionState } from './vision.ts';

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
  /**
   * A word that changes when the files that the process is made from do: a process that could not run for good is
   * started anew then, without a restart of the kiosk. Left out: it stays down.
   */
  readonly stamp?: () => Promise<string>;
  /** People whose templates another model made: they must be enrolled anew from their photos. */
  readonly onStale?: (people: readonly VisionPerson[]) => void;
}

/** Waits before a new life: at once at first, then longer while it keeps dying young. */
const RESTART_AFTER: readonly DurationMs[] = [seconds(0), seconds(0.5), seconds(2), seconds(5), seconds(10)];
/** How often the files are looked at while only they can help. */
const LOOK_AT_FILES: DurationMs = seconds(3);
/** A life this long was a good one. */
const GOOD_LIFE: DurationMs = seconds(20);

/**
 * Keeps the vision process running: starts it, gives it its configuration and gallery, and starts it
 * anew when it died or gave no sign of life. Ends with {@link Vision}'s disposal.
 */
export function superviseVision(options: SupervisorOptions, ports: SupervisorPorts): Vision {
  return new Supervisor(options, ports);
}

class Supervisor implements Vision {
  readonly #options: SupervisorOptions;
  readonly #ports: SupervisorPorts;
  readonly #stop = new AbortController();
  readonly #lives: Promise<void>;
  readonly #requests = new Requests((message) => {
    this.#life?.send(message);
  });
  readonly #tracks = new TrackNumbers();
  #state: VisionState;
  #life: Life | undefined;
  #gallery: readonly VisionTemplate[] = [];
  #cameras: readonly VisionCamera[];

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

  get trouble(): string | null {
    return this.#state.kind === 'down' && !this.#state.retry ? this.#downError().message : null;
  }

  setGallery(templates: readonly VisionTemplate[]): void {
    this.#gallery = templates;
    if (this.#state.kind === 'running') this.#life?.send({ kind: 'gallery', templates: [...templates] });
  }

  setCameras(cameras: readonly VisionCamera[]): void {
    this.#cameras = cameras;
    this.#life?.send({ kind: 'cameras', cameras: cameras.map(watched) });
  }

  async scene(camera: CameraId): Promise<Scene | null> {
    return this.#state.kind === 'running' ? this.#requests.scene(camera) : null;
  }

  async examine(photo: Uint8Array, name: string, embed: boolean): Promise<ExaminedFace> {
    if (this.#stopped() || (this.#state.kind === 'down' && !this.#state.retry)) throw this.#downError();
    const examined = this.#requests.examine(photo, name, embed);
    if (this.#state.kind === 'running') this.#requests.sendPhotos();
    return examined;
  }

  async picture(face: FaceInFrame, purpose: CutPurpose): Promise<Uint8Array | null> {
    return this.#state.kind === 'running' ? this.#requests.picture(face, purpose) : null;
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
      const made = this.#ports.stamp?.();
      const end = await this.#oneLife();
      if (this.#stopped()) break;
      young = clock.monotonic() - born > GOOD_LIFE ? 0 : young + 1;
      this.#enter({ kind: 'down', since: clock.now(), ...end });
      this.#requests.end(this.#downError(), !end.retry);
      log.error('the vision process ended', { why: end.why, code: end.code, retry: end.retry, young });
      if (!end.retry) {
        if (made === undefined || !(await this.#filesChanged(await made))) break;
        log.info('the files of the vision process have changed: it is started anew');
        continue;
      }
      const wait = RESTART_AFTER[Math.min(young - 1, RESTART_AFTER.length - 1)] ?? seconds(0);
      await clock.sleep(wait, this.#stop.signal).catch(() => undefined);
    }
    this.#requests.end(this.#downError(), true);
  }

  /** Waits until the files are others than `before`; false when the kiosk stops. */
  async #filesChanged(before: string): Promise<boolean> {
    while (!this.#stopped()) {
      await this.#ports.clock.sleep(LOOK_AT_FILES, this.#stop.signal).catch(() => undefined);
      if (!this.#stopped() && (await this.#ports.stamp?.()) !== before) return true;
    }
    return false;
  }

  #stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** From start to death; resolves with the reason. */
  async #oneLife(): Promise<End> {
    const { clock, workers } = this.#ports;
    this.#enter({ kind: 'starting', since: clock.now() });
    const worker = workers.start(this.#options.program, {}, 'one');
    await using life = new Life(worker, clock, (message) => {
      this.#take(message);
    });
    this.#life = life;
    this.#tracks.beginLife();
    const { program: _program, repeatSeconds = 30, ...configuration } = this.#options;
    life.send({ kind: 'configure', ...configuration, repeatSeconds, cameras: this.#cameras.map(watched) });
    this.#ports.feed(life.pipe);
    const end = await life.end(this.#stop.signal);
    this.#life = undefined;
    return end;
  }

  #take(message: Told): void {
    switch (message.kind) {
      case 'ready':
        this.#life?.send({ kind: 'gallery', templates: [...this.#gallery] });
        this.#enter({
          kind: 'running',
          since: this.#ports.clock.now(),
          pack: message.pack,
          runtime: message.runtime,
          notes: message.notes,
        });
        this.#requests.sendPhotos();
        break;
      case 'alive':
        break;
      case 'result':
        this.#ports.onResult(this.#tracks.goOn(message.result));
        break;
      case 'gallery':
        if (message.stale.length > 0) this.#ports.onStale?.(message.stale);
        break;
      case 'pictured':
      case 'scene':
      case 'examined':
        this.#requests.answer(message);
        break;
    }
  }

  #downError(): ZaikeError {
    const state = this.#state;
    return downError(state.kind === 'down' ? state : { code: 'starting', retry: true });
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
