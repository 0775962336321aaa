import { z } from 'zod';
import type { ExaminedFace } from '../../../core/contract/vision.ts';
import { type PhotoSight, type PhotoStanding, photoFindings, photoStanding } from '../../../core/domain/enrolment.ts';
import type { PhotoRow } from './ports.ts';

const share = z.number().min(0).max(1);
const sightSchema: z.ZodType<PhotoSight> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('face'),
    quality: z.strictObject({ eyeDistance: z.number(), sharpness: share, frontality: share, light: share }),
    look: z.strictObject({
      pose: z.strictObject({ yaw: z.number(), pitch: z.number(), roll: z.number() }),
      brightness: share,
      unevenness: share,
      mouthCovered: share,
      eyesCovered: share,
    }),
  }),
  z.strictObject({ kind: z.literal('no-face') }),
  z.strictObject({ kind: z.literal('several-faces'), faces: z.number() }),
  z.strictObject({ kind: z.literal('unreadable'), message: z.string() }),
]);

/** Facts as they are kept, and as they travel. */
export const factsSchema = z.strictObject({
  /** The file's name as it came. */
  name: z.string(),
  sha256: z.string(),
  sight: sightSchema,
  /** How much it counts in the template, 0–1. */
  weight: z.number(),
  /** Added after the enrolment and not yet confirmed by trainee and teacher: not used. */
  pending: z.boolean(),
  /** Taken live while the face was identified as the person's own. */
  matched: z.boolean(),
});

/** What is known of a photo besides its row. */
export type PhotoFacts = z.infer<typeof factsSchema>;

/** A photo with its facts read. */
export interface KnownPhoto extends Omit<PhotoRow, 'facts'> {
  readonly facts: PhotoFacts;
  readonly standing: PhotoStanding;
}

export function knownPhoto(row: PhotoRow): KnownPhoto {
  const facts = factsSchema.parse(JSON.parse(row.facts));
  return { ...row, facts, standing: photoStanding(photoFindings(facts.sight)) };
}

export const rowOf = ({ standing: _, facts, ...row }: KnownPhoto): PhotoRow => ({
  ...row,
  facts: JSON.stringify(facts),
});

/** What vision saw, without box and embedding. */
export function sightOf(examined: ExaminedFace): PhotoSight {
  switch (examined.kind) {
    case 'face':
      return { kind: 'face', quality: examined.quality, look: examined.look };
    case 'unreadable':
      return { kind: 'unreadable', message: examined.message };
    default:
      return examined;
  }
}
