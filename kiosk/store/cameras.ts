import type { Placed } from '../../core/contract/office/cameras.ts';
import type { InService } from '../../core/domain/camera-service.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { type CameraId, cameraId } from '../../core/domain/ids.ts';
import type { CameraRole } from '../../core/domain/media.ts';
import type { Scene } from '../../core/domain/picture-scene.ts';
import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import type { Db } from './open.ts';

/** Seals a camera's account: kiosk/vault satisfies it. */
export interface AccountVault {
  seal(bytes: Uint8Array, context: { readonly what: string; readonly whose: string }): Uint8Array;
  open(sealed: Uint8Array, context: { readonly what: string; readonly whose: string }): Uint8Array;
}

export interface CameraAccount {
  readonly username: string;
  readonly password: string;
}

/** What a person sets of a camera. */
export interface CameraSettings {
  readonly name: string;
  readonly role: CameraRole;
  /** Without account. */
  readonly address: string;
  readonly stream: 'main' | 'sub';
  readonly account: CameraAccount | null;
}

export interface KeptCamera extends CameraSettings {
  readonly id: CameraId;
  readonly version: number;
  readonly addedAt: EpochMs;
  readonly removedAt: EpochMs | null;
  readonly scene: (Scene & { readonly at: EpochMs }) | null;
  readonly placement: Placed | null;
}

/** The cameras of this kiosk. */
export interface CameraStore {
  /** Those in service, in their order. */
  list(): KeptCamera[];
  /** Also those that were removed. */
  all(): KeptCamera[];
  /** When each camera, also those removed, was in service. */
  service(): InService[];
  /** A camera in service. @throws ZaikeError `no-such-camera`. */
  get(id: CameraId): KeptCamera;
  /** Keeps a new camera under an id that none ever had. */
  add(settings: CameraSettings, at: EpochMs): KeptCamera;
  /** @throws ZaikeError `no-such-camera`; `stale-camera` when `version` is not the one kept. */
  change(id: CameraId, version: number, settings: CameraSettings): KeptCamera;
  /** Takes it out of service; its row and id stay. @throws as {@link CameraStore.change}. */
  remove(id: CameraId, version: number, at: EpochMs): void;
  setScene(id: CameraId, scene: Scene | null, at: EpochMs): void;
  setPlacement(id: CameraId, placement: Placed, picture: Uint8Array | null): void;
  /** The picture of the last placement check, JPEG. */
  placementPicture(id: CameraId): Uint8Array | null;
  /**
   * Takes over the cameras of the configuration. One that was changed or removed in the office stays as it is there;
   * one that only the configuration knows follows it, also out of service.
   */
  importConfigured(configured: readonly (CameraSettings & { readonly id: CameraId })[], at: EpochMs): void;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly role: CameraRole;
  readonly address: string;
  readonly stream: 'main' | 'sub';
  readonly account: Buffer | null;
  readonly origin: 'config' | 'office';
  readonly version: number;
  readonly addedAt: number;
  readonly removedAt: number | null;
  readonly sceneAt: number | null;
  readonly sceneGrey: Buffer | null;
  readonly sceneDetail: number | null;
  readonly placement: string | null;
}

const COLUMNS =
  'id, name, role, address, stream, account, origin, version, addedAt, removedAt, sceneAt, sceneGrey, sceneDetail, placement';
const NUMBERED = /^camera-(\d+)$/;

