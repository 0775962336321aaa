import type { Box, Detection, FaceQuality } from '../../core/domain/face.ts';
import type { ModelId } from '../../core/domain/ids.ts';
import type { Scene } from './scene.ts';

/** A decoded picture: rgb24, rows top to bottom, no padding; `data.length` is width × height × 3. */
export interface Picture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** One face as read from one picture, before anybody asked who it is. */
export interface FaceReading {
  readonly detection: Detection;
  /** The 68 points as x, y pairs (length 136), in pixels of the picture. */
  readonly landmarks: Float32Array;
  readonly quality: FaceQuality;
  /** The points and the quality were read in an earlier frame; the points were moved with the box. */
  readonly recalled?: true;
}

/** What is known of a camera before its next frame is read. */
export interface Before {
  readonly scene: Scene;
  /** Boxes of the last frame's faces of which no new points are needed while they stay in place. */
  readonly still: readonly Box[];
}

/** From how many averaged frames on which similarity is asked for. */
export interface ThresholdStep {
  /** At least so many embeddings are in the weighted mean (from 1, ascending). */
  readonly frames: number;
  /** Least cosine similarity between the renormalised mean and a template for "identified". */
  readonly similarity: number;
}

/** What a pack of models is and how far its similarities may be trusted. */
export interface PackInfo {
  readonly name: 'standard' | 'sharp';
  /** Names the embedding network, its weights and the alignment; templates of another id are never compared. */
  readonly modelId: ModelId;
  /** Values of an embedding, 128 for all packs so far. */
  readonly embeddingLength: number;
  /** Calibrated on outsiders (≤ 1 % accepted, a gallery of 50), ascending in `frames`; never empty. */
  readonly thresholds: readonly ThresholdStep[];
  /** How much the best similarity must exceed the second person's. */
  readonly margin: number;
  /** Narrowest box, in pixels of the full picture, that the detector finds at least 9 times of 10. */
  readonly smallestFace: number;
  /** Files of a better pack that are not what the manifest says: this pack runs in its place. */
  readonly damaged: readonly string[];
}

/**
 * What of an aligned face is embedded: the face, its mirror image, or the mean of both, which tells more
 * (+2 of 100) and costs twice as much. Templates have both, and so have the looks that settle who somebody
 * is; the first look at a newcomer and those that only confirm take one side, by turns.
 */
export type Side = LookSide | 'both';
/** The side of a face that one look takes. */
export type LookSide = 'own' | 'mirrored';

/** Finds faces in pictures and turns them into embeddings; holds the inference sessions until disposed of. */
export interface VisionEngine extends AsyncDisposable {
  readonly pack: PackInfo;
  /**
   * Detection, 68 points and quality of every face of a camera picture, most certain first.
   * Boxes and points are in pixels of `picture`. With `before`, points of faces that are still in their
   * place are recalled instead of read. Calls are queued, never run side by side.
   */
  read(picture: Picture, before?: Before): Promise<FaceReading[]>;
  /**
   * One L2-normalised embedding a face, in the order of `faces`. `picture` must be the picture that
   * the faces were read from. `sides`: one a face; without it both of each.
   */
  embed(picture: Picture, faces: readonly FaceReading[], sides?: readonly Side[]): Promise<Float32Array[]>;
  /** Like {@link VisionEngine.read}, for enrolment photos: looks at several scales, so that a face that fills the picture is found. */
  examine(picture: Picture): Promise<FaceReading[]>;
}
