import { RULES_VERSION } from '../../../core/domain/month.ts';
import type { FrozenForms, FrozenMonth } from './frozen.ts';
import type { MonthPaper } from './month-paper.ts';
import type { Signatures } from './ports.ts';

/** A month as it is kept when it closes: what was on the screen, with who signed for it. */
export function frozenMonth(
  { inputs, figures, course, workdays, of, people, marks, notes }: MonthPaper,
  more: { readonly replaces: string | null; readonly forms: FrozenForms; readonly signed: Signatures },
): FrozenMonth {
  const { at, by, countersignedBy } = more.signed;
  return {
    format: 1,
    ...{ inputs, figures, course, workdays, rulesVersion: RULES_VERSION },
    ...{ replaces: more.replaces, forms: more.forms },
    paper: { of, people, marks, notes },
    closed: { at, by, countersignedBy },
  };
}
