import type { Namespace, Socket } from 'socket.io';
import type { PageToScreen, ScreenToPage } from '../../core/contract/screen.ts';
import { seconds } from '../../core/domain/units.ts';
import { isHere } from '../../core/web/session.ts';
import { type LiveService, serveLive, type Watching } from './live-socket.ts';
import type { ScreenFeed } from './ports.ts';
import { type OwnService, ownRequests } from './screen-own.ts';

export type ScreenNamespace = Namespace<PageToScreen, ScreenToPage>;

export interface ScreenService extends Omit<LiveService, 'has'> {
  readonly feed: ScreenFeed;
  /** The hash of the page that is served now. */
  readonly build: string;
  /** Own records, disputes, check-ins without a face; without an office there are none. */
  readonly own?: OwnService | undefined;
}

/** The first administrator is made from another computer: the screen looks this often whether that was done. */
const LOOK_EVERY = seconds(2);

/** Serves every check-in screen until the service's signal aborts: the state on connection, then what changes. */
export async function serveScreens(screens: ScreenNamespace, service: ScreenService): Promise<void> {
  const { feed, build, signal, log, own } = service;
  const watching = new Map<Socket<PageToScreen, ScreenToPage>, Watching>();
  const has: LiveService['has'] = (camera) => feed.snapshot().cameras.some(({ id }) => id === camera);
  const asked = own === undefined ? null : ownRequests(own);
  if (own !== undefined) void tellFirstRun(screens, own, service);
  screens.on('connection', (socket) => {
    const here = isHere(socket.request);
    asked?.(socket, here);
    if (here && own !== undefined)
      own.firstRunCode().then(
        (code) => socket.emit('firstRun', code),
        (error: unknown) => log.error('whether anybody has an account cannot be told', { error }),
      );
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

/** Tells the kiosk's own screens when the code for the first run changes or has done its work. */
async function tellFirstRun(
  screens: ScreenNamespace,
  own: OwnService,
  { clock, signal }: ScreenService,
): Promise<void> {
  let told = await own.firstRunCode();
  while (!signal.aborted) {
    await clock.sleep(LOOK_EVERY, signal).catch(() => undefined);
    const code = await own.firstRunCode();
    if (code === told) continue;
    told = code;
    for (const socket of screens.sockets.values()) if (isHere(socket.request)) socket.emit('firstRun', code);
  }
}
