import type { Greeting, ScreenFaces, ScreenState } from '../../core/contract/screen.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { CaptureEvent } from '../../core/domain/media.ts';

/** What the check-in screen is told, as it happens. */
export type ScreenEvent =
  | { readonly kind: 'state'; readonly state: ScreenState }
  | { readonly kind: 'greeting'; readonly greeting: Greeting }
  | { readonly kind: 'faces'; readonly faces: ScreenFaces };

/** What the check-in screen shows. {@link ScreenBoard} is the one that the kiosk uses. */
export interface ScreenFeed {
  /** All of it as of now, for a page that has just connected. */
  snapshot(): ScreenState;
  /** What changes from now on, until `signal` aborts. Greetings are never left out; states and faces may be, for newer ones. */
  events(signal: AbortSignal): AsyncIterable<ScreenEvent>;
}

/** The cameras' packets for people who watch. Gaps are passed over: {@link ScreenState} tells of them. */
export interface LivePackets {
  /**
   * The camera's current init and GOP at once, then what comes, with a new init for each run, until `signal` aborts.
   * The reader never waits for the page, so that a queue behind this port stays short.
   * @throws when there is no such camera (here or on the first read).
   */
  subscribe(camera: CameraId, signal: AbortSignal): AsyncIterable<CaptureEvent>;
}
