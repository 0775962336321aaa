import type { Gap } from '../../core/domain/media.ts';
import type { CaptureDependencies, CaptureOptions } from './capture.ts';
import { capture } from './capture.ts';
import { type CameraHealth, HealthLog } from './health.ts';
import { CameraHub } from './hub.ts';
import type { SubscribeOptions, Subscription } from './subscription.ts';

/** An open camera: captured for as long as its scope lasts, read by whoever subscribes. */
export interface Camera extends AsyncDisposable {
  /** See {@link CameraHub.subscribe}. */
  subscribe(options: SubscribeOptions): Subscription;
  health(): CameraHealth;
  /** Asks its source anew at once: the run ends, the next begins; readers stay, and runs are counted on. */
  renew(): void;
  readonly hub: CameraHub;
}

/** Starts capturing at once and goes on, through every fault, until disposed of. Never throws for a camera's fault. */
export function openCamera(
  options: CaptureOptions,
  dependencies: Omit<CaptureDependencies, 'signal' | 'renewal'>,
): Camera {
  const stop = new AbortController();
  let renewal = new AbortController();
  const log = dependencies.log.child(options.camera);
  const hub = new CameraHub(log);
  const health = new HealthLog(options.camera, dependencies.clock);
  const captured = async (): Promise<void> => {
    for await (const event of capture(options, {
      ...dependencies,
      signal: stop.signal,
      renewal: () => renewal.signal,
    })) {
      health.note(event);
      hub.publish(event);
    }
  };
  const done = captured()
    .catch((error: unknown) => {
      log.error('capture ended by a fault of its own', { error });
      const detail = error instanceof Error ? error.message : String(error);
      const from = dependencies.clock.now();
      const gap: Gap = { kind: 'gap', camera: options.camera, from, to: null, why: 'unknown', detail };
      health.note(gap);
      hub.publish(gap);
    })
    .finally(() => {
      hub.end();
    });
  return {
    hub,
    subscribe: (wanted) => hub.subscribe(wanted),
    health: () => health.read(),
    renew: () => {
      const before = renewal;
      renewal = new AbortController();
      before.abort();
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await done;
    },
  };
}
