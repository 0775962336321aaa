import { parseManifest, parseMarks } from '../../core/contract/evidence.ts';
import { canonicalJson, type Json } from '../../core/domain/canonical.ts';
import { overlaps, unexplained } from '../../core/domain/completeness.ts';
import type { CameraManifest, Digest, JournalEntry, Manifest } from '../../core/domain/evidence.ts';
import { type EpochMs, epochMs, type Span } from '../../core/domain/units.ts';
import { digestOf } from './digest.ts';
import { LOG } from './package-layout.ts';
import { isSelected, type Selection } from './proofs.ts';
import { type Folder, readWhole, reason } from './verify-folder.ts';
import type { CheckedJournal } from './verify-journal.ts';
import type { Faults, ReportedGap } from './verify-report.ts';

type Entry<Kind extends JournalEntry['kind']> = Extract<JournalEntry, { kind: Kind }>;

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

/** The journal by what happened. */
interface Story {
  readonly lessons: readonly Entry<'lesson-closed'>[];
  readonly segments: ReadonlyMap<string, readonly Entry<'segment'>[]>;
  readonly gaps: ReadonlyMap<string, readonly Entry<'gap'>[]>;
  readonly corrections: readonly Entry<'correction'>[];
  /** Why a file that was sealed is rightly not there. */
  readonly gone: ReadonlyMap<string, 'lost' | 'deleted'>;
}

