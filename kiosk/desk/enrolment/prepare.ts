import { createHash } from 'node:crypto';
import type { ExaminedFace } from '../../../core/contract/vision.ts';
import { type PhotoFinding, type PhotoStanding, photoFindings, photoStanding } from '../../../core/domain/enrolment.ts';
import type { Gallery } from './gallery.ts';
import { knownPhoto, type PhotoFacts, sightOf } from './photo-facts.ts';
import type { EnrolmentPorts, PhotoRow, PhotoSource } from './ports.ts';

/** A photo on its way in; its bytes are read when it is its turn. */
export interface IncomingPhoto {
  readonly person: string;
  /** The file's name, for people. */
  readonly name: string;
  readonly read: () => Promise<Uint8Array>;
  /** Taken live while the face was identified as this person. */
  readonly matched?: boolean;
}

/** What became of one photo. */
export interface PhotoReport {
  readonly person: string;
  readonly name: string;
  /** `kept` with its id; `known`: the person has this very file already; `unreadable`: not kept. */
  readonly kind: 'kept' | 'known' | 'unreadable';
  readonly photo: string | null;
  readonly standing: PhotoStanding;
  readonly findings: readonly PhotoFinding[];
  /** Waits for trainee and teacher, since the person was enrolled before. */
  readonly pending: boolean;
}

/** A photo that was looked at; its file is kept sealed, its row is not written yet. */
export interface PreparedPhoto {
  readonly report: PhotoReport;
  /** Null where nothing is kept. */
  readonly row: PhotoRow | null;
}

/** Photos in hand together. */
export interface Batch {
  readonly by: string;
  readonly source: PhotoSource;
  /** Whether a person's photos may be embedded. */
  readonly mayEmbed: (person: string) => boolean;
  readonly signal: AbortSignal;
  /** Told after each photo: how many are done. */
  readonly onPhoto: (done: number) => void;
}

/** Photos in vision's hands at a time: one is decoded while another is looked at. */
const AT_A_TIME = 3;

/**
 * Looks at photos and keeps their bytes sealed; the rows are the caller's to write. The same file of one person, twice
 * in the batch or kept before, is taken once. Aborted or failed, no file is left.
 * @throws ZaikeError `vision-down`; what reading a photo throws; the signal's reason.
 */
export async function preparePhotos(
  photos: readonly IncomingPhoto[],
  batch: Batch,
  { vision, keeper, files, now }: EnrolmentPorts,
  gallery: Gallery,
): Promise<PreparedPhoto[]> {
  const { by, source, mayEmbed, signal, onPhoto } = batch;
  const added: string[] = [];
  const underway = new Map<string, Promise<PreparedPhoto>>();

  const look = async (
    { person, name, matched = false }: IncomingPhoto,
    bytes: Uint8Array,
    sha256: string,
  ): Promise<PreparedPhoto> => {
    const same = keeper
      .photosOf(person)
      .map(knownPhoto)
      .find(({ facts }) => facts.sha256 === sha256);
    if (same) {
      const { standing, facts } = same;
      const findings = photoFindings(facts.sight);
      return {
        row: null,
        report: { person, name, kind: 'known', photo: same.id, standing, findings, pending: facts.pending },
      };
    }
    const pending = gallery.wasEnrolled(person);
    const embed = mayEmbed(person) && !pending;
    const examined = await vision.examine(bytes, name, embed);
    const sight = sightOf(examined);
    const findings = photoFindings(sight);
    const standing = photoStanding(findings);
    if (sight.kind === 'unreadable')
      return {
        row: null,
        report: { person, name, kind: 'unreadable', photo: null, standing, findings, pending: false },
      };
    const id = await files.put(bytes, person);
    added.push(id);
    const facts: PhotoFacts = { name, sha256, sight, weight: weightOf(examined), pending, matched };
    const embedding = embed && standing !== 'refused' ? embeddingOf(examined) : null;
    return {
      report: { person, name, kind: 'kept', photo: id, standing, findings, pending },
      row: { id, person, addedAt: now(), addedBy: by, source, facts: JSON.stringify(facts), embedding },
    };
  };

  const one = async (photo: IncomingPhoto): Promise<PreparedPhoto> => {
    const bytes = await photo.read();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const key = `${photo.person} ${sha256}`;
    const twin = underway.get(key);
    if (twin) {
      const { report } = await twin;
      return {
        row: null,
        report: { ...report, name: photo.name, kind: report.kind === 'kept' ? 'known' : report.kind },
      };
    }
    const looking = look(photo, bytes, sha256);
    underway.set(key, looking);
    return looking;
  };

  const prepared: PreparedPhoto[] = [];
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (next < photos.length) {
      signal.throwIfAborted();
      const index = next++;
      const photo = photos[index];
      if (photo === undefined) return;
      prepared[index] = await one(photo);
      onPhoto(++done);
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: AT_A_TIME }, worker));
  const failed = workers.find((each) => each.status === 'rejected');
  if (failed === undefined && !signal.aborted) return prepared;
  await Promise.all(added.map((id) => files.remove(id)));
  signal.throwIfAborted();
  throw failed?.reason;
}

const weightOf = (examined: ExaminedFace): number => (examined.kind === 'face' ? examined.weight : 0);

function embeddingOf(examined: ExaminedFace): PhotoRow['embedding'] {
  if (examined.kind !== 'face' || examined.embedding === null) return null;
  return { model: examined.model, values: Float32Array.from(examined.embedding) };
}
