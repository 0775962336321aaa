import { join } from 'node:path';
import type { VisionCamera, VisionPack } from '../../../core/contract/vision.ts';
import type { JournalFact } from '../../../core/domain/evidence.ts';
import { type CameraId, modelId } from '../../../core/domain/ids.ts';
import type { ToldTrouble } from '../../../core/domain/picture.ts';
import type { Scene } from '../../../core/domain/picture-scene.ts';
import { milliseconds, seconds } from '../../../core/domain/units.ts';
import { systemClock as clock } from '../../../core/platform/clock.ts';
import { silentLog as log } from '../../../core/platform/log.ts';
import { systemProcesses as processes } from '../../../core/platform/process.ts';
import type { DirectoryOptions } from '../../../kiosk/camera/open-directory.ts';
import { networkCameras } from '../../../kiosk/camera/open-directory.ts';
import { type CameraWorld, cameraWorld } from '../../../kiosk/camera-world.ts';
import { type Cameras, openCameras } from '../../../kiosk/cameras.ts';
import type { CameraDeskOptions } from '../../../kiosk/desk/cameras/cameras.ts';
import { type CameraStore, cameras as cameraTables } from '../../../kiosk/store/cameras.ts';
import { keyMemory } from '../../../kiosk/store/key-memory.ts';
import { openVault } from '../../../kiosk/vault/open-vault.ts';
import type { VisionState } from '../../../kiosk/vision/vision.ts';
import { startOffice, type TestOffice } from './office.ts';

const PACK: VisionPack = {
  ...{ name: 'standard', modelId: modelId('test'), embeddingLength: 128, margin: 0.05, smallestFace: 30, damaged: [] },
  thresholds: [{ frames: 1, similarity: 0.9 }],
};

/** An office with real cameras, capture, store and vault; vision is played by the test. */
export interface CameraOffice extends AsyncDisposable {
  readonly office: TestOffice;
  readonly store: CameraStore;
  readonly cameras: Cameras;
  readonly world: CameraWorld;
  /** What vision was told to look at, the latest. */
  readonly looked: () => readonly VisionCamera[];
  readonly journal: readonly JournalFact[];
  /** What vision says of a camera's picture. */
  readonly troubles: Map<CameraId, ToldTrouble>;
  /** What vision gives as a scene. */
  readonly scenes: Map<CameraId, Scene>;
}

/** Starts one; `measure`: how long a placement check takes. */
export async function startCameraOffice({
  search = {},
  measure = milliseconds(2000),
  live,
}: {
  readonly search?: DirectoryOptions;
  readonly measure?: ReturnType<typeof milliseconds>;
  /** How the center sees each camera; left out: there is no center. */
  readonly live?: CameraDeskOptions['live'];
} = {}): Promise<CameraOffice> {
  const journal: JournalFact[] = [];
  const troubles = new Map<CameraId, ToldTrouble>();
  const scenes = new Map<CameraId, Scene>();
  let looked: readonly VisionCamera[] = [];
  const state: VisionState = { kind: 'running', since: clock.now(), pack: PACK, runtime: 'test', notes: [] };
  const directory = networkCameras(clock, { patience: seconds(5), ...search });
  const cameras = openCameras([], false, { processes, clock, log, random: () => 0.5, directory });
  const made = Promise.withResolvers<{ store: CameraStore; world: CameraWorld }>();
  const office = await startOffice({
    live: cameras,
    desk: (db, folder) => {
      const store = cameraTables(db, openVault(join(folder, 'vault.key'), keyMemory(db)));
      const world = cameraWorld({
        ...{ store, cameras, directory, processes, clock, log },
        vision: {
          state,
          setCameras: (list) => {
            looked = list;
          },
          scene: (id) => Promise.resolve(scenes.get(id) ?? null),
        },
        troubleOf: (id) => troubles.get(id) ?? null,
        journal: (fact) => Promise.resolve(journal.push(fact)),
      });
      made.resolve({ store, world });
      return { cameras: { keeper: store, world, placement: { measure }, ...(live && { live }) } };
    },
  });
  const { store, world } = await made.promise;
  office.board.update({ cameras: [] });
  const follow = setInterval(() => office.board.update({ cameras: cameras.facts(() => null) }), 100);
  return {
    ...{ office, store, cameras, world, journal, troubles, scenes, looked: () => looked },
    [Symbol.asyncDispose]: async () => {
      clearInterval(follow);
      await cameras[Symbol.asyncDispose]();
      await office[Symbol.asyncDispose]();
    },
  };
}
