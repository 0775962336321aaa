import { type ModelId, modelId, type TraineeId, traineeId } from '../../core/domain/ids.ts';
import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/** A person's enrolled embedding and what it was made from. */
export interface StoredTemplate {
  readonly person: TraineeId;
  readonly model: ModelId;
  /** Teachers and staff are known to vision but never counted (rules §6). */
  readonly staff: boolean;
  /** L2-normalised mean of the photos' embeddings. */
  readonly embedding: Float32Array<ArrayBuffer>;
  readonly photos: number;
  /** SHA-256 over the photos, so that unchanged photos are not embedded again. */
  readonly photosHash: string;
  readonly createdAt: EpochMs;
}

export interface Templates {
  /** One template a person and model; a new one replaces the old. */
  put(template: StoredTemplate): void;
  all(): StoredTemplate[];
  /** Withdrawal of consent, or the subsidy is settled. */
  remove(person: TraineeId): void;
}

interface Row {
  readonly person: string;
  readonly model: string;
  readonly staff: number;
  readonly embedding: Uint8Array;
  readonly photos: number;
  readonly photosHash: string;
  readonly createdAt: number;
}

/** The table `template`. */
export function templates(db: Db): Templates {
  const put = db.prepare(
    `insert or replace into template (person, model, staff, embedding, photos, photosHash, createdAt) values (?, ?, ?, ?, ?, ?, ?)`,
  );
  const all = db.prepare<[], Row>('select * from template order by person, model');
  const remove = db.prepare('delete from template where person = ?');
  return {
    put: ({ person, model, staff, embedding, photos, photosHash, createdAt }) => {
      const bytes = Buffer.from(embedding.buffer, embedding.byteOffset, embedding.byteLength);
      put.run(person, model, staff ? 1 : 0, bytes, photos, photosHash, createdAt);
    },
    all: () =>
      all.all().map((row) => ({
        person: traineeId(row.person),
        model: modelId(row.model),
        staff: row.staff === 1,
        embedding: new Float32Array(Uint8Array.from(row.embedding).buffer),
        photos: row.photos,
        photosHash: row.photosHash,
        createdAt: epochMs(row.createdAt),
      })),
    remove: (person) => {
      remove.run(person);
    },
  };
}
