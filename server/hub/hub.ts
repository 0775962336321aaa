import type { Command, KioskState, LiveRequest } from '../../core/contract/center/link.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { Clock } from '../../core/platform/clock.ts';
import { type CommandOutcome, createCommands } from './commands.ts';
import type { KioskEvents, KioskSocket, PairedKiosk } from './kiosk-ports.ts';
import { Relay, type Watcher } from './relay.ts';
import { type KioskWay, ownWay } from './way.ts';

/** A kiosk as this hub knows it now. */
export interface LinkedKiosk {
  readonly kiosk: PairedKiosk;
  /** Null until it has told one. */
  readonly state: KioskState | null;
  /** The link's number: a higher one is the later. */
  readonly link: number;
  /** Whether it is linked to this process; false: to another hub. */
  readonly here: boolean;
}

/** What the hub tells those who show it. */
export interface HubListener {
  /** A kiosk came, went, or told another state; at whichever hub. */
  changed(id: string): void;
  /** Items were kept here; told to one hub only, and again after a fault (see handling.ts). */
  delivered?: KioskEvents['delivered'];
  /** The checkpoints among them; as `delivered`. */
  heads?: KioskEvents['heads'];
  /** Something in the store that inspectors look at changed, at this hub or (`here` false) at another: read it again. */
  news?(topic: string, about: string, here: boolean): void;
}

/** The kiosks that are linked to the center, and their live video; disposed of when nobody can watch any more. */
export interface Hub extends KioskEvents, Disposable {
  /** All of them, whichever hub they are linked to. */
  linked(): ReadonlyMap<string, LinkedKiosk>;
  /** Of a kiosk that is linked to this process. */
  socket(id: string): KioskSocket | undefined;
  /** Watches a camera of a kiosk until the returned function is called; waits when the kiosk is not linked. */
  watch(id: string, request: LiveRequest, watcher: Watcher): () => void;
  /** Asks a kiosk to do something. @throws as `Commands.ask`; `kiosk-silent` when it is not linked. */
  ask(id: string, command: Command, signal: AbortSignal): Promise<CommandOutcome>;
  /** Tells every listener, at every hub, that something changed in the store. */
  announce(topic: string, about: string): void;
  listen(listener: HubListener): void;
  /** For the figures: packets left out for slow watchers, watchers, kiosks linked to this process. */
  figures(): { readonly kiosks: number; readonly watchers: number; readonly skipped: number };
  /** For the other hubs. */
  readonly elsewhere: Elsewhere;
}

/** What other hubs tell of the kiosks that they hold. */
export interface Elsewhere {
  /** A kiosk is linked to another hub, or told another state there. Older news than what is known is passed over. */
  came(kiosk: PairedKiosk, way: KioskWay, link: number, state: KioskState | null): void;
  /** It is not linked there any more. */
  gone(id: string, way: KioskWay): void;
  /** Whether this is the way to the kiosk now: what comes by another is late. */
  isWay(id: string, way: KioskWay): boolean;
  /** Another hub announced something. */
  news(topic: string, about: string): void;
}

interface Entry {
  kiosk: PairedKiosk;
  way: KioskWay;
  /** Null: it is linked to another hub. */
  socket: KioskSocket | null;
  state: KioskState | null;
  link: number;
  readonly here: boolean;
}

export function createHub(clock: Clock): Hub {
  const entries = new Map<string, Entry>();
  const relays = new Map<string, Relay>();
  const listeners: HubListener[] = [];
  const commands = createCommands();
  const keyOf = (id: string, { camera, size }: LiveRequest): string => `${id}/${camera}/${size}`;
  const changed = (id: string): void => {
    for (const listener of listeners) listener.changed(id);
  };
  const relaysOf = (id: string): Relay[] =>
    [...relays].filter(([key]) => key.startsWith(`${id}/`)).map(([, relay]) => relay);

  const relayOf = (id: string, request: LiveRequest): Relay => {
    const key = keyOf(id, request);
    const known = relays.get(key);
    if (known !== undefined) return known;
    const relay = new Relay(
      {
        watch: () => entries.get(id)?.way.watch(request),
        unwatch: () => {
          entries.get(id)?.way.unwatch(request);
          relays.delete(key);
        },
      },
      { clock },
    );
    relays.set(key, relay);
    return relay;
  };

  const enter = (entry: Entry): void => {
    const { id } = entry.kiosk;
    const before = entries.get(id);
    if (before !== undefined && before.link > entry.link) {
      entry.way.close();
      return;
    }
    entries.set(id, entry);
    if (before?.way !== entry.way) {
      before?.way.close();
      for (const relay of relaysOf(id)) relay.back();
    }
    changed(id);
  };

  const leave = (id: string): void => {
    entries.delete(id);
    for (const relay of relaysOf(id)) relay.lost('教室电脑没有连接');
    changed(id);
  };

  return {
    linked: () => entries,
    socket: (id) => entries.get(id)?.socket ?? undefined,
    watch: (id, request, watcher) => relayOf(id, request).join(watcher),
    announce: (topic, about) => {
      for (const listener of listeners) listener.news?.(topic, about, true);
    },
    listen: (listener) => void listeners.push(listener),
    figures: () => ({
      kiosks: [...entries.values()].filter(({ here }) => here).length,
      watchers: [...relays.values()].reduce((sum, relay) => sum + relay.watchers, 0),
      skipped: [...relays.values()].reduce((sum, relay) => sum + relay.skipped, 0),
    }),
    came: (kiosk, socket, link) => {
      const state = entries.get(kiosk.id)?.state ?? null;
      enter({ kiosk, socket, link, state, here: true, way: ownWay(socket, kiosk.id, commands) });
    },
    gone: ({ id }, socket) => {
      if (entries.get(id)?.socket === socket) leave(id); // else it came back before the old link was known to be dead
    },
    state: ({ id }, state) => {
      const entry = entries.get(id);
      if (entry?.here !== true) return;
      entry.state = state;
      changed(id);
    },
    delivered: async (kiosk, items) => {
      for (const listener of listeners) await listener.delivered?.(kiosk, items);
    },
    heads: async (kiosk, items) => {
      for (const listener of listeners) await listener.heads?.(kiosk, items);
    },
    init: ({ id }, { size, ...init }) => relays.get(keyOf(id, { camera: init.camera, size }))?.init(init),
    packet: ({ id }, { size, ...packet }) => relays.get(keyOf(id, { camera: packet.camera, size }))?.packet(packet),
    ended: ({ id }, { why, ...request }) => relays.get(keyOf(id, request))?.lost(why),
    chunk: ({ id }, chunk) => Promise.resolve(commands.chunk(id, chunk)),
    ask: (id, command, signal) => {
      const way = entries.get(id)?.way;
      if (way !== undefined) return way.ask(command, signal);
      return Promise.reject(new ZaikeError('这间教室的电脑没有连接', { code: 'kiosk-silent', retry: true }));
    },
    elsewhere: {
      came: (kiosk, way, link, state) => {
        const known = entries.get(kiosk.id);
        enter({ kiosk, way, link, state: state ?? known?.state ?? null, socket: null, here: false });
      },
      gone: (id, way) => {
        if (entries.get(id)?.way === way) leave(id);
      },
      isWay: (id, way) => entries.get(id)?.way === way,
      news: (topic, about) => {
        for (const listener of listeners) listener.news?.(topic, about, false);
      },
    },
    [Symbol.dispose]: () => {
      for (const relay of relays.values()) relay[Symbol.dispose]();
    },
  };
}
