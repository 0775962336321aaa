import type { Namespace, Socket } from 'socket.io';
import type { PageToScreen, ScreenToPage } from '../../core/contract/screen.ts';
import { type LiveService, serveLive, type Watching } from './live-socket.ts';
import type { ScreenFeed } from './ports.ts';

export type ScreenNamespace = Namespace<PageToScreen, ScreenToPage>;

export interface ScreenService extends Omit<LiveService, 'has'> {
  readonly feed: ScreenFeed;
  /** The hash of the page that is served now. */
  readonly build: string;
}

/** Serves every check-in screen until the service's signal aborts: the state on connection, then what changes. */
export async function serveScreens(screens: ScreenNamespace, service: ScreenService): Promise<void> {
  const { feed, build, signal, log } = service;
  const watching = new Map<Socket<PageToScreen, ScreenToPage>, Watching>();
  const has: LiveService['has'] = (camera) => feed.snapshot().cameras.some(({ id }) => id === camera);
  screens.on('connection', (socket) => {
    watching.set(socket, serveLive(socket, { ...service, has }));
    socket.once('disconnect', (reason) => {
      watching.delete(socket);
      log.info('a check-in screen left', { reason });
    });
    log.info('a check-in screen came');
    socket.emit('build', build);
    socket.emit('state', feed.snapshot());
  });
  for await (const event of feed.events(signal)) {
    if (event.kind === 'state') screens.emit('state', event.state);
    else if (event.kind === 'greeting') screens.emit('greeting', event.greeting);
    else
      for (const [socket, cameras] of watching)
        if (cameras.get(event.faces.camera)?.flow.lags === false) socket.emit('faces', event.faces);
  }
}
