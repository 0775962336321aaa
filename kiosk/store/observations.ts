import { type CameraId, cameraId, type TraineeId, traineeId } from '../../core/domain/ids.ts';
import type { Gap, GapReason } from '../../core/domain/media.ts';
import type { SeenSighting } from '../../core/domain/seen.ts';
import type { Sighting, SightingProof } from '../../core/domain/sighting.ts';
import { type EpochMs, epochMs, type Span } from '../../core/domain/units.ts';
import type { Db } from './open.ts';
import { outbox } from './outbox.ts';

/** A sighting as kept: `proof` is there for the ones that first opened a window. */
export interface StoredSighting extends SeenSighting {
  readonly proof: SightingProof | null;
}

/** A stretch of one camera: it was observed, or unidentified people were there. */
export interface CameraSpan extends Span {
  readonly camera: CameraId;
}

/** What the cameras saw and did not see. */
export interface Observations {
  /** The same trainee at the same instant on the same camera is kept once. */
  addSighting(sighting: Sighting, proof?: SightingProof): void;
  /** In order of time, then of arrival; `from` and `to` belong to the range. */
  sightings(from: EpochMs, to: EpochMs): StoredSighting[];
  /** When each trainee was last seen within the range. */
  lastSeen(from: EpochMs, to: EpochMs): ReadonlyMap<TraineeId, EpochMs>;
  /** Opens a span of coverage and returns the row, which {@link extendCoverage} then lengthens. */
  openCoverage(camera: CameraId, from: EpochMs, to: EpochMs): number;
  extendCoverage(row: number, to: EpochMs): void;
  /** Spans that touch the range, in order of their beginning. */
  coverage(from: EpochMs, to: EpochMs): CameraSpan[];
  /** Keeps a stay of somebody unidentified and returns its row, to be lengthened, or taken away when it was somebody after all. */
  addUnidentified(span: CameraSpan): number;
  extendUnidentified(row: number, to: EpochMs): void;
  dropUnidentified(row: number): void;
  unidentified(from: EpochMs, to: EpochMs): CameraSpan[];
  /** An open gap (`to` null) is a row of its own; the same gap with its end closes that row. */
  noteGap(gap: Gap): void;
  /** Gaps that touch the range; an open one reaches to now. */
  gaps(from: EpochMs, to: EpochMs): Gap[];
}

interface SightingRow {
  readonly trainee: string;
  readonly at: number;
  readonly camera: string;
  readonly proof: string | null;
}

interface SpanRow {
  readonly camera: string;
  readonly fromAt: number;
  readonly toAt: number;
}

interface GapRow {
  readonly camera: string;
  readonly fromAt: number;
  readonly toAt: number | null;
  readonly why: string;
  readonly detail: string;
}

/** The tables `sighting`, `coverage`, `unidentified`, `gap`; gaps have rows in `outbox`. */
export function observations(db: Db): Observations {
  const addSighting = db.prepare(
    `insert into sighting (trainee, at, camera, proof) values (?, ?, ?, ?)
     on conflict (trainee, at, camera) do update set proof = coalesce(proof, excluded.proof)`,
  );
  const sightings = db.prepare<[number, number], SightingRow>(
    'select trainee, at, camera, proof from sighting where at between ? and ? order by at, id',
  );
  const lastSeen = db.prepare<[number, number], { trainee: string; at: number }>(
    'select trainee, max(at) as at from sighting where at between ? and ? group by trainee',
  );
  const openCoverage = db.prepare('insert into coverage (camera, fromAt, toAt) values (?, ?, ?)');
  const extendCoverage = db.prepare('update coverage set toAt = max(toAt, ?) where id = ?');
  const coverage = db.prepare<[number, number], SpanRow>(
    'select camera, fromAt, toAt from coverage where toAt >= ? and fromAt <= ? order by fromAt, id',
  );
  const addUnidentified = db.prepare('insert into unidentified (camera, fromAt, toAt) values (?, ?, ?)');
  const extendUnidentified = db.prepare('update unidentified set toAt = max(toAt, ?) where id = ?');
  const dropUnidentified = db.prepare('delete from unidentified where id = ?');
  const unidentified = db.prepare<{ from: number; to: number }, SpanRow>(
    `select camera, fromAt, toAt from unidentified
     where fromAt >= :from - (select coalesce(max(toAt - fromAt), 0) from unidentified) and fromAt <= :to and toAt >= :from
     order by fromAt, id`,
  );
  const openGap = db.prepare('insert into gap (camera, fromAt, toAt, why, detail) values (?, ?, ?, ?, ?)');
  const closeGap = db.prepare(
    'update gap set toAt = ?, why = ?, detail = ? where camera = ? and fromAt = ? and toAt is null',
  );
  const gaps = db.prepare<[number, number], GapRow>(
    'select camera, fromAt, toAt, why, detail from gap where (toAt is null or toAt >= ?) and fromAt <= ? order by fromAt, id',
  );
  const told = outbox(db);
  return {
    addSighting: ({ trainee, at, camera }, proof) => {
      addSighting.run(trainee, at, camera, proof === undefined ? null : JSON.stringify(proof));
    },
    sightings: (from, to) =>
      sightings.all(from, to).map((row) => {
        const proof = row.proof === null ? null : (JSON.parse(row.proof) as SightingProof);
        return {
          trainee: traineeId(row.trainee),
          at: epochMs(row.at),
          camera: cameraId(row.camera),
          ...(proof === null ? {} : { liveness: proof.liveness }),
          proof,
        };
      }),
    lastSeen: (from, to) => new Map(lastSeen.all(from, to).map(({ trainee, at }) => [traineeId(trainee), epochMs(at)])),
    openCoverage: (camera, from, to) => Number(openCoverage.run(camera, from, to).lastInsertRowid),
    extendCoverage: (row, to) => {
      extendCoverage.run(to, row);
    },
    coverage: (from, to) => coverage.all(from, to).map(span),
    addUnidentified: ({ camera, from, to }) => Number(addUnidentified.run(camera, from, to).lastInsertRowid),
    extendUnidentified: (row, to) => {
      extendUnidentified.run(to, row);
    },
    dropUnidentified: (row) => {
      dropUnidentified.run(row);
    },
    unidentified: (from, to) => unidentified.all({ from, to }).map(span),
    noteGap: db.transaction(({ camera, from, to, why, detail }: Gap) => {
      told.put('gap', { camera, from, to, why, detail: detail.slice(0, 2000) }, to ?? from);
      if (to !== null && closeGap.run(to, why, detail, camera, from).changes > 0) return;
      openGap.run(camera, from, to, why, detail);
    }),
    gaps: (from, to) =>
      gaps.all(from, to).map((row) => ({
        kind: 'gap',
        camera: cameraId(row.camera),
        from: epochMs(row.fromAt),
        to: row.toAt === null ? null : epochMs(row.toAt),
        why: row.why as GapReason,
        detail: row.detail,
      })),
  };
}

function span(row: SpanRow): CameraSpan {
  return { camera: cameraId(row.camera), from: epochMs(row.fromAt), to: epochMs(row.toAt) };
}
