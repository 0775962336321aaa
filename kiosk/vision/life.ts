import type { Writable } from 'node:stream';
import { type FromVision, fromVisionSchema, type ToVision } from '../../core/contract/vision.ts';
import { type DurationMs, milliseconds, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Worker } from '../../core/platform/worker.ts';

/** What a vision process tells while it lives; `failed` is about its end. */
export type Told = Exclude<FromVision, { kind: 'failed' }>;

/** Why a life ended, and whether another one may be better. */
export interface End {
  readonly why: string;
  readonly code: string;
  readonly retry: boolean;
}

/** Loading models on a busy machine may take this long; afterwards the process itself says how patient to be. */
const START_PATIENCE: DurationMs = seconds(30);
/** How often its signs of life are looked at. */
const LOOK_EVERY: DurationMs = milliseconds(250);

/** One life of the vision process, from its start to its end; it is killed when it gives no sign of life. */
export class Life implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #clock: Clock;
  readonly #take: (message: Told) => void;
  #failure: End | undefined;
  /** Time without a sign of life, as far as this process itself was awake to look. */
  #silence: DurationMs = milliseconds(0);
  #patience: DurationMs = START_PATIENCE;

  constructor(worker: Worker, clock: Clock, take: (message: Told) => void) {
    this.#worker = worker;
    this.#clock = clock;
    this.#take = take;
    worker.onMessage((raw) => {
      this.#hear(raw);
    });
    worker.pipe.on('error', () => undefined);
  }

  /** Where it reads packets from. */
  get pipe(): Writable {
    return this.#worker.pipe;
  }

  send(message: ToVision): void {
    this.#worker.send(message);
  }

  /** Waits for its end; it is killed when `stop` aborts. */
  async end(stop: AbortSignal): Promise<End> {
    const hung = await this.#watch(stop);
    const exit = await this.#worker.exited;
    if (this.#failure) return this.#failure;
    if (hung !== undefined) {
      return { why: `no sign of life for ${Math.round(hung)} ms`, code: 'vision-hung', retry: true };
    }
    return { why: `it ended with ${String(exit.signal ?? exit.code)}`, code: 'vision-died', retry: true };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker[Symbol.asyncDispose]();
  }

  #hear(raw: unknown): void {
    const parsed = fromVisionSchema.safeParse(raw);
    if (!parsed.success) {
      const why = `a message of another version: ${parsed.error.message}`;
      this.#failure ??= { why, code: 'vision-message', retry: true };
      this.#worker.kill('SIGKILL');
    } else if (parsed.data.kind === 'failed') {
      const { message: why, code, retry } = parsed.data;
      this.#failure ??= { why, code, retry };
    } else {
      this.#silence = milliseconds(0);
      if (parsed.data.kind === 'ready') this.#patience = milliseconds(parsed.data.patienceMs);
      this.#take(parsed.data);
    }
  }

  /** Until it is dead or `stop` aborts; kills it when it is silent for too long and says for how long. */
  async #watch(stop: AbortSignal): Promise<DurationMs | undefined> {
    const dead = new AbortController();
    void this.#worker.exited.then(() => {
      dead.abort();
    });
    const signal = AbortSignal.any([dead.signal, stop]);
    const over = (): boolean => signal.aborted;
    while (!over()) {
      await this.#clock.sleep(LOOK_EVERY, signal).catch(() => undefined);
      // Counted in looks, so that a machine on which nobody got the processor does not look like a hang.
      this.#silence = milliseconds(this.#silence + LOOK_EVERY);
      if (over() || this.#silence <= this.#patience) continue;
      this.#worker.kill('SIGKILL');
      return this.#silence;
    }
    this.#worker.kill('SIGKILL'); // dead already, or the kiosk stops
    return undefined;
  }
}
