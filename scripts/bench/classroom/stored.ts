import { traineeId } from '../../../core/domain/ids.ts';
import { type Gallery, openGallery, type Ranking } from '../../../kiosk/vision/identity/gallery.ts';
import { countTracks, Tracker } from '../../../kiosk/vision/identity/tracker.ts';
import type { FaceReading, PackInfo } from '../../../kiosk/vision/ports.ts';
import type { Random } from '../../faces/random.ts';
import { portraitKey } from './faces.ts';
import { instant, LessonRun, type TraineeLesson } from './lesson.ts';
import { Person } from './poses.ts';
import { LESSON, type LessonScript } from './script.ts';
import type { View, Views } from './views.ts';

/** When the camera is looked at: stretches of one frame a second, so many seconds long, one every so many seconds. */
export interface Stretches {
  readonly every: number;
  readonly length: number;
}

/** The seconds of a lesson at which there is a frame. */
export function frameTimes({ every, length }: Stretches): readonly number[] {
  const times: number[] = [];
  for (let from = LESSON.from; from < LESSON.to; from += every) {
    for (let second = from; second < Math.min(from + length, LESSON.to); second++) times.push(second);
  }
  return times;
}

export function galleryOf(script: LessonScript, pack: PackInfo): Gallery {
  const templates = script.enrolled.map(({ actor }) => ({
    person: { kind: 'trainee' as const, id: traineeId(actor.name) },
    model: pack.modelId,
    embedding: actor.template ?? new Float32Array(pack.embeddingLength),
  }));
  return openGallery(pack.modelId, pack.embeddingLength, templates).gallery;
}

/** The same gallery; what was searched once is remembered, for views are shown again and again. */
function remembering(gallery: Gallery): Gallery {
  const known = new WeakMap<Float32Array, Ranking>();
  return {
    ...gallery,
    search: (probe) => {
      const before = known.get(probe);
      if (before) return before;
      const ranking = gallery.search(probe);
      known.set(probe, ranking);
      return ranking;
    },
  };
}

const NO_LANDMARKS = new Float32Array(136);

/** Runs one lesson through tracker, identification and presence; each face looks as the engine saw it once. */
export function runStored(
  script: LessonScript,
  views: Views,
  pack: PackInfo,
  boxWidth: number,
  times: readonly number[],
  random: Random,
): readonly TraineeLesson[] {
  const tracker = new Tracker(pack, remembering(galleryOf(script, pack)), countTracks());
  const people = script.stays.map((stay) => new Person(stay, boxWidth, random));
  const run = new LessonRun(script);
  for (const second of times) {
    const at = instant(second);
    const readings: FaceReading[] = [];
    const shown: Exclude<View, null>[] = [];
    for (const person of people) {
      const pose = person.at(second);
      if (pose === null) continue;
      const { actor, trainee } = person.stay;
      if (trainee) run.faced(trainee, at);
      const view = random.pick(views.get(portraitKey(actor, pose.portrait)) ?? []);
      if (view === null) continue;
      readings.push({ detection: { box: pose.box, confidence: 0.9 }, landmarks: NO_LANDMARKS, quality: view.quality });
      shown.push(view);
    }
    const plan = tracker.plan(readings, at);
    const asked = plan.embed.flatMap((i, k) => shown[i]?.[plan.sides[k] ?? 'both'] ?? []);
    run.saw(tracker.update(plan, asked), at);
  }
  return run.close();
}
