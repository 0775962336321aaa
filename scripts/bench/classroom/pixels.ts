import { analyse } from '../../../kiosk/vision/identity/analyse.ts';
import { countTracks, Tracker } from '../../../kiosk/vision/identity/tracker.ts';
import type { Picture, VisionEngine } from '../../../kiosk/vision/ports.ts';
import type { Random } from '../../faces/random.ts';
import { type Cutout, SHEET } from '../../faces/sheet.ts';
import { drawWear, wear } from './degrade.ts';
import { portraitKey, scaled } from './faces.ts';
import { instant, LessonRun, type TraineeLesson } from './lesson.ts';
import { Person, pitchOf } from './poses.ts';
import type { LessonScript } from './script.ts';
import { galleryOf } from './stored.ts';
import { throughCamera } from './views.ts';

/** Runs one lesson from painted 1080p frames through the whole pipeline: detector, landmarks, embedding, tracks, presence. */
export async function runPixels(
  script: LessonScript,
  engine: VisionEngine,
  facePx: number,
  times: readonly number[],
  random: Random,
): Promise<readonly TraineeLesson[]> {
  const tracker = new Tracker(engine.pack, galleryOf(script, engine.pack), countTracks());
  const people = script.stays.map((stay) => new Person(stay, facePx, random));
  const run = new LessonRun(script);
  const faces = new Map<string, Cutout>();
  for (const second of times) {
    const at = instant(second);
    const picture: Picture = { data: new Uint8Array(SHEET.width * SHEET.height * 3).fill(118), ...SHEET };
    for (const person of people) {
      const pose = person.at(second);
      if (pose === null) continue;
      const { actor, trainee } = person.stay;
      const key = portraitKey(actor, pose.portrait);
      const portrait = actor.shown[pose.portrait];
      const face = faces.get(key) ?? (portrait && (await scaled(portrait, facePx)));
      if (!face) continue;
      faces.set(key, face);
      if (!put(picture, wear(face, drawWear(random)), pose.box, pitchOf(facePx))) continue;
      if (trainee) run.faced(trainee, at);
    }
    run.saw(await analyse(engine, tracker, await throughCamera(picture, random), at), at);
  }
  return run.close();
}

/**
 * Puts a face where the pose has it, with as much of its surroundings as has room between the seats;
 * false when the face would reach over the frame's edge.
 */
function put(
  picture: Picture,
  { picture: face, box }: Cutout,
  at: { readonly x: number; readonly y: number },
  pitch: { readonly x: number; readonly y: number },
): boolean {
  if (at.x < 0 || at.y < 0 || at.x + box.width > picture.width || at.y + box.height > picture.height) return false;
  const left = Math.round(at.x - box.x);
  const top = Math.round(at.y - box.y);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const columns = within(x - pitch.x / 2, x + pitch.x / 2, -left, picture.width - left, face.width);
  const rows = within(y - pitch.y / 2, y + pitch.y / 2, -top, picture.height - top, face.height);
  for (let row = rows.from; row < rows.to; row++) {
    const pixels = face.data.subarray((row * face.width + columns.from) * 3, (row * face.width + columns.to) * 3);
    picture.data.set(pixels, ((top + row) * picture.width + left + columns.from) * 3);
  }
  return true;
}

function within(from: number, to: number, least: number, most: number, length: number): { from: number; to: number } {
  const start = Math.max(0, Math.round(Math.max(from, least)));
  return { from: start, to: Math.max(start, Math.round(Math.min(to, most, length))) };
}
