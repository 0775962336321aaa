import type { EnteredByHand, TakenBack } from './by-hand.ts';
import type { EpochMs, LocalDate } from './units.ts';

/**
 * What happens to a class's filing 「开班前5个工作日内，将开班备案表…报市就业和人才服务中心」「经同意后方可开班」.
 * `by` is who entered it at the kiosk (a user's name), or the center.
 */
export type FilingEvent =
  /** The papers went to the center on that day. */
  | { readonly kind: 'filed'; readonly on: LocalDate; readonly by: string; readonly at: EpochMs }
  /** The center sent it back, or the institution took it back before an answer. */
  | { readonly kind: 'returned'; readonly why: string; readonly by: string; readonly at: EpochMs }
  /** The center approved, told by the center itself. */
  | { readonly kind: 'confirmed'; readonly on: LocalDate; readonly paper: string; readonly at: EpochMs }
  | EnteredByHand
  | TakenBack;

/** Where a class's filing stands. */
export type Filing =
  | { readonly kind: 'draft'; readonly returned: string | null }
  | { readonly kind: 'filed'; readonly on: LocalDate }
  | {
      readonly kind: 'approved';
      readonly on: LocalDate;
      /** The paper's number; null: a class file says so, without a paper. */
      readonly paper: string | null;
      /** `center`: told by the center. `hand` and `file` are shown as 未经中心确认. */
      readonly source: 'center' | 'hand' | 'file';
    };

/** What of a class's own data the filing rests on. */
export interface FilingFacts {
  readonly filedOn: LocalDate | null;
  readonly approvedOn: LocalDate | null;
}

/** Where a filing stands after all that happened to it; a class that came by a file without any event is what its file says. */
export function filingOf(events: readonly FilingEvent[], facts: FilingFacts): Filing {
  const last = events.at(-1);
  // A return ends what was approved before it; the center's word stands over whatever is entered by hand after it.
  const since = events.slice(events.findLastIndex(({ kind }) => kind === 'returned') + 1);
  const confirmed = since.filter((event) => event.kind === 'confirmed');
  const decisive = confirmed.at(-1) ?? last;
  switch (decisive?.kind) {
    case undefined:
      if (facts.approvedOn !== null) return { kind: 'approved', on: facts.approvedOn, paper: null, source: 'file' };
      return facts.filedOn === null ? { kind: 'draft', returned: null } : { kind: 'filed', on: facts.filedOn };
    case 'filed':
      return { kind: 'filed', on: decisive.on };
    case 'returned':
      return { kind: 'draft', returned: decisive.why };
    case 'confirmed':
      // What was changed later is approved later; the class itself counts from the first approval on.
      return { kind: 'approved', on: confirmed[0]?.on ?? decisive.on, paper: decisive.paper, source: 'center' };
    case 'entered':
      return { kind: 'approved', on: decisive.on, paper: decisive.paper, source: 'hand' };
    case 'withdrawn': {
      const filed = events.findLast((each) => each.kind === 'filed');
      return filed === undefined ? { kind: 'draft', returned: null } : { kind: 'filed', on: filed.on };
    }
  }
}

/** The filing data that the state of a filing stands for: what the rules count by. */
export function factsOf(events: readonly FilingEvent[], facts: FilingFacts): FilingFacts {
  const state = filingOf(events, facts);
  const filed = events.findLast((each) => each.kind === 'filed')?.on ?? facts.filedOn;
  switch (state.kind) {
    case 'draft':
      return { filedOn: null, approvedOn: null };
    case 'filed':
      return { filedOn: state.on, approvedOn: null };
    case 'approved':
      return { filedOn: filed, approvedOn: state.on };
  }
}

/** Whether an approval is shown as 未经中心确认. */
export function isUnconfirmed(filing: Filing): boolean {
  return filing.kind === 'approved' && filing.source !== 'center';
}

/** Why an event cannot happen now. */
export type FilingRefusal =
  | 'already-filed'
  | 'not-filed'
  | 'already-approved'
  | 'not-entered-by-hand'
  | 'in-the-future'
  | 'before-filing'
  | 'second-person-missing';

/** Whether an event may follow; `today` is the day on which it is entered. */
export function refusalOf(filing: Filing, event: FilingEvent, today: LocalDate): FilingRefusal | null {
  if ('on' in event && event.on > today) return 'in-the-future';
  if (
    'countersignedBy' in event &&
    (event.countersignedBy.trim() === '' || event.countersignedBy.trim() === event.by.trim())
  )
    return 'second-person-missing';
  switch (event.kind) {
    case 'filed':
      if (filing.kind === 'draft') return null;
      return filing.kind === 'filed' ? 'already-filed' : 'already-approved';
    case 'returned':
      if (filing.kind === 'draft') return 'not-filed';
      return filing.kind === 'approved' && event.by !== 'center' ? 'already-approved' : null;
    case 'confirmed':
      return null;
    case 'entered':
      if (filing.kind === 'approved') return filing.source === 'file' ? null : 'already-approved';
      if (filing.kind === 'draft') return 'not-filed';
      return event.on < filing.on ? 'before-filing' : null;
    case 'withdrawn':
      return filing.kind === 'approved' && filing.source !== 'center' ? null : 'not-entered-by-hand';
  }
}
