import sharp from 'sharp';
import type { FaceQuality } from '../../../core/domain/face.ts';
import { overlap } from '../../../kiosk/vision/identity/geometry.ts';
import type { FaceReading, Picture, Side, VisionEngine } from '../../../kiosk/vision/ports.ts';
import { faceAt } from '../../faces/main-face.ts';
import type { Random } from '../../faces/random.ts';
import { type Cutout, layOut, paint } from '../../faces/sheet.ts';
import { addNoise, drawWear, wear } from './degrade.ts';
import { type Actor, portraitKey, scaled } from './faces.ts';

/** How the real pipeline saw one portrait under one wear; null: the face was not found. */
export type View = (Readonly<Record<Side, Float32Array>> & { readonly quality: FaceQuality }) | null;

/** The views of each portrait of each actor, by portraitKey. */
export type Views = ReadonlyMap<string, readonly View[]>;

/** On one frame, as many as in a full class. */
const FACES_A_FRAME = 60;

/**
 * Shows every portrait to the engine `each` times at `facePx`, differently worn each time, in 1080p
 * frames with noise and compression, and keeps what it saw.
 */
export async function collectViews(
  engine: VisionEngine,
  actors: readonly Actor[],
  facePx: number,
  each: number,
  random: Random,
): Promise<Views> {
  const views = new Map<string, View[]>();
  const worn: (Cutout & { readonly key: string })[] = [];
  for (const actor of actors) {
    for (const [i, portrait] of actor.shown.entries()) {
      const key = portraitKey(actor, i);
      views.set(key, []);
      const face = await scaled(portrait, facePx);
      for (let k = 0; k < each; k++) worn.push({ key, ...wear(face, drawWear(random)) });
    }
  }
  for (const sheet of layOut(random.shuffled(worn), FACES_A_FRAME)) {
    const picture = await throughCamera(paint(sheet), random);
    const readings = await engine.read(picture);
    const seen = sheet.placed.map(({ item, box }) => ({ key: item.key, reading: faceAt(readings, box, overlap) }));
    const found = seen.flatMap(({ reading }) => reading ?? []);
    const own = await embedSide(engine, picture, found, 'own');
    const mirrored = await embedSide(engine, picture, found, 'mirrored');
    const both = await embedSide(engine, picture, found, 'both');
    for (const { key, reading } of seen) {
      const i = reading ? found.indexOf(reading) : -1;
      const [one, other, mean] = [own[i], mirrored[i], both[i]];
      const seenSides = one && other && mean && { own: one, mirrored: other, both: mean };
      views.get(key)?.push(reading && seenSides ? { ...seenSides, quality: reading.quality } : null);
    }
  }
  return views;
}

async function embedSide(
  engine: VisionEngine,
  picture: Picture,
  faces: readonly FaceReading[],
  side: Side,
): Promise<readonly Float32Array[]> {
  if (faces.length === 0) return [];
  return engine.embed(
    picture,
    faces,
    faces.map(() => side),
  );
}

/** The picture with a sensor's noise (1–6 grey levels) and a stream's compression. */
export async function throughCamera(picture: Picture, random: Random): Promise<Picture> {
  addNoise(picture, random.between(1, 6), random);
  const { width, height } = picture;
  const jpeg = await sharp(picture.data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: Math.round(random.between(55, 88)), chromaSubsampling: '4:2:0' })
    .toBuffer();
  return { data: await sharp(jpeg).raw().toBuffer(), width, height };
}
