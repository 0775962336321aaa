import { parseArgs } from 'node:util';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { whole } from '../whole.part.ts';

/** What `npm run bench -- classroom` was asked to do. */
export interface ClassroomOptions {
  /** Folder with people/ (and outsiders/), each person/photo.jpg; undefined: the photographs of the npm package. */
  readonly faces: string | undefined;
  /** Folder of the models; undefined: the product's. */
  readonly models: string | undefined;
  readonly packs: readonly ('standard' | 'sharp')[];
  /** Widths of the box that the detector puts around a face, in pixels. */
  readonly sizes: readonly number[];
  /** Trainee-lessons from stored embeddings for faces of 32 px, at least; for other sizes a tenth. */
  readonly traineeLessons: number;
  /** Lessons from pixels for each size, and how many frames one has in each stretch. */
  readonly pixelLessons: number;
  /** Seconds looked at of every minute in lessons from stored embeddings; 60: all of them, as a kiosk does. */
  readonly stretch: number;
  /** How often each photograph is worn differently. */
  readonly views: number;
  readonly seed: number;
}

/** @throws TypeError for an unknown flag, ZaikeError `usage` for a value out of range. */
export function classroomOptions(args: readonly string[]): ClassroomOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      faces: text,
      models: text,
      pack: text,
      sizes: text,
      lessons: text,
      pixels: text,
      stretch: text,
      views: text,
      seed: text,
      short: { type: 'boolean' },
    },
  });
  const short = values.short === true;
  const { pack } = values;
  if (pack !== undefined && pack !== 'standard' && pack !== 'sharp') {
    throw new ZaikeError(`--pack: expected standard or sharp, got ${pack}`, { code: 'usage', retry: false });
  }
  return {
    faces: values.faces,
    models: values.models,
    packs: pack === undefined ? ['standard', 'sharp'] : [pack],
    sizes: (values.sizes ?? (short ? '32' : '24,32,48,96')).split(',').map((size) => whole('--sizes', size, 16, 300)),
    traineeLessons: whole('--lessons', values.lessons ?? (short ? '2000' : '30000'), 1, 10_000_000),
    pixelLessons: whole('--pixels', values.pixels ?? '1', 0, 1000),
    stretch: whole('--stretch', values.stretch ?? '60', 1, 60),
    views: whole('--views', values.views ?? (short ? '4' : '8'), 1, 1000),
    seed: whole('--seed', values.seed ?? '1', 0, 2 ** 31),
  };
}
