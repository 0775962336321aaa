import { randomInt } from 'node:crypto';
import { cameraId } from '../core/domain/ids.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import type { Processes } from '../core/platform/process.ts';
import type { CameraDirectory } from './camera/directory.ts';
import { networkCameras } from './camera/open-directory.ts';
import { type Cameras, openCameras } from './cameras.ts';
import type { CameraConfig, Config } from './config.ts';
import { type AccountVault, type CameraStore, cameras as storedCameras } from './store/cameras.ts';
import type { Db } from './store/open.ts';

export interface OpenCamerasOptions {
  readonly config: Pick<Config, 'cameras' | 'recording'>;
  readonly db: Db;
  readonly vault: AccountVault;
  readonly processes: Processes;
  readonly clock: Clock;
  readonly log: Log;
}

/** The kiosk's cameras: those kept, with those of the configuration that are new, captured from now on. */
export function openStoredCameras({ config, db, vault, processes, clock, log }: OpenCamerasOptions): {
  readonly directory: CameraDirectory;
  readonly cameraStore: CameraStore;
  readonly cameras: Cameras;
} {
  const directory = networkCameras(clock);
  const cameraStore = storedCameras(db, vault);
  cameraStore.importConfigured(config.cameras.map(configuredCamera), clock.now());
  const random = (): number => randomInt(2 ** 32) / 2 ** 32;
  const ports = { processes, clock, log: log.child('camera'), random, directory };
  return { directory, cameraStore, cameras: openCameras(cameraStore.list(), config.recording.audio, ports) };
}

/** A camera of the configuration as the store keeps it. */
function configuredCamera({ id, name, role, address, stream, username, password }: CameraConfig) {
  const account = username === undefined ? null : { username, password: password ?? '' };
  return { id: cameraId(id), name, role, address, stream, account };
}