/** The table `camera`; accounts are sealed. */
export function cameras(db: Db, vault: AccountVault): CameraStore {
  const rows = db.prepare<[], Row>(`select ${COLUMNS} from camera order by position, id`);
  const one = db.prepare<[string], Row>(`select ${COLUMNS} from camera where id = ?`);
  const insert = db.prepare(
    `insert into camera (id, position, name, role, address, stream, account, origin, addedAt)
     values (?, (select coalesce(max(position), 0) + 1 from camera), ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare(
    `update camera set name = ?, role = ?, address = ?, stream = ?, account = ?, origin = ?, removedAt = null,
     version = version + 1 where id = ?`,
  );
  const remove = db.prepare(
    'update camera set removedAt = ?, origin = ?, account = null, version = version + 1 where id = ?',
  );
  const scene = db.prepare('update camera set sceneAt = ?, sceneGrey = ?, sceneDetail = ? where id = ?');
  const place = db.prepare('update camera set placement = ?, placementPicture = ? where id = ?');
  const picture = db.prepare<[string], { picture: Buffer | null }>(
    'select placementPicture as picture from camera where id = ?',
  );

  const sealed = (id: string, account: CameraAccount | null): Buffer | null =>
    account && Buffer.from(vault.seal(Buffer.from(JSON.stringify(account)), contextOf(id)));
  const kept = (row: Row): KeptCamera => {
    const { id, name, role, address, stream, account, version, addedAt, removedAt } = row;
    return {
      ...{ id: cameraId(id), name, role, address, stream, version },
      account: account && (JSON.parse(Buffer.from(vault.open(account, contextOf(id))).toString()) as CameraAccount),
      addedAt: epochMs(addedAt),
      removedAt: removedAt === null ? null : epochMs(removedAt),
      scene: sceneOf(row),
      placement: row.placement === null ? null : (JSON.parse(row.placement) as Placed),
    };
  };
  const get = (id: CameraId): KeptCamera => {
    const row = one.get(id);
    if (row?.removedAt === null) return kept(row);
    throw new ZaikeError('没有这个摄像头，可能已被移除', { code: 'no-such-camera', retry: false });
  };
  const checked = (id: CameraId, version: number): void => {
    if (get(id).version !== version)
      throw new ZaikeError('这个摄像头刚被别人修改过，请刷新后再改', { code: 'stale-camera', retry: false });
  };
  const put = (id: string, { name, role, address, stream, account }: CameraSettings, origin: Row['origin']): void => {
    update.run(name, role, address, stream, sealed(id, account), origin, id);
  };
  const nextId = (): CameraId => {
    const numbers = rows.all().map(({ id }) => Number(NUMBERED.exec(id)?.[1] ?? 0));
    return cameraId(`camera-${String(Math.max(0, ...numbers) + 1)}`);
  };

  return {
    list: () =>
      rows
        .all()
        .filter(({ removedAt }) => removedAt === null)
        .map(kept),
    all: () => rows.all().map(kept),
    service: () =>
      rows.all().map(({ id, addedAt, removedAt }) => ({
        ...{ id: cameraId(id), addedAt: epochMs(addedAt) },
        removedAt: removedAt === null ? null : epochMs(removedAt),
      })),
    get,
    add: (settings, at) => {
      const id = nextId();
      const { name, role, address, stream, account } = settings;
      insert.run(id, name, role, address, stream, sealed(id, account), 'office', at);
      return get(id);
    },
    change: (id, version, settings) => {
      checked(id, version);
      put(id, settings, 'office');
      return get(id);
    },
    remove: (id, version, at) => {
      checked(id, version);
      remove.run(at, 'office', id);
    },
    setScene: (id, looked, at) => {
      get(id);
      scene.run(looked && at, looked && Buffer.from(looked.grey), looked && looked.detail, id);
    },
    setPlacement: (id, placement, jpeg) => {
      get(id);
      place.run(JSON.stringify(placement), jpeg && Buffer.from(jpeg), id);
    },
    placementPicture: (id) => picture.get(id)?.picture ?? null,
    importConfigured: db.transaction(
      (configured: readonly (CameraSettings & { readonly id: CameraId })[], at: EpochMs) => {
        for (const { id, ...settings } of configured) {
          const row = one.get(id);
          if (row === undefined) {
            const { name, role, address, stream, account } = settings;
            // It has been there as long as anybody knows.
            insert.run(id, name, role, address, stream, sealed(id, account), 'config', 0);
          } else if (row.origin === 'config' && (row.removedAt !== null || !isSame(kept(row), settings)))
            put(id, settings, 'config');
        }
        for (const { id, origin, removedAt } of rows.all())
          if (origin === 'config' && removedAt === null && configured.every((camera) => camera.id !== id))
            remove.run(at, 'config', id);
      },
    ),
  };
}

/** Seals every account anew. Call it in the transaction that remembers the new key. */
export function resealAccounts(db: Db, from: AccountVault, to: AccountVault): void {
  const put = db.prepare('update camera set account = ? where id = ?');
  const rows = db.prepare<[], { id: string; account: Buffer }>(
    'select id, account from camera where account is not null',
  );
  for (const { id, account } of rows.all()) put.run(to.seal(from.open(account, contextOf(id)), contextOf(id)), id);
}

function contextOf(id: string): { readonly what: string; readonly whose: string } {
  return { what: 'camera-account', whose: id };
}

function sceneOf({ sceneAt, sceneGrey, sceneDetail }: Row): KeptCamera['scene'] {
  if (sceneAt === null || sceneGrey === null || sceneDetail === null) return null;
  return { at: epochMs(sceneAt), grey: new Uint8Array(sceneGrey), detail: sceneDetail };
}

function isSame(a: CameraSettings, b: CameraSettings): boolean {
  return (
    a.name === b.name &&
    a.role === b.role &&
    a.address === b.address &&
    a.stream === b.stream &&
    a.account?.username === b.account?.username &&
    a.account?.password === b.account?.password
  );
}
