import type { CenterActor } from '../../core/contract/center/actor.ts';
import type { AlertNote, AlertView } from '../../core/contract/center/alerts.ts';
import { isGrave } from '../../core/contract/center/trouble-words.ts';
import type { Countersign, Person } from '../../core/contract/web/person.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { troubleKinds } from '../../core/domain/trouble.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import { ownOnly } from './scope.ts';

/** Where alerts are kept. */
export interface AlertsStore {
  lasting(): Promise<readonly AlertView[]>;
  one(id: number): Promise<AlertView | undefined>;
  list(query: {
    readonly institution: string | null;
    readonly before?: number;
    readonly limit: number;
  }): Promise<readonly AlertView[]>;
  take(
    id: number,
    noting: {
      readonly by: string;
      readonly at: number;
      readonly note: string;
      readonly countersignedBy: string | null;
      readonly ends: boolean;
    },
  ): Promise<boolean>;
}

export interface AlertsDeskOptions {
  readonly store: AlertsStore;
  /** Checks a second person's signature. @throws ZaikeError. */
  readonly countersigner: (actor: Person, signature: Countersign) => Promise<Person>;
  /** Alerts were changed. */
  readonly changed: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** The alerts: those that last, those that were, and taking note of one. */
export interface AlertsDesk {
  /** Newest first, of this person's institution. */
  lasting(actor: CenterActor): Promise<readonly AlertView[]>;
  /** Newest first, fifty at once. */
  history(actor: CenterActor, before?: number): Promise<readonly AlertView[]>;
  /**
   * Takes note. Of a trouble: it lasts until the trouble has passed, but calls nobody any more. Of an alarm that a kiosk
   * told once: it ends. Of an alarm of the journal or outbox: it ends, and needs words and a second person's signature.
   * @throws ZaikeError `no-such-alert`, `words-needed`, `second-person-missing`, `alert-taken` (somebody took note before).
   */
  take(actor: CenterActor, id: number, note: AlertNote): Promise<AlertView>;
}

const AT_ONCE = 50;
const LEAST_WORDS = 5;

export function alertsDesk({ store, countersigner, changed, clock, log }: AlertsDeskOptions): AlertsDesk {
  return {
    lasting: async ({ institution }) =>
      (await store.lasting()).filter((alert) => institution === null || alert.institution === institution),
    history: ({ institution }, before) =>
      store.list({ institution, limit: AT_ONCE, ...(before === undefined ? {} : { before }) }),
    take: async (actor, id, { note, countersign }) => {
      const { code } = ownOnly(actor, await store.one(id), { what: 'alert', id: String(id), log });
      const second = isGrave(code) ? await signedTwice(actor, note, countersign, countersigner) : null;
      const lasts = (troubleKinds as readonly string[]).includes(code) && !isGrave(code);
      const noting = { by: actor.name, at: clock.now(), note, countersignedBy: second?.name ?? null, ends: !lasts };
      if (!(await store.take(id, noting)))
        throw new ZaikeError('已有人处理过这条提醒，请刷新', { code: 'alert-taken', retry: false });
      changed();
      return ownOnly(actor, await store.one(id), { what: 'alert', id: String(id), log });
    },
  };
}

async function signedTwice(
  actor: CenterActor,
  note: string,
  countersign: Countersign | undefined,
  countersigner: AlertsDeskOptions['countersigner'],
): Promise<Person> {
  if (note.length < LEAST_WORDS)
    throw new ZaikeError('请写明查到了什么、怎样处理（至少 5 个字）', { code: 'words-needed', retry: false });
  if (countersign === undefined)
    throw new ZaikeError('这条提醒须由另一位工作人员复核签字', { code: 'second-person-missing', retry: false });
  return await countersigner(actor, countersign);
}
