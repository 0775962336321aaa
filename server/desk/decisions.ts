import { randomBytes } from 'node:crypto';
import type { Decision } from '../../core/contract/center/decisions.ts';
import type { Command } from '../../core/contract/center/link.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import type { Underway } from '../../core/platform/underway.ts';

/** A decision, and whether its kiosk has it. */
export interface KeptDecision {
  readonly kiosk: string;
  readonly decision: Decision;
  readonly toldAt: number | null;
  readonly trouble: string;
}

/** Where decisions are kept: `server/store/decisions` satisfies it. */
export interface DecisionStore {
  add(kiosk: string, decision: Decision): Promise<void>;
  of(kiosk: string, code?: string): Promise<KeptDecision[]>;
  all(): Promise<KeptDecision[]>;
  untold(kiosk: string): Promise<KeptDecision[]>;
  untoldKiosks(): Promise<string[]>;
  told(id: string, at: EpochMs | null, trouble: string): Promise<void>;
}

type Kinds<D> = D extends Decision ? Omit<D, 'id' | 'at'> : never;
/** A decision before it has its number. */
export type NewDecision = Kinds<Decision>;

export interface DecisionPorts {
  readonly store: DecisionStore;
  /** Asks a kiosk, at whichever hub it is. @throws ZaikeError `kiosk-silent`; `command-failed` in its own words. */
  readonly ask: (kiosk: string, command: Command, signal: AbortSignal) => Promise<unknown>;
  /** Telling goes on when whoever decided has their answer. */
  readonly underway: Underway;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the center decided: kept first, then told to the kiosk, again each time it comes, and while it stays, until it has it. */
export interface Decisions {
  /** Keeps the decision and tells it, without waiting for the kiosk. */
  make(kiosk: string, decision: NewDecision): Promise<Decision>;
  /** Tells a kiosk what it has not yet. */
  tell(kiosk: string): Promise<void>;
  /** Begins to tell those of these kiosks that did not take all when they were told; none that is being told now. */
  tellAgain(kiosks: ReadonlySet<string>): Promise<void>;
  /** Newest first. */
  of(kiosk: string, code?: string): Promise<KeptDecision[]>;
  all(): Promise<KeptDecision[]>;
}

const WITHIN_MS = 60_000;

export function centerDecisions({ store, ask, underway, clock, log }: DecisionPorts): Decisions {
  const telling = new Map<string, Promise<void>>();

  const tellOne = async ({ kiosk, decision, trouble }: KeptDecision): Promise<void> => {
    try {
      const command = { kind: 'decision', by: decision.by, decision } as const;
      await ask(kiosk, command, AbortSignal.timeout(WITHIN_MS));
      await store.told(decision.id, clock.now(), '');
    } catch (error) {
      // Told again in a minute, when it comes, or by the center's next start.
      if (error instanceof ZaikeError && (error.code === 'kiosk-silent' || error.code === 'center-ending')) return;
      // The same words every minute are noted once.
      if (error instanceof ZaikeError && error.message === trouble) return;
      if (error instanceof ZaikeError) await store.told(decision.id, null, error.message);
      log.warn('a decision could not be told', { kiosk, decision: decision.id, error });
    }
  };
  const tellAll = async (kiosk: string): Promise<void> => {
    for (const each of await store.untold(kiosk)) if (!underway.ending) await tellOne(each);
  };
  /** One after the other: what was decided first is told first. */
  const tell = (kiosk: string): Promise<void> => {
    const next = (telling.get(kiosk) ?? Promise.resolve())
      .then(() => tellAll(kiosk))
      .catch((error: unknown) => log.error('decisions cannot be told', { kiosk, error }));
    telling.set(kiosk, next);
    void underway.add(next).then(() => {
      if (telling.get(kiosk) === next) telling.delete(kiosk);
    });
    return next;
  };

  return {
    make: async (kiosk, decision) => {
      const made = { ...decision, id: randomBytes(12).toString('hex'), at: clock.now() } as Decision;
      await store.add(kiosk, made);
      void tell(kiosk);
      return made;
    },
    tell,
    tellAgain: async (kiosks) => {
      for (const kiosk of await store.untoldKiosks())
        if (kiosks.has(kiosk) && !telling.has(kiosk) && !underway.ending) void tell(kiosk);
    },
    of: (kiosk, code) => store.of(kiosk, code),
    all: () => store.all(),
  };
}
