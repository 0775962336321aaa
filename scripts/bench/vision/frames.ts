import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Box } from '../../../core/domain/face.ts';
import { decodePhoto } from '../../../kiosk/vision/identity/photo.ts';
import type { Picture, VisionEngine } from '../../../kiosk/vision/ports.ts';
import { mainFace } from '../../faces/main-face.ts';
import { readPeople } from '../../faces/people.ts';
import { type Cutout, cutout, layOut, paint } from '../../faces/sheet.ts';

/** A 1080p frame and where the faces are that were put into it. */
export interface TruthFrame {
  readonly picture: Picture;
  readonly faces: readonly Box[];
}

/** All that is measured on: the same for every engine. */
export interface Material {
  readonly source: string;
  readonly four: TruthFrame;
  readonly thirty: TruthFrame;
  /** By face width in pixels. */
  readonly recall: ReadonlyMap<number, readonly TruthFrame[]>;
  /** A large photo, as one is uploaded for an enrolment. */
  readonly photo: Uint8Array;
}

/** Widths of the faces in the frames with four and with thirty, in pixels: people at the door, a class. */
const WIDTHS = { four: 160, thirty: 96 };
const RECALL_PX = [24, 32, 40] as const;
const MOST_FRAMES = 4;
const SAMPLES = path.join(import.meta.dirname, '..', '..', '..', 'node_modules', '@vladmandic', 'face-api', 'demo');

interface Source {
  readonly photo: Picture;
  readonly box: Box;
}

/**
 * Composes the frames from a folder of photographs (with people/ and outsiders/), or from those in
 * face-api's npm package. `engine` finds the faces that are cut out, at full size.
 */
export async function material(engine: VisionEngine, folder: string | undefined): Promise<Material> {
  const sources = folder === undefined ? await samples(engine) : await portraits(engine, folder);
  const frames = async (px: number, count: number, around: number): Promise<TruthFrame[]> => {
    const cutouts: Cutout[] = [];
    for (let i = 0; i < count; i++) {
      const source = sources[i % sources.length];
      if (source) cutouts.push(await cutout(source.photo, source.box, px, around));
    }
    return layOut(cutouts).map((sheet) => ({ picture: paint(sheet), faces: sheet.placed.map(({ box }) => box) }));
  };
  const one = async (px: number, count: number): Promise<TruthFrame> => {
    const [frame] = await frames(px, count, 0.4);
    if (frame?.faces.length !== count)
      throw new Error(`expected ${count} faces on a frame, got ${frame?.faces.length ?? 0}`);
    return frame;
  };
  const recall = new Map<number, readonly TruthFrame[]>();
  for (const px of RECALL_PX) recall.set(px, (await frames(px, sources.length, 1)).slice(0, MOST_FRAMES));
  return {
    source:
      folder === undefined
        ? `${sources.length} faces of the photographs in @vladmandic/face-api (few: proves the way, not the figure)`
        : `${sources.length} photographs of the folder given`,
    four: await one(WIDTHS.four, 4),
    thirty: await one(WIDTHS.thirty, 30),
    recall,
    photo: await readFile(path.join(SAMPLES, 'sample5.jpg')),
  };
}

async function samples(engine: VisionEngine): Promise<Source[]> {
  const found: Source[] = [];
  for (let i = 1; i <= 6; i++) {
    const name = `sample${i}.jpg`;
    const photo = await decodePhoto(await readFile(path.join(SAMPLES, name)), name);
    for (const { detection } of await engine.examine(photo)) found.push({ photo, box: detection.box });
  }
  return found;
}

async function portraits(engine: VisionEngine, folder: string): Promise<Source[]> {
  const people = await readPeople(path.join(folder, 'people'), 'people');
  const outsiders = await readPeople(path.join(folder, 'outsiders'), 'outsiders').catch(() => []);
  const found: Source[] = [];
  for (const { files } of [...people, ...outsiders]) {
    const [file] = files;
    if (file === undefined) continue;
    const photo = await decodePhoto(await readFile(file), file);
    const face = mainFace(await engine.examine(photo), photo);
    if (face) found.push({ photo, box: face.detection.box });
  }
  return found;
}
