import { type HeldKiosk, type HubMessage, hubMessageSchema } from '../../../core/contract/center/hubs.ts';
import { type DurationMs, milliseconds, seconds } from '../../../core/domain/units.ts';
import type { Clock } from '../../../core/platform/clock.ts';
import type { Log } from '../../../core/platform/log.ts';
import type { Hub, LinkedKiosk } from '../hub.ts';
import type { Bus } from './bus.ts';
import type { Peer } from './peer.ts';

export interface HubsOptions {
  readonly hub: Hub;
  readonly bus: Bus;
  /** This hub: its name, and where the others reach it. */
  readonly self: { readonly id: string; readonly url: string };
  readonly openPeer: (url: string) => Peer;
  readonly clock: Clock;
  readonly log: Log;
}

/** Another hub as it told of itself. */
export interface OtherHub {
  readonly id: string;
  readonly url: string;
  readonly kiosks: number;
}

/** The hubs of one center, as this one knows them. */
export interface Hubs extends Disposable {
  others(): readonly OtherHub[];
}

const HERE_EVERY: DurationMs = seconds(1);
/** A hub that says nothing for so long is gone, and its kiosks with it, until they come to another. */
const SILENT: DurationMs = seconds(4);
/** Kiosks that changed are told together this often. */
const TELL_EVERY: DurationMs = milliseconds(500);

/** Kiosks of one message. */
const MOST_AT_ONCE = 100;

interface Other {
  readonly peer: Peer;
  readonly kiosks: Map<string, number>;
  heardAt: DurationMs;
  /** How often in a row it held another number of kiosks than is known here: something was lost on the way. */
  unlike: number;
}

/** Tells the other hubs of this one's kiosks and takes in what they tell, until disposed of. */
export function joinHubs(options: HubsOptions): Hubs {
  return new Room(options);
}

class Room implements Hubs {
  readonly #options: HubsOptions;
  readonly #others = new Map<string, Other>();
  /** The kiosks that are linked here, with their links' numbers. */
  readonly #held = new Map<string, number>();
  /** Those that changed since they were told. */
  readonly #changed = new Set<string>();
  readonly #stop = new AbortController();

  constructor(options: HubsOptions) {
    this.#options = options;
    const { hub, bus, self, log } = options;
    hub.listen({
      changed: (id) => this.#note(id),
      news: (topic, about, here) => {
        if (here && !this.#stop.signal.aborted) bus.tell({ kind: 'news', hub: self.id, topic, about });
      },
    });
    for (const id of hub.linked().keys()) this.#note(id);
    bus.listen((value) => {
      const parsed = hubMessageSchema.safeParse(value);
      if (!parsed.success) log.warn('another hub’s message does not fit: is it of another version?', {});
      else if (parsed.data.hub !== self.id && !this.#stop.signal.aborted) this.#take(parsed.data);
    });
    void this.#every(TELL_EVERY, () => this.#tellChanged());
    void this.#every(HERE_EVERY, (gap) => this.#lookAround(gap));
  }

  others(): readonly OtherHub[] {
    return [...this.#others].map(([id, { peer, kiosks }]) => ({ id, url: peer.url, kiosks: kiosks.size }));
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
    for (const { peer } of this.#others.values()) peer.close();
    this.#others.clear();
  }

  async #every(interval: DurationMs, work: (gap: number) => void): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stop;
    let before = clock.monotonic();
    while (!signal.aborted) {
      const now = clock.monotonic();
      work(now - before);
      before = now;
      await clock.sleep(interval, signal).catch(() => undefined);
    }
  }

  #note(id: string): void {
    const entry = this.#options.hub.linked().get(id);
    if (entry?.here === true) {
      this.#held.set(id, entry.link);
      this.#changed.add(id);
      return;
    }
    const link = this.#held.get(id);
    if (link === undefined) return;
    this.#held.delete(id);
    this.#changed.delete(id);
    this.#options.bus.tell({ kind: 'gone', hub: this.#options.self.id, kiosk: id, link });
  }

  #tellChanged(): void {
    this.#tellKiosks(this.#changed);
    this.#changed.clear();
  }

  #tellKiosks(ids: Iterable<string>): void {
    const { hub, bus, self } = this.#options;
    const linked = hub.linked();
    const kiosks = [...ids].flatMap((id) => linked.get(id) ?? []).filter(({ here }) => here);
    for (let at = 0; at < kiosks.length; at += MOST_AT_ONCE)
      bus.tell({ kind: 'kiosks', hub: self.id, kiosks: kiosks.slice(at, at + MOST_AT_ONCE).map(heldKiosk) });
  }

