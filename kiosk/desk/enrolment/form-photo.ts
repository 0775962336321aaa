import sharp from 'sharp';
import { consentTexts } from '../../../core/contract/office/consent-text.ts';
import type { Box } from '../../../core/domain/face.ts';
import type { Picture } from '../../../core/forms/sheet.ts';
import { type KnownPhoto, knownPhoto } from './photo-facts.ts';
import type { EnrolmentPorts } from './ports.ts';

/** The usual size of a 登记照 on paper, 35 × 45 mm, at 300 dots an inch. */
const PRINT = { width: 413, height: 531 };
/** Width to height of pictures that are such a portrait already, within what a form's cell shows well. */
const PORTRAIT = { from: 0.68, to: 0.86 };
/** How much of a portrait's height the face's box has, and how much of the box's height lies free above it. */
const FACE_SHARE = 0.45;
const ABOVE_FACE = 0.6;

/**
 * Somebody's enrolment photo for 附件2: the best that counts, decrypted, cut to a portrait and sized for print, without
 * what the camera wrote beside it. Null: no photo, or the person's consent does not speak of this form.
 */
export async function formPhoto(
  person: string,
  { keeper, files, vision, log }: Pick<EnrolmentPorts, 'keeper' | 'files' | 'vision' | 'log'>,
): Promise<Picture | null> {
  const consent = keeper.consents(person).at(-1);
  const text = consentTexts.find(({ version }) => version === consent?.textVersion);
  if (consent?.kind !== 'given' || text?.coversForm2 !== true) return null;
  const photo = best(keeper.photosOf(person).map(knownPhoto));
  if (photo === null) return null;
  try {
    const upright = await sharp(await files.get(photo.id, person))
      .autoOrient()
      .toBuffer();
    const { width, height } = await sharp(upright).metadata();
    const isPortrait = PORTRAIT.from <= width / height && width / height <= PORTRAIT.to;
    const face = isPortrait || vision.pack() === null ? null : await vision.examine(upright, photo.facts.name, false);
    const cut = face?.kind === 'face' ? portraitAround(face.box, face) : { left: 0, top: 0, width, height };
    const { data, info } = await sharp(upright)
      .extract(cut)
      .resize({ ...PRINT, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 90 })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, type: 'jpeg', width: info.width, height: info.height };
  } catch (error) {
    log.warn('an enrolment photo could not be made ready for 附件2: its place stays empty', { person, error });
    return null;
  }
}

/** Of those that count the one that the template rests on most; the newest of equals. */
function best(photos: readonly KnownPhoto[]): KnownPhoto | null {
  const fit = photos.filter(
    ({ facts, standing }) => !facts.pending && standing !== 'refused' && facts.sight.kind === 'face',
  );
  return fit.sort((a, b) => b.facts.weight - a.facts.weight || b.addedAt - a.addedAt)[0] ?? null;
}

/** A portrait around a face, as large as the picture allows. */
function portraitAround(box: Box, picture: { readonly width: number; readonly height: number }) {
  const ratio = PRINT.width / PRINT.height;
  const height = Math.min(box.height / FACE_SHARE, picture.height, picture.width / ratio);
  const width = height * ratio;
  const within = (wanted: number, size: number, most: number): number =>
    Math.max(0, Math.min(Math.round(wanted), most - Math.round(size)));
  return {
    left: within(box.x + box.width / 2 - width / 2, width, picture.width),
    top: within(box.y - ABOVE_FACE * box.height, height, picture.height),
    width: Math.min(Math.round(width), picture.width),
    height: Math.min(Math.round(height), picture.height),
  };
}
