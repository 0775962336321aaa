import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExaminedFace, VisionTemplate } from '../core/contract/vision.ts';
import type { ModelId, TraineeId } from '../core/domain/ids.ts';
import type { EpochMs } from '../core/domain/units.ts';
import type { Log } from '../core/platform/log.ts';
import type { StoredTemplate, Templates } from './store/templates.ts';

/** Reads one photo: kiosk/vision's supervisor satisfies it. */
export interface PhotoExaminer {
  examine(photo: Uint8Array, name: string, embed: boolean): Promise<ExaminedFace>;
}

export interface EnrolmentPorts {
  readonly examiner: PhotoExaminer;
  readonly templates: Templates;
  readonly now: () => EpochMs;
  readonly log: Log;
}

/** What became of one person's photos. */
export interface Enrolled {
  readonly person: TraineeId;
  /** Photos that the template rests on; 0: the person cannot be recognised and checks in without a face. */
  readonly photos: number;
  /** What is wrong with the others, for the person at the screen (zh-CN). */
  readonly problems: readonly string[];
}

const PHOTO = /\.(jpe?g|png|webp|heic|heif|bmp|gif|tiff?)$/i;

/**
 * Enrols people from folders of photos, `<folder>/<trainee id>/*.jpg`. Photos that have not changed are
 * not embedded again; a template of another model is made anew. A bad photo costs only itself.
 */
export async function enrolFromFolder(
  folder: string,
  people: readonly TraineeId[],
  model: ModelId,
  ports: EnrolmentPorts,
): Promise<Enrolled[]> {
  const known = new Map(ports.templates.all().map((template) => [`${template.person}/${template.model}`, template]));
  const enrolled: Enrolled[] = [];
  for (const person of people) {
    const photos = await readPhotos(join(folder, person));
    const result = await enrolPerson(person, photos, known.get(`${person}/${model}`), ports);
    for (const problem of result.problems) ports.log.warn('an enrolment photo cannot be used', { person, problem });
    enrolled.push(result);
  }
  return enrolled;
}

/** The gallery as vision takes it. */
export function galleryOf(templates: Templates): VisionTemplate[] {
  return templates.all().map(({ person, staff, model, embedding }) => ({
    person: staff ? { kind: 'staff' as const, id: person } : { kind: 'trainee' as const, id: person },
    model,
    embedding,
  }));
}

interface Photo {
  readonly name: string;
  readonly bytes: Uint8Array;
}

async function readPhotos(folder: string): Promise<Photo[]> {
  const names = await readdir(folder).catch(() => []);
  const photos = names.filter((name) => PHOTO.test(name)).sort();
  return Promise.all(photos.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
}

async function enrolPerson(
  person: TraineeId,
  photos: readonly Photo[],
  known: StoredTemplate | undefined,
  { examiner, templates, now }: EnrolmentPorts,
): Promise<Enrolled> {
  if (photos.length === 0) return { person, photos: known?.photos ?? 0, problems: [] };
  const photosHash = hashOf(photos);
  if (known?.photosHash === photosHash) return { person, photos: known.photos, problems: [] };
  const problems: string[] = [];
  const faces: Extract<ExaminedFace, { kind: 'face' }>[] = [];
  for (const { name, bytes } of photos) {
    const examined = await examiner.examine(bytes, name, true);
    if (examined.kind === 'face') faces.push(examined);
    else problems.push(`${name}：${whyNot(examined)}`);
  }
  const first = faces[0];
  if (first === undefined) return { person, photos: 0, problems };
  const embedding = meanOf(faces.flatMap(({ embedding }) => embedding ?? []));
  templates.put({
    person,
    model: first.model,
    staff: false,
    embedding,
    photos: faces.length,
    photosHash,
    createdAt: now(),
  });
  return { person, photos: faces.length, problems };
}

function whyNot(examined: Exclude<ExaminedFace, { kind: 'face' }>): string {
  switch (examined.kind) {
    case 'no-face':
      return '没有找到人脸，请换一张正面、清晰的照片';
    case 'several-faces':
      return `有 ${examined.faces} 张人脸，请换一张只有本人的照片`;
    case 'unreadable':
      return examined.message;
  }
}

/** The renormalised mean: one template of all photos is better than the best of them. */
function meanOf(embeddings: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const sum = new Float32Array(embeddings[0]?.length ?? 0);
  for (const embedding of embeddings) for (const [i, value] of embedding.entries()) sum[i] = (sum[i] ?? 0) + value;
  const length = Math.hypot(...sum);
  return sum.map((value) => value / length);
}

function hashOf(photos: readonly Photo[]): string {
  const hash = createHash('sha256');
  for (const { name, bytes } of photos)
    hash.update(name).update('\0').update(createHash('sha256').update(bytes).digest());
  return hash.digest('hex');
}
