import type { VisionEngine } from '../../../kiosk/vision/ports.ts';
import { interval95 } from '../../evaluate/intervals.ts';
import { randomOf } from '../../faces/random.ts';
import { cast } from './cast.ts';
import type { TraineeLesson } from './lesson.ts';
import type { ClassroomOptions } from './options.ts';
import { runPixels } from './pixels.ts';
import { writeLesson } from './script.ts';
import { frameTimes, runStored } from './stored.ts';
import { collectViews } from './views.ts';

/** Errors of one pack at one face width; rates 0–1. */
export interface Figures {
  readonly traineeLessons: number;
  /** Credited to somebody who was not there, of all trainee-lessons. */
  readonly wrong: number;
  readonly wrong95: readonly [number, number];
  /** Not credited, of the trainee-lessons that were attended and observable. */
  readonly missed: number;
  readonly missed95: readonly [number, number];
}

/** One pack's figures by face width. */
export type ByFacePx = Readonly<Record<string, Figures>>;

/** There is a stretch of frames, one a second, every so many seconds. */
const EVERY = 60;
/** In lessons from pixels a stretch has so many frames. */
const PIXEL_STRETCH = 8;
const PROGRESS_EVERY = 2000;
/** The smallest faces for which the rates are promised; other sizes are told from a tenth as many lessons. */
const PROMISED = 32;

/** Measures one pack in this process. */
export async function measurePack(
  engine: VisionEngine,
  options: ClassroomOptions,
  tell: (line: string) => void,
): Promise<ByFacePx> {
  const actors = await cast(engine, options.faces, tell);
  const figures: Record<string, Figures> = {};
  for (const size of options.sizes) {
    figures[size] = await measureSize(engine, actors, size, options, (line) => {
      tell(`${size} px: ${line}`);
    });
  }
  return figures;
}

async function measureSize(
  engine: VisionEngine,
  actors: Awaited<ReturnType<typeof cast>>,
  size: number,
  options: ClassroomOptions,
  tell: (line: string) => void,
): Promise<Figures> {
  const random = randomOf(options.seed * 1000 + size);
  const tally = new Tally();
  for (let i = 0; i < options.pixelLessons; i++) {
    const times = frameTimes({ every: EVERY, length: PIXEL_STRETCH });
    tally.add(await runPixels(writeLesson(actors, random), engine, size, times, random));
  }
  if (options.pixelLessons > 0) tell(`from pixels: ${tally.text()}`);
  const views = await collectViews(engine, actors, size, options.views, random);
  const all = [...views.values()].flat();
  tell(`${all.length} views, ${all.filter((view) => view !== null).length} with a face found`);
  const times = frameTimes({ every: EVERY, length: options.stretch });
  const enough = tally.lessons + Math.ceil(options.traineeLessons / (size === PROMISED ? 1 : 10));
  let told = tally.lessons;
  while (tally.lessons < enough) {
    if (tally.lessons - told >= PROGRESS_EVERY) {
      told = tally.lessons;
      tell(`so far ${tally.text()}`);
    }
    tally.add(runStored(writeLesson(actors, random), views, engine.pack, size, times, random));
  }
  tell(tally.text());
  return tally.figures();
}

/** Adds up trainee-lessons, and remembers whose went wrong: errors of one person are not independent. */
class Tally {
  lessons = 0;
  private wrong = 0;
  private observable = 0;
  private missed = 0;
  private readonly people = {
    seen: new Set<string>(),
    wrong: new Map<string, number>(),
    missed: new Map<string, number>(),
  };

  add(lessons: readonly TraineeLesson[]): void {
    for (const { trainee, wrong, observable, missed } of lessons) {
      this.lessons += 1;
      this.people.seen.add(trainee);
      if (wrong) this.people.wrong.set(trainee, (this.people.wrong.get(trainee) ?? 0) + 1);
      if (missed) this.people.missed.set(trainee, (this.people.missed.get(trainee) ?? 0) + 1);
      this.wrong += Number(wrong);
      this.observable += Number(observable);
      this.missed += Number(missed);
    }
  }

  figures(): Figures {
    return {
      traineeLessons: this.lessons,
      wrong: this.wrong / Math.max(1, this.lessons),
      wrong95: interval95(this.wrong, this.lessons),
      missed: this.missed / Math.max(1, this.observable),
      missed95: interval95(this.missed, this.observable),
    };
  }

  text(): string {
    const { seen, wrong, missed } = this.people;
    const most = (errors: Map<string, number>): string =>
      [...errors]
        .sort((a, b) => b[1] - a[1])
        .slice(0, 3)
        .map(([name, count]) => `${name} ${count}`)
        .join(', ') || 'nobody';
    return (
      `${this.lessons} trainee-lessons of ${seen.size} people: wrong ${this.wrong} (${wrong.size} people: ${most(wrong)}), ` +
      `missed ${this.missed} of ${this.observable} observable (${missed.size} people: ${most(missed)})`
    );
  }
}
