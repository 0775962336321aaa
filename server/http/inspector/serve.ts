import { type CenterActor, maySee } from '../../../core/contract/center/actor.ts';
import {
  INSPECTOR_CONTRACT,
  type InspectorAnswer,
  SIGNED_OUT,
  STALE_PAGE,
  unwatchSchema,
  watchSchema,
} from '../../../core/contract/center/inspector.ts';
import { seconds } from '../../../core/domain/units.ts';
import { isOwnPage } from '../../../core/web/guard.ts';
import { actorOf } from '../../../core/web/session.ts';
import {
  alertCount,
  type CountedAlert,
  type InspectorNamespace,
  type InspectorService,
  type InspectorSocket,
} from './ports.ts';
import { Watches } from './watches.ts';

/** How often an open socket's session is looked at again. */
const LOOK_AGAIN = seconds(15);
/** Messages of one page within ten seconds, confirmations of packets aside: who turns the wall's pages fast sends a hundred. */
const MOST_MESSAGES = 400;
/** Messages that do not fit, of one page, before it is cut off. */
const MOST_ODD = 20;

const roomOf = (institution: string | null): string => (institution === null ? 'all' : `of/${institution}`);
/** Those who look at the wall: of everybody's, or of one institution. */
const wallOf = (institution: string | null): string => `wall/${roomOf(institution)}`;

/**
 * Serves every page of the dashboard that is signed in: changes of the wall, the alerts' badge, live video; to each what
 * is theirs. Disposing of it ends every watch and has the audit written.
 */
export function serveInspectors(namespace: InspectorNamespace, service: InspectorService): AsyncDisposable {
  const { sessions, names, wall, log } = service;
  const institutions = new Map<InspectorSocket, CenterActor>();
  const underway = new Set<Promise<unknown>>();
  const ending = new AbortController();
  namespace.use((socket, next) => {
    const { contract } = socket.handshake.auth as { contract?: unknown };
    if (!isOwnPage(socket.request, names)) next(new Error('not-allowed'));
    else if (contract !== INSPECTOR_CONTRACT) next(new Error(STALE_PAGE));
    else
      actorOf(socket.request, sessions).then((actor) => {
        socket.data = { actor };
        next(actor === null ? new Error(SIGNED_OUT) : undefined);
      }, next);
  });
  namespace.on('connection', (socket) => {
    const { actor } = socket.data as { actor: CenterActor };
    institutions.set(socket, actor);
    void socket.join(roomOf(actor.institution));
    const served = servePage(socket, actor, service, ending.signal)
      .catch((error: unknown) => log.error('a page of the dashboard could not be served', { error, user: actor.user }))
      .finally(() => {
        institutions.delete(socket);
        underway.delete(served);
      });
    underway.add(served);
    socket.emit('alerts', alertCount(visible(actor, wall.lasting())));
  });
  /** Whose pages are open here: null stands for the center's own. */
  const audiences = (): Set<string | null> => new Set([...institutions.values()].map(({ institution }) => institution));
  wall.listen({
    changed: ({ cards, gone }) => {
      for (const institution of audiences()) {
        const theirs = cards.filter((card) => maySee({ institution }, card.institution));
        const lost = gone.filter((one) => maySee({ institution }, one.institution)).map(({ key }) => key);
        if (theirs.length > 0 || lost.length > 0)
          namespace.local.to(wallOf(institution)).emit('wall', { cards: theirs, gone: lost });
      }
    },
    alerts: (lasting) => {
      for (const institution of audiences())
        namespace.local.to(roomOf(institution)).emit('alerts', alertCount(visible({ institution }, lasting)));
    },
  });
  return {
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await Promise.all(underway);
      log.debug('every page is let go', {});
    },
  };
}

function visible<T extends CountedAlert>(actor: Pick<CenterActor, 'institution'>, alerts: readonly T[]): readonly T[] {
  return alerts.filter(({ institution }) => maySee(actor, institution));
}

/** Answers one page until it disconnects, its session ends, or `signal` aborts. */
async function servePage(
  socket: InspectorSocket,
  actor: CenterActor,
  service: InspectorService,
  signal: AbortSignal,
): Promise<void> {
  const { sessions, clock, log } = service;
  const watches = new Watches(socket, service);
  const gone = new AbortController();
  socket.once('disconnect', (reason) => {
    log.info('a page of the dashboard left', { user: actor.user, reason });
    gone.abort();
  });
  const counted = counter(socket, actor, service);
  socket.on('wall', (answer: unknown) => {
    if (!counted()) return;
    void socket.join(wallOf(actor.institution));
    if (typeof answer === 'function') (answer as (answer: InspectorAnswer) => void)({ ok: true });
  });
  socket.on('watch', (request: unknown, answer: unknown) => {
    if (!counted(watchSchema.safeParse(request).success)) return;
    const told = typeof answer === 'function' ? (answer as (answer: InspectorAnswer) => void) : () => undefined;
    watches.begin(actor, request).then(told, (error: unknown) => {
      log.error('a camera could not be watched', { error });
      told({ ok: false, message: '出现意外错误，请重试' });
    });
  });
  socket.on('unwatch', (request: unknown) => {
    const parsed = unwatchSchema.safeParse(request);
    if (counted(parsed.success) && parsed.success) void watches.end(actor, parsed.data.stream);
  });
  socket.onAny((event: string) => {
    if (!['wall', 'watch', 'unwatch'].includes(event)) counted(false);
  });
  const over = AbortSignal.any([gone.signal, signal]);
  const stillHolds = async (): Promise<boolean> => {
    const now = await actorOf(socket.request, sessions).catch(() => actor); // a store that is down signs nobody out
    // Who has other rights now begins anew with them.
    if (now?.role !== actor.role || now.institution !== actor.institution) return false;
    await watches.lookAgain(actor);
    return true;
  };
  do await clock.sleep(LOOK_AGAIN, over).catch(() => undefined);
  while (!over.aborted && (await stillHolds()));
  socket.disconnect(true);
  await watches.close(actor);
}

/** Counts a page's messages: a flood, or too many that do not fit, ends its link. Tells whether to go on. */
function counter(
  socket: InspectorSocket,
  { user }: CenterActor,
  { clock, log }: InspectorService,
): (fits?: boolean) => boolean {
  let budget = { since: clock.monotonic(), left: MOST_MESSAGES };
  let odd = 0;
  return (fits = true) => {
    const now = clock.monotonic();
    if (now - budget.since > seconds(10)) budget = { since: now, left: MOST_MESSAGES };
    budget.left -= 1;
    if (!fits) {
      odd += 1;
      log.warn('a page’s message does not fit', { user });
    }
    if (budget.left > 0 && odd < MOST_ODD) return true;
    if (socket.connected) log.warn('a page sends too much and is cut off', { user });
    socket.disconnect(true);
    return false;
  };
}
