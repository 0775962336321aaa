import { type CenterActor, hasCenterRights, maySee } from '../../core/contract/center/actor.ts';
import type { Check } from '../../core/contract/center/checks.ts';
import type { CenterClassView } from '../../core/contract/center/filings.ts';
import type { Matters } from '../../core/contract/center/matters.ts';
import type { Waiting } from '../../core/contract/center/waiting.ts';
import { dateAt } from '../../core/domain/day.ts';
import { type DurationMs, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';

export interface WaitingPorts {
  readonly filings: { list(actor: CenterActor): Promise<readonly CenterClassView[]> };
  readonly matters: { all(actor: CenterActor): Promise<Matters> };
  readonly checks: { open(actor: CenterActor): Promise<readonly Check[]> };
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
}

/** How much waits for whom, for the menu of every open page. */
export interface WaitingDesk {
  of(actor: CenterActor): Promise<Waiting>;
  /** Something was decided here: it is counted anew when it is asked next. */
  decided(): void;
}

/** Whose each is. */
interface Counted {
  readonly filings: readonly string[];
  readonly matters: readonly string[];
  readonly checks: readonly { readonly institution: string; readonly open: boolean }[];
}

/** The center as a whole: it is counted once, each person is told their part. */
const EVERYBODY: CenterActor = { user: '', name: '', role: 'administrator', institution: null };
/** A count is as old as this at most… */
const LASTS: DurationMs = seconds(10);
/** …or so many times as long as counting took: it never takes more than a twentieth of the time. */
const REST = 20;

export function waitingDesk({ filings, matters, checks, clock }: WaitingPorts): WaitingDesk {
  let counted: { readonly result: Promise<Counted>; until: number } | null = null;

  const count = async (): Promise<Counted> => {
    const [all, open, undecided] = [
      await matters.all(EVERYBODY),
      await filings.list(EVERYBODY),
      await checks.open(EVERYBODY),
    ];
    const today = dateAt(clock.now());
    return {
      filings: open.filter(({ state }) => WAITS.has(state)).map(({ institution }) => institution),
      matters: [
        ...all.disputes.filter(({ state }) => state === 'escalated'),
        ...all.enrolments.filter(({ decided }) => decided === null),
        ...all.reviews.filter(({ standing }) => standing === 'unverified'),
        ...all.pending.filter(({ decided }) => decided === null),
      ].map(({ institution }) => institution),
      checks: undecided.map(({ seal: { card }, answer, answerUntil }) => {
        return { institution: card.institution, open: answer === null && today <= answerUntil };
      }),
    };
  };

  const now = (): Promise<Counted> => {
    const asked = clock.monotonic();
    if (counted !== null && asked < counted.until) return counted.result;
    const own = { result: count(), until: Number.POSITIVE_INFINITY };
    counted = own;
    own.result.then(
      () => {
        const done = clock.monotonic();
        own.until = done + Math.max(LASTS, REST * (done - asked));
      },
      () => {
        own.until = 0; // asked again at the next look
      },
    );
    return own.result;
  };

  return {
    decided: () => {
      counted = null;
    },
    of: async (actor) => {
      const mine = (institution: string): boolean => maySee(actor, institution);
      const all = await now();
      const own = all.checks.filter(({ institution }) => mine(institution));
      if (!hasCenterRights(actor.role, 'inspector')) {
        const answerable = actor.role === 'institution' ? own.filter(({ open }) => open).length : 0;
        return { filings: 0, matters: 0, checks: answerable };
      }
      return {
        filings: all.filings.filter(mine).length,
        matters: all.matters.filter(mine).length,
        checks: own.filter(({ open }) => !open).length,
      };
    },
  };
}

const WAITS: ReadonlySet<CenterClassView['state']> = new Set(['filed', 'changed', 'unconfirmed']);
