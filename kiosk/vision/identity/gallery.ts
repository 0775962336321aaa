import type { ModelId, TraineeId } from '../../../core/domain/ids.ts';
import { similarity, similarityAt } from './vector.ts';

/** Whose face a template is: a trainee's, or a teacher's or other staff's, who are recognised but never counted. */
export type Person =
  | { readonly kind: 'trainee'; readonly id: TraineeId }
  | { readonly kind: 'staff'; readonly id: string };

/** One person's enrolled face: a unit embedding and the model that made it. */
export interface Template {
  readonly person: Person;
  readonly model: ModelId;
  readonly embedding: Float32Array;
}

/** Somebody in the gallery and how alike the probe is, −1…1. */
export interface Candidate {
  readonly person: Person;
  readonly similarity: number;
}

/** The two most alike people (two templates of one person count as one person). */
export interface Ranking {
  readonly best?: Candidate;
  readonly second?: Candidate;
}

/** The templates searched; all of one model. */
export interface Gallery {
  readonly model: ModelId;
  /** How many people are in it, staff included. */
  readonly size: number;
  /** `probe`: a unit embedding of this gallery's model. */
  search(probe: Float32Array): Ranking;
}

/**
 * A gallery that may be searched. `re-enrol`: some templates are of another model; they are left
 * out, never compared, and their people must be embedded again from their photos.
 */
export type OpenedGallery =
  | { readonly kind: 'complete'; readonly gallery: Gallery }
  | { readonly kind: 're-enrol'; readonly gallery: Gallery; readonly stale: readonly Template[] };

/** Tells people apart: trainees and staff have names of their own. */
export const personKey = (person: Person): string => `${person.kind}:${person.id}`;

/**
 * Makes a gallery of the templates of `model`, and names those that are of another.
 * @throws RangeError when a template's embedding is not a finite unit vector of `length` values.
 */
export function openGallery(model: ModelId, length: number, templates: readonly Template[]): OpenedGallery {
  const fitting = templates.filter((template) => template.model === model);
  for (const { person, embedding } of fitting) {
    const norm = similarity(embedding, embedding);
    if (embedding.length === length && Math.abs(norm - 1) < 1e-3) continue;
    throw new RangeError(
      `template of ${personKey(person)}: expected ${length} values of length 1, got ${embedding.length} values of length ${Math.sqrt(norm).toFixed(3)}`,
    );
  }
  const gallery = galleryOf(model, length, fitting);
  const stale = templates.filter((template) => template.model !== model);
  return stale.length === 0 ? { kind: 'complete', gallery } : { kind: 're-enrol', gallery, stale };
}

function galleryOf(model: ModelId, length: number, templates: readonly Template[]): Gallery {
  const names = [...new Set(templates.map(({ person }) => personKey(person)))];
  const owners = Int32Array.from(templates, ({ person }) => names.indexOf(personKey(person)));
  const rows = new Float32Array(templates.length * length);
  for (const [i, { embedding }] of templates.entries()) rows.set(embedding, i * length);
  const candidate = (i: number, alike: number): Candidate | undefined => {
    const template = templates[i];
    return template && { person: template.person, similarity: alike };
  };
  return {
    model,
    size: names.length,
    search: (probe) => {
      let best = -1;
      let second = -1;
      let first = Number.NEGATIVE_INFINITY;
      let next = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < templates.length; i++) {
        const alike = similarityAt(probe, rows, i * length);
        if (alike > first) {
          if (owners[i] !== owners[best]) {
            second = best;
            next = first;
          }
          best = i;
          first = alike;
        } else if (alike > next && owners[i] !== owners[best]) {
          second = i;
          next = alike;
        }
      }
      const one = candidate(best, first);
      const two = candidate(second, next);
      return { ...(one && { best: one }), ...(two && { second: two }) };
    },
  };
}
