/** A hub in a process of its own, with a way in for watchers like the dashboard's. */
import type { Socket } from 'socket.io';
import type { LiveInit, LivePacket } from '../../../../core/contract/live.ts';
import { systemClock } from '../../../../core/platform/clock.ts';
import { createLog } from '../../../../core/platform/log.ts';
import { unsentBytes } from '../../../../core/web/unsent.ts';
import { factsOf } from '../../../../server/desk/facts.ts';
import { takeHeads } from '../../../../server/hub/heads.ts';
import { facts as factTable } from '../../../../server/store/facts.ts';
import { ed25519 } from '../ed25519.ts';
import { startHub, type TestHub, type TestHubOptions } from '../hub.ts';
import { sha256Bytes } from '../sha256.ts';
import { answerLines } from './child.ts';
import { WATCH_NAMESPACE, type WatchRequest } from './watch.ts';

interface FromWatcher {
  watch: (request: WatchRequest, answer: (answer: { ok: true }) => void) => void;
  linked: (answer: (kiosks: string[]) => void) => void;
}
interface ToWatcher {
  init: (stream: string, init: LiveInit) => void;
  packet: (stream: string, packet: LivePacket, got: () => void) => void;
  ended: (stream: string, why: string) => void;
}

/** What the center does with deliveries, as far as a benchmark and a killed hub need it: heads proven, facts kept. */
function handle({ hub, kiosks, db }: TestHub): void {
  const facts = factTable(db);
  hub.listen({
    changed: () => undefined,
    delivered: async ({ id }, items) => {
      await facts.put(factsOf(id, items));
      const heads = items.filter(({ kind }) => kind === 'checkpoint');
      const kiosk = await kiosks.byId(id);
      const socket = hub.socket(id);
      if (heads.length === 0 || kiosk === undefined) return;
      if (socket === undefined) throw new Error('the kiosk left before its heads were proven');
      const ask = (sizes: number[]): Promise<unknown> => socket.timeout(10_000).emitWithAck('prove', { sizes });
      const trouble = await takeHeads(kiosk, heads, ask, systemClock.now(), {
        ...{ store: kiosks, sha256: sha256Bytes, verify: ed25519 },
      });
      if (trouble !== null) process.stderr.write(`heads of ${id}: ${JSON.stringify(trouble)}\n`);
    },
  });
}

function serveWatcher(socket: Socket<FromWatcher, ToWatcher>, { hub }: TestHub): void {
  const watching = new Map<string, () => void>();
  socket.on('linked', (answer) => answer([...hub.linked().keys()]));
  socket.on('watch', ({ stream, kiosk, camera, size }, answer) => {
    watching.get(stream)?.();
    answer({ ok: true });
    const leave = hub.watch(
      kiosk,
      { camera, size },
      {
        init: (init) => void socket.emit('init', stream, init),
        packet: (packet, got) => void socket.emit('packet', stream, packet, got),
        ended: (why) => void socket.emit('ended', stream, why),
        backlog: () => unsentBytes(socket),
      },
    );
    watching.set(stream, leave);
  });
  socket.once('disconnect', () => {
    for (const leave of watching.values()) leave();
  });
}

let hub: TestHub | null = null;
await answerLines(async (line: { where?: string; options?: TestHubOptions }) => {
  if (hub === null && line.where !== undefined) {
    hub = await startHub(line.where, { ...line.options, log: createLog('hub', 'warn') });
    const own = hub;
    handle(own);
    own.io.of(WATCH_NAMESPACE).on('connection', (socket) => serveWatcher(socket, own));
    return { url: own.url };
  }
  return { ...hub?.hub.figures(), linked: hub?.hub.linked().size, others: hub?.others().length };
});