function storyOf({ entries }: CheckedJournal): Story {
  const all = [...entries.values()];
  const gone = new Map<string, 'lost' | 'deleted'>();
  for (const entry of all) {
    if (entry.kind === 'lost') gone.set(entry.path, 'lost');
    if (entry.kind === 'deletion') for (const { path } of entry.files) gone.set(path, 'deleted');
  }
  return {
    lessons: all.filter((entry) => entry.kind === 'lesson-closed'),
    segments: Map.groupBy(
      all.filter((entry) => entry.kind === 'segment'),
      ({ camera }) => camera,
    ),
    gaps: Map.groupBy(
      all.filter((entry) => entry.kind === 'gap'),
      ({ camera }) => camera,
    ),
    corrections: all.filter((entry) => entry.kind === 'correction'),
    gone,
  };
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
  const manifest = await readManifest(checks, path, lesson);
  if (manifest === null) return [];
  for (const camera of lesson.cameras)
    if (!manifest.cameras.some((each) => each.camera === camera)) faults.add(path, `camera ${camera} was taken out`);
  for (const camera of manifest.cameras) checkCamera(checks, story, { path, lesson, camera });
  await checkRecords(checks, manifest, path.replace(/manifest\.json$/, 'records.json'));
  await checkMarks(checks, path.replace(/manifest\.json$/, 'marks.json'));
  return manifest.cameras.flatMap((camera) => reported(lesson, camera, story));
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

interface CameraOfLesson {
  readonly path: string;
  readonly lesson: Entry<'lesson-closed'>;
  readonly camera: CameraManifest;
}

/** Expected = segments + gaps, and both as the journal has them. */
function checkCamera({ listed, faults }: LessonChecks, story: Story, { path, lesson, camera }: CameraOfLesson): void {
  const before = <Fact extends Span & { seq: number }>(facts: readonly Fact[]): Fact[] =>
    facts.filter((fact) => fact.seq < lesson.seq && overlaps(fact, lesson));
  const segments = before(story.segments.get(camera.camera) ?? []);
  const gaps = before(gapsInForce(story.gaps.get(camera.camera) ?? [], lesson));
  for (const segment of segments)
    if (!camera.segments.some((each) => each.seq === segment.seq))
      faults.add(path, `segment ${segment.path} was taken out`);
  for (const { seq, path: file, sha256 } of camera.segments) {
    const sealed = segments.find((each) => each.seq === seq);
    if (sealed?.path !== file || sealed.sha256 !== sha256)
      faults.add(path, `names a segment that the journal did not seal so: ${file}`);
    if (!listed.has(file) && !story.gone.has(file)) faults.add(file, 'is missing: the lesson’s manifest names it');
  }
  for (const gap of gaps)
    if (!camera.gaps.some((each) => each.seq === gap.seq)) faults.add(path, `a gap was taken out: ${tell(gap)}`);
  for (const gap of camera.gaps) {
    const told = gaps.find((each) => each.seq === gap.seq);
    if (told?.from !== gap.from || told.why !== gap.why)
      faults.add(path, `names a gap that the journal does not hold so: ${tell({ ...gap, camera: camera.camera })}`);
  }
  const spans = [...camera.segments, ...camera.gaps.map((gap) => ({ from: gap.from, to: gap.to ?? lesson.to }))];
  for (const { from, to } of unexplained(lesson, spans))
    faults.add(path, `nothing explains ${camera.camera} from ${iso(from)} to ${iso(to)}`);
}

/** As the journal stood when the lesson closed: a later entry of the same beginning replaces an earlier one, an open one reaches to the end. */
function gapsInForce(gaps: readonly Entry<'gap'>[], lesson: Entry<'lesson-closed'>): (Entry<'gap'> & Span)[] {
  const last = new Map<number, Entry<'gap'> & Span>();
  for (const gap of gaps)
    if (gap.seq < lesson.seq) last.set(gap.from, { ...gap, to: gap.to ?? epochMs(Math.max(lesson.to, gap.from)) });
  return [...last.values()];
}

/** Which records were edited, taken out or added: the manifest has the hash of each. */
async function checkRecords({ folder, found, faults }: LessonChecks, manifest: Manifest, path: string): Promise<void> {
  if (!found.has(path)) return;
  const value = await readValue(folder, path, faults);
  if (value === undefined) return;
  if (!Array.isArray(value)) {
    faults.add(path, 'is no list of records');
    return;
  }
  const there = new Map<string, Digest>();
  for (const record of value as Json[]) {
    const { id: given, trainee } = named(record);
    const id = String(given);
    const known = manifest.records.find((each) => each.id === id);
    const digest = safeDigest(record);
    const name = `record ${id} (${String(trainee)})`;
    if (there.has(id)) faults.add(path, `${name} is there twice`);
    if (!known) faults.add(path, `${name} was added`);
    else if (known.sha256 !== digest) faults.add(path, `${name} was edited`);
    there.set(id, digest);
  }
  for (const { id } of manifest.records) if (!there.has(id)) faults.add(path, `record ${id} was removed`);
}

/** Whatever it is, its name if it has one. */
const named = (record: Json): { readonly id?: unknown; readonly trainee?: unknown } =>
  record !== null && typeof record === 'object' && !Array.isArray(record) ? (record as { readonly id?: unknown }) : {};

function safeDigest(value: Json): Digest {
  try {
    return digestOf(canonicalJson(value));
  } catch {
    return '';
  }
}

async function checkMarks({ folder, found, faults }: LessonChecks, path: string): Promise<void> {
  if (!found.has(path)) return;
  const value = await readValue(folder, path, faults);
  if (value === undefined) return;
  const parsed = parseMarks(value);
  if (!parsed.ok) faults.add(path, `is no list of marks: ${parsed.what}`);
}

/** Whatever the text's form: what was changed in it is told by its hash. */
async function readValue(folder: Folder, path: string, faults: Faults): Promise<unknown> {
  const bytes = await readWhole(folder, path, faults);
  if (bytes === null) return undefined;
  try {
    return JSON.parse(bytes.toString());
  } catch (error) {
    faults.add(path, `is no JSON that can be read: ${reason(error)}`);
    return undefined;
  }
}

function reported(
  lesson: Entry<'lesson-closed'>,
  { camera, segments, gaps }: CameraManifest,
  { gone }: Story,
): ReportedGap[] {
  const missing = segments.flatMap(({ path, from, to }) => {
    const why = gone.get(path);
    return why === undefined ? [] : [{ from, to, why }];
  });
  const told = gaps.map(({ from, to, why }) => ({ from, to: to ?? lesson.to, why }));
  const { class: code, date, no } = lesson;
  return [...told, ...missing].map(({ from, to, why }) => ({
    class: code,
    date,
    no,
    camera,
    from: iso(epochMs(Math.max(from, lesson.from))),
    to: iso(epochMs(Math.min(to, lesson.to))),
    why,
  }));
}

const tell = ({ camera, from, why }: Pick<Entry<'gap'>, 'camera' | 'from' | 'why'>): string =>
  `${camera} from ${iso(from)} (${why})`;

/** Years beyond a date's reach come from files that were tampered with. */
const iso = (at: EpochMs): string => (Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : String(at));
