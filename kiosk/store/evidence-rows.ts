import type { KeptFile, Segment } from '../../core/domain/evidence.ts';
import { type CameraId, cameraId } from '../../core/domain/ids.ts';
import type { GapReason } from '../../core/domain/media.ts';
import { type EpochMs, epochMs, type Span } from '../../core/domain/units.ts';

/** A segment as the journal tells it, and what has become of it. */
export interface StoredSegment extends Segment {
  readonly seq: number;
  readonly state: 'kept' | 'lost' | 'deleted';
}

export interface StoredGap extends Span {
  readonly seq: number;
  readonly camera: CameraId;
  readonly open: boolean;
  readonly why: GapReason;
  readonly detail: string;
}

export interface StoredHold extends Span {
  readonly hold: string;
  readonly camera: CameraId | null;
  readonly why: string;
  readonly by: string;
}

/** A file on the disk with the time that it shows. */
export interface StoredFile extends KeptFile, Span {
  readonly kind: 'video' | 'lesson';
  readonly camera: CameraId | null;
}

export interface SegmentRow {
  readonly seq: number;
  readonly state: StoredSegment['state'];
  readonly body: string;
}

export interface GapRow {
  readonly camera: string;
  readonly fromAt: number;
  readonly toAt: number | null;
  readonly why: string;
  readonly detail: string;
  readonly seq: number;
}

export interface FileRow extends KeptFile {
  readonly kind: StoredFile['kind'];
  readonly camera: string | null;
  readonly fromAt: number;
  readonly toAt: number;
}

export interface HoldRow {
  readonly hold: string;
  readonly camera: string | null;
  readonly fromAt: number;
  readonly toAt: number;
  readonly why: string;
  readonly by: string;
}

export function storedSegment({ seq, state, body }: SegmentRow): StoredSegment {
  return { ...(JSON.parse(body) as Segment), seq, state };
}

export function storedFile({ path, bytes, sha256, kind, camera, fromAt, toAt }: FileRow): StoredFile {
  const span = { from: epochMs(fromAt), to: epochMs(toAt) };
  return { path, bytes, sha256, kind, camera: camera === null ? null : cameraId(camera), ...span };
}

/** A gap of its row; an open one reaches to `until`. */
export function storedGap(row: GapRow, until: EpochMs): StoredGap {
  return {
    camera: cameraId(row.camera),
    from: epochMs(row.fromAt),
    to: row.toAt === null ? until : epochMs(row.toAt),
    open: row.toAt === null,
    why: row.why as GapReason,
    detail: row.detail,
    seq: row.seq,
  };
}
