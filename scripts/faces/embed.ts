import { readFile } from 'node:fs/promises';
import { ZaikeError } from '../../core/domain/errors.ts';
import { overlap } from '../../kiosk/vision/identity/geometry.ts';
import { decodePhoto } from '../../kiosk/vision/identity/photo.ts';
import { weightOf } from '../../kiosk/vision/identity/quality.ts';
import type { VisionEngine } from '../../kiosk/vision/ports.ts';
import { faceAt, mainFace } from './main-face.ts';
import type { PersonPhotos } from './people.ts';
import { type Cutout, cutout, layOut, paint } from './sheet.ts';

/** What was made of one photo; `embedding` null: no face was found. */
export interface PhotoFace {
  readonly person: string;
  readonly file: string;
  readonly embedding: Float32Array | null;
  /** How much it counts in a mean, as in the kiosk. */
  readonly weight: number;
}

export interface EmbeddedPhotos {
  readonly faces: readonly PhotoFace[];
  /** Milliseconds spent finding and embedding, all photos together. */
  readonly took: number;
  /** Files that cannot be read as photos; told, and not among `faces`: as photos without a face. */
  readonly unreadable: readonly PhotoFace[];
}

export type Tell = (line: string) => void;

/** Finds and embeds the main face of each photo as it is, as at enrolment. */
export async function embedPhotos(
  engine: VisionEngine,
  people: readonly PersonPhotos[],
  tell: Tell,
): Promise<EmbeddedPhotos> {
  const faces: PhotoFace[] = [];
  let took = 0;
  const unreadable = await eachPhoto(people, tell, async (person, file, bytes) => {
    const photo = await decodePhoto(bytes, file);
    const started = performance.now();
    const reading = mainFace(await engine.examine(photo), photo);
    const [embedding = null] = reading ? await engine.embed(photo, [reading]) : [];
    took += performance.now() - started;
    faces.push({ person, file, embedding, weight: reading ? weightOf(reading.quality) : 0 });
  });
  return { faces, took, unreadable };
}

/**
 * The same with each face scaled to a box `facePx` wide: scaled by the box found at full size, put
 * with others into 1080p frames, and found and embedded there as in a camera's picture.
 */
export async function embedScaled(
  engine: VisionEngine,
  people: readonly PersonPhotos[],
  facePx: number,
  tell: Tell,
): Promise<EmbeddedPhotos> {
  const faces: PhotoFace[] = [];
  const cutouts: (Cutout & { readonly person: string; readonly file: string })[] = [];
  const unreadable = await eachPhoto(people, tell, async (person, file, bytes) => {
    const photo = await decodePhoto(bytes, file);
    const box = mainFace(await engine.examine(photo), photo)?.detection.box;
    if (box === undefined) faces.push({ person, file, embedding: null, weight: 0 });
    else cutouts.push({ person, file, ...(await cutout(photo, box, facePx)) });
  });
  let took = 0;
  for (const sheet of layOut(cutouts)) {
    const picture = paint(sheet);
    const started = performance.now();
    const readings = await engine.read(picture);
    const found = sheet.placed.map(({ item, box }) => ({ item, reading: faceAt(readings, box, overlap) }));
    const embeddings = await engine.embed(
      picture,
      found.flatMap(({ reading }) => reading ?? []),
    );
    took += performance.now() - started;
    let next = 0;
    for (const { item, reading } of found) {
      const embedding = reading ? (embeddings[next++] ?? null) : null;
      const { person, file } = item;
      faces.push({ person, file, embedding, weight: reading ? weightOf(reading.quality) : 0 });
    }
  }
  return { faces, took, unreadable };
}

/** Reads each file in turn; those that cannot be read as photos are told and returned. */
async function eachPhoto(
  people: readonly PersonPhotos[],
  tell: Tell,
  work: (person: string, file: string, bytes: Uint8Array) => Promise<void>,
): Promise<readonly PhotoFace[]> {
  const unreadable: PhotoFace[] = [];
  const total = people.reduce((sum, { files }) => sum + files.length, 0);
  let done = 0;
  for (const { person, files } of people) {
    for (const file of files) {
      try {
        await work(person, file, await readFile(file));
      } catch (error) {
        if (!(error instanceof ZaikeError) || !error.code.startsWith('photo-')) throw error;
        unreadable.push({ person, file, embedding: null, weight: 0 });
        tell(`cannot be read: ${error.message}`);
      }
      done += 1;
      if (done % 100 === 0) tell(`${done} of ${total} photos`);
    }
  }
  return unreadable;
}
