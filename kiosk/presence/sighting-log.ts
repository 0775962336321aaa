import type { FrameResult, TrackInFrame } from '../../core/domain/face.ts';
import type { CameraId, TraineeId } from '../../core/domain/ids.ts';
import type { ClockState, Sighting, SightingProof } from '../../core/domain/sighting.ts';
import { between, type DurationMs, type EpochMs } from '../../core/domain/units.ts';

/** Where sightings are kept; `proof` comes with the ones that a mark may rest on. */
export interface SightingSink {
  addSighting(sighting: Sighting, proof?: SightingProof): void;
}

export interface SightingLogOptions {
  readonly sink: SightingSink;
  /** The windows of a trainee's lessons that hold this instant, as stable keys; a departure window ends in `departure`. */
  readonly windowsAt: (trainee: TraineeId, at: EpochMs) => readonly string[];
  /** Whether vision's answer is somebody who is counted (teachers are known but never counted). */
  readonly isTrainee: (trainee: TraineeId) => boolean;
  /** A trainee who stays in view is kept at least this often. */
  readonly every: DurationMs;
}

/** A trainee first seen in a window just now. */
export interface FirstSighting {
  readonly trainee: TraineeId;
  readonly at: EpochMs;
  readonly camera: CameraId;
  readonly track: TrackInFrame;
  readonly window: string;
}

interface Latest {
  stored: EpochMs;
  /** Seen since, not kept yet. */
  pending: { readonly sighting: Sighting; readonly proof: SightingProof } | null;
  readonly windows: Set<string>;
}

/**
 * Thins what vision says into the sightings that are kept: the first in each window, at least one every
 * `every` while in view, and the last before leaving ({@link SightingLog.settle}), so that no outcome changes by the
 * thinning of what is not kept, but for less than `every` at the moment of a power cut.
 */
export interface SightingLog {
  /** Takes one analysed frame; returns who was first seen in which window. */
  note(result: FrameResult, clock: ClockState): FirstSighting[];
  /** Keeps what waits: for trainees not seen for `every` before `now`, or all when `now` is left out. */
  settle(now?: EpochMs): void;
  /** Tells the log that these windows were already opened by this trainee (from the store, at start). */
  recall(sighting: Sighting): void;
}

export function sightingLog({ sink, windowsAt, isTrainee, every }: SightingLogOptions): SightingLog {
  const latest = new Map<TraineeId, Latest>();
  const of = (trainee: TraineeId): Latest => {
    const known = latest.get(trainee);
    if (known) return known;
    const fresh: Latest = { stored: Number.NEGATIVE_INFINITY as EpochMs, pending: null, windows: new Set() };
    latest.set(trainee, fresh);
    return fresh;
  };
  const keep = (entry: Latest, sighting: Sighting, proof: SightingProof | undefined): void => {
    sink.addSighting(sighting, proof);
    entry.stored = sighting.at;
    entry.pending = null;
  };
  /** Keeps a sighting, or lets it wait; returns the windows that it opens. */
  const noteOne = (entry: Latest, sighting: Sighting, proof: SightingProof): string[] => {
    const windows = windowsAt(sighting.trainee, sighting.at);
    const opened = windows.filter((window) => !entry.windows.has(window));
    for (const window of opened) entry.windows.add(window);
    if (opened.length > 0) {
      if (entry.pending) keep(entry, entry.pending.sighting, entry.pending.proof);
      keep(entry, sighting, proof);
    } else if (between(entry.stored, sighting.at) >= every) {
      keep(entry, sighting, windows.some(isDeparture) ? proof : undefined);
    } else if (sighting.at > entry.stored) entry.pending = { sighting, proof };
    return opened;
  };
  return {
    note: (result, clock) => {
      const { camera } = result;
      const first: FirstSighting[] = [];
      for (const track of result.tracks) {
        const trainee = counted(track, isTrainee);
        if (trainee === null) continue;
        const entry = of(trainee);
        const proof = proofOf(track, result, clock);
        // Recognised just now: the first look of the same unbroken track was the same person's.
        const instants = track.creditFrom === undefined ? [result.at] : [track.creditFrom, result.at];
        for (const at of instants) {
          for (const window of noteOne(entry, { trainee, at, camera }, proof)) {
            first.push({ trainee, at, camera, track, window });
          }
        }
      }
      return first;
    },
    settle: (now) => {
      for (const entry of latest.values()) {
        if (entry.pending && (now === undefined || between(entry.pending.sighting.at, now) >= every)) {
          keep(entry, entry.pending.sighting, entry.pending.proof);
        }
      }
    },
    recall: ({ trainee, at }) => {
      const entry = of(trainee);
      for (const window of windowsAt(trainee, at)) entry.windows.add(window);
      if (at > entry.stored) entry.stored = at;
    },
  };
}

/** The trainee that this track shows in this very frame, if a mark may rest on it. */
function counted(track: TrackInFrame, isTrainee: (trainee: TraineeId) => boolean): TraineeId | null {
  const { identification, liveness, detected } = track;
  if (!detected || liveness === 'spoof' || identification.kind !== 'identified') return null;
  const { trainee } = identification.match;
  return isTrainee(trainee) ? trainee : null;
}

function proofOf(track: TrackInFrame, result: FrameResult, clock: ClockState): SightingProof {
  const { identification } = track;
  if (identification.kind !== 'identified') throw new TypeError('expected an identified track');
  const { match, second } = identification;
  return {
    run: result.run,
    frame: result.frame,
    decodeTime: result.decodeTime,
    box: track.box,
    similarity: match.similarity,
    runnerUp: second ?? null,
    model: result.model,
    liveness: track.liveness,
    clock,
  };
}

const isDeparture = (window: string): boolean => window.endsWith('departure');
