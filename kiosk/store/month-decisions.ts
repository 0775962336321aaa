import type { ClassCode } from '../../core/domain/ids.ts';
import type { DecisionEvent } from '../../core/domain/pending-share.ts';
import type { Db } from './open.ts';

/** What happened to the center's decisions on pending lessons; the database refuses to change or delete any of it. */
export interface MonthDecisions {
  add(code: ClassCode, month: string, event: DecisionEvent): void;
  /** Of a month, oldest first. */
  of(code: ClassCode, month: string): readonly DecisionEvent[];
}

/** The table `monthDecision`. */
export function monthDecisions(db: Db): MonthDecisions {
  const insert = db.prepare('insert into monthDecision (class, month, body) values (?, ?, ?)');
  const ofMonth = db
    .prepare<[string, string], string>('select body from monthDecision where class = ? and month = ? order by id')
    .pluck();
  return {
    add: (code, month, event) => void insert.run(code, month, JSON.stringify(event)),
    of: (code, month) => ofMonth.all(code, month).map((body) => JSON.parse(body) as DecisionEvent),
  };
}
