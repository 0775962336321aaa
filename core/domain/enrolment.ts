import type { FaceQuality } from './face.ts';
import type { LocalDate } from './units.ts';

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

/** What was seen in an enrolment photo, without whose face it is. */
export type PhotoSight =
  | FaceSight
  | { readonly kind: 'no-face' }
  | { readonly kind: 'several-faces'; readonly faces: number }
  /** `message` is for the person who chose the photo (zh-CN). */
  | { readonly kind: 'unreadable'; readonly message: string };

/** The one face of a photo. */
export interface FaceSight {
  readonly kind: 'face';
  readonly quality: FaceQuality;
  readonly look: FaceLook;
}

/** What is not as it should be with a photo. `refused`: nothing is embedded from it; otherwise a better one is asked for. */
export type PhotoFinding = { readonly refused: boolean } & (
  | { readonly code: 'unreadable'; readonly message: string }
  | { readonly code: 'no-face' }
  | { readonly code: 'several-faces'; readonly faces: number }
  /** Too few pixels between the eyes. */
  | { readonly code: 'small'; readonly pixels: number; readonly wanted: number }
  | { readonly code: 'blurred' }
  | { readonly code: 'dark' }
  | { readonly code: 'bright' }
  | { readonly code: 'flat' }
  /** One half lit, the other in shadow. */
  | { readonly code: 'half-lit' }
  /** `side` is the person's own. */
  | { readonly code: 'turned'; readonly side: 'left' | 'right'; readonly degrees: number }
  | { readonly code: 'nodding'; readonly way: 'up' | 'down'; readonly degrees: number }
  | { readonly code: 'leaning'; readonly degrees: number }
  | { readonly code: 'mouth-covered' }
  | { readonly code: 'eyes-covered' }
);

/** Good photos have none; usable ones only such as ask for a better one. */
export type PhotoStanding = 'good' | 'usable' | 'refused';

/**
 * The doctor's limits: at `refused` nothing is embedded, between that and `wanted` a better photo is asked for. The
 * size is the (≥ 90 px good, < 60 refused); the others are ours, looked at on photographs (docs/decisions/080).
 */
export const photoLimits = {
  eyeDistance: { wanted: 90, refused: 60 },
  sharpness: { wanted: 0.35, refused: 0.12 },
  yaw: { wanted: 30, refused: 50 },
  pitch: { wanted: 25, refused: 40 },
  roll: { wanted: 30 },
  dark: { wanted: 0.2, refused: 0.08 },
  bright: { wanted: 0.85, refused: 0.95 },
  light: { wanted: 0.3 },
  unevenness: { wanted: 0.55 },
  mouthCovered: { wanted: 0.7 },
  eyesCovered: { wanted: 0.6 },
} as const;

/** What is not as it should be with a photo by itself; the gravest first. */
export function photoFindings(sight: PhotoSight): readonly PhotoFinding[] {
  switch (sight.kind) {
    case 'no-face':
      return [{ code: 'no-face', refused: true }];
    case 'several-faces':
      return [{ code: 'several-faces', faces: sight.faces, refused: true }];
    case 'unreadable':
      return [{ code: 'unreadable', message: sight.message, refused: true }];
    case 'face': {
      const found = [...sizeAndFocus(sight), ...direction(sight.look), ...lighting(sight), ...coverings(sight.look)];
      return found.toSorted((a, b) => Number(b.refused) - Number(a.refused));
    }
  }
}

export function photoStanding(findings: readonly PhotoFinding[]): PhotoStanding {
  if (findings.some(({ refused }) => refused)) return 'refused';
  return findings.length === 0 ? 'good' : 'usable';
}

