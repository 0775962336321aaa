import type { Network, Runtime } from './runtime.ts';

/** How the vision process shows that it works on: beats stop when one run of a network does not end. */
export interface Rhythm {
  /** Between two beats. */
  readonly beatMs: number;
  /** A run that lasts over so many beats hangs, unless it is starved. */
  readonly beatsARun: number;
  /** What the supervisor is told: silence longer than this means that the process hangs. */
  readonly patienceMs: number;
}

/** One run takes 60 ms at most on two cores; even a ten times slower machine stays below the limits. */
export const rhythms: Readonly<Record<'onnx' | 'face-api', Rhythm>> = {
  onnx: { beatMs: 200, beatsARun: 5, patienceMs: 1200 },
  // tfjs wasm holds the process's only thread for the whole of a run: no beat during it.
  'face-api': { beatMs: 500, beatsARun: 20, patienceMs: 15_000 },
};

/**
 * A run that lasts too long is starved, not hung, while the process gets at least this share of a core and
 * has not yet had more of it than any run needs; for so many times the beats of a run at the most.
 */
const STARVED = { leastShare: 0.1, mostMs: 2000, times: 5 };

/** Counts for how many beats the run in progress has lasted. */
export class Pulse {
  #running = 0;
  #beats = 0;
  /** Processor time of the process at the first beat of the run in progress, ms. */
  #usedBefore = 0;

  /** A runtime whose runs are watched. */
  watch(runtime: Runtime): Runtime {
    return {
      name: runtime.name,
      open: async (model, size) => this.#watched(await runtime.open(model, size)),
      [Symbol.asyncDispose]: () => runtime[Symbol.asyncDispose](),
    };
  }

  /** Called at each beat with the processor time of the process so far, ms; false when the run in progress hangs. */
  beat({ beatMs, beatsARun }: Rhythm, usedMs: number): boolean {
    this.#beats = this.#running > 0 ? this.#beats + 1 : 0;
    if (this.#beats <= 1) this.#usedBefore = usedMs;
    if (this.#beats <= beatsARun) return true;
    const used = usedMs - this.#usedBefore;
    const starved = used >= STARVED.leastShare * beatMs * (this.#beats - 1) && used < STARVED.mostMs;
    return starved && this.#beats <= STARVED.times * beatsARun;
  }

  #watched(network: Network): Network {
    return {
      run: async (pixels) => {
        this.#running += 1;
        this.#beats = 0;
        try {
          return await network.run(pixels);
        } finally {
          this.#running -= 1;
        }
      },
      [Symbol.asyncDispose]: () => network[Symbol.asyncDispose](),
    };
  }
}
