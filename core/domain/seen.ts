import type { Liveness } from './face.ts';
import type { Windows } from './lesson.ts';
import type { Sighting } from './sighting.ts';
import type { Span } from './units.ts';

/**
 * A sighting as presence takes it: `unsure` liveness counts and is noted, `spoof` never gets here.
 * The kiosk's sightings carry their proof along.
 */
export interface SeenSighting extends Sighting {
  readonly liveness?: Liveness;
}

/**
 * What a lesson keeps of one trainee's sightings: those that first opened each window, and the last
 * of the departure window. A mark rests on nothing else, and keeps these as its evidence.
 */
export interface Seen<S extends SeenSighting = SeenSighting> {
  /** First in the arrival window. */
  readonly arrival: S | null;
  /** First inside the lesson itself. */
  readonly inside: S | null;
  /** First in the middle window. */
  readonly middle: S | null;
  /** First in the departure window. */
  readonly departure: S | null;
  /** Last in the departure window. */
  readonly last: S | null;
}

/** Not seen at all. */
export const unseen: Seen<never> = { arrival: null, inside: null, middle: null, departure: null, last: null };

const holds = (span: Span, sighting: SeenSighting): boolean => span.from <= sighting.at && sighting.at <= span.to;

/** Of two sightings the earlier; of one instant that of the camera first by name, so that the order of arrival never matters. */
function earlier<S extends SeenSighting>(kept: S | null, next: S): S {
  if (kept === null || next.at < kept.at) return next;
  return next.at === kept.at && next.camera < kept.camera ? next : kept;
}

function later<S extends SeenSighting>(kept: S | null, next: S): S {
  if (kept === null || next.at > kept.at) return next;
  return next.at === kept.at && next.camera < kept.camera ? next : kept;
}

/**
 * `seen` with one more sighting, which counts in every window that holds it. In any order the same
 * result; `seen` itself when the sighting opens nothing.
 */
export function see<S extends SeenSighting>(seen: Seen<S>, windows: Windows, sighting: S): Seen<S> {
  const departs = holds(windows.departure, sighting);
  const arrival = holds(windows.arrival, sighting) ? earlier(seen.arrival, sighting) : seen.arrival;
  const inside = holds(windows.inside, sighting) ? earlier(seen.inside, sighting) : seen.inside;
  const middle = holds(windows.middle, sighting) ? earlier(seen.middle, sighting) : seen.middle;
  const departure = departs ? earlier(seen.departure, sighting) : seen.departure;
  const last = departs ? later(seen.last, sighting) : seen.last;
  const same =
    arrival === seen.arrival &&
    inside === seen.inside &&
    middle === seen.middle &&
    departure === seen.departure &&
    last === seen.last;
  return same ? seen : { arrival, inside, middle, departure, last };
}

/** Whether any of the sightings that a mark rests on is such a one. */
export function restsOn<S extends SeenSighting>(seen: Seen<S>, such: (sighting: S) => boolean): boolean {
  const { arrival, inside, middle, departure, last } = seen;
  return (
    (arrival !== null && such(arrival)) ||
    (inside !== null && such(inside)) ||
    (middle !== null && such(middle)) ||
    (departure !== null && such(departure)) ||
    (last !== null && such(last))
  );
}
