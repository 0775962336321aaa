import { type BusyChild, startBusy } from './child.ts';

/** What the kiosks' process says. */
export interface KioskFigures {
  readonly connected: number;
  /** Items that are not acknowledged yet. */
  readonly waiting: number;
  /** Of each kiosk, what it has put into its outbox so far. */
  readonly put: readonly { readonly record: number; readonly checkpoint: number; readonly alarm: number }[];
}

/** Kiosks that deliver all the time, in a process of their own. */
export interface BusyKiosks extends AsyncDisposable {
  figures(): Promise<KioskFigures>;
  /** From now on nothing new is put. */
  rest(): Promise<KioskFigures>;
}

/** @param recordEvery milliseconds between two records of one kiosk. @param watched how many have a camera. */
export async function startBusyKiosks(options: {
  readonly url: string;
  readonly kiosks: number;
  readonly watched?: number;
  readonly recordEvery: number;
}): Promise<BusyKiosks> {
  const child: BusyChild = (await startBusy('kiosks', options)).child;
  return {
    figures: () => child.tell<KioskFigures>({ say: 'figures' }),
    rest: () => child.tell<KioskFigures>({ say: 'rest' }),
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

/** All items that were put, of all kiosks. */
export function allPut({ put }: KioskFigures): number {
  return put.reduce((all, { record, checkpoint, alarm }) => all + record + checkpoint + alarm, 0);
}

/** Those of them that a center has acknowledged. */
export function allAcknowledged(figures: KioskFigures): number {
  return allPut(figures) - figures.waiting;
}
