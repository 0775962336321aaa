import { overlaps, unexplained } from '../../core/domain/completeness.ts';
import type { CameraManifest } from '../../core/domain/evidence.ts';
import { epochMs, type Span } from '../../core/domain/units.ts';
import type { Faults, ReportedGap } from './verify-report.ts';
import { type Entry, iso, type Story } from './verify-story.ts';

/** One camera's part of a manifest, at `path`. */
export interface CameraOfLesson {
  readonly path: string;
  readonly lesson: Entry<'lesson-closed'>;
  readonly camera: CameraManifest;
}

/** Expected = segments + gaps, and both as the journal has them. */
export function checkCamera(
  { listed, faults }: { readonly listed: ReadonlySet<string>; readonly faults: Faults },
  story: Story,
  { path, lesson, camera }: CameraOfLesson,
): void {
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

/** The stretches of a lesson that a camera's part has no video for. */
export function reported(
  lesson: Entry<'lesson-closed'>,
  { camera, segments, gaps }: CameraManifest,
  { gone }: Story,
): ReportedGap[] {
  const missing = segments.flatMap(({ path, from, to }) => {
    const end = gone.get(path);
    return end === undefined ? [] : [{ from, to, why: end.why }];
  });
  const told = gaps.map(({ from, to, why }) => ({ from, to: to ?? lesson.to, why }));
  return [...told, ...missing].map((gap) => gapOf(lesson, camera, gap));
}

/** A stretch without video, cut to the lesson. */
export function gapOf(
  lesson: Entry<'lesson-closed'>,
  camera: string,
  { from, to, why }: Span & { readonly why: string },
): ReportedGap {
  const { class: code, date, no } = lesson;
  const [first, last] = [epochMs(Math.max(from, lesson.from)), epochMs(Math.min(to, lesson.to))];
  return { class: code, date, no, camera, from: iso(first), to: iso(last), why };
}

const tell = ({ camera, from, why }: Pick<Entry<'gap'>, 'camera' | 'from' | 'why'>): string =>
  `${camera} from ${iso(from)} (${why})`;
