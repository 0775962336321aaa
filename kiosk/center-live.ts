import { ZaikeError } from '../core/domain/errors.ts';
import { type CameraId, cameraId } from '../core/domain/ids.ts';
import type { LiveWay } from '../core/domain/live-way.ts';
import type { CaptureEvent } from '../core/domain/media.ts';
import { type EpochMs, minutes, plus } from '../core/domain/units.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import type { Processes } from '../core/platform/process.ts';
import { type Camera, openCamera } from './camera/camera.ts';
import type { CameraDirectory, OpenedCamera } from './camera/directory.ts';
import {
  expectedLive,
  isH264,
  type LiveKind,
  type LiveStreams,
  type LiveTry,
  liveTries,
  liveWhy,
} from './camera/live-choice.ts';
import { NotSet, subEncoders } from './camera/sub-encoders.ts';
import { transcoded } from './camera/transcode.ts';
import type { CameraSetting, Cameras } from './cameras.ts';
import { after, NotH264, Refused, untilRefused } from './center-live-events.ts';
import type { LiveCameras } from './uplink/ports.ts';

export interface CenterLiveOptions {
  readonly cameras: Pick<Cameras, 'camera' | 'ids' | 'subscribe'>;
  /** The cameras as they are set now. */
  readonly settings: () => readonly CameraSetting[];
  readonly directory: CameraDirectory;
  /** What is done for cameras that send H.265, in this order. */
  readonly order: readonly LiveWay[];
  /** Told that a camera's sub-stream was set to H.264. */
  readonly changed: (camera: CameraId) => void;
  /** Pictures transcoded at once at the most: each takes about a third of a core. 0: never. */
  readonly mostTranscoded: number;
  /** Told that the center watches a camera, before it does. */
  readonly watched: (camera: CameraId, size: 'sub' | 'main') => void;
  readonly processes: Processes;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
}

/** Live video for the center, and how it goes out. */
export interface CenterLive extends LiveCameras {
  /** How the camera's small picture goes out, or would. */
  kindOf(camera: CameraId): LiveKind;
  /** Why so, zh-CN; '' where there is nothing to say. */
  whyOf(camera: CameraId): string;
}

type Size = Parameters<LiveCameras['subscribe']>[0]['size'];

/** What a camera offers is asked again after this. */
const KNOWN_FOR = minutes(10);
const WIDTHS: Record<Size, number> = { sub: 640, main: 1280 };
const FPS = 12;
/** The runs of transcoded pictures count from here: no camera starts so often. */
const FIRST_RUN = 1_000_000;

/**
 * The cameras as the center may watch them: the sub-stream by default, captured by an ffmpeg of its own and only while
 * it is watched; as recorded where there is none or on request; what is no H.264 by the policy's ways. Recording has no part in
 * any of it.
 */
