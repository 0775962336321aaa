import { createHash } from 'node:crypto';
import { templateMean } from '../../../core/domain/alike.ts';
import { photosWanted } from '../../../core/domain/enrolment.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { type ModelId, traineeId } from '../../../core/domain/ids.ts';
import { type KnownPhoto, knownPhoto, rowOf, sightOf } from './photo-facts.ts';
import type { EnrolmentPorts } from './ports.ts';

/** Makes templates of photos, and tells vision which ones to search. */
export interface Gallery {
  /** Gives vision the stored templates as they are now. */
  refresh(): void;
  /**
   * Embeds what of the person's photos is not embedded by the pack in use, and makes their template anew of all usable
   * ones; without consent, or without a usable photo, there is none afterwards. Vision is told by {@link refresh}.
   * @throws ZaikeError `vision-down`.
   */
  rebuild(person: string): Promise<void>;
  /** The person was enrolled completely once: from then on photos are added by trainee and teacher together. */
  wasEnrolled(person: string): boolean;
  /** Whether the person's template, of the model in use, rests on other photos than those that count: vision was down meanwhile. */
  isBehind(person: string): boolean;
  /** People whose templates are of another model than the one in use; none while vision does not run. */
  stale(): readonly string[];
}

/** Changes that say nothing of whether somebody was enrolled completely. */
const BESIDE: ReadonlySet<unknown> = new Set(['later-photos', 'template', 'template-decided']);

/** `mayEmbed`: whether the person's consent is in force, asked again right before anything is written. */
export function createGallery(ports: EnrolmentPorts, mayEmbed: (person: string) => boolean): Gallery {
  const { keeper, templates, vision, people, files, held, templateChanged, now } = ports;

  const usable = (person: string): KnownPhoto[] =>
    keeper
      .photosOf(person)
      .map(knownPhoto)
      .filter(({ standing, facts }) => standing !== 'refused' && !facts.pending);

  const embed = async (photo: KnownPhoto, model: ModelId): Promise<void> => {
    const bytes = await files.get(photo.id, photo.person);
    const examined = await vision.examine(bytes, photo.facts.name, true);
    // Consent may have been withdrawn, or the photo removed, while vision looked.
    if (!mayEmbed(photo.person) || keeper.photo(photo.id) === undefined) return;
    const facts = { ...photo.facts, sight: sightOf(examined) };
    if (examined.kind !== 'face' || examined.embedding === null || examined.model !== model) {
      keeper.putPhoto(rowOf({ ...photo, facts, embedding: null }));
      return;
    }
    const embedding = { model: examined.model, values: Float32Array.from(examined.embedding) };
    keeper.putPhoto(rowOf({ ...photo, facts: { ...facts, weight: examined.weight }, embedding }));
  };

  const settle = (person: string, model: ModelId): void => {
    const photos = mayEmbed(person) ? usable(person).filter(({ embedding }) => embedding?.model === model) : [];
    const parts = photos.flatMap(({ embedding, facts }) =>
      embedding ? [{ embedding: embedding.values, weight: facts.weight }] : [],
    );
    const embedding = templateMean(parts);
    const enrollee = people.find(person);
    keeper.together(() => {
      const before = templates.of(traineeId(person));
      if (embedding === undefined || enrollee === null) {
        templates.remove(traineeId(person));
        templateChanged(person, before, null);
        return;
      }
      const template = {
        person: traineeId(person),
        model,
        staff: enrollee.kind === 'staff',
        embedding,
        photos: photos.length,
        photosHash: hashOf(photos),
        createdAt: now(),
      };
      if (held(person, before, template)) return;
      templates.remove(traineeId(person));
      templates.put(template);
      templateChanged(person, before, template);
      if (photos.length >= photosWanted.least && !wasEnrolled(person))
        keeper.addChange({
          person,
          at: now(),
          by: '',
          body: JSON.stringify({ kind: 'enrolled', photos: photos.length }),
        });
    });
  };

  const wasEnrolled = (person: string): boolean => {
    const kinds = keeper.changesOf(person).map(({ body }) => (JSON.parse(body) as { kind?: unknown }).kind);
    return kinds.findLast((kind) => !BESIDE.has(kind)) === 'enrolled';
  };

  return {
    wasEnrolled,
    refresh: () => {
      vision.setGallery(
        templates.all().map(({ person, staff, model, embedding }) => ({
          person: staff ? { kind: 'staff' as const, id: person } : { kind: 'trainee' as const, id: person },
          model,
          embedding,
        })),
      );
    },
    rebuild: async (person) => {
      const model = vision.pack()?.modelId;
      if (model === undefined)
        throw new ZaikeError('人脸识别还没有运行，稍后会自动建立人脸模板', { code: 'vision-down', retry: true });
      if (mayEmbed(person)) {
        for (const photo of usable(person)) if (photo.embedding?.model !== model) await embed(photo, model);
      }
      settle(person, model);
    },
    isBehind: (person) => {
      const model = vision.pack()?.modelId;
      const inUse = templates.of(traineeId(person)).find((each) => each.model === model);
      return inUse !== undefined && inUse.photosHash !== hashOf(usable(person));
    },
    stale: () => {
      const model = vision.pack()?.modelId;
      if (model === undefined) return [];
      return [...new Set(templates.all().flatMap((each) => (each.model === model ? [] : [each.person])))];
    },
  };
}

const hashOf = (photos: readonly KnownPhoto[]): string =>
  createHash('sha256')
    .update(photos.map(({ id }) => id).join(' '))
    .digest('hex');
