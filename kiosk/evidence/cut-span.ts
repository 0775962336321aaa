import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { overlaps, unexplained } from '../../core/domain/completeness.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { GapReason } from '../../core/domain/media.ts';
import { type EpochMs, epochMs, minutes, type Span } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import { type ClipPart, trimClip } from './clip.ts';
import type { ClipCache } from './clip-cache.ts';
import { digestOf } from './digest.ts';
import type { EvidenceIndex, IndexedSegment } from './ports.ts';
import { byInit } from './segment-groups.ts';

/** A file that shows a span: second n shows `from` + n. */
export interface CutPart extends Span {
  readonly path: string;
  /** Whether all of it is sealed in the journal; else its end was still in the writing. */
  readonly sealed: boolean;
}

/** A stretch that no file shows. `in-writing`: not on the disk yet, ask again in a minute; `unknown`: the journal says nothing of it. */
export interface CutHole extends Span {
  readonly why: GapReason | 'lost' | 'deleted' | 'in-writing';
}

/** What there is of a span, and what of it is missing: the span = parts + holes. */
export interface Cut {
  readonly parts: readonly CutPart[];
  readonly holes: readonly CutHole[];
}

export interface CutPorts {
  /** The evidence folder. */
  readonly evidence: string;
  readonly index: Pick<EvidenceIndex, 'segments' | 'gaps'>;
  readonly files: ClipCache;
  readonly growing: (camera: CameraId) => ClipPart | null;
  readonly clock: Pick<Clock, 'now'>;
}

interface Source extends ClipPart {
  readonly sealed: boolean;
}

/** What was taken so short a time ago may still be on its way to the disk. */
const WRITING = minutes(2);
/** Segments that begin this soon after the one before follow it: a frame's length, and rounding. */
const MEETS = 100;

/** Cuts a camera's span; where the camera gave nothing, or was set anew, another file begins. */
export async function cutSpan(
  { evidence, index, files, growing, clock }: CutPorts,
  { camera, span, signal }: { readonly camera: CameraId; readonly span: Span; readonly signal: AbortSignal },
): Promise<Cut> {
  const known = index.segments(camera, span);
  const sealed = known
    .filter(({ state }) => state === 'kept')
    .map(({ path, from, to }): Source => ({ file: join(evidence, path), from, to, sealed: true }));
  const last = growing(camera);
  const sources = [...sealed, ...(last === null ? [] : [{ ...last, sealed: false }])].filter(
    (source) => overlaps(source, span) && existsSync(source.file),
  );
  const parts: CutPart[] = [];
  for (const group of (await byInit(sources)).flatMap(apartAtHoles)) {
    const shown = { from: at(Math.max(span.from, first(group).from)), to: at(Math.min(span.to, end(group))) };
    const key = JSON.stringify([shown, group]);
    const name = `${digestOf(Buffer.from(key)).slice(0, 32)}.mp4`;
    const path = await files.make(name, async (out) => {
      await trimClip(group, shown, out, signal);
      signal.throwIfAborted();
    });
    parts.push({ ...shown, path, sealed: group.every((source) => source.sealed) });
  }
  const gaps = index.gaps(camera, span);
  const holes = unexplained(span, parts)
    .filter(({ from, to }) => to - from > MEETS)
    .map((hole) => ({ ...hole, why: whyMissing(hole, gaps, known, clock.now()) }));
  return { parts, holes };
}

function whyMissing(
  hole: Span,
  gaps: readonly (Span & { readonly why: GapReason })[],
  segments: readonly IndexedSegment[],
  now: EpochMs,
): CutHole['why'] {
  const gone = segments.find((segment) => segment.state !== 'kept' && overlaps(segment, hole));
  if (gone) return gone.state === 'deleted' ? 'deleted' : 'lost';
  const gap = gaps.find((each) => overlaps(each, hole));
  if (gap) return gap.why;
  return now - hole.to < WRITING ? 'in-writing' : 'unknown';
}

function apartAtHoles(group: readonly Source[]): Source[][] {
  const runs: Source[][] = [];
  for (const source of group) {
    const run = runs.at(-1);
    if (run && source.from - end(run) <= MEETS) run.push(source);
    else runs.push([source]);
  }
  return runs;
}

const at = (instant: number): EpochMs => epochMs(instant);
const first = ([source]: readonly Source[]): Source => source as Source;
const end = (group: readonly Source[]): number => group.at(-1)?.to ?? 0;
