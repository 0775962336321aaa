import type { CameraId, ModelId, TrackId, TraineeId } from './ids.ts';
import type { PictureState } from './picture.ts';
import type { EpochMs } from './units.ts';

/** A rectangle in pixels of the full camera picture; fractions allowed, may reach over the edge. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A found face in a frame. `confidence` is the detector's certainty, 0–1. */
export interface Detection {
  readonly box: Box;
  readonly confidence: number;
}

/** A trainee and how alike the probe is, −1…1, higher is closer (see the model's manifest for its scale). */
export interface Match {
  readonly trainee: TraineeId;
  readonly similarity: number;
}

/** Whose face it is: one answer out of three, never a guess. */
export type Identification =
  | { readonly kind: 'identified'; readonly match: Match; readonly second?: Match }
  | { readonly kind: 'ambiguous'; readonly best: Match; readonly second: Match }
  | { readonly kind: 'unknown'; readonly best?: Match };

/** How good a face picture is for identification; each 0–1 (1 best) but for the size. */
export interface FaceQuality {
  /** Pixels between the centres of the eyes. */
  readonly eyeDistance: number;
  readonly sharpness: number;
  /** 1 frontal, 0 profile. */
  readonly frontality: number;
  readonly light: number;
}

/**
 * What a followed face counts as: a trainee or a member of staff who is recognised, somebody whom
 * the gallery does not hold although enough good looks were had, or not decided (too few or too
 * poor looks, or too alike to two people).
 */
export type Standing = 'trainee' | 'staff' | 'stranger' | 'unsure';

/** Whether a living person was before the camera; `unchecked`: no network looked, which is noted nowhere. */
export type Liveness = 'live' | 'spoof' | 'unsure' | 'unchecked';

/** One followed face as seen in one frame. */
export interface TrackInFrame {
  readonly track: TrackId;
  readonly box: Box;
  readonly confidence: number;
  readonly identification: Identification;
  readonly quality: FaceQuality | null;
  readonly liveness: Liveness;
  /** Whether this frame's own face was found (false: carried over from an earlier frame). */
  readonly detected: boolean;
  /** When this track was first seen. */
  readonly since: EpochMs;
  /** Since when no frame has named it; absent while it is named. A face that was named, was lost and is found again may be in doubt for a moment. */
  readonly unnamedSince?: EpochMs;
  /** Staff are neither trainees nor unidentified; strangers and the unsure are unidentified people. */
  readonly standing?: Standing;
  /**
   * Only in the frame in which the track becomes identified: the instant of the first look of the
   * same unbroken track that the decision rests on. The trainee was seen then too.
   */
  readonly creditFrom?: EpochMs;
}

/** What vision saw in one analysed frame. */
export interface FrameResult {
  readonly camera: CameraId;
  /** The capture run, frame number and decode time (ticks) of the packet that this picture was decoded from. */
  readonly run: number;
  readonly frame: number;
  readonly decodeTime: number;
  /** The capture instant of that packet. */
  readonly at: EpochMs;
  /** Size of the full camera picture that the boxes refer to. */
  readonly width: number;
  readonly height: number;
  readonly tracks: readonly TrackInFrame[];
  readonly model: ModelId;
  /** Milliseconds from frame in hand to result. */
  readonly tookMs: number;
  /** Frames skipped since the previous result because newer ones had arrived. */
  readonly dropped: number;
  /** How the picture is as such; absent when nobody looked. */
  readonly picture?: PictureState;
}
