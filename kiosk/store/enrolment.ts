import type { EpochMs, LocalDate } from '../../core/domain/units.ts';
import { epochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';
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
  changesOf(person: string): ChangeLine[];
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

/** Consent, photos, changes. What tells of a face is sealed for its person and photo. */
export function enrolmentTables(db: Db, sealing: Sealing): EnrolmentTables {
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
  const addChange = db.prepare('insert into enrolmentChange (person, at, by, body) values (?, ?, ?, ?)');
  const changesOf = db.prepare<[string], ChangeLine>(
    'select person, at, by, body from enrolmentChange where person = ? order by id',
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
    addChange: ({ person, at, by, body }) => Number(addChange.run(person, at, by, body).lastInsertRowid),
    changesOf: (person) => changesOf.all(person),
    persons: () => persons.all(),
  };
}

const factsOf = (person: string, id: string) => ({ what: 'photo-facts', whose: `${person} ${id}` });
const embeddingOf = (person: string, id: string, model: string) => ({
  what: 'photo-embedding',
  whose: `${person} ${id} ${model}`,
});
const floats = (bytes: Uint8Array): Float32Array<ArrayBuffer> => new Float32Array(Uint8Array.from(bytes).buffer);
