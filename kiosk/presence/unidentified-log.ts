import type { FrameResult } from '../../core/domain/face.ts';
import type { CameraId, TrackId } from '../../core/domain/ids.ts';
import { between, type DurationMs, type EpochMs, minutes, seconds } from '../../core/domain/units.ts';

/** Where stretches with unidentified people are kept. */
export interface UnidentifiedSink {
  /** @returns the row, which is then lengthened or taken away. */
  addUnidentified(span: { readonly camera: CameraId; readonly from: EpochMs; readonly to: EpochMs }): number;
  extendUnidentified(row: number, to: EpochMs): void;
  dropUnidentified(row: number): void;
}

export interface UnidentifiedLogOptions {
  readonly sink: UnidentifiedSink;
  /** A face must stay unidentified this long to be counted: several frames must agree first. */
  readonly settleAfter?: DurationMs;
  /** A face that comes back later than this begins a new stay; heads are turned and bent for less. */
  readonly goneAfter?: DurationMs;
  /** A stay that goes on is written this often: a lesson is judged while somebody is still there. */
  readonly every?: DurationMs;
}

interface Stay {
  readonly camera: CameraId;
  readonly from: EpochMs;
  to: EpochMs;
  /** As it is kept; null: not yet. */
  kept: { readonly row: number; to: EpochMs } | null;
}

/** Follows faces that nobody was found for, and notes how long each stayed (rules §2: `unidentified-present`). */
export interface UnidentifiedLog {
  note(result: FrameResult): void;
  /** Writes what is to be kept of the stays by `now`, and ends those whose faces are gone; without `now` all of them. */
  settle(now?: EpochMs): void;
  /** Distinct unidentified people seen since the start: tracks that lasted the settling time. */
  readonly count: number;
}

export function unidentifiedLog({
  sink,
  settleAfter = seconds(3),
  goneAfter = minutes(2),
  every = seconds(15),
}: UnidentifiedLogOptions): UnidentifiedLog {
  const stays = new Map<TrackId, Stay>();
  const counted = new Set<TrackId>();

  /** `rests`: the face is not in view just now, so the stay may have ended. */
  const write = (stay: Stay, rests: boolean): void => {
    const { from, to, kept } = stay;
    if (kept === null) {
      if (between(from, to) >= (rests ? settleAfter : every)) stay.kept = { row: sink.addUnidentified(stay), to };
    } else if (kept.to < to && (rests || between(kept.to, to) >= every)) {
      sink.extendUnidentified(kept.row, to);
      kept.to = to;
    }
  };

  return {
    note: (result) => {
      for (const { track, identification } of result.tracks) {
        let stay = stays.get(track);
        if (identification.kind !== 'unknown') {
          if (stay?.kept) sink.dropUnidentified(stay.kept.row);
          stays.delete(track); // somebody after all
          counted.delete(track);
          continue;
        }
        if (stay && between(stay.to, result.at) > goneAfter) {
          write(stay, true);
          stay = undefined;
        }
        // Not since the track was first seen: it goes on when a lost face comes back, however late.
        stay ??= { camera: result.camera, from: result.at, to: result.at, kept: null };
        stay.to = result.at;
        stays.set(track, stay);
        if (between(stay.from, stay.to) >= settleAfter) counted.add(track);
      }
    },
    settle: (now) => {
      for (const [track, stay] of stays) {
        const away = now === undefined ? goneAfter : between(stay.to, now);
        write(stay, away >= settleAfter);
        if (away >= goneAfter) stays.delete(track);
      }
    },
    get count() {
      return counted.size;
    },
  };
}
