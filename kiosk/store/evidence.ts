import type { JournalEntry, KeptFile } from '../../core/domain/evidence.ts';
import { type CameraId, cameraId, type SegmentId } from '../../core/domain/ids.ts';
import { type EpochMs, epochMs, type Span } from '../../core/domain/units.ts';
import { takeEntry } from './evidence-entries.ts';
import { evidenceLessons } from './evidence-lessons.ts';
import {
  type FileRow,
  type GapRow,
  type HoldRow,
  type SegmentRow,
  type StoredFile,
  type StoredGap,
  type StoredHold,
  type StoredSegment,
  storedFile,
  storedGap,
  storedSegment,
} from './evidence-rows.ts';
import type { Db } from './open.ts';

/** No segment is longer: the recorder sees to it. */
const LONGEST_MS = 3_600_000;

/**
 * The evidence journal as tables: an index that knows how many entries it has taken, and that can be made again from
 * the journal alone.
 */
export function evidenceIndex(db: Db) {
  const applied = db.prepare<[], number>('select applied from evidenceState').pluck();
  const advance = db.prepare('update evidenceState set applied = ?, lastAt = ?, boot = max(boot, ?)');
  const last = db.prepare<[], { at: number; boot: number }>('select lastAt as at, boot from evidenceState');
  const take = takeEntry(db);
  const apply = db.transaction((entries: readonly JournalEntry[]) => {
    let next = applied.get() ?? 0;
    for (const entry of entries) {
      if (entry.seq < next) continue;
      take(entry);
      next = entry.seq + 1;
      advance.run(next, entry.at, entry.kind === 'started' ? entry.boot : 0);
    }
  });

  const segmentsOf = db.prepare<[string, number, number, number], SegmentRow>(
    `select seq, state, body from evidenceSegment
     where camera = ? and toAt > ? and toAt < ? and fromAt < ? order by fromAt, seq`,
  );
  const segment = db.prepare<[string], SegmentRow>('select seq, state, body from evidenceSegment where id = ?');
  // Each part is a page of its own by its own index; only three pages are ever merged.
  const inOrder = db.prepare<{ to: number; path: string; limit: number }, FileRow>(
    `select * from (
       select * from (
         select path, bytes, sha256, 'video' as kind, camera, fromAt, toAt from evidenceSegment
         where state = 'kept' and (toAt, path) > (:to, :path) order by toAt, path limit :limit)
       union all select * from (
         select path, bytes, sha256, 'video', camera, capturedAt, capturedAt from evidenceFile
         where state = 'kept' and (capturedAt, path) > (:to, :path) order by capturedAt, path limit :limit)
       union all select * from (
         select path, bytes, sha256, 'lesson', null, fromAt, toAt
         from evidenceLesson join evidenceFile using (class, date, no)
         where state = 'kept' and toAt >= :to and (toAt, path) > (:to, :path) order by toAt, path limit :limit)
     ) order by toAt, path limit :limit`,
  );
  const firstAt = db.prepare<[], number | null>('select min(fromAt) from evidenceSegment').pluck();
  const gaps = db.prepare<[string, number, number], GapRow>(
    'select * from evidenceGap where camera = ? and (toAt is null or toAt > ?) and fromAt < ? order by fromAt',
  );
  const openGaps = db.prepare<[], GapRow>('select * from evidenceGap where toAt is null order by camera, fromAt');
  const covered = db.prepare<[], { camera: string; at: number }>(
    `select camera, at, max(seq) from (
       select camera, toAt as at, max(seq) as seq from evidenceSegment group by camera
       union all select camera, coalesce(toAt, fromAt), max(seq) from evidenceGap group by camera
     ) group by camera`,
  );
  const kept = db.prepare<[], KeptFile>(
    `select path, bytes, sha256 from evidenceSegment where state = 'kept'
     union all select path, bytes, sha256 from evidenceFile where state = 'kept'`,
  );
  const stateOf = db
    .prepare<[string, string], StoredSegment['state']>(
      'select state from evidenceSegment where path = ? union all select state from evidenceFile where path = ?',
    )
    .pluck();
  const holds = db.prepare<[], HoldRow>('select * from evidenceHold order by hold');

  return {
    applied: (): number => applied.get() ?? 0,
    apply: (entries: readonly JournalEntry[]): void => {
      apply(entries);
    },
    last: (): { at: EpochMs; boot: number } => {
      const row = last.get();
      return { at: epochMs(row?.at ?? 0), boot: row?.boot ?? 0 };
    },
    segments: (camera: CameraId, { from, to }: Span): StoredSegment[] =>
      segmentsOf.all(camera, from, to + LONGEST_MS, to).map(storedSegment),
    segment: (id: SegmentId): StoredSegment | null => {
      const row = segment.get(id);
      return row ? storedSegment(row) : null;
    },
    filesInOrder: (after: StoredFile | null, limit: number): StoredFile[] =>
      inOrder.all({ to: after?.to ?? -1, path: after?.path ?? '', limit }).map(storedFile),
    firstAt: (): EpochMs => epochMs(firstAt.get() ?? Number.MAX_SAFE_INTEGER),
    gaps: (camera: CameraId, { from, to }: Span): StoredGap[] =>
      gaps.all(camera, from, to).map((row) => storedGap(row, to)),
    openGaps: (): StoredGap[] => openGaps.all().map((row) => storedGap(row, epochMs(row.fromAt))),
    covered: (): ReadonlyMap<CameraId, EpochMs> =>
      new Map(covered.all().map(({ camera, at }) => [cameraId(camera), epochMs(at)])),
    stateOf: (path: string): StoredSegment['state'] | null => stateOf.get(path, path) ?? null,
    keptFiles: (): Iterable<KeptFile> => kept.iterate(),
    ...evidenceLessons(db),
    holds: (): StoredHold[] =>
      holds.all().map(({ hold, camera, fromAt, toAt, why, by }) => ({
        hold,
        camera: camera === null ? null : cameraId(camera),
        from: epochMs(fromAt),
        to: epochMs(toAt),
        why,
        by,
      })),
  };
}
