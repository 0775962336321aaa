import { randomInt } from 'node:crypto';
import type { CameraId } from '../core/domain/ids.ts';
import type { ToldTrouble } from '../core/domain/picture.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import type { Processes } from '../core/platform/process.ts';
import type { CameraDirectory } from './camera/directory.ts';
import type { Cameras } from './cameras.ts';
import { type Center, type CenterOptions, openCenter } from './center.ts';
import { centerLive } from './center-live.ts';
import { type CenterStateOptions, centerState } from './center-state.ts';
import { type CommandsOptions, openCommands } from './commands.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { Viewing } from './evidence/viewing.ts';
import type { CameraStore } from './store/cameras.ts';

export interface CenterLinkOptions
  extends Omit<CenterOptions, 'state' | 'live' | 'carryOut' | 'evidence'>,
    Omit<CenterStateOptions, 'classes' | 'cameras' | 'stream' | 'space'> {
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

/** Pictures transcoded at once for the center: a third of a core each, recording and vision come first. */
const MOST_TRANSCODED = 2;

/** The center's link with all that it asks of the classroom: its state, live video, commands. */
export function openCenterLink(options: CenterLinkOptions): Center {
  const { cameras, cameraStore, directory, evidence, troubleOf, processes, clock, log } = options;
  const live = centerLive({
    ...{ cameras, directory, processes, clock, log },
    settings: () => cameraStore.list(),
    mostTranscoded: MOST_TRANSCODED,
    watched: (camera, size) => {
      const what = `live ${camera} ${size}`;
      evidence
        .append({ kind: 'view', what, by: 'center' })
        .catch((error: unknown) => log.error('a view of the center was not journalled', { error }));
    },
    random: () => randomInt(2 ** 32) / 2 ** 32,
  });
  const state = centerState({
    ...options,
    classes: options.liveClasses,
    cameras: () => cameras.facts(troubleOf),
    stream: (id) => ({ codec: cameras.camera(id).health().codec ?? '', live: live.kindOf(id) }),
    space: () => evidence.space(),
  });
  return openCenter({ ...options, state, live, carryOut: openCommands(options) });
}