function sizeAndFocus({ quality }: FaceSight): PhotoFinding[] {
  const { eyeDistance, sharpness } = photoLimits;
  const found: PhotoFinding[] = [];
  const pixels = Math.floor(quality.eyeDistance);
  const small = pixels < eyeDistance.refused;
  if (pixels < eyeDistance.wanted)
    found.push({ code: 'small', pixels, wanted: small ? eyeDistance.refused : eyeDistance.wanted, refused: small });
  if (quality.sharpness < sharpness.wanted)
    found.push({ code: 'blurred', refused: quality.sharpness < sharpness.refused });
  return found;
}

function direction({ pose }: FaceLook): PhotoFinding[] {
  const found: PhotoFinding[] = [];
  const [yaw, pitch, roll] = [Math.abs(pose.yaw), Math.abs(pose.pitch), Math.abs(pose.roll)].map(Math.round) as [
    number,
    number,
    number,
  ];
  const limits = photoLimits;
  if (yaw > limits.yaw.wanted)
    found.push({
      code: 'turned',
      side: pose.yaw > 0 ? 'left' : 'right',
      degrees: yaw,
      refused: yaw > limits.yaw.refused,
    });
  if (pitch > limits.pitch.wanted)
    found.push({
      code: 'nodding',
      way: pose.pitch > 0 ? 'up' : 'down',
      degrees: pitch,
      refused: pitch > limits.pitch.refused,
    });
  if (roll > limits.roll.wanted) found.push({ code: 'leaning', degrees: roll, refused: false });
  return found;
}

function lighting({ quality, look }: FaceSight): PhotoFinding[] {
  const { dark, bright, light, unevenness } = photoLimits;
  if (look.brightness < dark.wanted) return [{ code: 'dark', refused: look.brightness < dark.refused }];
  if (look.brightness > bright.wanted) return [{ code: 'bright', refused: look.brightness > bright.refused }];
  if (quality.light < light.wanted) return [{ code: 'flat', refused: false }];
  return look.unevenness > unevenness.wanted ? [{ code: 'half-lit', refused: false }] : [];
}

/** Dark glasses spoil the colour of skin that the mouth is compared with: then only they are named. */
function coverings({ eyesCovered, mouthCovered }: FaceLook): PhotoFinding[] {
  if (eyesCovered > photoLimits.eyesCovered.wanted) return [{ code: 'eyes-covered', refused: false }];
  return mouthCovered > photoLimits.mouthCovered.wanted ? [{ code: 'mouth-covered', refused: false }] : [];
}

/** So many photos a person are wanted: fewer know too little of the face, more add next to nothing. */
export const photosWanted = { least: 3, most: 5 } as const;

/** Whether a person agreed that their face is embedded, and by which text; the last line entered holds. */
export type ConsentState =
  | { readonly kind: 'none' }
  | { readonly kind: 'given'; readonly date: LocalDate; readonly textVersion: string; readonly how: ConsentHow }
  | { readonly kind: 'withdrawn'; readonly date: LocalDate };

export type ConsentHow = 'paper' | 'screen';

/** What has to be done next for a person; `done`: nothing. */
export type NextStep = 'consent' | 'photos' | 'better-photos' | 'embed' | 'none-withdrawn' | 'done';

/**
 * What to do next for one person: consent first, then {@link photosWanted} usable photos. Who withdrew consent
 * checks in without a face, and nothing is asked of them.
 */
export function nextStep(person: {
  readonly consent: ConsentState['kind'];
  readonly standings: readonly PhotoStanding[];
  /** Whether a template of the model in use rests on the photos. */
  readonly enrolled: boolean;
}): NextStep {
  if (person.consent === 'withdrawn') return 'none-withdrawn';
  if (person.consent === 'none') return 'consent';
  if (person.standings.length === 0) return 'photos';
  const usable = person.standings.filter((standing) => standing !== 'refused').length;
  if (usable < photosWanted.least) return usable < person.standings.length ? 'better-photos' : 'photos';
  return person.enrolled ? 'done' : 'embed';
}

/** The number of people whose faces are stored from which on the processor files with the authorities (rules §7). */
export const peopleToFile = 100_000;
