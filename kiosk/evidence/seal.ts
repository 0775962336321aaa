import { join } from 'node:path';
import type { Digest, JournalFact, Segment } from '../../core/domain/evidence.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import type { Disk } from './disk.ts';
import type { SegmentHead } from './segment-head.ts';
import type { SegmentWriter } from './segment-writer.ts';

/** What sealing needs. */
export interface Sealing {
  readonly directory: string;
  readonly disk: Disk;
  readonly append: (fact: JournalFact) => Promise<unknown>;
}

/** A segment whose file is written. */
export interface Sealable {
  readonly head: SegmentHead;
  /** The capture instant of its first frame, as far as its later frames have told it better than the first one did. */
  readonly from: EpochMs;
  /** Its place once it is sealed; until then the file is the writer's. */
  readonly path: string;
  readonly writer: Pick<SegmentWriter, 'path' | 'written'>;
}

/**
 * Closes a segment for good: the file is on the disk already; first the journal says what it is, then it gets its
 * name. Killed in between, the next start finds the entry and the `.part`, and finishes.
 */
export async function sealSegment(
  { directory, disk, append }: Sealing,
  { head, from, path, writer }: Sealable,
  { to, sha256, note }: { readonly to: EpochMs; readonly sha256: Digest; readonly note: Segment['note'] },
): Promise<void> {
  const { bytes, frames, endDecode } = writer.written;
  await append({ kind: 'segment', ...head, from, path, to, frames, endDecode, bytes, sha256, note });
  await disk.rename(writer.path, join(directory, path));
}
