import { type LiveRequest, liveRequestSchema } from '../../core/contract/center/link.ts';
import type { LiveInit, LivePacket } from '../../core/contract/live.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { LiveFlow } from '../../core/domain/live-flow.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import type { LiveCameras } from './ports.ts';

type Sized<T> = T & { readonly size: LiveRequest['size'] };

/** Where live video goes: the socket. */
export interface LiveOutlet {
  init(init: Sized<LiveInit>): void;
  packet(packet: Sized<LivePacket>, got: () => void): void;
  ended(request: LiveRequest & { readonly why: string }): void;
}

/** Sends cameras while the center asks for them. */
export interface LiveOut extends Disposable {
  watch(request: unknown): void;
  unwatch(request: unknown): void;
}

/** A camera is sent once, at the size asked for, however many watch at the center. */
export function liveOut(
  cameras: LiveCameras,
  outlet: LiveOutlet,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): LiveOut {
  const sending = new Map<string, AbortController>();
  const keyOf = ({ camera, size }: LiveRequest): string => `${camera}/${size}`;
  const stop = (key: string): void => {
    sending.get(key)?.abort();
    sending.delete(key);
  };

  const send = async (request: LiveRequest, signal: AbortSignal): Promise<void> => {
    const { size } = request;
    const flow = new LiveFlow(() => clock.monotonic());
    for await (const event of cameras.subscribe(request, signal)) {
      if (event.kind === 'init') {
        flow.restart();
        const { kind: _, ...init } = event;
        outlet.init({ ...init, data: init.data as Uint8Array<ArrayBuffer>, size });
      } else if (event.kind === 'packet') {
        const got = flow.admit(event);
        const { kind: _, ...packet } = event;
        if (got) outlet.packet({ ...packet, data: packet.data as Uint8Array<ArrayBuffer>, size }, got);
      }
    }
  };

  return {
    watch: (value) => {
      const parsed = liveRequestSchema.safeParse(value);
      if (!parsed.success) return;
      const request = parsed.data;
      const key = keyOf(request);
      stop(key);
      const own = new AbortController();
      sending.set(key, own);
      send(request, own.signal)
        .then(
          () => '摄像机的画面结束了',
          (error: unknown) => {
            log.warn('live video to the center ended', { camera: request.camera, error });
            return error instanceof ZaikeError ? error.message : '教室电脑无法发送这个摄像机的画面';
          },
        )
        .then((why) => {
          if (sending.get(key) !== own || own.signal.aborted) return;
          sending.delete(key);
          outlet.ended({ ...request, why });
        })
        .catch((error: unknown) => log.error('live video to the center', { error }));
    },
    unwatch: (value) => {
      const parsed = liveRequestSchema.safeParse(value);
      if (parsed.success) stop(keyOf(parsed.data));
    },
    [Symbol.dispose]: () => {
      for (const key of [...sending.keys()]) stop(key);
    },
  };
}
