import type { Jobs } from '../../../core/accounts/jobs.ts';
import type { Actor } from '../../../core/contract/office/actor.ts';
import type {
  ChangeCamera,
  FoundOnNetwork,
  NewCamera,
  OfficeCamera,
  TrialRequest,
} from '../../../core/contract/office/cameras.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { CameraId } from '../../../core/domain/ids.ts';
import { sceneFault } from '../../../core/domain/picture-scene.ts';
import type { Clock } from '../../../core/platform/clock.ts';
import { type PlacementTimes, placementCheck } from './placement-check.ts';
import type { Account, Keeper, Kept, Running, World } from './ports.ts';

export interface CameraDeskOptions {
  readonly keeper: Keeper;
  readonly world: World;
  /** How live video of a camera goes out to the center; left out: no center. */
  readonly live?: (camera: CameraId) => OfficeCamera['live'];
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly placement?: PlacementTimes;
}

/** The cameras as the office keeps them. */
export interface CameraDesk {
  list(): readonly OfficeCamera[];
  add(camera: NewCamera, actor: Actor): Promise<OfficeCamera>;
  change(id: CameraId, change: ChangeCamera, actor: Actor): Promise<OfficeCamera>;
  remove(id: CameraId, version: number, actor: Actor): Promise<void>;
  /** A job that searches the network; it ends with what was found. */
  discover(): string;
  /** A job that opens a camera as the kiosk would and tells what came. */
  try(request: TrialRequest): string;
  /** @throws ZaikeError `no-picture`. */
  snapshot(id: CameraId): Promise<Uint8Array>;
  /** Takes what the camera shows now as what it should show. @throws ZaikeError `no-picture`, `scene-dark`, `scene-bare`. */
  setScene(id: CameraId): Promise<void>;
  /** A job that measures for a minute; what it finds is kept. */
  checkPlacement(id: CameraId, actor: Actor): string;
  /** @throws ZaikeError `no-picture`. */
  placementPicture(id: CameraId): Uint8Array;
}

/** The most cameras of one kiosk. */
const MOST_CAMERAS = 16;

export function cameraDesk({ keeper, world, live, jobs, clock, placement }: CameraDeskOptions): CameraDesk {
  const shown = (camera: Kept): OfficeCamera => {
    const { id, version, name, role, address, stream, account } = camera;
    const running = world.running(id);
    return {
      ...{ id, version, name, role, address, stream },
      username: account?.username ?? null,
      ...(running ?? NOT_YET),
      live: running === null ? null : (live?.(id) ?? null),
      sceneAt: camera.scene?.at ?? null,
      placement: camera.placement,
    };
  };
  const noTwins = (address: string, name: string, except: CameraId | null): void => {
    const others = keeper.list().filter(({ id }) => id !== except);
    const twin = others.find((camera) => camera.address === address);
    if (twin) throw refusal('camera-taken', `这个地址已经是摄像头「${twin.name}」`);
    if (others.some((camera) => camera.name === name))
      throw refusal('name-taken', `已有名为「${name}」的摄像头，请换一个名称`);
  };
  return {
    list: () => keeper.list().map(shown),
    add: async (camera, actor) => {
      if (keeper.list().length >= MOST_CAMERAS) throw refusal('too-many', `一台教室电脑最多 ${MOST_CAMERAS} 个摄像头`);
      noTwins(camera.address, camera.name, null);
      const kept = keeper.add(camera, clock.now());
      await world.apply({ camera: kept.id, what: 'added', by: actor.user });
      return shown(kept);
    },
    change: async (id, { version, account, ...settings }, actor) => {
      const before = keeper.get(id);
      noTwins(settings.address, settings.name, id);
      const kept = keeper.change(id, version, {
        ...settings,
        account: account === undefined ? before.account : account,
      });
      const moved = before.address !== kept.address || before.stream !== kept.stream;
      // What the camera should show was said of another camera.
      if (moved) keeper.setScene(id, null, clock.now());
      await world.apply({ camera: id, what: moved ? 're-pointed' : 'renamed', by: actor.user });
      return shown(keeper.get(id));
    },
    remove: async (id, version, actor) => {
      keeper.remove(id, version, clock.now());
      await world.apply({ camera: id, what: 'removed', by: actor.user });
    },
    discover: () =>
      jobs.start('camera-search', async ({ report, signal }) => {
        report(0.2, '正在搜索本机所在的网络…');
        const found = await world.discover(signal);
        signal.throwIfAborted();
        const ours = keeper.list();
        return found.map((camera): FoundOnNetwork => {
          const known = ours.find(({ address }) => hostOf(address) === hostOf(camera.address));
          return { ...camera, known: known?.name ?? null };
        });
      }),
    try: ({ accountOf, account, ...what }) => {
      const resolved: Account | null = account ?? (accountOf === null ? null : keeper.get(accountOf).account);
      // A kept password goes to the camera that it was given for, not to any address that a page names.
      if (account === null && accountOf !== null && hostOf(keeper.get(accountOf).address) !== hostOf(what.address))
        throw refusal('account-elsewhere', '地址换成了另一台设备，请重新输入它的用户名和密码');
      return jobs.start('camera-trial', ({ report, signal }) => {
        let steps = 0;
        return world.try({ ...what, account: resolved }, (note) => report(++steps / 4, note), signal);
      });
    },
    snapshot: async (id) => {
      keeper.get(id);
      return (await world.snapshot(id)) ?? noPicture();
    },
    setScene: async (id) => {
      const camera = keeper.get(id);
      const scene = await world.scene(id);
      if (scene === null || world.running(id)?.health.kind === 'gap') throw refusal('no-picture', NO_PICTURE);
      const fault = sceneFault(scene);
      if (fault === 'dark') throw refusal('scene-dark', '画面太暗，请开灯后再设为参照画面');
      if (fault === 'bare')
        throw refusal('scene-bare', '画面里可供比对的东西太少（如整面白墙），请调整摄像头后再设为参照画面');
      keeper.setScene(id, scene, clock.now());
      await world.apply({ camera: camera.id, what: 'renamed', by: '' });
    },
    checkPlacement: (id, actor) => {
      const camera = keeper.get(id);
      const ports = { world, clock, ...(placement === undefined ? {} : { times: placement }) };
      return jobs.start('placement', async (job) => {
        const { placed, picture } = await placementCheck(camera, actor.name, ports, job);
        keeper.setPlacement(id, placed, picture);
        return placed;
      });
    },
    placementPicture: (id) => {
      keeper.get(id);
      return keeper.placementPicture(id) ?? noPicture();
    },
  };
}

const NO_PICTURE = '摄像头现在没有画面，请先排除故障';

const NOT_YET: Running = {
  health: { kind: 'ok' },
  ...{ codec: null, width: null, height: null, fps: 0, kbps: 0, keyframeEveryMs: null },
};

function refusal(code: string, message: string): ZaikeError {
  return new ZaikeError(message, { code, retry: false });
}

function noPicture(): never {
  throw new ZaikeError(NO_PICTURE, { code: 'no-picture', retry: true });
}

/** The device behind an address: ONVIF and RTSP have different ports. */
function hostOf(address: string): string {
  return URL.parse(address)?.hostname ?? address;
}
