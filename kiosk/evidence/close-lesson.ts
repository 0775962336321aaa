import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { canonicalJson, type Json } from '../../core/domain/canonical.ts';
import { unexplained } from '../../core/domain/completeness.ts';
import type {
  CameraManifest,
  ClassLesson,
  JournalEntry,
  JournalFact,
  KeptFile,
  Manifest,
  ProvenOpening,
} from '../../core/domain/evidence.ts';
import { type CameraId, MANUAL, type TraineeId } from '../../core/domain/ids.ts';
import { openingsOf, type ProvenSighting } from '../../core/domain/opening.ts';
import type { LessonRecord } from '../../core/domain/record.ts';
import type { EpochMs, LocalDate, Span } from '../../core/domain/units.ts';
import { digestOf } from './digest.ts';
import { writeWholeSync } from './disk.ts';
import { locate } from './locate.ts';
import type { AlarmSink, EvidenceIndex } from './ports.ts';

/** A lesson as presence closed it. */
export interface LessonToClose extends ClassLesson {
  /** The lesson itself. */
  readonly lesson: Span;
  /** The span over all its windows: what the cameras ought to have recorded. */
  readonly expected: Span;
  readonly cameras: readonly CameraId[];
  /** The class's last day; null: not known, then nothing of the lesson is ever deleted. */
  readonly classEnds?: LocalDate | null;
  /** Names as they are to be read later; ID numbers masked. */
  readonly people?: readonly { readonly trainee: TraineeId; readonly name: string; readonly idNumber: string }[];
  /** `id` is the store's. */
  readonly records: readonly { readonly id: number; readonly record: LessonRecord<ProvenSighting> }[];
  /** What the cameras really observed, as the judgement took it. */
  readonly coverage: readonly (Span & { readonly camera: CameraId })[];
}

export interface CloseOptions {
  readonly directory: string;
  readonly index: EvidenceIndex;
  readonly alarm: AlarmSink;
  readonly append: (fact: JournalFact) => Promise<JournalEntry>;
  readonly now: () => EpochMs;
}

/** Where a lesson's files are, relative to the evidence folder. */
export const lessonFolder = ({ class: code, date, no }: ClassLesson): string =>
  `lessons/${encodeURIComponent(code).replaceAll('%', '~')}/${date}-${String(no).padStart(2, '0')}`;

/**
 * Closes a lesson's evidence: whatever neither a segment nor a gap explains becomes a gap `unknown` with an alarm;
 * then manifest, records, coverage and openings are written and their hashes journalled in one entry. A lesson
 * that is closed already stays as it is. Call it once the recorders have sealed through `expected.to`.
 */
export async function closeLesson(options: CloseOptions, closing: LessonToClose): Promise<Manifest> {
  const { directory, index, append } = options;
  const folder = lessonFolder(closing);
  if (index.lesson(closing)) {
    const text = await readFile(join(directory, folder, 'manifest.json'), 'utf8');
    return JSON.parse(text) as Manifest;
  }
  for (const camera of closing.cameras) await explain(options, camera, closing.expected);
  const openings = proven(index, closing);
  const { class: code, date, no, lesson, expected, cameras } = closing;
  const records = closing.records.map(({ id, record }) => ({ id: String(id), ...record }) as unknown as Json);
  const pictures = new Map(openings.flatMap((opening) => pictureOf(index, opening)).map((file) => [file.path, file]));
  const manifest: Manifest = {
    format: 1,
    class: code,
    date,
    no,
    lesson: { from: lesson.from, to: lesson.to },
    expected: { from: expected.from, to: expected.to },
    closedAt: options.now(),
    cameras: cameras.map((camera) => cameraManifest(index, camera, expected)),
    records: records.map((record, i) => ({
      id: String(closing.records[i]?.id),
      sha256: digestOf(canonicalJson(record)),
    })),
    pictures: [...pictures.values()],
  };
  const coverage = closing.coverage.map(({ camera, from, to }) => ({ camera, from, to }));
  const files = [
    await write(directory, `${folder}/manifest.json`, manifest as unknown as Json),
    await write(directory, `${folder}/records.json`, records),
    await write(directory, `${folder}/coverage.json`, coverage),
    await write(directory, `${folder}/openings.json`, openings as unknown as Json),
    await write(directory, `${folder}/people.json`, closing.people?.map((person) => ({ ...person })) ?? []),
  ];
  await append({
    kind: 'lesson-closed',
    class: code,
    date,
    no,
    from: expected.from,
    to: expected.to,
    cameras,
    classEnds: closing.classEnds ?? null,
    files,
  });
  return manifest;
}

/** Expected = segments + gaps: what is left becomes a gap of its own. */
async function explain({ index, append, alarm }: CloseOptions, camera: CameraId, expected: Span): Promise<void> {
  const known = [...index.segments(camera, expected), ...index.gaps(camera, expected)];
  for (const { from, to } of unexplained(expected, known)) {
    await append({ kind: 'gap', camera, from, to, why: 'unknown', detail: 'nothing explains it' });
    const length = String(Math.ceil((to - from) / 1000));
    alarm({ code: 'gap-unknown', camera, message: `摄像头 ${camera} 有 ${length} 秒没有录像，也没有原因记录` });
  }
}

function cameraManifest(index: EvidenceIndex, camera: CameraId, expected: Span): CameraManifest {
  return {
    camera,
    segments: index
      .segments(camera, expected)
      .map(({ id, seq, path, bytes, sha256, from, to }) => ({ id, seq, path, bytes, sha256, from, to })),
    gaps: index.gaps(camera, expected).map(({ seq, from, to, open, why, detail }) => ({
      seq,
      from,
      to: open ? null : to,
      why,
      detail,
    })),
  };
}

function proven(index: EvidenceIndex, { records }: LessonToClose): ProvenOpening[] {
  return openingsOf(records.map(({ record }) => record)).map((opening) => ({
    ...opening,
    picture: index.picture(opening.camera, opening.trainee, opening.at)?.sha256 ?? null,
    place: opening.camera === MANUAL ? null : locate(index, opening.camera, opening.at, opening.proof),
  }));
}

function pictureOf(index: EvidenceIndex, { camera, trainee, at }: ProvenOpening): KeptFile[] {
  const picture = index.picture(camera, trainee, at);
  return picture ? [picture] : [];
}

/** Canonical JSON, whole or not at all. A file from an attempt before a kill is written over. */
async function write(directory: string, path: string, value: Json): Promise<KeptFile> {
  const data = Buffer.from(canonicalJson(value));
  const file = join(directory, path);
  if (!existsSync(dirname(file))) await mkdir(dirname(file), { recursive: true });
  writeWholeSync(file, data);
  return { path, bytes: data.length, sha256: digestOf(data) };
}
