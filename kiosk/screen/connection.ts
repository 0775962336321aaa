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
import type {
  CheckInAnswer,
  CheckInRequest,
  DisputeRequest,
  OwnAnswer,
  OwnRequest,
  Refusal,
} from '../../core/contract/screen-own.ts';
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
  /** The code that makes the first administrator, while there is none; on the kiosk's own screen only. */
  readonly firstRun: string | null;
}

/** The page's one connection to its kiosk. */
export interface Screen {
  readonly live: LiveSource;
  /** The faces of a camera, as they come. */
  readonly facesOf: (camera: CameraId) => FaceTimeline;
  readonly view: () => View;
  readonly onView: (listener: () => void) => () => void;
  readonly onGreeting: (listener: (greeting: Greeting) => void) => () => void;
  readonly own: OwnRequests;
}

/** What a person before the screen asks; without an answer within some seconds it is refused in words. */
export interface OwnRequests {
  readonly open: (request: OwnRequest) => Promise<OwnAnswer>;
  readonly touched: () => void;
  readonly closed: () => void;
  readonly dispute: (request: DisputeRequest) => Promise<OwnAnswer>;
  readonly checkIn: (request: CheckInRequest) => Promise<CheckInAnswer>;
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
  let view: View = {
    link: { kind: 'connecting', since: performance.now() },
    state: null,
    receivedAt: 0,
    firstRun: null,
  };
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
  socket.on('firstRun', (code) => change({ firstRun: typeof code === 'string' ? code : null }));
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
    own: ownRequests(socket),
  };
}

const PATIENCE_MS = 8000;
const UNANSWERED: Refusal = { ok: false, message: '本机服务没有回应，请稍后再试或找老师', retry: false };

function ownRequests(socket: Socket<ScreenToPage, PageToScreen>): OwnRequests {
  // The timeout is a flag of the socket's next emit: it is set for each.
  const patient = (): ReturnType<typeof socket.timeout> => socket.timeout(PATIENCE_MS);
  return {
    open: (request) =>
      patient()
        .emitWithAck('own', request)
        .catch(() => UNANSWERED),
    touched: () => void socket.emit('ownTouched'),
    closed: () => void socket.emit('ownClosed'),
    dispute: (request) =>
      patient()
        .emitWithAck('dispute', request)
        .catch(() => UNANSWERED),
    checkIn: (request) =>
      patient()
        .emitWithAck('checkIn', request)
        .catch(() => UNANSWERED),
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
