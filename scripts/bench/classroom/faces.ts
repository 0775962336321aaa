import { readFile } from 'node:fs/promises';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { decodePhoto } from '../../../kiosk/vision/identity/photo.ts';
import { weightedMean } from '../../../kiosk/vision/identity/vector.ts';
import type { VisionEngine } from '../../../kiosk/vision/ports.ts';
import { mainFace } from '../../faces/main-face.ts';
import type { PersonPhotos } from '../../faces/people.ts';
import { type Cutout, cutout } from '../../faces/sheet.ts';

/** Somebody who may sit in the simulated class. */
export interface Actor {
  readonly name: string;
  /** The mean of the enrolment photos; null: can only be an outsider. */
  readonly template: Float32Array | null;
  /** Photos shown to the camera: never those enrolled (but with a single photo). Large cutouts, to be scaled. */
  readonly shown: readonly Portrait[];
}

/** A photograph cut to the face's surroundings, and the width of its box at full size. */
export interface Portrait {
  /** Cut out at the photograph's own scale. */
  readonly full: Cutout;
}

/** Surroundings kept around a face, in box widths. */
const AROUND = 0.6;
const ENROLLED = 3;

/** A way to know a portrait from the others of its actor, for stores. */
export const portraitKey = (actor: Actor, index: number): string => `${actor.name}/${index}`;

/** A portrait with a face of this width. */
export function scaled({ full }: Portrait, facePx: number): Promise<Cutout> {
  return cutout(full.picture, full.box, facePx, AROUND);
}

/**
 * Makes actors of people's photos: those with more photos than `ENROLLED` enrol the first three and
 * show the others; `outsiders` are not enrolled and show all. Photos without a face are left out.
 */
export async function castActors(
  engine: VisionEngine,
  people: readonly PersonPhotos[],
  outsiders: readonly PersonPhotos[],
  tell: (line: string) => void,
): Promise<readonly Actor[]> {
  const actors: Actor[] = [];
  for (const { person, files } of people) {
    const faces = await portraits(engine, files, tell);
    const enrolled = faces.slice(0, Math.min(ENROLLED, Math.max(1, faces.length - 1)));
    const template = weightedMean(enrolled.map(({ embedding }) => ({ embedding, weight: 1 }))) ?? null;
    const shown = faces.length > 1 ? faces.slice(enrolled.length) : faces;
    if (shown.length > 0) actors.push({ name: `trainee ${person}`, template, shown });
  }
  for (const { person, files } of outsiders) {
    const shown = await portraits(engine, files, tell);
    if (shown.length > 0) actors.push({ name: `outsider ${person}`, template: null, shown });
  }
  return actors;
}

async function portraits(
  engine: VisionEngine,
  files: readonly string[],
  tell: (line: string) => void,
): Promise<(Portrait & { readonly embedding: Float32Array })[]> {
  const found: (Portrait & { readonly embedding: Float32Array })[] = [];
  for (const file of files) {
    try {
      const photo = await decodePhoto(await readFile(file), file);
      const reading = mainFace(await engine.examine(photo), photo);
      const [embedding] = reading ? await engine.embed(photo, [reading]) : [];
      if (!reading || !embedding) continue;
      const { box } = reading.detection;
      found.push({ embedding, full: await cutout(photo, box, box.width, 1) });
    } catch (error) {
      if (!(error instanceof ZaikeError) || !error.code.startsWith('photo-')) throw error;
      tell(`left out: ${error.message}`);
    }
  }
  return found;
}
