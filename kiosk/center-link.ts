import { randomInt } from 'node:crypto';
import type { CameraId } from '../core/domain/ids.ts';
import type { ToldTrouble } from '../core/domain/picture.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import type { Processes } from '../core/platform/process.ts';
import type { CameraDirectory } from './camera/directory.ts';
import type { LiveKind } from './camera/live-choice.ts';
import type { Cameras } from './cameras.ts';
import { type Center, type CenterOptions, openCenter } from './center.ts';
import { centerLive } from './center-live.ts';
import { type CenterStateOptions, centerState } from './center-state.ts';
import { type CommandsOptions, openCommands } from './commands.ts';
import type { Config } from './config.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { Viewing } from './evidence/viewing.ts';
import type { CameraStore } from './store/cameras.ts';

export interface CenterLinkOptions
  extends Omit<CenterOptions, 'state' | 'live' | 'carryOut' | 'evidence' | 'config'>,
    Omit<CenterStateOptions, 'classes' | 'cameras' | 'stream' | 'space'> {
  readonly config: Pick<Config, 'center' | 'institution' | 'room' | 'live'>;
  readonly liveClasses: CenterStateOptions['classes'];
  readonly dataDir: string;
  readonly cameras: Cameras;
  readonly cameraStore: Pick<CameraStore, 'list'>;
  readonly directory: CameraDirectory;
  readonly troubleOf: (camera: CameraId) => ToldTrouble | null;
  readonly viewing: Viewing;
  readonly challenges: CommandsOptions['challenges'];
  readonly decide: CommandsOptions['decide'];
  readonly evidence: Pick<Evidence, 'append' | 'journal' | 'space'>;
  readonly processes: Processes;
  readonly clock: Clock;
  readonly log: Log;
}

/** The center's link, and how live video for it goes out. */
export interface CenterLink extends Center {
  /** `why`, zh-CN: '' where there is nothing to say. */
  readonly liveOf: (camera: CameraId) => { readonly kind: LiveKind; readonly why: string };
}

/** Pictures transcoded at once for the center: a third of a core each, recording and vision come first. */
const MOST_TRANSCODED = 2;

/** The center's link with all that it asks of the classroom: its state, live video, commands. */
export function openCenterLink(options: CenterLinkOptions): CenterLink {
  const { cameras, cameraStore, directory, evidence, troubleOf, processes, clock, log } = options;
  const live = centerLive({
    ...{ cameras, directory, processes, clock, log },
    settings: () => cameraStore.list(),
    order: options.config.live.order,
    mostTranscoded: MOST_TRANSCODED,
    changed: (camera) => {
      const detail = 'sub-stream set to H.264 by ONVIF, as the camera says; for the center';
      evidence
        .append({ kind: 'camera', camera, what: 're-pointed', detail })
        .catch((error: unknown) => log.error('a change of a camera was not journalled', { error }));
    },
    watched: (camera, size) => {
      const what = `live ${camera} ${size}`;
      evidence
        .append({ kind: 'view', what, by: 'center' })
        .catch((error: unknown) => log.error('a view of the center was not journalled', { error }));
    },
    random: () => randomInt(2 ** 32) / 2 ** 32,
  });
  const liveOf: CenterLink['liveOf'] = (id) => ({ kind: live.kindOf(id), why: live.whyOf(id) });
  const state = centerState({
    ...options,
    classes: options.liveClasses,
    cameras: () => cameras.facts(troubleOf),
    stream: (id) => {
      const { kind, why } = liveOf(id);
      const codec = cameras.camera(id).health().codec ?? '';
      return { codec, live: kind, ...(why === '' ? {} : { liveWhy: why }) };
    },
    space: () => evidence.space(),
  });
  return { ...openCenter({ ...options, state, live, carryOut: openCommands(options) }), liveOf };
}
