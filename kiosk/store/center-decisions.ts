import type { Decision } from '../../core/contract/center/decisions.ts';
import type { ClassCode } from '../../core/domain/ids.ts';
import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/** A decision of the center and when it came. */
export interface KeptDecision {
  readonly decision: Decision;
  readonly receivedAt: EpochMs;
}

/** An approval, or a filing that was sent back. */
export type FilingAnswer = Extract<Decision, { kind: 'filing-approved' | 'filing-returned' }>;

/** What the center decided; the database refuses to change or delete any of it. */
export interface CenterDecisions {
  find(id: string): KeptDecision | null;
  /** @throws when the id is there already. */
  add(decision: Decision, at: EpochMs): void;
  /** Of a class and a kind, in the order in which they came. */
  of<Kind extends Decision['kind']>(code: ClassCode, kind: Kind): readonly Extract<Decision, { kind: Kind }>[];
  /** The answers to a class's filings, in the order in which they came. */
  onFiling(code: ClassCode): readonly FilingAnswer[];
  /** Newest first; of all classes, or of one. */
  newest(limit: number, code?: ClassCode): readonly KeptDecision[];
  /** All or nothing. */
  together<Result>(work: () => Result): Result;
}

interface Row {
  readonly body: string;
  readonly receivedAt: number;
}

/** The table `centerDecision`. */
export function centerDecisions(db: Db): CenterDecisions {
  const insert = db.prepare('insert into centerDecision (id, class, kind, body, receivedAt) values (?, ?, ?, ?, ?)');
  const find = db.prepare<[string], Row>('select body, receivedAt from centerDecision where id = ?');
  const of = db
    .prepare<[string, string], string>(
      'select body from centerDecision where class = ? and kind = ? order by receivedAt, rowid',
    )
    .pluck();
  const onFiling = db
    .prepare<[string], string>(
      `select body from centerDecision where class = ? and kind in ('filing-approved', 'filing-returned')
       order by receivedAt, rowid`,
    )
    .pluck();
  const newest = db.prepare<[{ code: string | null; limit: number }], Row>(
    `select body, receivedAt from centerDecision where :code is null or class = :code
     order by receivedAt desc, rowid desc limit :limit`,
  );
  return {
    find: (id) => {
      const row = find.get(id);
      return row === undefined ? null : kept(row);
    },
    add: (decision, at) => {
      insert.run(decision.id, decision.class, decision.kind, JSON.stringify(decision), at);
    },
    of: <Kind extends Decision['kind']>(code: ClassCode, kind: Kind) =>
      of.all(code, kind).map((body) => JSON.parse(body) as Extract<Decision, { kind: Kind }>),
    onFiling: (code) => onFiling.all(code).map((body) => JSON.parse(body) as FilingAnswer),
    newest: (limit, code) => newest.all({ code: code ?? null, limit }).map(kept),
    together: (work) => db.transaction(work)(),
  };
}

const kept = ({ body, receivedAt }: Row): KeptDecision => ({
  decision: JSON.parse(body) as Decision,
  receivedAt: epochMs(receivedAt),
});
