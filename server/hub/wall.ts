import { cardKey, type WallCard } from '../../core/contract/center/inspector.ts';
import type { KioskState } from '../../core/contract/center/link.ts';
import { isGrave, troubleWords } from '../../core/contract/center/trouble-words.ts';
import type { Trouble } from '../../core/domain/trouble.ts';
import { type DurationMs, type EpochMs, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import { AlertKeeper, type AlertStore, type LastingAlert, type RoomTroubles } from './alert-keeper.ts';
import { troublesOf } from './troubles.ts';
import { cardsOf, expectedDays } from './wall-cards.ts';
import { type Place, type PlacedKiosk, type PlaceFacts, Places } from './wall-places.ts';

export interface WallOptions {
  readonly kiosks: {
    /** Paired kiosks. */
    all(): Promise<readonly PlacedKiosk[]>;
    /** These are linked now. */
    heard(ids: readonly string[], at: EpochMs): Promise<void>;
  };
  readonly facts: PlaceFacts;
  readonly alerts: AlertStore;
  /** Kiosks that are linked to any hub: the hub satisfies it. */
  readonly linked: () => ReadonlyMap<string, { readonly state: KioskState | null }>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What changed on the wall. */
export interface WallNews {
  readonly cards: readonly WallCard[];
  /** Cards that are no more, and whose they were; one that is another institution's now is among `cards` too. */
  readonly gone: readonly { readonly key: string; readonly institution: string }[];
}

export interface WallListener {
  changed(change: WallNews): void;
  /** The alerts that last, newest first; told when one came, ended, or was taken note of. */
  alerts(lasting: readonly LastingAlert[]): void;
}

/** Cards of kiosks that told something are made anew this often. */
const TICK: DurationMs = seconds(1);
/** The store is read, every card is made anew, and alerts are opened and ended this often. */
const LOOK: DurationMs = seconds(5);
/** Linked kiosks are noted in the store as heard of this often: for a center that starts anew, and for the page of kiosks. */
const HEARD: DurationMs = seconds(20);

/** Every classroom as it is now, and the alerts that follow from it. Each hub has one; it tells what changed. */
export class Wall implements AsyncDisposable {
  readonly #options: WallOptions;
  readonly #places: Places;
  readonly #keeper: AlertKeeper;
  readonly #listeners: WallListener[] = [];
  readonly #ending = new AbortController();
  readonly #startedAt: number;
  readonly #dirty = new Set<string>();
  readonly #cards = new Map<string, { readonly card: WallCard; readonly text: string }>();
  /** Since when each trouble of a kiosk lasts, by kind, camera and class. */
  readonly #since = new Map<string, ReadonlyMap<string, number>>();
  /** When each kiosk last came, went or told something: the store's figure may be {@link HEARD} and a look older. */
  readonly #heardOf = new Map<string, EpochMs>();
  #rooms: ReadonlyMap<string, Place> = new Map();
  #lasting: readonly LastingAlert[] = [];
  #lookedAt = 0;
  #heardAt = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(options: WallOptions) {
    this.#options = options;
    this.#places = new Places(options.facts);
    this.#keeper = new AlertKeeper(options.alerts);
    this.#startedAt = options.clock.now();
  }

  /** Looks once, then again and again until it is disposed of. */
  async start(): Promise<void> {
    await this.#look();
    this.#running = this.#run();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  listen(listener: WallListener): void {
    this.#listeners.push(listener);
  }

  cards(): readonly WallCard[] {
    return [...this.#cards.values()].map(({ card }) => card);
  }

  lasting(): readonly LastingAlert[] {
    return this.#lasting;
  }

  /** A kiosk came, went or told something: its cards are made anew within a second. */
  touch(kiosk: string): void {
    this.#dirty.add(kiosk);
    this.#heardOf.set(kiosk, this.#options.clock.now());
  }

  /** Alerts were changed: they are read again within a second. */
  alertsChanged(): void {
    this.#lookedAt = 0;
  }

  async #run(): Promise<void> {
    const { clock, log } = this.#options;
    const { signal } = this.#ending;
    for (;;) {
      await clock.sleep(TICK, signal).catch(() => undefined);
      if (signal.aborted) return;
      try {
        if (clock.now() - this.#lookedAt >= LOOK) await this.#look();
        else this.#make([...this.#dirty], clock.now());
      } catch (error) {
        log.error('the wall could not be brought up to date', { error });
      }
    }
  }

  async #look(): Promise<void> {
    const { kiosks, clock, linked } = this.#options;
    const now = clock.now();
    this.#lookedAt = now;
    if (now - this.#heardAt >= HEARD) {
      this.#heardAt = now;
      await kiosks.heard([...linked().keys()], now);
    }
    this.#rooms = await this.#places.update(await kiosks.all(), now);
    const troubles = this.#make([...this.#rooms.keys()], now);
    const lasting = await this.#keeper.keep(troubles, now);
    const told = JSON.stringify(lasting);
    const news = told !== JSON.stringify(this.#lasting);
    this.#lasting = lasting;
    if (news) for (const listener of this.#listeners) listener.alerts(lasting);
  }

  /** Makes these kiosks' cards anew and tells which of all cards changed. */
  #make(ids: readonly string[], now: EpochMs): readonly RoomTroubles[] {
    const changed: WallCard[] = [];
    const gone: { key: string; institution: string }[] = [];
    const kept = new Set<string>();
    const rooms: RoomTroubles[] = [];
    for (const id of ids) {
      this.#dirty.delete(id);
      const place = this.#placeOf(id);
      if (place === undefined) continue;
      const state = this.#options.linked().get(id)?.state ?? null;
      const troubles = this.#troublesOf(place, state, now);
      rooms.push({ kiosk: id, troubles, wordsOf: (trouble) => wordsOf(trouble, state) });
      for (const card of cardsOf(place, { state, troubles, connected: this.#options.linked().has(id) }, now)) {
        const key = cardKey(card);
        kept.add(key);
        const text = JSON.stringify({ ...card, at: 0, lastSeenAt: card.connected ? 0 : card.lastSeenAt });
        const before = this.#cards.get(key);
        if (before?.text === text) continue;
        if (before !== undefined && before.card.institution !== card.institution) gone.push(ownedKey(before.card));
        this.#cards.set(key, { card, text });
        changed.push(card);
      }
    }
    const made = new Set(ids);
    for (const [key, { card }] of [...this.#cards]) {
      if (kept.has(key) || (this.#rooms.has(card.kiosk) && !made.has(card.kiosk))) continue;
      this.#cards.delete(key);
      gone.push(ownedKey(card));
    }
    if (changed.length > 0 || gone.length > 0)
      for (const listener of this.#listeners) listener.changed({ cards: changed, gone });
    return rooms;
  }

  #placeOf(id: string): Place | undefined {
    const place = this.#rooms.get(id);
    const heardOf = this.#heardOf.get(id);
    if (place === undefined || heardOf === undefined) return place;
    const lastSeenAt = Math.max(heardOf, place.kiosk.lastSeenAt ?? 0);
    return { ...place, kiosk: { ...place.kiosk, lastSeenAt } };
  }

  #troublesOf(place: Place, state: KioskState | null, now: number): readonly Trouble[] {
    const { id, lastSeenAt } = place.kiosk;
    const lasting = this.#lasting.filter(({ kiosk }) => kiosk === id);
    const grave = lasting.filter(({ code }) => isGrave(code)).map(({ at }) => at);
    const journal = grave.length === 0 ? null : { since: Math.min(...grave) };
    const { announced } = place;
    const seen = { state, lastSeenAt, announced, journal, expected: expectedDays(place, state) };
    const before = this.#since.get(id);
    const troubles = troublesOf({ ...seen, hearingSince: this.#startedAt }, now).map((trouble) => {
      const { kind, camera, class: code } = trouble;
      const alert = lasting.find((one) => one.code === kind && one.camera === camera && one.class === code);
      const known = before?.get(sinceKey(trouble)) ?? alert?.at ?? trouble.since;
      return { ...trouble, since: Math.min(known, trouble.since) };
    });
    this.#since.set(id, new Map(troubles.map((trouble) => [sinceKey(trouble), trouble.since])));
    return troubles;
  }
}

const sinceKey = ({ kind, camera, class: code }: Trouble): string => [kind, camera, code].join('\n');
const ownedKey = (card: WallCard) => ({ key: cardKey(card), institution: card.institution });

/** `后方：镜头被遮挡`, `到课率不足 80%（见到 19，应到 24）`. */
function wordsOf({ kind, camera, class: code }: Trouble, state: KioskState | null): string {
  const { title } = troubleWords[kind];
  if (camera !== '') return `${state?.cameras.find(({ id }) => id === camera)?.name ?? camera}：${title}`;
  const counts = state?.classes.find((one) => one.class === code);
  if (kind !== 'class-rate' || counts === undefined) return title;
  return `${title}（见到 ${String(counts.seen)}，应到 ${String(counts.due - counts.onLeave)}）`;
}
