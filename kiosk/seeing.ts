import { join } from 'node:path';
import type { FrameResult } from '../core/domain/face.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import type { Workers } from '../core/platform/worker.ts';
import type { Cameras } from './cameras.ts';
import type { Config } from './config.ts';
import type { CameraStore } from './store/cameras.ts';
import { filesStamp } from './vision/files-stamp.ts';
import { superviseVision } from './vision/supervisor.ts';
import type { Vision, VisionState } from './vision/vision.ts';

export interface SeeingOptions {
  readonly config: Pick<Config, 'vision' | 'dataDir'>;
  readonly cameras: Pick<Cameras, 'feed'>;
  readonly cameraStore: Pick<CameraStore, 'list'>;
  readonly onResult: (result: FrameResult) => void;
  readonly onState: (state: VisionState) => void;
  /** Vision runs again after it did not: what waited for it may go on. */
  readonly onBack: () => void;
  readonly workers: Workers;
  readonly clock: Clock;
  readonly log: Log;
}

/** Starts the vision process over the kiosk's cameras; `awake` resolves when it runs for the first time. */
export function openSeeing(options: SeeingOptions): { readonly vision: Vision; readonly awake: Promise<unknown> } {
  const { config, cameras, cameraStore, onResult, onState, onBack, workers, clock, log } = options;
  const running = Promise.withResolvers<VisionState>();
  let ranBefore = false;
  const models = join(import.meta.dirname, '..', 'models');
  const siteThresholds = join(config.dataDir, 'site-thresholds.json');
  const vision = superviseVision(
    {
      program: join(import.meta.dirname, 'vision.main.ts'),
      models,
      cameras: cameraStore.list(),
      pack: config.vision.pack,
      runtime: config.vision.runtime,
      siteThresholds,
      repeatSeconds: config.vision.repeatSeconds,
    },
    {
      workers,
      clock,
      log: log.child('vision'),
      feed: (pipe) => cameras.feed(pipe),
      stamp: () => filesStamp(models, [siteThresholds]),
      onResult,
      onState: (state) => {
        onState(state);
        if (state.kind !== 'running') return;
        const { pack, runtime, notes } = state;
        log.info('vision runs', { pack: pack.name, model: pack.modelId, runtime, notes });
        if (ranBefore) onBack();
        ranBefore = true;
        running.resolve(state);
      },
      onStale: (stale) => log.warn('enrolled with another model: enrol these people anew', { people: stale.length }),
    },
  );
  return { vision, awake: running.promise };
}