export function centerLive(options: CenterLiveOptions): CenterLive {
  const { cameras, order, clock, log } = options;
  const known = new Map<
    CameraId,
    { readonly opened: OpenedCamera; readonly address: string; readonly until: EpochMs }
  >();
  const subs = new Map<CameraId, { readonly camera: Camera; watchers: number }>();
  const sending = new Map<CameraId, LiveKind>();
  let transcoding = 0;
  let run = FIRST_RUN;

  const settingOf = (id: CameraId): CameraSetting => {
    const setting = options.settings().find((each) => each.id === id);
    if (setting !== undefined && cameras.ids.includes(id)) return setting;
    throw new ZaikeError('教室里没有这个摄像头', { code: 'no-such-camera', retry: false });
  };
  const openedCamera = async ({ id, address, account }: CameraSetting, signal: AbortSignal): Promise<OpenedCamera> => {
    const before = known.get(id);
    if (before?.address === address && before.until > clock.now()) return before.opened;
    const opened = await options.directory.open(address, account ?? undefined, signal);
    known.set(id, { opened, address, until: plus(clock.now(), KNOWN_FOR) });
    return opened;
  };
  const encoders = subEncoders({
    ...{ clock, log, directory: options.directory },
    told: (camera) => options.changed(camera),
    // What the camera said of itself before is not true any more.
    changed: (id) => known.delete(id),
  });
  const streamsOf = (setting: CameraSetting): LiveStreams => {
    const { id, address, stream } = setting;
    const { codec, gap } = cameras.camera(id).health();
    const asked = known.get(id);
    const opened = asked?.address === address ? asked.opened : null;
    const isOnvif = !/^rtsps?:/i.test(address);
    const seen = encoders.of(setting);
    const said = opened?.sub?.codec ?? null;
    const sub = seen.sub ?? (said === null || /264/.test(said) ? 'unknown' : 'other');
    const hasSub = opened === null ? isOnvif : opened.sub !== null;
    return {
      ...{ recorded: stream, codec: gap === null ? codec : null },
      ...{ sub: hasSub ? sub : null, settable: isOnvif && seen.refused === null },
    };
  };

  /** The sub-stream, captured once however many watch it. */
  const subOf = async function* (setting: CameraSetting, signal: AbortSignal): AsyncGenerator<CaptureEvent, void> {
    const { id, account } = setting;
    const source = async (asked: AbortSignal) => {
      const { sub } = await openedCamera(setting, asked);
      if (sub === null) throw new ZaikeError('该摄像头没有辅码流', { code: 'camera-not-found', retry: false });
      return { address: sub.address, credentials: account ?? undefined };
    };
    const own = subs.get(id) ?? { camera: openCamera({ camera: id, source }, options), watchers: 0 };
    subs.set(id, own);
    own.watchers += 1;
    using subscription = own.camera.subscribe({ name: 'center', keep: 'latest' });
    const end = (): void => subscription[Symbol.dispose]();
    signal.addEventListener('abort', end, { once: true });
    try {
      if (!signal.aborted) yield* subscription;
    } finally {
      signal.removeEventListener('abort', end);
      own.watchers -= 1;
      if (own.watchers === 0) {
        subs.delete(id);
        await own.camera[Symbol.asyncDispose]();
      }
    }
  };

  /** As H.264: each run as it comes, or transcoded from its init on. @throws NotH264 where it may not be transcoded. */
  const asH264 = async function* (
    events: AsyncIterable<CaptureEvent>,
    { id, size, kind, transcode }: Sent,
  ): AsyncGenerator<CaptureEvent, void> {
    const say = (now: LiveKind): void => {
      if (size === 'sub') sending.set(id, now);
    };
    const reader = events[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await reader.next();
        if (next.done === true) return;
        const event = next.value;
        if (event.kind !== 'init' || isH264(event.codec)) {
          if (event.kind === 'init') say(kind);
          yield event;
          continue;
        }
        if (!transcode) throw new NotH264(event.codec);
        if (transcoding >= options.mostTranscoded) throw tooMany(options.mostTranscoded);
        transcoding += 1;
        say('transcoded');
        try {
          const rest = after(event, reader);
          const ports = { processes: options.processes, clock, nextRun: () => ++run };
          yield* transcoded(rest, { camera: id, width: WIDTHS[size], fps: FPS }, ports);
        } finally {
          transcoding -= 1;
        }
        return;
      }
    } finally {
      await reader.return?.();
    }
  };

  const send = async function* (
    setting: CameraSetting,
    size: Size,
    one: LiveTry,
    signal: AbortSignal,
  ): AsyncGenerator<CaptureEvent, void> {
    const { id, stream } = setting;
    const transcode = one.how === 'transcode';
    if (one.stream === 'recorded') {
      yield* asH264(cameras.subscribe(id, signal), { id, size, kind: stream, transcode: order.includes('transcode') });
      return;
    }
    if (one.how === 'set') await encoders.set(setting, signal);
    try {
      yield* asH264(untilRefused(subOf(setting, signal)), { id, size, kind: 'sub', transcode });
    } catch (error) {
      if (error instanceof NotH264) encoders.foundOther(setting, one.how === 'set');
      throw error;
    }
  };

  const subscribe = async function* (
    id: CameraId,
    size: Size,
    signal: AbortSignal,
  ): AsyncGenerator<CaptureEvent, void> {
    const setting = settingOf(id);
    options.watched(id, size);
    const tried = new Set<string>();
    for (;;) {
      const nameOf = ({ stream, how }: LiveTry): string => `${stream} ${how}`;
      const one = liveTries(size, streamsOf(setting), order).find((each) => !tried.has(nameOf(each)));
      if (one === undefined) throw tooMany(0);
      tried.add(nameOf(one));
      try {
        yield* send(setting, size, one, signal);
        return;
      } catch (error) {
        if (!(error instanceof Refused || error instanceof NotH264 || error instanceof NotSet)) throw error;
        log.info('live video for the center goes another way', { camera: id, not: nameOf(one), why: error.message });
      }
    }
  };

  const kindOf = (id: CameraId): LiveKind => {
    const expected = expectedLive(streamsOf(settingOf(id)), order);
    return expected === 'none' ? 'none' : (sending.get(id) ?? expected);
  };
  return {
    subscribe: ({ camera, size }, signal) => subscribe(cameraId(camera), size, signal),
    kindOf,
    whyOf: (id) => {
      const setting = settingOf(id);
      return liveWhy(kindOf(id), streamsOf(setting), encoders.of(setting));
    },
  };
}

interface Sent {
  readonly id: CameraId;
  readonly size: Size;
  readonly kind: LiveKind;
  readonly transcode: boolean;
}

const tooMany = (most: number): ZaikeError =>
  most === 0
    ? new ZaikeError('该摄像头的画面是 H.265，且教室电脑未允许转码：请把辅码流改为 H.264', {
        code: 'live-codec',
        retry: false,
      })
    : new ZaikeError(`教室电脑已在为中心转码 ${String(most)} 路画面，请先关闭其中一路`, {
        code: 'live-busy',
        retry: true,
      });
