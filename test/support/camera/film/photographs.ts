import { mkdir, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { FILM_CACHE, fileExists } from './cache.ts';
import type { FilmPerson } from './people.ts';

const SAMPLES = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'demo');

/** Pixels over which a patch fades into the picture at its edges. */
const FEATHER = 14;

/** A person as a PNG with soft edges, to be laid on a picture. @throws Error when the photographs are not installed. */
export function patch(person: FilmPerson, size: { width: number; height: number }): Promise<Buffer> {
  const mask = Buffer.from(
    `<svg width="${size.width}" height="${size.height}"><defs><filter id="soft"><feGaussianBlur stdDeviation="${FEATHER / 2.5}"/></filter></defs>
    <rect x="${FEATHER}" y="${FEATHER}" width="${size.width - 2 * FEATHER}" height="${size.height - 2 * FEATHER}" rx="60" fill="#fff" filter="url(#soft)"/></svg>`,
  );
  return cropped(person)
    .resize(size.width, size.height, { fit: 'fill', kernel: 'lanczos3' })
    .ensureAlpha()
    .composite([{ input: mask, blend: 'dest-in' }])
    .png()
    .toBuffer();
}

/** The plain wall that portraits stand before, and how much of it there is around, in widths of the crop. */
const WALL = { colour: '#8f8f88', margin: 0.3 };

/**
 * How the three enrolment photographs of a person differ: brightness factor and width in pixels, such that there are
 * more than 60 between the eyes, the least that enrolment takes.
 */
const VARIANTS = [
  { brightness: 1, width: 720 },
  { brightness: 1.15, width: 640 },
  { brightness: 0.87, width: 880 },
];

/**
 * Three JPEG portraits of a person for enrolling: the photograph itself, a brighter and smaller one, a
 * darker and larger one; a plain wall around, because detectors want a face to be a part of the
 * picture. Made once; gives their paths. The film shows the very same photograph: they prove the way,
 * not the accuracy.
 */
export async function enrolmentPhotos(person: FilmPerson): Promise<string[]> {
  const { left, top, width, height } = person.crop;
  const folder = join(FILM_CACHE, 'portraits', `${person.photo}-${left}-${top}-${width}x${height}`);
  await mkdir(folder, { recursive: true });
  const wall = Math.round(WALL.margin * width);
  const portrait = await cropped(person)
    .extend({ top: wall, bottom: 0, left: wall, right: wall, background: WALL.colour })
    .png()
    .toBuffer();
  return Promise.all(
    VARIANTS.map(async ({ brightness, width: wide }, i) => {
      const path = join(folder, `${person.id}-${i + 1}.jpg`);
      if (await fileExists(path)) return path;
      const part = `${path}.${process.pid}.tmp`;
      await sharp(portrait).resize(wide).modulate({ brightness }).jpeg({ quality: 92 }).toFile(part);
      await rename(part, path);
      return path;
    }),
  );
}

function cropped({ photo, crop }: FilmPerson): Sharp {
  return sharp(join(SAMPLES, `sample${photo}.jpg`)).extract({ ...crop });
}
