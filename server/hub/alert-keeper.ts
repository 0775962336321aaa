import { isGrave } from '../../core/contract/center/trouble-words.ts';
import { type Trouble, troubleKinds } from '../../core/domain/trouble.ts';
import { type DurationMs, minutes } from '../../core/domain/units.ts';

/** An alert that lasts. */
export interface LastingAlert {
  readonly id: number;
  readonly kiosk: string;
  readonly camera: string;
  readonly class: string;
  readonly code: string;
  readonly at: number;
  readonly institution: string;
  readonly seenBy: string | null;
}

export interface AlertStore {
  /** Whether it is new; false: one of the same kiosk, camera, class and code lasts already, opened here or at another hub. */
  open(alert: Omit<LastingAlert, 'id' | 'institution' | 'seenBy'> & { readonly message: string }): Promise<boolean>;
  end(ids: readonly number[], at: number): Promise<void>;
  lasting(): Promise<readonly LastingAlert[]>;
}

/** What is wrong in one room. */
export interface RoomTroubles {
  readonly kiosk: string;
  readonly troubles: readonly Trouble[];
  /** A trouble in words (zh-CN), with what is known when it begins. */
  readonly wordsOf: (trouble: Trouble) => string;
}

/** A trouble has passed when it was gone for this long: one that comes and goes is one alert. */
const PASSED: DurationMs = minutes(1);

type AlertKey = Pick<LastingAlert, 'kiosk' | 'camera' | 'class' | 'code'>;
const keyOf = ({ kiosk, camera, class: code, code: kind }: AlertKey): string => [kiosk, kind, camera, code].join('\n');

/** Opens an alert for each trouble that is new, and ends those whose trouble has passed. */
export class AlertKeeper {
  readonly #store: AlertStore;
  /** Since when each lasting alert's trouble is gone. */
  readonly #goneSince = new Map<number, number>();

  constructor(store: AlertStore) {
    this.#store = store;
  }

  /** @returns the alerts that last after that, newest first. */
  async keep(rooms: readonly RoomTroubles[], now: number): Promise<readonly LastingAlert[]> {
    const before = await this.#store.lasting();
    const known = new Set(before.map(keyOf));
    const present = new Set<string>();
    const opened: ReturnType<AlertStore['open']>[] = [];
    for (const { kiosk, troubles, wordsOf } of rooms)
      for (const trouble of troubles) {
        const { kind, camera, class: code, since } = trouble;
        // The one is an alert already; of the other the card tells, and it spoils nothing that somebody had to run for.
        if (kind === 'journal' || kind === 'clock-unverified') continue;
        const key = { kiosk, camera, class: code, code: kind };
        present.add(keyOf(key));
        if (known.has(keyOf(key))) continue;
        opened.push(this.#store.open({ ...key, message: wordsOf(trouble), at: Math.min(since, now) }));
      }
    // At once, so that the store commits them together: a hub that starts or loses its network opens one for each room.
    const changed = (await Promise.all(opened)).includes(true);
    const ended = before.filter((alert) => isOfTrouble(alert) && this.#hasPassed(alert, present, now));
    await this.#store.end(
      ended.map(({ id }) => id),
      now,
    );
    for (const { id } of ended) this.#goneSince.delete(id);
    return changed || ended.length > 0 ? this.#store.lasting() : before;
  }

  #hasPassed(alert: LastingAlert, present: ReadonlySet<string>, now: number): boolean {
    if (present.has(keyOf(alert))) {
      this.#goneSince.delete(alert.id);
      return false;
    }
    const since = this.#goneSince.get(alert.id) ?? now;
    this.#goneSince.set(alert.id, since);
    return now - since >= PASSED;
  }
}

/** Whether an alert comes from what is wrong now; alarms that a kiosk delivered end otherwise. */
function isOfTrouble({ code }: LastingAlert): boolean {
  return !isGrave(code) && (troubleKinds as readonly string[]).includes(code);
}
