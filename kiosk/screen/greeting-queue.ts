import type { Greeting } from '../../core/contract/screen.ts';

/** A greeting on show. Times in ms of one monotonic clock. */
export interface Shown {
  readonly greeting: Greeting;
  readonly from: number;
  readonly until: number;
}

export interface GreetingQueue {
  /** Oldest first. */
  readonly shown: readonly Shown[];
  readonly waiting: readonly Greeting[];
}

export const emptyQueue: GreetingQueue = { shown: [], waiting: [] };

/** People who come together are greeted together: nobody waits while there is a place. */
const PLACES = 6;
const SHOW_MS = 4000;
/** When more wait than there are places, the oldest makes room after this. */
const SHOW_AT_LEAST_MS = 1500;
/** A request to do something takes longer to read. */
const SHOW_REQUEST_MS = 7000;

/** Takes a greeting. Each is shown once; a request to an unknown face ends when the same face is greeted by name. */
export function arrive(queue: GreetingQueue, greeting: Greeting, now: number): GreetingQueue {
  const known = [...queue.shown.map((one) => one.greeting), ...queue.waiting];
  if (known.some(({ id }) => id === greeting.id)) return queue;
  if (greeting.kind === 'unknown' && known.some(({ kind }) => kind === 'unknown')) return queue;
  const answered = ({ kind, track }: Greeting): boolean => kind === 'unknown' && track === greeting.track;
  const shown = queue.shown.filter((one) => !answered(one.greeting));
  return advance({ shown, waiting: [...queue.waiting, greeting] }, now);
}

/** The queue at `now`: what has been shown long enough goes, what waits comes. */
export function advance(queue: GreetingQueue, now: number): GreetingQueue {
  const shown = queue.shown.filter(({ until }) => now < until);
  const waiting = [...queue.waiting];
  while (waiting.length > 0) {
    if (shown.length >= PLACES) {
      const oldest = shown[0];
      if (!oldest || now < oldest.from + SHOW_AT_LEAST_MS) break;
      shown.shift();
    }
    const greeting = waiting.shift();
    if (greeting) shown.push({ greeting, from: now, until: now + lasts(greeting) });
  }
  const same = shown.length === queue.shown.length && waiting.length === queue.waiting.length;
  return same && shown.every((one, at) => one === queue.shown[at]) ? queue : { shown, waiting };
}

/** When {@link advance} has something to do next; Infinity when never. */
export function nextChange({ shown, waiting }: GreetingQueue): number {
  const ends = shown.map(({ until }) => until);
  const room = waiting.length > 0 && shown[0] ? shown[0].from + SHOW_AT_LEAST_MS : Infinity;
  return Math.min(room, ...ends);
}

function lasts({ kind }: Greeting): number {
  return kind === 'unknown' ? SHOW_REQUEST_MS : SHOW_MS;
}