  /** Says that this hub is there, and gives up those that say nothing. */
  #lookAround(gap: number): void {
    const { bus, self, clock, log } = this.#options;
    bus.tell({ kind: 'here', hub: self.id, url: self.url, kiosks: this.#held.size });
    const now = clock.monotonic();
    // Nothing could be heard: their silence says nothing.
    if (!bus.works || gap > 2 * HERE_EVERY) for (const other of this.#others.values()) other.heardAt = now;
    for (const [id, other] of this.#others) {
      if (now - other.heardAt < SILENT) continue;
      log.warn('another hub is silent', { hub: id, url: other.peer.url, kiosks: other.kiosks.size });
      this.#lose(id, other);
    }
  }

  #lose(id: string, { peer, kiosks }: Other): void {
    this.#others.delete(id);
    for (const kiosk of kiosks.keys()) this.#options.hub.elsewhere.gone(kiosk, peer.way(kiosk));
    peer.close();
  }

  #take(message: HubMessage): void {
    const { hub, bus, self } = this.#options;
    switch (message.kind) {
      case 'here': {
        const other = this.#heard(message.hub, message.url);
        other.unlike = other.kiosks.size === message.kiosks ? 0 : other.unlike + 1;
        if (other.unlike > 1) bus.tell({ kind: 'tell-all', hub: self.id, to: message.hub });
        return;
      }
      case 'tell-all':
        if (message.to === self.id) this.#tellKiosks(this.#held.keys());
        return;
      case 'news':
        hub.elsewhere.news(message.topic, message.about);
        return;
      case 'kiosks':
        for (const kiosk of message.kiosks) this.#takeKiosk(message.hub, kiosk);
        return;
      case 'gone': {
        const other = this.#others.get(message.hub);
        if (other?.kiosks.get(message.kiosk) !== message.link) return;
        other.kiosks.delete(message.kiosk);
        hub.elsewhere.gone(message.kiosk, other.peer.way(message.kiosk));
      }
    }
  }

  #heard(id: string, url: string): Other {
    const { openPeer, bus, clock, self, log } = this.#options;
    const known = this.#others.get(id);
    if (known?.peer.url === url) {
      known.heardAt = clock.monotonic();
      return known;
    }
    if (known !== undefined) this.#lose(id, known);
    const other: Other = { peer: openPeer(url), kiosks: new Map(), heardAt: clock.monotonic(), unlike: 0 };
    this.#others.set(id, other);
    log.info('another hub is there', { hub: id, url });
    bus.tell({ kind: 'tell-all', hub: self.id, to: id });
    return other;
  }

  /** Of a hub that has not said yet that it is there nothing is taken: it is asked to tell all when it does. */
  #takeKiosk(from: string, { state, link, ...kiosk }: HeldKiosk): void {
    const other = this.#others.get(from);
    if (other === undefined) return;
    other.kiosks.set(kiosk.id, link);
    this.#options.hub.elsewhere.came({ ...kiosk, unpairedAt: null }, other.peer.way(kiosk.id), link, state);
  }
}

function heldKiosk({ kiosk, link, state }: LinkedKiosk): HeldKiosk {
  const { id, institution, room, acknowledged } = kiosk;
  return { id, institution, room, acknowledged, link, state };
}
