import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodePhoto } from '../../../kiosk/vision/identity/photo.ts';
import { thresholdFor } from '../../../kiosk/vision/identity/thresholds.ts';
import { similarity } from '../../../kiosk/vision/identity/vector.ts';
import type { VisionEngine } from '../../../kiosk/vision/ports.ts';
import { readPeople } from '../../faces/people.ts';
import { cutout } from '../../faces/sheet.ts';
import { type Actor, castActors } from './faces.ts';

const SAMPLES = fileURLToPath(new URL('../../../node_modules/@vladmandic/face-api/demo/', import.meta.url));
/** Smaller faces of the sample photographs are left out. */
const LEAST_BOX = 40;

/** The actors of `--faces`, or of the npm package's photographs. */
export async function cast(
  engine: VisionEngine,
  faces: string | undefined,
  tell: (line: string) => void,
): Promise<readonly Actor[]> {
  if (faces === undefined) {
    const actors = await samples(engine);
    tell(
      `${actors.length} faces of the npm photographs, one photo each: enrolled and shown is the same photo, so this proves the way, not the accuracy (use --faces DIR)`,
    );
    return actors;
  }
  const strangers = path.join(faces, 'outsiders');
  const outsiders = existsSync(strangers) ? await readPeople(strangers, '--faces') : [];
  const actors = await castActors(engine, await readPeople(peopleIn(faces), '--faces'), outsiders, tell);
  tell(`${actors.filter(({ template }) => template).length} people to enrol, ${outsiders.length} outsiders`);
  return actors;
}

/** Where the folders of the people to enrol are: in people/ of `faces`, or in itself. */
export function peopleIn(faces: string): string {
  const people = path.join(faces, 'people');
  return existsSync(people) ? people : faces;
}

/** Every face of the sample photographs once: of two that are alike the first. */
async function samples(engine: VisionEngine): Promise<readonly Actor[]> {
  const actors: Actor[] = [];
  const least = thresholdFor(engine.pack.thresholds, 1);
  for (const name of [1, 2, 3, 4, 5, 6].map((k) => `sample${k}.jpg`)) {
    const photo = await decodePhoto(await readFile(path.join(SAMPLES, name)), name);
    const readings = (await engine.read(photo)).filter(({ detection }) => detection.box.width >= LEAST_BOX);
    const embeddings = await engine.embed(photo, readings);
    for (const [i, { detection }] of readings.entries()) {
      const template = embeddings[i];
      if (!template || actors.some((other) => other.template && similarity(other.template, template) >= least))
        continue;
      const full = await cutout(photo, detection.box, detection.box.width, 1);
      actors.push({ name: `${name}#${i}`, template, shown: [{ full }] });
    }
  }
  return actors;
}
