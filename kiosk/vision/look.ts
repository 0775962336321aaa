import type { FaceLook } from '../../core/domain/enrolment.ts';
import { alignments, fivePoints, similarityOf } from './align.ts';
import type { Picture } from './ports.ts';
import { poseOf } from './pose.ts';
import { warp } from './warp.ts';

/** A part of the upright face of 112×112: eyes at (38, 52) and (74, 52), nose's tip at (56, 72), mouth's corners at (42, 92) and (71, 92). */
type Part = readonly [left: number, top: number, right: number, bottom: number];

const WHOLE: Part = [32, 40, 80, 102];
const LEFT_CHEEK: Part = [30, 60, 48, 82];
const RIGHT_CHEEK: Part = [64, 60, 82, 82];
/** Skin that a face mask leaves free and sunglasses mostly too. */
const NOSE_BRIDGE: Part = [48, 50, 64, 64];
const MOUTH: Part = [38, 78, 74, 106];
const LEFT_EYE: Part = [29, 46, 47, 58];
const RIGHT_EYE: Part = [65, 46, 83, 58];

/** Chroma this far from the same face's skin is something else; lips lie nearer (measured: docs/decisions/080). */
const OTHER_COLOUR = 16;
/** Darker than this part of the cheeks' grey is no skin around an eye. */
const DARK = 0.42;

interface Colours {
  readonly grey: Float32Array;
  readonly blue: Float32Array;
  readonly red: Float32Array;
}

/**
 * What the doctor asks about a face besides its {@link import('../../core/domain/face.ts').FaceQuality}: where it
 * looks, how it is lit, and whether something covers it. Coverings are told by colour and darkness only: a mask of
 * skin colour or a hand is not noticed, a dark beard may be taken for a mask.
 */
export function lookOf(picture: Picture, landmarks: Float32Array): FaceLook {
  const { side, points } = alignments['five-points-112'];
  const upright = new Uint8Array(side * side * 3);
  warp(picture, similarityOf([...points], fivePoints(landmarks)), side, upright, 0);
  const colours = coloursOf(upright);
  const cheeks = [mean(colours.grey, LEFT_CHEEK), mean(colours.grey, RIGHT_CHEEK)];
  const [darker, lighter] = [Math.min(...cheeks), Math.max(...cheeks)];
  const [skinBlue, skinRed] = [median(colours.blue, NOSE_BRIDGE), median(colours.red, NOSE_BRIDGE)];
  const { grey, blue, red } = colours;
  const other = (i: number): boolean => Math.hypot((blue[i] ?? 0) - skinBlue, (red[i] ?? 0) - skinRed) > OTHER_COLOUR;
  const dark = (i: number): boolean => (grey[i] ?? 0) < DARK * lighter;
  return {
    pose: poseOf(landmarks),
    brightness: mean(colours.grey, WHOLE) / 255,
    unevenness: lighter === 0 ? 0 : 1 - darker / lighter,
    mouthCovered: share(MOUTH, other),
    eyesCovered: Math.min(share(LEFT_EYE, dark), share(RIGHT_EYE, dark)),
  };
}

/** Grey and chroma (ITU-R BT.601, 0–255) of rgb24. */
function coloursOf(rgb: Uint8Array): Colours {
  const count = rgb.length / 3;
  const [grey, blue, red] = [new Float32Array(count), new Float32Array(count), new Float32Array(count)];
  for (let i = 0; i < count; i++) {
    const [r, g, b] = [rgb[i * 3] ?? 0, rgb[i * 3 + 1] ?? 0, rgb[i * 3 + 2] ?? 0];
    const light = 0.299 * r + 0.587 * g + 0.114 * b;
    grey[i] = light;
    blue[i] = 0.564 * (b - light);
    red[i] = 0.713 * (r - light);
  }
  return { grey, blue, red };
}

function places([left, top, right, bottom]: Part): number[] {
  const { side } = alignments['five-points-112'];
  const found: number[] = [];
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) found.push(y * side + x);
  return found;
}

function mean(values: Float32Array, part: Part): number {
  const all = places(part);
  return all.reduce((sum, i) => sum + (values[i] ?? 0), 0) / all.length;
}

function median(values: Float32Array, part: Part): number {
  const sorted = places(part)
    .map((i) => values[i] ?? 0)
    .sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

function share(part: Part, holds: (i: number) => boolean): number {
  const all = places(part);
  return all.filter(holds).length / all.length;
}
