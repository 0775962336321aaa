import { parseManifest } from '../../core/contract/evidence.ts';
import { overlaps } from '../../core/domain/completeness.ts';
import { addDays, instantAt } from '../../core/domain/day.ts';
import type { Digest, Manifest } from '../../core/domain/evidence.ts';
import { addYears } from '../../core/domain/keeping.ts';
import { LOG } from './package-layout.ts';
import { isSelected, type Selection } from './proofs.ts';
import { checkCamera, gapOf, reported } from './verify-camera.ts';
import type { Folder } from './verify-folder.ts';
import type { CheckedJournal } from './verify-journal.ts';
import { checkOpenings, checkRecords, readValue } from './verify-records.ts';
import type { Faults, ReportedGap } from './verify-report.ts';
import { type Entry, iso, type Story, storyOf } from './verify-story.ts';

/** The least that the notice asks: 「培训档案至少保存三年」. A policy may keep longer. */
const ARCHIVE_YEARS = 3;

/** What the lessons of a package are checked against. */
export interface LessonChecks {
  readonly folder: Folder;
  readonly journal: CheckedJournal;
  /** Which lessons the package says it holds; null: that could not be read. */
  readonly selection: Selection | null;
  /** The files that the signed list names. */
  readonly listed: ReadonlySet<string>;
  readonly found: ReadonlyMap<string, Digest>;
  readonly faults: Faults;
}

/** Checks each lesson that the package ought to hold, from its journal entry down to single records and gaps. @returns the gaps in them. */
export async function checkLessons(checks: LessonChecks): Promise<ReportedGap[]> {
  const { selection } = checks;
  const story = storyOf(checks.journal);
  const gaps: ReportedGap[] = [];
  for (const lesson of story.lessons.filter((each) => selection !== null && isSelected(each, selection)))
    gaps.push(...(await checkLesson(checks, story, lesson)));
  return gaps;
}

async function checkLesson(checks: LessonChecks, story: Story, lesson: Entry<'lesson-closed'>): Promise<ReportedGap[]> {
  const { journal, faults, listed } = checks;
  const path = lesson.files.find((file) => file.path.endsWith('/manifest.json'))?.path;
  if (path === undefined) {
    faults.add(LOG, `entry ${String(lesson.seq)} closes a lesson without a manifest`);
    return [];
  }
  if (lesson.seq >= journal.provenUntil || journal.unproven.has(lesson.seq))
    faults.add(
      path,
      `its journal entry ${String(lesson.seq)} is not under the signed head: manifest and journal were re-made`,
    );
  const corrections = story.corrections.filter(
    (each) => each.class === lesson.class && each.date === lesson.date && each.no === lesson.no,
  );
  for (const file of [...lesson.files, ...corrections])
    if (!listed.has(file.path) && !story.gone.has(file.path))
      faults.add(file.path, 'belongs to a lesson of this package, but is not in its list');
  checkDeletions(checks, story, lesson);
  const end = story.gone.get(path);
  if (end && !checks.folder.files.has(path))
    return lesson.cameras.map((camera) => gapOf(lesson, camera, { ...lesson, why: end.why }));
  const manifest = await readManifest(checks, path, lesson);
  if (manifest === null) return [];
  for (const camera of lesson.cameras)
    if (!manifest.cameras.some((each) => each.camera === camera)) faults.add(path, `camera ${camera} was taken out`);
  for (const { path: picture } of manifest.pictures)
    if (!listed.has(picture) && !story.gone.has(picture))
      faults.add(picture, 'is missing: the lesson’s manifest names it');
  for (const camera of manifest.cameras) checkCamera(checks, story, { path, lesson, camera });
  await checkRecords(checks, manifest, path.replace(/manifest\.json$/, 'records.json'));
  await checkOpenings(checks, path.replace(/manifest\.json$/, 'openings.json'));
  return manifest.cameras.flatMap((camera) => reported(lesson, camera, story));
}

/** Nothing of a lesson may go before three years after its class's end, whoever's journal says that it went. */
function checkDeletions({ faults }: LessonChecks, { gone, segments }: Story, lesson: Entry<'lesson-closed'>): void {
  const until = lesson.classEnds === null ? null : instantAt(addDays(addYears(lesson.classEnds, ARCHIVE_YEARS), 1), 0);
  const video = lesson.cameras.flatMap((camera) => segments.get(camera) ?? []).filter((each) => overlaps(each, lesson));
  for (const { path } of [...lesson.files, ...video]) {
    const end = gone.get(path);
    if (end?.why === 'deleted' && (until === null || end.at < until))
      faults.add(
        path,
        `was deleted on ${iso(end.at)}, before its date (${until === null ? 'the class had no known end' : iso(until)})`,
      );
  }
}

async function readManifest(
  { folder, faults }: LessonChecks,
  path: string,
  lesson: Entry<'lesson-closed'>,
): Promise<Manifest | null> {
  const value = await readValue(folder, path, faults);
  if (value === undefined) return null;
  const parsed = parseManifest(value);
  if (!parsed.ok) {
    faults.add(path, `is no manifest: ${parsed.what}`);
    return null;
  }
  const { class: code, date, no, expected } = parsed.value;
  const same = code === lesson.class && date === lesson.date && no === lesson.no;
  if (!same || expected.from !== lesson.from || expected.to !== lesson.to)
    faults.add(path, `is not of the lesson that journal entry ${String(lesson.seq)} closed`);
  return parsed.value;
}
