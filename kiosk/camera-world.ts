import type { TrialResult } from '../core/contract/office/cameras.ts';
import type { JournalFact } from '../core/domain/evidence.ts';
import type { FrameResult } from '../core/domain/face.ts';
import type { CameraId } from '../core/domain/ids.ts';
import type { GapReason } from '../core/domain/media.ts';
import type { ToldTrouble } from '../core/domain/picture.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import type { Processes } from '../core/platform/process.ts';
import type { CameraDirectory } from './camera/directory.ts';
import { explainGap } from './camera/explain.ts';
import { snapshot } from './camera/snapshot.ts';
import { type Trial, type TrialPorts, tryCamera } from './camera/trial.ts';
import type { Cameras } from './cameras.ts';
import type { World } from './desk/cameras/ports.ts';
import { trialWarnings } from './desk/cameras/trial-warnings.ts';
import type { CameraStore } from './store/cameras.ts';
import type { Vision } from './vision/vision.ts';

export interface CameraWorldOptions {
  readonly store: Pick<CameraStore, 'list'>;
  readonly cameras: Cameras;
  readonly vision: Pick<Vision, 'setCameras' | 'scene' | 'state'>;
  readonly troubleOf: (camera: CameraId) => ToldTrouble | null;
  readonly journal: (fact: JournalFact) => Promise<unknown>;
  readonly directory: CameraDirectory;
  readonly processes: Processes;
  readonly clock: Clock;
  readonly log: Log;
}

/** The running cameras, vision and the network as the office's desk works with them. */
export interface CameraWorld extends World {
  /** Vision's results, for whoever listens. */
  note(result: FrameResult): void;
}

interface Listener {
  readonly camera: CameraId;
  readonly take: (result: FrameResult) => void;
}

export function cameraWorld(options: CameraWorldOptions): CameraWorld {
  const { store, cameras, vision, troubleOf, journal, directory, processes, clock, log } = options;
  const listeners = new Set<Listener>();
  /** Changes go one after the other: each applies what is kept by then. */
  let last = Promise.resolve();
  return {
    apply: ({ camera, what, by }) => {
      const apply = async (): Promise<void> => {
        const kept = store.list();
        await cameras.use(kept);
        vision.setCameras(kept);
        // The first recording of a camera journals that it was added.
        if (what === 're-pointed' || what === 'removed')
          await journal({ kind: 'camera', camera, what, detail: `by ${by}` });
      };
      last = last
        .then(apply)
        .catch((error: unknown) => log.error('a camera was not changed in order', { camera, error }));
      return last;
    },
    running: (id) => {
      if (!cameras.ids.includes(id)) return null;
      const { gap, codec, width, height, fps, bitrate, keyframeEvery } = cameras.camera(id).health();
      const trouble = troubleOf(id);
      const health =
        gap !== null
          ? ({ kind: 'gap', since: gap.from, why: gap.why, detail: gap.detail } as const)
          : trouble === null
            ? ({ kind: 'ok' } as const)
            : ({ kind: 'picture', since: trouble.since, trouble: trouble.kind } as const);
      const rates = { fps: Math.round(fps * 10) / 10, kbps: Math.round(bitrate / 1000) };
      return { health, codec, width, height, ...rates, keyframeEveryMs: keyframeEvery };
    },
    discover: (signal) => directory.discover(signal),
    try: async ({ address, stream, account }, report, signal) => {
      const ports: TrialPorts = { processes, clock, directory, report: (step) => report(STEPS[step]) };
      const what = { address, stream, credentials: account ?? undefined };
      return resultOf(await tryCamera(what, ports, signal));
    },
    snapshot: async (id) =>
      cameras.ids.includes(id) ? await snapshot(cameras.camera(id).hub, { processes, clock }) : null,
    scene: (id) => vision.scene(id),
    results: (camera, take, signal) => {
      const listener = { camera, take };
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
    },
    pack: () => (vision.state.kind === 'running' ? vision.state.pack : null),
    note: (result) => {
      for (const { camera, take } of listeners) if (camera === result.camera) take(result);
    },
  };
}

const STEPS = {
  asking: '正在询问摄像头有哪些码流…',
  connecting: '正在连接视频流…',
  counting: '已有画面，正在测量…',
} as const;

function resultOf(trial: Trial): TrialResult {
  if (trial.kind === 'trouble') return { kind: 'trouble', why: trial.why, message: wordsOf(trial.why, trial.detail) };
  const { camera, codec, width, height, fps, kbps, keyframeEvery, jpeg } = trial;
  const facts = { codec, width, height, fps, kbps, keyframeEveryMs: keyframeEvery, clockAheadMs: camera.clockAhead };
  return {
    kind: 'picture',
    ...{ maker: camera.maker, model: camera.model, ...facts, hasSub: camera.sub !== null },
    picture: jpeg === null ? null : Buffer.from(jpeg).toString('base64'),
    warnings: trialWarnings(facts),
  };
}

/** What the directory says is in Chinese already; ffmpeg's own words are explained. */
function wordsOf(why: GapReason, detail: string): string {
  if (/[\u4e00-\u9fff]/.test(detail)) return detail;
  return explainGap({ camera: '' as CameraId, why, detail }, '').replace(/^摄像头「」/, '');
}
