import type { CameraId } from '../../core/domain/ids.ts';
import type { CaptureEvent, Gap, MediaInit } from '../../core/domain/media.ts';
import type { DurationMs, EpochMs } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';

/** How a camera is doing: facts only. Whether its picture is blocked, dark or frozen is judged by others who look at frames. */
export interface CameraHealth {
  readonly camera: CameraId;
  /** Whether pictures come. */
  readonly state: 'ok' | 'gap';
  /** The gap that lasts. */
  readonly gap: Gap | null;
  readonly codec: string | null;
  readonly width: number | null;
  readonly height: number | null;
  /** Capture instant of the last packet, null before the first. */
  readonly lastPacketAt: EpochMs | null;
  /** Packets a second and bits a second over the last 10 s. */
  readonly fps: number;
  readonly bitrate: number;
  /** Between the last two keyframes; null before them. */
  readonly keyframeEvery: DurationMs | null;
  /** Since the kiosk started. */
  readonly runs: number;
  readonly gaps: number;
}

const WINDOW_MS = 10_000;

/** Keeps the facts of one camera from what it captures. */
export class HealthLog {
  readonly #camera: CameraId;
  readonly #clock: Clock;
  #recent: { readonly arrived: DurationMs; readonly bytes: number }[] = [];
  #init: MediaInit | null = null;
  #gap: Gap | null = null;
  #lastPacketAt: EpochMs | null = null;
  #lastKeyframe: { readonly run: number; readonly decodeTime: number } | null = null;
  #keyframeEvery: DurationMs | null = null;
  #gaps = 0;

  constructor(camera: CameraId, clock: Clock) {
    this.#camera = camera;
    this.#clock = clock;
  }

  note(event: CaptureEvent): void {
    if (event.kind === 'init') this.#init = event;
    else if (event.kind === 'gap') {
      this.#gap = event.to === null ? event : null;
      if (event.to === null) this.#gaps += 1;
    } else {
      this.#lastPacketAt = event.capturedAt;
      this.#recent.push({ arrived: this.#clock.monotonic(), bytes: event.data.length });
      this.#forgetOld();
      if (event.keyframe) this.#noteKeyframe(event.run, event.decodeTime);
    }
  }

  /** The facts as they are now. */
  read(): CameraHealth {
    this.#forgetOld();
    const oldest = this.#recent[0];
    const span = oldest ? Math.max(1000, this.#clock.monotonic() - oldest.arrived) / 1000 : 1;
    const bytes = this.#recent.reduce((sum, packet) => sum + packet.bytes, 0);
    return {
      camera: this.#camera,
      state: this.#gap || !this.#init ? 'gap' : 'ok',
      gap: this.#gap,
      codec: this.#init?.codec ?? null,
      width: this.#init?.width ?? null,
      height: this.#init?.height ?? null,
      lastPacketAt: this.#lastPacketAt,
      fps: this.#recent.length / span,
      bitrate: (bytes * 8) / span,
      keyframeEvery: this.#keyframeEvery,
      runs: this.#init?.run ?? 0,
      gaps: this.#gaps,
    };
  }

  #noteKeyframe(run: number, decodeTime: number): void {
    const before = this.#lastKeyframe;
    const timescale = this.#init?.timescale ?? 1;
    if (before?.run === run)
      this.#keyframeEvery = (((decodeTime - before.decodeTime) * 1000) / timescale) as DurationMs;
    this.#lastKeyframe = { run, decodeTime };
  }

  #forgetOld(): void {
    const since = this.#clock.monotonic() - WINDOW_MS;
    while ((this.#recent[0]?.arrived ?? since) < since) this.#recent.shift();
  }
}
