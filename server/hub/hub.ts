import type { Command, KioskState, LiveRequest } from '../../core/contract/center/link.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { Clock } from '../../core/platform/clock.ts';
import { type CommandOutcome, createCommands } from './commands.ts';
import type { KioskEvents, KioskSocket, PairedKiosk } from './kiosk-link.ts';
import { Relay, type Watcher } from './relay.ts';

/** A kiosk as this hub knows it now. */
export interface LinkedKiosk {
  readonly kiosk: PairedKiosk;
  /** Null until it has told one. */
  readonly state: KioskState | null;
}

/** What the hub tells those who show it. */
export interface HubListener {
  /** A kiosk came, went, or told another state. */
  changed(id: string): void;
  /** Items were kept. */
  delivered: KioskEvents['delivered'];
}

/** The kiosks that are linked to this process, and their live video. */
export interface Hub extends KioskEvents {
  linked(): ReadonlyMap<string, LinkedKiosk>;
  socket(id: string): KioskSocket | undefined;
  /** Watches a camera of a kiosk until the returned function is called; waits when the kiosk is not linked. */
  watch(id: string, request: LiveRequest, watcher: Watcher): () => void;
  /** Asks a kiosk to do something. @throws as {@link Commands.ask}; `kiosk-silent` when it is not linked here. */
  ask(id: string, command: Command, signal: AbortSignal): Promise<CommandOutcome>;
  listen(listener: HubListener): void;
  /** For the figures: packets left out for slow watchers, watchers, linked kiosks. */
  figures(): { readonly kiosks: number; readonly watchers: number; readonly skipped: number };
}

interface Entry {
  kiosk: PairedKiosk;
  socket: KioskSocket;
  state: KioskState | null;
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
        watch: () => void entries.get(id)?.socket.emit('watch', request),
        unwatch: () => {
          entries.get(id)?.socket.emit('unwatch', request);
          relays.delete(key);
        },
      },
      { clock },
    );
    relays.set(key, relay);
    return relay;
  };

  return {
    linked: () => entries,
    socket: (id) => entries.get(id)?.socket,
    watch: (id, request, watcher) => relayOf(id, request).join(watcher),
    listen: (listener) => void listeners.push(listener),
    figures: () => ({
      kiosks: entries.size,
      watchers: [...relays.values()].reduce((sum, relay) => sum + relay.watchers, 0),
      skipped: [...relays.values()].reduce((sum, relay) => sum + relay.skipped, 0),
    }),
    came: (kiosk, socket, _link) => {
      const before = entries.get(kiosk.id);
      entries.set(kiosk.id, { kiosk, socket, state: before?.state ?? null });
      if (before !== undefined && before.socket !== socket) before.socket.disconnect(true);
      for (const relay of relaysOf(kiosk.id)) relay.back();
      changed(kiosk.id);
    },
    gone: ({ id }, socket) => {
      if (entries.get(id)?.socket !== socket) return; // it came back before the old link was known to be dead
      entries.delete(id);
      for (const relay of relaysOf(id)) relay.lost('教室电脑没有连接');
      changed(id);
    },
    state: ({ id }, state) => {
      const entry = entries.get(id);
      if (entry === undefined) return;
      entry.state = state;
      changed(id);
    },
    delivered: async (kiosk, items) => {
      for (const listener of listeners) await listener.delivered(kiosk, items);
    },
    init: ({ id }, { size, ...init }) => relays.get(keyOf(id, { camera: init.camera, size }))?.init(init),
    packet: ({ id }, { size, ...packet }) => relays.get(keyOf(id, { camera: packet.camera, size }))?.packet(packet),
    ended: ({ id }, { why, ...request }) => relays.get(keyOf(id, request))?.lost(why),
    chunk: ({ id }, chunk) => Promise.resolve(commands.chunk(id, chunk)),
    ask: (id, command, signal) => {
      const socket = entries.get(id)?.socket;
      if (socket === undefined)
        return Promise.reject(new ZaikeError('这间教室的电脑没有连接', { code: 'kiosk-silent', retry: true }));
      return commands.ask(socket, id, command, signal);
    },
  };
}
