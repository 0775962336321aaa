import type { Place } from '../../core/domain/evidence.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { SightingProof } from '../../core/domain/sighting.ts';
import { type EpochMs, plus, seconds } from '../../core/domain/units.ts';
import type { EvidenceIndex, IndexedSegment } from './ports.ts';

/** Around an instant, how far the clock of the sighting and that of the segment may be apart. */
const AROUND = seconds(10);

/**
 * The second of video that shows an instant. With the proof's run and decode time the very frame is found;
 * without (or when that run's segment is gone) the instant decides. Null when no segment holds it.
 */
export function locate(
  index: Pick<EvidenceIndex, 'segments'>,
  camera: CameraId,
  at: EpochMs,
  frame: Pick<SightingProof, 'run' | 'decodeTime'> | null,
): Place | null {
  const near = index.segments(camera, { from: plus(at, seconds(-10)), to: plus(at, AROUND) });
  const exact = frame && near.find((segment) => holdsFrame(segment, frame));
  if (exact) return place(exact, (frame.decodeTime - exact.firstDecode) / exact.timescale);
  const holding = near.find(({ from, to }) => from <= at && at < to);
  return holding ? place(holding, (at - holding.from) / 1000) : null;
}

function holdsFrame(segment: IndexedSegment, { run, decodeTime }: Pick<SightingProof, 'run' | 'decodeTime'>): boolean {
  return segment.run === run && segment.firstDecode <= decodeTime && decodeTime < segment.endDecode;
}

const place = ({ id, path }: IndexedSegment, offset: number): Place => ({
  segment: id,
  path,
  offset: Math.round(offset * 1000) / 1000,
});
