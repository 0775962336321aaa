import { differenceWords } from '../core/contract/filed-words.ts';
import type { ApprovalView } from '../core/contract/office/classes.ts';
import { dateAt } from '../core/domain/day.ts';
import { type Approval, filedDifferences } from '../core/domain/filed-content.ts';
import type { ClassCode } from '../core/domain/ids.ts';
import type { EpochMs, LocalDate } from '../core/domain/units.ts';
import { contentNow } from './center-filings.ts';
import type { Classes } from './desk/classes/classes.ts';
import { centerDecisions } from './store/center-decisions.ts';
import { filings } from './store/filings.ts';
import type { Db } from './store/open.ts';

/** An approval and the revision of the filing that it was given for. */
export interface GivenApproval extends Approval {
  readonly paper: string;
  /** Null: told before revisions were kept. */
  readonly revision: number | null;
  /** When that revision was told; 0: not known any more. */
  readonly toldAt: EpochMs | null;
}

/** What the center approved of a class, oldest first, since it last sent the filing back. */
export function givenApprovals(db: Db): (code: ClassCode) => readonly GivenApproval[] {
  const decisions = centerDecisions(db);
  const told = filings(db);
  return (code) => {
    const answers = decisions.onFiling(code);
    const since = answers.slice(answers.findLastIndex(({ kind }) => kind === 'filing-returned') + 1);
    return since.flatMap((answer) => {
      if (answer.kind !== 'filing-approved') return [];
      const revision = told.revision(code, answer.hash);
      return [
        {
          ...{ on: answer.on as LocalDate, paper: answer.paper, content: revision?.content ?? null },
          ...{ revision: revision?.revision ?? null, toldAt: revision?.at ?? null },
        },
      ];
    });
  };
}

/** The last approval of a class, and what was changed since in words; null: the center never approved it. */
export function approvalNow(db: Db, classes: Pick<Classes, 'file' | 'kept' | 'calendar'>) {
  const given = givenApprovals(db);
  return (code: ClassCode): ApprovalView | null => {
    const last = given(code).at(-1);
    if (last === undefined) return null;
    const { revision, toldAt, content, on, paper } = last;
    const changes = content === null ? [] : filedDifferences(content, contentNow(classes, code)).map(differenceWords);
    return { revision, toldOn: toldAt === null || toldAt === 0 ? null : dateAt(toldAt), on, paper, changes };
  };
}
