import type { EpochMs, LocalDate } from '../../core/domain/units.ts';
import { epochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';
import { scrub, scrubDue } from './scrub.ts';
import type { Sealing } from './templates.ts';

/** One entered line about a person's consent; the last one holds. */
export interface ConsentLine {
  readonly person: string;
  readonly kind: 'given' | 'withdrawn';
  readonly textVersion: string | null;
  readonly how: 'paper' | 'screen' | null;
  /** The day on which the person signed or withdrew. */
  readonly date: LocalDate;
  readonly why: string;
  readonly by: string;
  readonly at: EpochMs;
}

/** An enrolment photo without its bytes, which lie sealed in a file. */
export interface PhotoRow {
  readonly id: string;
  readonly person: string;
  readonly addedAt: EpochMs;
  readonly addedBy: string;
  readonly source: 'import' | 'upload' | 'live' | 'folder' | 'transfer';
  /** What was seen in it and what else is known: JSON, sealed. */
  readonly facts: string;
  /** Only with consent. */
  readonly embedding: { readonly model: string; readonly values: Float32Array<ArrayBuffer> } | null;
}

/** What happened to a person's enrolment, for ever. */
export interface ChangeLine {
  readonly person: string;
  readonly at: EpochMs;
  readonly by: string;
  /** JSON. */
  readonly body: string;
  /** What of it must not lie readable (the signature of later photos): JSON, sealed. */
  readonly secret?: string | null;
}

export interface EnrolmentTables {
  /** Runs `work` in one transaction. */
  together<T>(work: () => T): T;
  addConsent(line: ConsentLine): void;
  /** The person's lines, oldest first. */
  consents(person: string): ConsentLine[];
  /** Adds a photo, or changes facts and embedding of one. */
  putPhoto(photo: PhotoRow): void;
  photo(id: string): PhotoRow | undefined;
  /** In the order in which they were added. */
  photosOf(person: string): PhotoRow[];
  photoIds(): string[];
  removePhoto(id: string): void;
  /** @returns its number. */
  addChange(line: ChangeLine): number;
  /** Oldest first, with their numbers. */
  changesOf(person: string): (ChangeLine & { readonly id: number })[];
  /** Everybody whose photos or templates are stored. */
  persons(): string[];
}

interface Row {
  readonly id: string;
  readonly person: string;
  readonly addedAt: number;
  readonly addedBy: string;
  readonly source: PhotoRow['source'];
  readonly facts: Uint8Array;
  readonly embedding: Uint8Array | null;
  readonly model: string | null;
}

interface ChangeRow extends Omit<ChangeLine, 'secret'> {
  readonly secret: Uint8Array | null;
}

/** Consent, photos, changes. What tells of a face is sealed for its person and photo. */
export function enrolmentTables(db: Db, sealing: Sealing): EnrolmentTables {
  sealPlainSecrets(db, sealing);
  const addConsent = db.prepare(
    'insert into consent (person, kind, textVersion, how, date, why, by, at) values (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const consents = db.prepare<[string], ConsentLine>(
    'select person, kind, textVersion, how, date, why, by, at from consent where person = ? order by id',
  );
  const putPhoto = db.prepare(
    `insert into enrolmentPhoto (id, person, addedAt, addedBy, source, facts, embedding, model)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set facts = excluded.facts, embedding = excluded.embedding, model = excluded.model`,
  );
  const photo = db.prepare<[string], Row>('select * from enrolmentPhoto where id = ?');
  const photosOf = db.prepare<[string], Row>('select * from enrolmentPhoto where person = ? order by rowid');
  const photoIds = db.prepare<[], string>('select id from enrolmentPhoto').pluck();
  const removePhoto = db.prepare('delete from enrolmentPhoto where id = ?');
  const addChange = db.prepare('insert into enrolmentChange (person, at, by, body, secret) values (?, ?, ?, ?, ?)');
  const changesOf = db.prepare<[string], ChangeRow & { readonly id: number }>(
    'select id, person, at, by, body, secret from enrolmentChange where person = ? order by id',
  );
  const persons = db.prepare<[], string>('select person from enrolmentPhoto union select person from template').pluck();

  const opened = ({ id, person, addedAt, addedBy, source, facts, embedding, model }: Row): PhotoRow => ({
    ...{ id, person, addedBy, source, addedAt: epochMs(addedAt) },
    facts: Buffer.from(sealing.open(facts, factsOf(person, id))).toString('utf8'),
    embedding:
      embedding === null || model === null
        ? null
        : { model, values: floats(sealing.open(embedding, embeddingOf(person, id, model))) },
  });

  return {
    together: (work) => db.transaction(work)(),
    addConsent: ({ person, kind, textVersion, how, date, why, by, at }) => {
      addConsent.run(person, kind, textVersion, how, date, why, by, at);
    },
    consents: (person) => consents.all(person),
    putPhoto: ({ id, person, addedAt, addedBy, source, facts, embedding }) => {
      const sealed = sealing.seal(Buffer.from(facts), factsOf(person, id));
      const values = embedding?.values;
      const vector =
        embedding === null || values === undefined
          ? null
          : sealing.seal(
              Buffer.from(values.buffer, values.byteOffset, values.byteLength),
              embeddingOf(person, id, embedding.model),
            );
      putPhoto.run(id, person, addedAt, addedBy, source, sealed, vector, embedding?.model ?? null);
    },
    photo: (id) => {
      const row = photo.get(id);
      return row && opened(row);
    },
    photosOf: (person) => photosOf.all(person).map(opened),
    photoIds: () => photoIds.all(),
    removePhoto: (id) => {
      removePhoto.run(id);
    },
    addChange: ({ person, at, by, body, secret = null }) => {
      const sealed = secret === null ? null : sealing.seal(Buffer.from(secret), secretOf({ person, at }));
      return Number(addChange.run(person, at, by, body, sealed).lastInsertRowid);
    },
    changesOf: (person) =>
      changesOf.all(person).map(({ secret, ...line }) => ({
        ...line,
        secret: secret === null ? null : Buffer.from(sealing.open(secret, secretOf(line))).toString('utf8'),
      })),
    persons: () => persons.all(),
  };
}

/** Seals everything of photos and changes anew. Call it in the transaction that remembers the new key. */
export function resealEnrolment(db: Db, from: Sealing, to: Sealing): void {
  const again = (sealed: Uint8Array, context: Parameters<Sealing['seal']>[1]): Uint8Array =>
    to.seal(from.open(sealed, context), context);
  const putPhoto = db.prepare('update enrolmentPhoto set facts = ?, embedding = ? where id = ?');
  for (const { id, person, facts, embedding, model } of db.prepare<[], Row>('select * from enrolmentPhoto').all()) {
    const vector = embedding === null || model === null ? null : again(embedding, embeddingOf(person, id, model));
    putPhoto.run(again(facts, factsOf(person, id)), vector, id);
  }
  const putSecret = db.prepare('update enrolmentChange set secret = ? where id = ?');
  const changes = db.prepare<[], { id: number; person: string; at: number; secret: Uint8Array }>(
    'select id, person, at, secret from enrolmentChange where secret is not null',
  );
  for (const { id, secret, ...line } of changes.all()) putSecret.run(again(secret, secretOf(line)), id);
}

/** Seals what an earlier version left readable. */
function sealPlainSecrets(db: Db, sealing: Sealing): void {
  const plain = db
    .prepare<[], ChangeRow & { id: number }>(
      'select id, person, at, by, body, secret from enrolmentChange where sealed = 0',
    )
    .all();
  const seal = db.prepare('update enrolmentChange set secret = ?, sealed = 1 where id = ?');
  if (plain.length > 0) {
    db.transaction(() => {
      scrubDue(db);
      for (const { id, secret, ...line } of plain)
        seal.run(secret === null ? null : sealing.seal(secret, secretOf(line)), id);
    })();
  }
  scrub(db);
}

const secretOf = ({ person, at }: { readonly person: string; readonly at: number }) => ({
  what: 'later-signature',
  whose: `${person} ${at}`,
});
const factsOf = (person: string, id: string) => ({ what: 'photo-facts', whose: `${person} ${id}` });
const embeddingOf = (person: string, id: string, model: string) => ({
  what: 'photo-embedding',
  whose: `${person} ${id} ${model}`,
});
const floats = (bytes: Uint8Array): Float32Array<ArrayBuffer> => new Float32Array(Uint8Array.from(bytes).buffer);
