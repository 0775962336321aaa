import { parseArgs } from 'node:util';

/** How much is going on. */
export interface Size {
  readonly kiosks: number;
  readonly watched: number;
  readonly watchers: number;
  readonly stalled: number;
  readonly stallSeconds: number;
  /** How long all watch before some stall: until the first full garbage collections are over. */
  readonly warmSeconds: number;
  readonly pictures: number;
  /** How often the wall is opened. */
  readonly walls: number;
  /** How long the plain connections and the two hubs are measured, ms. */
  readonly steadyMs: number;
  /** Milliseconds between two records of one kiosk. */
  readonly recordEvery: number;
}

/** Pictures a second of the simulated cameras. */
export const RATE = 12;

const FULL: Size = {
  ...{ kiosks: 200, watched: 8, watchers: 100, stalled: 20, stallSeconds: 600, pictures: 600, recordEvery: 2000 },
  ...{ walls: 5, steadyMs: 5000, warmSeconds: 150 },
};
/** A tenth, in less than a minute. */
const SHORT: Size = {
  ...{ ...FULL, kiosks: 20, watched: 2, watchers: 10, stalled: 2, stallSeconds: 10, pictures: 60 },
  ...{ walls: 3, steadyMs: 2500, warmSeconds: 0 },
};

/**
 * `--short`, or the full size; `--record-every` (ms), `--warm` and `--stall` (s) and `--pictures` change it. `--only one`
 * or `two`: hubs. `--burst 50`: lessons of so many trainees close everywhere at once. `--month`: the month's days before today are in the store. `--node=--cpu-prof`: for the hubs'
 * own processes, any number.
 * @throws TypeError on any other word.
 */
export function sizeOf(args: readonly string[]): {
  readonly size: Size;
  readonly only: string | undefined;
  /** Records of each kiosk that are delivered in the same instant; 0: none. */
  readonly burst: number;
  /** Every class has held this month's lessons before today. */
  readonly month: boolean;
  readonly nodeOptions: readonly string[];
} {
  const text = { type: 'string' } as const;
  const options = {
    short: { type: 'boolean' },
    'record-every': text,
    warm: text,
    stall: text,
    pictures: text,
    only: text,
    burst: text,
    month: { type: 'boolean' },
    node: { ...text, multiple: true },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const size = values.short === true ? SHORT : FULL;
  const of = (name: 'record-every' | 'warm' | 'stall' | 'pictures', usual: number): number =>
    Number(values[name] ?? usual);
  return {
    size: {
      ...size,
      recordEvery: of('record-every', size.recordEvery),
      stallSeconds: of('stall', size.stallSeconds),
      warmSeconds: of('warm', size.warmSeconds),
      pictures: of('pictures', size.pictures),
    },
    only: values.only,
    burst: Number(values.burst ?? 0),
    month: values.month ?? false,
    nodeOptions: values.node ?? [],
  };
}

/** What the watchers' process says. */
export interface WatcherFigures {
  readonly firstFrameMs: readonly number[];
  readonly received: number;
  readonly bytes: number;
  readonly lost: number;
  readonly silent: number;
}

/** Asks until it is so. @throws Error naming what did not come true in time. */
export async function whenSo(what: string, is: () => Promise<boolean>, withinMs = 120_000): Promise<void> {
  const until = performance.now() + withinMs;
  while (!(await is())) {
    if (performance.now() > until) throw new Error(`center: expected within ${String(withinMs)} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Tells on stderr, with the seconds since this process began. */
export const progress = (text: string): void =>
  void process.stderr.write(`center: ${(performance.now() / 1000).toFixed(1)} s: ${text}\n`);

/** Ends a hub whose store is thrown away: asked to, it takes seconds. With options of its own (a profile) it is asked. */
export function endAtOnce(hub: { kill(signal: NodeJS.Signals): void }, nodeOptions: readonly string[]): void {
  if (nodeOptions.length === 0) hub.kill('SIGKILL');
}
