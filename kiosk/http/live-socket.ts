import type { Socket } from 'socket.io';
import {
  type LiveToPage,
  type PageToLive,
  type WatchAnswer,
  type WatchRequest,
  watchRequestSchema,
} from '../../core/contract/live.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import { LiveFlow } from '../../core/domain/live-flow.ts';
import type { MediaInit, Packet } from '../../core/domain/media.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import type { LivePackets } from './ports.ts';
import { untilAborted } from './until-aborted.ts';

/** What live video to one page needs. */
export interface LiveService {
  readonly live: LivePackets;
  readonly has: (camera: CameraId) => boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends every watch. */
  readonly signal: AbortSignal;
}

interface Watch {
  readonly flow: LiveFlow;
  readonly end: AbortController;
}

/** The cameras that a page watches now, and how well it keeps up. */
export type Watching = ReadonlyMap<CameraId, Watch>;

type LiveSocket = Socket<PageToLive, LiveToPage>;

/** Cameras that one page may watch at once. */
const MOST_WATCHES = 16;

/** Answers `watch` and `unwatch` of one page until it disconnects or the service's signal aborts. */
export function serveLive(socket: LiveSocket, service: LiveService): Watching {
  const watching = new Map<CameraId, Watch>();
  const stop = (camera: CameraId): void => {
    watching.get(camera)?.end.abort();
    watching.delete(camera);
  };
  const watch = (request: unknown): WatchAnswer => {
    const parsed = watchRequestSchema.safeParse(request);
    if (!parsed.success) return { ok: false, message: '页面与本机服务的版本不一致，请刷新页面' };
    const { camera } = parsed.data;
    if (!service.has(camera)) return { ok: false, message: `本机没有摄像头“${camera}”` };
    stop(camera);
    if (watching.size >= MOST_WATCHES) return { ok: false, message: `一个页面最多同时观看 ${MOST_WATCHES} 个摄像头` };
    const own: Watch = { flow: new LiveFlow(() => service.clock.monotonic()), end: new AbortController() };
    watching.set(camera, own);
    void send(socket, camera, own, service).finally(() => {
      if (watching.get(camera) === own) watching.delete(camera);
    });
    return { ok: true };
  };
  socket.on('watch', (request: WatchRequest, answer: unknown) => {
    const said = watch(request);
    if (typeof answer === 'function') (answer as (answer: WatchAnswer) => void)(said);
  });
  socket.on('unwatch', (request: WatchRequest) => {
    const parsed = watchRequestSchema.safeParse(request);
    if (parsed.success) stop(parsed.data.camera);
  });
  socket.on('disconnect', () => {
    for (const camera of [...watching.keys()]) stop(camera);
  });
  return watching;
}

async function send(socket: LiveSocket, camera: CameraId, watch: Watch, service: LiveService): Promise<void> {
  const { flow, end } = watch;
  const signal = AbortSignal.any([end.signal, service.signal]);
  try {
    for await (const event of untilAborted(service.live.subscribe(camera, signal), signal)) {
      if (event.kind === 'init') {
        flow.restart();
        socket.emit('init', initOf(event));
      } else if (event.kind === 'packet') {
        const got = flow.admit(event);
        if (got) socket.emit('packet', packetOf(event), got);
      }
    }
  } catch (error) {
    service.log.warn('live video to a page ended', { camera, error });
  }
  if (flow.skipped > 0) service.log.info('a page was too slow for live video', { camera, skipped: flow.skipped });
  if (!signal.aborted) socket.emit('ended', { camera });
}

function initOf({ kind: _, data, ...head }: MediaInit): Parameters<LiveToPage['init']>[0] {
  return { ...head, data: data as Uint8Array<ArrayBuffer> };
}

function packetOf({ kind: _, data, ...head }: Packet): Parameters<LiveToPage['packet']>[0] {
  return { ...head, data: data as Uint8Array<ArrayBuffer> };
}
