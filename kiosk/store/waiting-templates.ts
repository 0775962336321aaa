import { type TraineeId, traineeId } from '../../core/domain/ids.ts';
import type { Db } from './open.ts';
import { openedTemplate, type Sealing, type StoredTemplate, type TemplateRow } from './templates.ts';

/** A template that waits for the center's word. */
export interface WaitingTemplate {
  readonly template: StoredTemplate;
  /** The number by which the center was told of it. */
  readonly enrolment: number;
  /** Cosine to the template in force, −1…1. */
  readonly alike: number;
}

export interface WaitingTemplates {
  /** One a person; a new one replaces the old. */
  put(waiting: WaitingTemplate): void;
  of(person: TraineeId): WaitingTemplate | null;
  all(): WaitingTemplate[];
  /** One that is not there is fine. */
  remove(person: string): void;
}

interface Row extends Omit<TemplateRow, 'staff'> {
  readonly enrolment: number;
  readonly alike: number;
}

/** The table `waitingTemplate`, its embeddings sealed so that none opens as one in force. */
export function waitingTemplates(db: Db, sealing: Sealing): WaitingTemplates {
  const put = db.prepare(
    `insert or replace into waitingTemplate (person, enrolment, model, embedding, photos, photosHash, createdAt, alike)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const of = db.prepare<[string], Row>('select * from waitingTemplate where person = ?');
  const all = db.prepare<[], Row>('select * from waitingTemplate order by person');
  const remove = db.prepare('delete from waitingTemplate where person = ?');
  const opened = (row: Row): WaitingTemplate => ({
    template: openedTemplate({ ...row, staff: 0 }, sealing.open(row.embedding, contextOf(row))),
    enrolment: row.enrolment,
    alike: row.alike,
  });
  return {
    put: ({ template: { person, model, embedding, photos, photosHash, createdAt }, enrolment, alike }) => {
      const bytes = Buffer.from(embedding.buffer, embedding.byteOffset, embedding.byteLength);
      const sealed = sealing.seal(bytes, contextOf({ person, model }));
      put.run(person, enrolment, model, sealed, photos, photosHash, createdAt, alike);
    },
    of: (person) => {
      const row = of.get(traineeId(person));
      return row === undefined ? null : opened(row);
    },
    all: () => all.all().map(opened),
    remove: (person) => {
      remove.run(person);
    },
  };
}

/** Seals every waiting template anew. Call it in the transaction that remembers the new key. */
export function resealWaiting(db: Db, from: Sealing, to: Sealing): void {
  const put = db.prepare('update waitingTemplate set embedding = ? where person = ?');
  for (const row of db.prepare<[], Row>('select * from waitingTemplate').all())
    put.run(to.seal(from.open(row.embedding, contextOf(row)), contextOf(row)), row.person);
}

const contextOf = ({ person, model }: { person: string; model: string }): { what: string; whose: string } => ({
  what: 'waiting-template',
  whose: `${person} ${model}`,
});
