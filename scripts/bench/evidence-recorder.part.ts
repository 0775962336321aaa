import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type CameraId, cameraId } from '../../core/domain/ids.ts';
import type { CaptureEvent, Packet } from '../../core/domain/media.ts';
import { type EpochMs, milliseconds } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { openKiosk } from '../../test/support/evidence/kiosk.ts';
import { type Film, initOf, packetOf } from '../../test/support/evidence/packets.ts';

/** What recording cost. CPU is of the whole process, the feeding of the packets included: user + system time over wall time, in percent of one core. */
export interface RecorderFigures {
  readonly cameras: number;
  readonly mbitPerCamera: number;
  readonly seconds: number;
  readonly corePercent: number;
  /** The same feeding without a recorder. */
  readonly feedingCorePercent: number;
  readonly loopDelayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly framesGiven: number;
  readonly framesOnDisk: number;
  readonly until: EpochMs;
}

/** Feeds `cameras` cameras in real time, each frame at its own moment, and measures. */
export async function recorderBench(
  data: string,
  film: Film,
  { cameras, seconds }: { cameras: number; seconds: number },
): Promise<RecorderFigures> {
  const start = systemClock.now();
  const frames = Array.from({ length: seconds * film.fps }, (_, n) => packetOf(film, cameraId('x'), n, start));
  const ids = Array.from({ length: cameras }, (_, i) => cameraId(`cam${String(i + 1)}`));
  const idle = await measured(async () => {
    await Promise.all(ids.map(async (camera) => drain(live(film, frames.slice(0, 10 * film.fps), camera))));
  });
  await using kiosk = await openKiosk(data, { clock: systemClock, keeper: false });
  const begun = systemClock.now();
  const busy = await measured(async () => {
    await Promise.all(ids.map((camera) => kiosk.evidence.record(camera, live(film, frames, camera))));
  });
  const until = systemClock.now();
  const kept = ids.flatMap((camera) => kiosk.index.segments(camera, { from: begun, to: until }));
  const bytes = frames.reduce((sum, frame) => sum + frame.data.length, 0);
  return {
    cameras,
    mbitPerCamera: round((bytes * 8) / seconds / 1e6),
    seconds,
    corePercent: busy.corePercent,
    feedingCorePercent: idle.corePercent,
    loopDelayMs: busy.loopDelayMs,
    framesGiven: frames.length * cameras,
    framesOnDisk: kept.reduce((sum, segment) => sum + segment.frames, 0),
    until,
  };
}

async function* live(film: Film, frames: readonly Packet[], camera: CameraId): AsyncGenerator<CaptureEvent> {
  yield initOf(film, camera);
  const start = systemClock.now() + Math.floor((Number(camera.slice(3)) * 1000) / film.fps / 9);
  for (const [n, frame] of frames.entries()) {
    const wait = start + (n * 1000) / film.fps - systemClock.now();
    if (wait > 1) await systemClock.sleep(milliseconds(wait));
    yield { ...frame, camera, capturedAt: systemClock.now() };
  }
}

async function drain(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of events);
}

async function measured(work: () => Promise<void>): Promise<Pick<RecorderFigures, 'corePercent' | 'loopDelayMs'>> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const [cpu, begun] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  const wall = performance.now() - begun;
  delay.disable();
  const ms = (nanoseconds: number): number => round(nanoseconds / 1e6);
  return {
    corePercent: round((user + system) / 10 / wall),
    loopDelayMs: { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) },
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
