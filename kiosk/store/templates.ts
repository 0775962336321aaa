import { type ModelId, modelId, type TraineeId, traineeId } from '../../core/domain/ids.ts';
import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';
import { scrub, scrubDue } from './scrub.ts';

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
  /** A person's, of every model. */
  of(person: TraineeId): StoredTemplate[];
  /** Withdrawal of consent, or the subsidy is settled. */
  remove(person: TraineeId): void;
}

/** Encrypts what lies in the table; kiosk/vault satisfies it. */
export interface Sealing {
  seal(bytes: Uint8Array, context: { readonly what: string; readonly whose: string }): Uint8Array;
  open(sealed: Uint8Array, context: { readonly what: string; readonly whose: string }): Uint8Array;
}

/** A row of the table; `embedding` sealed. */
export interface TemplateRow {
  readonly person: string;
  readonly model: string;
  readonly staff: number;
  readonly embedding: Uint8Array;
  readonly photos: number;
  readonly photosHash: string;
  readonly createdAt: number;
}

/**
 * The table `template`, its embeddings sealed. Rows of an earlier version are sealed here, and the file is written
 * anew so that nothing of them stays readable in it.
 */
export function templates(db: Db, sealing: Sealing): Templates {
  sealPlainRows(db, sealing);
  const put = db.prepare(
    `insert or replace into template (person, model, staff, embedding, photos, photosHash, createdAt, sealed) values (?, ?, ?, ?, ?, ?, ?, 1)`,
  );
  const all = db.prepare<[], TemplateRow>('select * from template order by person, model');
  const of = db.prepare<[string], TemplateRow>('select * from template where person = ? order by model');
  const remove = db.prepare('delete from template where person = ?');
  const opened = (row: TemplateRow): StoredTemplate => openedTemplate(row, sealing.open(row.embedding, contextOf(row)));
  return {
    put: ({ person, model, staff, embedding, photos, photosHash, createdAt }) => {
      const bytes = Buffer.from(embedding.buffer, embedding.byteOffset, embedding.byteLength);
      const sealed = sealing.seal(bytes, contextOf({ person, model }));
      put.run(person, model, staff ? 1 : 0, sealed, photos, photosHash, createdAt);
    },
    all: () => all.all().map(opened),
    of: (person) => of.all(person).map(opened),
    remove: (person) => {
      remove.run(person);
    },
  };
}

/** Seals every template anew. Call it in the transaction that remembers the new key. */
export function resealTemplates(db: Db, from: Sealing, to: Sealing): void {
  const put = db.prepare('update template set embedding = ? where person = ? and model = ?');
  for (const row of db.prepare<[], TemplateRow>('select * from template').all())
    put.run(to.seal(from.open(row.embedding, contextOf(row)), contextOf(row)), row.person, row.model);
}

/** A row with its embedding's bytes, unsealed. */
export function openedTemplate(row: TemplateRow, embedding: Uint8Array): StoredTemplate {
  return {
    person: traineeId(row.person),
    model: modelId(row.model),
    staff: row.staff === 1,
    embedding: new Float32Array(Uint8Array.from(embedding).buffer),
    photos: row.photos,
    photosHash: row.photosHash,
    createdAt: epochMs(row.createdAt),
  };
}

/** A template opens only as that person's and that model's. */
function contextOf({ person, model }: { person: string; model: string }): { what: string; whose: string } {
  return { what: 'template', whose: `${person} ${model}` };
}

/** Seals rows that an earlier version left plain. */
function sealPlainRows(db: Db, sealing: Sealing): void {
  const plain = db.prepare<[], TemplateRow>('select * from template where sealed = 0').all();
  const seal = db.prepare('update template set embedding = ?, sealed = 1 where person = ? and model = ?');
  if (plain.length > 0) {
    db.transaction(() => {
      scrubDue(db);
      for (const row of plain) seal.run(sealing.seal(row.embedding, contextOf(row)), row.person, row.model);
    })();
  }
  scrub(db);
}
