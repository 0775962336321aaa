import { createHash } from 'node:crypto';
import type { VisionPack } from '../../../core/contract/vision.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { modelId, traineeId } from '../../../core/domain/ids.ts';
import type { Gallery } from './gallery.ts';
import { knownPhoto } from './photo-facts.ts';
import type { EnrolmentPorts, PhotoRow } from './ports.ts';
import type { CarriedPerson, CarriedPhoto } from './transfer-schema.ts';

/** What taking enrolments in changes here. */
export interface TransferChanges {
  readonly consents: number;
  /** Whose consent was withdrawn elsewhere and whose face goes here. */
  readonly forgotten: readonly string[];
  readonly photosAdded: number;
  /** Photos that came by an earlier file and are gone where it was made. */
  readonly photosRemoved: number;
  /** Photos whose embedding is of another model: embedded here anew. */
  readonly otherModel: number;
}

/** Enrolments compared with what is here: taken in whole or not at all. */
export interface TransferIntake {
  readonly changes: TransferChanges;
  /** Of each photo, in order: its person, its hash, and whether {@link take} is to be given it. */
  readonly photos: readonly { readonly person: string; readonly sha256: string; readonly wanted: boolean }[];
  /** Keeps a wanted photo's bytes sealed; its row is not written yet. @throws ZaikeError `transfer-unfit` when they are others. */
  take(photo: number, bytes: Uint8Array): Promise<void>;
  /** Writes all of it; called inside the transaction that writes the class. */
  write(by: string): void;
  /** Lets go of what was taken, when nothing is written. */
  discard(): Promise<void>;
  /** After the transaction: the gallery at once, then files, then templates. @throws ZaikeError `vision-down` when templates wait for vision. */
  written(): Promise<void>;
}

interface PersonPlan {
  readonly person: string;
  readonly consents: CarriedPerson['consents'];
  readonly forget: boolean;
  readonly fresh: ReadonlySet<string>;
  readonly gone: readonly string[];
}

/** Compares and prepares. */
export function takeTransfer(
  ports: EnrolmentPorts,
  gallery: Gallery,
  people: readonly CarriedPerson[],
): TransferIntake {
  const { keeper, files, vision, templates, templateChanged } = ports;
  const plans = people.map((each) => planOf(ports, each));
  const photos = people.flatMap(({ person, photos: own }, n) =>
    own.map((photo) => ({ person, photo, wanted: plans[n]?.fresh.has(photo.facts.sha256) ?? false })),
  );
  const taken = new Map<number, string>();
  const rebuilt = plans.filter(({ fresh, gone }) => fresh.size > 0 || gone.length > 0).map(({ person }) => person);
  const forgotten = plans.filter(({ forget }) => forget).map(({ person }) => person);
  const pack = vision.pack();
  let filesGone: readonly string[] = [];

  return {
    changes: {
      consents: plans.reduce((sum, { consents }) => sum + consents.length, 0),
      forgotten,
      photosAdded: photos.filter(({ wanted }) => wanted).length,
      photosRemoved: plans.reduce((sum, { gone, forget }) => sum + (forget ? 0 : gone.length), 0),
      otherModel: photos.filter(({ wanted, photo }) => wanted && isOther(photo, pack)).length,
    },
    photos: photos.map(({ person, photo, wanted }) => ({ person, sha256: photo.facts.sha256, wanted })),
    take: async (index, bytes) => {
      const { person, photo } = photos[index] ?? unfit();
      if (createHash('sha256').update(bytes).digest('hex') !== photo.facts.sha256) unfit();
      taken.set(index, await files.put(bytes, person));
    },
    write: (by) => {
      const removed: string[] = [];
      for (const { person, consents, forget, gone } of plans) {
        for (const line of consents) keeper.addConsent({ person, ...line });
        const ids = forget ? keeper.photosOf(person).map(({ id }) => id) : gone;
        for (const id of ids) keeper.removePhoto(id);
        removed.push(...ids);
        if (forget) {
          const body = JSON.stringify({ kind: 'withdrawn', photos: ids.length });
          keeper.addChange({ person, at: ports.now(), by, body });
        }
        // A template that rests on a deleted photo must not stay, whether vision runs or not.
        if (ids.length > 0 || forget) {
          const known = templates.of(traineeId(person));
          templates.remove(traineeId(person));
          templateChanged(person, known, null);
        }
      }
      for (const [index, id] of taken) {
        const { person, photo } = photos[index] ?? unfit();
        keeper.putPhoto(rowOf(id, person, photo, pack));
      }
      filesGone = removed;
    },
    discard: async () => {
      await Promise.all([...taken.values()].map((id) => files.remove(id)));
    },
    written: async () => {
      gallery.refresh();
      await Promise.all(filesGone.map((id) => files.remove(id)));
      try {
        for (const person of rebuilt) await gallery.rebuild(person);
      } finally {
        gallery.refresh();
      }
    },
  };
}

/** Lines newer than all of here are added, older ones change nothing: a withdrawal is never undone by an older consent. */
function planOf({ keeper }: EnrolmentPorts, { person, consents, photos }: CarriedPerson): PersonPlan {
  const known = keeper.consents(person);
  const last = known.at(-1);
  const newer = [...consents].sort((a, b) => a.at - b.at).filter(({ at }) => last === undefined || at > last.at);
  const standing = newer.at(-1) ?? last;
  const here = keeper.photosOf(person).map(knownPhoto);
  if (standing?.kind !== 'given') {
    const forget = newer.at(-1)?.kind === 'withdrawn';
    return { person, consents: newer, forget, fresh: new Set(), gone: [] };
  }
  const hashes = new Set(photos.map(({ facts }) => facts.sha256));
  const own = new Set(here.map(({ facts }) => facts.sha256));
  const fresh = new Set([...hashes].filter((sha256) => !own.has(sha256)));
  const gone = here.filter(({ source, facts }) => source === 'transfer' && !hashes.has(facts.sha256));
  return { person, consents: newer, forget: false, fresh, gone: gone.map(({ id }) => id) };
}

function rowOf(id: string, person: string, photo: CarriedPhoto, pack: VisionPack | null): PhotoRow {
  const { facts, addedAt, addedBy, embedding } = photo;
  const row = { id, person, addedAt, addedBy, source: 'transfer', facts: JSON.stringify(facts) } as const;
  if (embedding === null || isOther(photo, pack)) return { ...row, embedding: null };
  const values = new Float32Array(Uint8Array.from(Buffer.from(embedding.values, 'base64')).buffer);
  return { ...row, embedding: { model: embedding.model, values } };
}

/** Whether the embedding cannot be searched here; while vision does not run nobody knows, and it is kept. */
function isOther({ embedding }: CarriedPhoto, pack: VisionPack | null): boolean {
  if (embedding === null) return true;
  if (pack === null) return false;
  const length = Buffer.from(embedding.values, 'base64').length / Float32Array.BYTES_PER_ELEMENT;
  return modelId(embedding.model) !== pack.modelId || length !== pack.embeddingLength;
}

function unfit(): never {
  throw new ZaikeError('文件里的照片与清单不符，没有导入任何内容，请在那台电脑上重新导出', {
    code: 'transfer-unfit',
    retry: false,
  });
}
