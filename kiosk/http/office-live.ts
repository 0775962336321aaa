import type { Namespace } from 'socket.io';
import type { LiveToPage, PageToLive } from '../../core/contract/live.ts';
import { seconds } from '../../core/domain/units.ts';
import { actorOf, type Sessions } from '../../core/web/session.ts';
import { type LiveService, serveLive } from './live-socket.ts';

export type OfficeLiveNamespace = Namespace<PageToLive, LiveToPage>;

/** How often an open socket's session is looked at again. */
const LOOK_AGAIN = seconds(15);

/** Live video for the office's pages: to who is signed in, and no longer than that. */
export function serveOfficeLive(sockets: OfficeLiveNamespace, sessions: Sessions, service: LiveService): void {
  sockets.use((socket, next) => {
    void actorOf(socket.request, sessions).then((actor) => {
      if (actor === null) next(new Error('signed-out'));
      else next();
    }, next);
  });
  sockets.on('connection', (socket) => {
    serveLive(socket, service);
    const gone = new AbortController();
    socket.once('disconnect', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, service.signal]);
    void (async () => {
      while (!signal.aborted) {
        await service.clock.sleep(LOOK_AGAIN, signal).catch(() => undefined);
        if ((await actorOf(socket.request, sessions)) === null) socket.disconnect();
      }
    })();
  });
}
