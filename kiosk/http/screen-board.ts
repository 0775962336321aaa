import type { Greeting, ScreenCall, ScreenFaces, ScreenState } from '../../core/contract/screen.ts';
import type { FrameResult } from '../../core/domain/face.ts';
import type { CameraId, TraineeId } from '../../core/domain/ids.ts';
import type { Clock } from '../../core/platform/clock.ts';
import { facesOf } from './faces.ts';
import { FrontFace } from './front-face.ts';
import type { ScreenEvent, ScreenFeed } from './ports.ts';
import { UnknownFaces } from './unknown-faces.ts';

/** What the kiosk's parts tell the screen; the rest of {@link ScreenState} the board knows itself. */
export type ScreenFacts = Omit<ScreenState, 'now' | 'unidentified' | 'call'>;

export interface ScreenBoardOptions {
  readonly clock: Clock;
  /** Names of people outside the roster (teachers); the roster's own names come first. */
  readonly nameOf?: (trainee: TraineeId) => string | undefined;
}

/** What waits for one reader: at most one state, the newest faces of each camera, and the greetings. */
interface Waiting {
  state: boolean;
  readonly greetings: Greeting[];
  readonly faces: Map<CameraId, ScreenFaces>;
  wake: () => void;
}

/** Greetings kept for a reader that does not read; the oldest go first. */
const MOST_GREETINGS = 200;

/**
 * Holds what the check-in screen shows: the composition root writes to it (`update`, `greet`, `show`), the page's
 * sockets read from it ({@link ScreenFeed}). A change that changes nothing is not told.
 */
export class ScreenBoard implements ScreenFeed {
  readonly #clock: Clock;
  readonly #nameOf: (trainee: TraineeId) => string | undefined;
  readonly #unknown: UnknownFaces;
  readonly #front: FrontFace;
  readonly #readers = new Set<Waiting>();
  #facts: ScreenFacts;
  #names: ReadonlyMap<TraineeId, string>;
  #unidentified = 0;
  #call: ScreenCall | null = null;

  constructor(facts: ScreenFacts, { clock, nameOf = () => undefined }: ScreenBoardOptions) {
    this.#clock = clock;
    this.#nameOf = nameOf;
    this.#unknown = new UnknownFaces(() => clock.monotonic());
    this.#front = new FrontFace(() => clock.monotonic());
    this.#facts = facts;
    this.#names = namesOf(facts);
  }

  /** Replaces the facts given and tells the pages if anything differs. */
  update(facts: Partial<ScreenFacts>): void {
    const next = { ...this.#facts, ...facts };
    if (JSON.stringify(next) === JSON.stringify(this.#facts)) return;
    this.#facts = next;
    this.#names = namesOf(next);
    this.#tellState();
  }

  /** Shows whom the center calls to the camera; null: nobody any more. */
  call(call: ScreenCall | null): void {
    this.#call = call;
    this.#tellState();
  }

  /** Shows a large greeting; call it once for a first sighting. */
  greet(greeting: Greeting): void {
    this.#tell((waiting) => {
      waiting.greetings.push(greeting);
      if (waiting.greetings.length > MOST_GREETINGS) waiting.greetings.shift();
    });
  }

  /** Shows the boxes of an analysed frame; counts unidentified faces and tells one of them, kindly, what to do. */
  show(result: FrameResult): void {
    const faces = facesOf(result, (trainee) => this.#names.get(trainee) ?? this.#nameOf(trainee));
    this.#tell((waiting) => waiting.faces.set(result.camera, faces));
    if (this.#isCheckIn(result.camera)) this.#front.note(result);
    const track = this.#unknown.note(result);
    if (track !== undefined)
      this.greet({ kind: 'unknown', id: `unknown-${result.camera}-${track}-${result.at}`, at: result.at, track });
    if (this.#unknown.count() !== this.#unidentified) this.#tellState();
  }

  /** Who stands before a check-in camera now; see {@link FrontFace.now}. */
  front(): TraineeId | null {
    return this.#front.now();
  }

  /** Unidentified faces in the picture now. */
  get strangers(): number {
    return this.#unknown.count();
  }

  /** A kiosk with one camera checks in by it, whatever it is called. */
  #isCheckIn(camera: CameraId): boolean {
    const { cameras } = this.#facts;
    return cameras.length === 1 || cameras.some(({ id, role }) => id === camera && role === 'check-in');
  }

  snapshot(): ScreenState {
    this.#unidentified = this.#unknown.count();
    return { ...this.#facts, now: this.#clock.now(), unidentified: this.#unidentified, call: this.#call };
  }

  async *events(signal: AbortSignal): AsyncGenerator<ScreenEvent, void, void> {
    const waiting: Waiting = { state: false, greetings: [], faces: new Map(), wake: () => undefined };
    const abort = (): void => waiting.wake();
    signal.addEventListener('abort', abort, { once: true });
    this.#readers.add(waiting);
    try {
      while (!signal.aborted) {
        const { promise: woken, resolve } = Promise.withResolvers<undefined>();
        waiting.wake = () => resolve(undefined);
        yield* this.#take(waiting);
        if (isEmpty(waiting)) await woken;
      }
    } finally {
      this.#readers.delete(waiting);
      signal.removeEventListener('abort', abort);
    }
  }

  *#take(waiting: Waiting): Generator<ScreenEvent, void, void> {
    for (const greeting of waiting.greetings.splice(0)) yield { kind: 'greeting', greeting };
    if (waiting.state) {
      waiting.state = false;
      yield { kind: 'state', state: this.snapshot() };
    }
    const faces = [...waiting.faces.values()];
    waiting.faces.clear();
    for (const one of faces) yield { kind: 'faces', faces: one };
  }

  #tellState(): void {
    this.#unidentified = this.#unknown.count();
    this.#tell((waiting) => {
      waiting.state = true;
    });
  }

  #tell(put: (waiting: Waiting) => void): void {
    for (const waiting of this.#readers) {
      put(waiting);
      waiting.wake();
    }
  }
}

function isEmpty({ state, greetings, faces }: Waiting): boolean {
  return !state && greetings.length === 0 && faces.size === 0;
}

function namesOf({ roster }: ScreenFacts): ReadonlyMap<TraineeId, string> {
  return new Map(roster.map(({ id, name }) => [id, name]));
}
