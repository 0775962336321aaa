import type { ClassFactsForm } from '../../../core/contract/office/classes.ts';

type Fact = keyof ClassFactsForm;

/** What somebody else saved while facts were being edited, put together with what is entered. */
export interface MergedFacts {
  /** Changed elsewhere and not here: the fields take these values. */
  readonly taken: readonly Fact[];
  /** Changed elsewhere and, differently, here: what is entered stays. */
  readonly contested: readonly Fact[];
}

/** Compares what was read, what is entered now, and what was saved in between, fact by fact. */
export function mergeFacts(read: ClassFactsForm, entered: ClassFactsForm, saved: ClassFactsForm): MergedFacts {
  const same = (one: ClassFactsForm, other: ClassFactsForm, fact: Fact): boolean =>
    JSON.stringify(one[fact]) === JSON.stringify(other[fact]);
  const others = (Object.keys(saved) as Fact[]).filter(
    (fact) => !same(read, saved, fact) && !same(entered, saved, fact),
  );
  return {
    taken: others.filter((fact) => same(read, entered, fact)),
    contested: others.filter((fact) => !same(read, entered, fact)),
  };
}
