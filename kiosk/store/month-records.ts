import { createHash } from 'node:crypto';
import { type ClassCode, traineeId } from '../../core/domain/ids.ts';
import type { NumberedRecord } from '../../core/domain/month-report.ts';
import type { Correction, Note, Outcome } from '../../core/domain/record.ts';
import { unseen } from '../../core/domain/seen.ts';
import type { LocalDate } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/** What identifies the records of a month: rows are only ever added. */
export interface MonthStamp {
  readonly month: string;
  readonly records: number;
  readonly last: number;
}

/** Records as months are settled from them. */
export interface MonthRecords {
  /** Every record of the days, corrected ones too, without its sightings (`seen` is empty): by date and number. */
  lean(code: ClassCode, from: LocalDate, to: LocalDate): NumberedRecord[];
  /** The newest record of a class, 0 for none: as long as it stays, nothing was added. */
  newest(code: ClassCode): number;
  /** The months that have records. */
  stamps(code: ClassCode): MonthStamp[];
  /** The SHA-256 of each record as it is kept, by id. */
  hashes(code: ClassCode, from: LocalDate, to: LocalDate): (readonly [id: number, sha256: string])[];
}

interface LeanRow {
  readonly id: number;
  readonly trainee: string;
  readonly date: string;
  readonly no: number;
  readonly replaces: number | null;
  readonly outcome: string;
  readonly notes: string;
  readonly due: number;
  readonly correction: string;
}

/** The table `record`, by its index `record_lean`. */
export function monthRecords(db: Db): MonthRecords {
  const lean = db.prepare<[string, string, string], LeanRow>(
    `select id, trainee, date, no, replaces, outcome, notes, due, correction
     from record indexed by record_lean where class = ? and date between ? and ? order by date, no`,
  );
  const stamps = db.prepare<[string], MonthStamp>(
    `select substr(date, 1, 7) as month, count(*) as records, max(id) as last
     from record indexed by record_lean where class = ? group by 1 order by 1`,
  );
  const newest = db
    .prepare<[string], number>('select coalesce(max(id), 0) from record indexed by record_newest where class = ?')
    .pluck();
  const bodies = db.prepare<[string, string, string], { readonly id: number; readonly body: string }>(
    'select id, body from record where class = ? and date between ? and ? order by id',
  );
  return {
    lean: (code, from, to) => {
      const notes = new Map<string, readonly Note[]>();
      return lean.all(code, from, to).map((row) => {
        const known = notes.get(row.notes) ?? (JSON.parse(row.notes) as readonly Note[]);
        notes.set(row.notes, known);
        return {
          id: row.id,
          replaces: row.replaces,
          record: {
            trainee: traineeId(row.trainee),
            date: row.date as LocalDate,
            no: row.no,
            outcome: row.outcome as Outcome,
            notes: known,
            due: row.due === 1,
            seen: unseen,
            correction: row.correction === 'null' ? null : (JSON.parse(row.correction) as Correction),
          },
        };
      });
    },
    newest: (code) => newest.get(code) ?? 0,
    stamps: (code) => stamps.all(code),
    hashes: (code, from, to) =>
      bodies.all(code, from, to).map(({ id, body }) => [id, createHash('sha256').update(body).digest('hex')] as const),
  };
}
