import { io, type Socket } from 'socket.io-client';
import {
  type Greeting,
  greetingSchema,
  type PageToScreen,
  SCREEN_NAMESPACE,
  type ScreenState,
  type ScreenToPage,
  screenFacesSchema,
  screenStateSchema,
} from '../../core/contract/screen.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import { FaceTimeline } from '../../core/ui/face-timeline.ts';
import { type LiveSource, socketLiveSource } from '../../core/ui/live-source.ts';

/** Whether the kiosk is there. `since` is on the page's monotonic clock, in ms. */
export interface Link {
  readonly kind: 'connecting' | 'online' | 'offline';
  readonly since: number;
}

/** What the page knows; a new object with every change. */
export interface View {
  readonly link: Link;
  readonly state: ScreenState | null;
  /** When `state` came, on the page's monotonic clock, in ms. */
  readonly receivedAt: number;
}

/** The page's one connection to its kiosk. */
export interface Screen {
  readonly live: LiveSource;
  /** The faces of a camera, as they come. */
  readonly facesOf: (camera: CameraId) => FaceTimeline;
  readonly view: () => View;
  readonly onView: (listener: () => void) => () => void;
  readonly onGreeting: (listener: (greeting: Greeting) => void) => () => void;
}

/** Connects to the kiosk that served this page, and goes on trying for as long as the page is open. */
export function openScreen(): Screen {
  const socket: Socket<ScreenToPage, PageToScreen> = io(SCREEN_NAMESPACE, {
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 3000,
  });
  const viewListeners = new Set<() => void>();
  const greetingListeners = new Set<(greeting: Greeting) => void>();
  const timelines = new Map<CameraId, FaceTimeline>();
  const facesOf = (camera: CameraId): FaceTimeline => {
    const timeline = timelines.get(camera) ?? new FaceTimeline();
    timelines.set(camera, timeline);
    return timeline;
  };
  let view: View = { link: { kind: 'connecting', since: performance.now() }, state: null, receivedAt: 0 };
  const change = (next: Partial<View>): void => {
    view = { ...view, ...next };
    for (const listener of viewListeners) listener();
  };

  socket.on('connect', () => change({ link: { kind: 'online', since: performance.now() } }));
  socket.on('disconnect', () => change({ link: { kind: 'offline', since: performance.now() } }));
  socket.on('build', reloadIfOther);
  socket.on('state', (message) => {
    const { success, data } = screenStateSchema.safeParse(message);
    if (success) change({ state: data, receivedAt: performance.now() });
  });
  socket.on('greeting', (message) => {
    const { success, data } = greetingSchema.safeParse(message);
    if (success) for (const listener of greetingListeners) listener(data);
  });
  socket.on('faces', (message) => {
    const { success, data } = screenFacesSchema.safeParse(message);
    if (success) facesOf(data.camera).add(data);
  });
  return {
    live: socketLiveSource(socket),
    facesOf,
    view: () => view,
    onView: (listener) => subscribe(viewListeners, listener),
    onGreeting: (listener) => subscribe(greetingListeners, listener),
  };
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A kiosk that was updated serves other pages than the one on show: load them, once for each build. */
function reloadIfOther(hash: string): void {
  if (__BUILD__ === 'dev' || hash === __BUILD__ || sessionStorage.getItem('build') === hash) return;
  sessionStorage.setItem('build', hash);
  location.reload();
}
