import type { FrameResult } from '../../core/domain/face.ts';
import type { CameraId, TrackId } from '../../core/domain/ids.ts';
import { between, type DurationMs, type EpochMs, seconds } from '../../core/domain/units.ts';

/** Where stretches with unidentified people are kept. */
export interface UnidentifiedSink {
  addUnidentified(span: { readonly camera: CameraId; readonly from: EpochMs; readonly to: EpochMs }): void;
}

export interface UnidentifiedLogOptions {
  readonly sink: UnidentifiedSink;
  /** A face must stay unidentified this long to be counted: several frames must agree first. */
  readonly settleAfter?: DurationMs;
}

interface Stay {
  readonly camera: CameraId;
  readonly from: EpochMs;
  to: EpochMs;
}

/** Follows faces that nobody was found for, and notes how long each stayed (rules §2: `unidentified-present`). */
export interface UnidentifiedLog {
  note(result: FrameResult): void;
  /** Writes the stays that ended before `now` minus the settling time; all of them without `now`. */
  settle(now?: EpochMs): void;
  /** Distinct unidentified people seen since the start: tracks that lasted the settling time. */
  readonly count: number;
}

export function unidentifiedLog({ sink, settleAfter = seconds(3) }: UnidentifiedLogOptions): UnidentifiedLog {
  const stays = new Map<TrackId, Stay>();
  const counted = new Set<TrackId>();
  const isLong = ({ from, to }: Stay): boolean => between(from, to) >= settleAfter;
  return {
    note: (result) => {
      for (const { track, identification } of result.tracks) {
        if (identification.kind !== 'unknown') {
          stays.delete(track); // somebody after all
          counted.delete(track);
          continue;
        }
        // Not since the track was first seen: it goes on when a lost face comes back, and nobody was there between.
        const stay = stays.get(track) ?? { camera: result.camera, from: result.at, to: result.at };
        stay.to = result.at;
        stays.set(track, stay);
        if (isLong(stay)) counted.add(track);
      }
    },
    settle: (now) => {
      for (const [track, stay] of stays) {
        if (now !== undefined && between(stay.to, now) < settleAfter) continue;
        stays.delete(track);
        if (isLong(stay)) sink.addUnidentified(stay);
      }
    },
    get count() {
      return counted.size;
    },
  };
}
