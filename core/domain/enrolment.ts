/** Where a face looks, in degrees, as the person themself would say it. */
export interface FacePose {
  /** To the person's own left (the picture's right) above 0. */
  readonly yaw: number;
  /** Up above 0. */
  readonly pitch: number;
  /** The head leans towards the person's own left shoulder (clockwise in the picture) above 0. */
  readonly roll: number;
}

/** What is asked of an enrolment photo besides how good it is for identification; shares are 0–1. */
export interface FaceLook {
  readonly pose: FacePose;
  /** Mean grey of the face. */
  readonly brightness: number;
  /** How much darker one cheek is than the other. */
  readonly unevenness: number;
  /** Share of the mouth's surroundings that has not the colour of the same face's skin. */
  readonly mouthCovered: number;
  /** Share of the eyes' surroundings that is far darker than the cheeks (of the eye that shows more). */
  readonly eyesCovered: number;
}
