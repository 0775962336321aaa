import type { Socket } from 'socket.io-client';
import {
  type LiveInit,
  type LivePacket,
  type LiveToPage,
  liveInitSchema,
  livePacketSchema,
  type PageToLive,
  watchRequestSchema,
} from '../contract/live.ts';
import type { CameraId } from '../domain/ids.ts';

/** Takes what comes of a watched camera. */
export interface LiveSink {
  /** A run begins; packets of it follow, a keyframe first. */
  init(init: LiveInit): void;
  packet(packet: LivePacket): void;
  /** The server has no such camera or takes no more watchers; the reason is in zh-CN. */
  refused(message: string): void;
}

/** Where live video comes from. */
export interface LiveSource {
  /** Sends the camera's init and current GOP to `sink`, then what comes, until the returned function is called. */
  watch(camera: CameraId, sink: LiveSink): () => void;
}

/** How long after the end of a watch it is asked for again. */
const AGAIN_AFTER_MS = 1000;

/**
 * Live video over a socket. It confirms each packet at once, asks again after each reconnection and after each end,
 * and passes on only what fits the contract.
 */
export function socketLiveSource(socket: Socket<LiveToPage, PageToLive>): LiveSource {
  const sinks = new Map<CameraId, LiveSink>();
  const ask = (camera: CameraId): void => {
    if (!socket.connected || !sinks.has(camera)) return;
    socket.emit('watch', { camera }, (answer) => {
      if (!answer.ok) sinks.get(camera)?.refused(answer.message);
    });
  };
  socket.on('connect', () => {
    for (const camera of sinks.keys()) ask(camera);
  });
  socket.on('init', (message) => {
    const { success, data } = liveInitSchema.safeParse(message);
    if (success) sinks.get(data.camera)?.init(data);
  });
  socket.on('packet', (message, got) => {
    got();
    const { success, data } = livePacketSchema.safeParse(message);
    if (success) sinks.get(data.camera)?.packet(data);
  });
  socket.on('ended', (message) => {
    const { success, data } = watchRequestSchema.safeParse(message);
    if (success) setTimeout(() => ask(data.camera), AGAIN_AFTER_MS);
  });
  return {
    watch: (camera, sink) => {
      sinks.set(camera, sink);
      ask(camera);
      return () => {
        if (sinks.get(camera) !== sink) return;
        sinks.delete(camera);
        if (socket.connected) socket.emit('unwatch', { camera });
      };
    },
  };
}
