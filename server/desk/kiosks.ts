import { createHash, randomBytes } from 'node:crypto';
import { type CenterActor, maySee } from '../../core/contract/center/actor.ts';
import type { KioskView, Pair } from '../../core/contract/center/kiosks.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Log } from '../../core/platform/log.ts';
import { ownOnly } from './scope.ts';

/** A kiosk as its store keeps it. */
export interface KeptKiosk {
  readonly id: string;
  readonly key: string;
  readonly institution: string;
  readonly room: string;
  readonly pairedAt: number;
  readonly pairedBy: string;
  readonly unpairedAt: number | null;
  readonly lastSeenAt: number | null;
  readonly software: string;
  readonly contract: number;
}

/** Where kiosks are kept. */
export interface KioskStore {
  all(): Promise<readonly KeptKiosk[]>;
  byId(id: string): Promise<KeptKiosk | undefined>;
  byKey(key: string): Promise<KeptKiosk | undefined>;
  takeOffer(code: string, now: EpochMs): Promise<string | undefined>;
  pair(kiosk: Pick<KeptKiosk, 'id' | 'key' | 'institution' | 'room' | 'pairedAt' | 'pairedBy'>): Promise<void>;
  unpair(id: string, at: EpochMs): Promise<void>;
}

export interface KioskDeskOptions {
  readonly store: KioskStore;
  /** Whether a kiosk has filed any class. */
  readonly hasClasses: (id: string) => Promise<boolean>;
  /** Kiosks linked to any hub now. */
  readonly connected: (id: string) => boolean;
  /** Tells the kiosk with this key that its code was entered: it says hello again. */
  readonly paired: (key: string) => void;
  /** Cuts the link of the kiosk with this key, at whichever hub. */
  readonly cut: (key: string) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** The kiosks: pairing, moving, unpairing. */
export interface KioskDesk {
  list(actor: CenterActor): Promise<KioskView[]>;
  /** One that this person may see. @throws ZaikeError `no-such-kiosk`. */
  one(actor: CenterActor, id: string): Promise<KioskView>;
  /** @throws ZaikeError `no-such-code`; `kiosk-of-another`, where it holds the classes of another institution. */
  pair(actor: CenterActor, pair: Pair): Promise<KioskView>;
  /** Another room, or the institution's right name: all that it ever delivered is that institution's from now on. @throws ZaikeError `no-such-kiosk`. */
  move(actor: CenterActor, id: string, place: Omit<Pair, 'code'>): Promise<KioskView>;
  /** @throws ZaikeError `no-such-kiosk`. */
  unpair(actor: CenterActor, id: string): Promise<KioskView>;
}

export function kioskDesk({ store, hasClasses, connected, paired, cut, clock, log }: KioskDeskOptions): KioskDesk {
  const view = ({ key, unpairedAt: _unpaired, ...kiosk }: KeptKiosk): KioskView => {
    const { id, institution, room, pairedAt, pairedBy, lastSeenAt, software, contract } = kiosk;
    const fingerprint = createHash('sha256').update(key).digest('hex').slice(0, 16);
    return {
      ...{ id, institution, room, pairedAt, pairedBy, lastSeenAt, software, contract },
      ...{ connected: connected(id), fingerprint },
    };
  };
  const find = async (actor: CenterActor, id: string): Promise<KeptKiosk> =>
    ownOnly(actor, await store.byId(id), { what: 'kiosk', id, log });
  return {
    list: async (actor) =>
      (await store.all()).filter(({ institution }) => maySee(actor, institution)).map((kiosk) => view(kiosk)),
    one: async (actor, id) => {
      const kiosk = await store.byId(id);
      const paired = kiosk?.unpairedAt === null ? kiosk : undefined;
      return view(ownOnly(actor, paired, { what: 'kiosk', id, log }));
    },
    pair: async (actor, { code, institution, room }) => {
      const plain = code.replace(/[^A-Z0-9]/g, '');
      const key = await store.takeOffer(plain, clock.now());
      if (key === undefined)
        throw new ZaikeError('没有教室电脑显示这个配对码：请核对，或等它显示新的码', {
          code: 'no-such-code',
          retry: false,
        });
      const known = await store.byKey(key);
      if (known !== undefined && known.institution !== institution && (await hasClasses(known.id)))
        throw new ZaikeError(
          `这台教室电脑是「${known.institution}」的，中心已有它的班级记录。换给别的机构，请先在教室电脑上重新安装（换新的密钥）再配对；只是机构名称写错了，请管理员更正`,
          { code: 'kiosk-of-another', retry: false },
        );
      const id = known?.id ?? `k${randomBytes(9).toString('hex')}`;
      await store.pair({ id, key, institution, room, pairedAt: clock.now(), pairedBy: actor.user });
      paired(key);
      return view(await find(actor, id));
    },
    move: async (actor, id, { institution, room }) => {
      const { key, pairedAt, pairedBy } = await find(actor, id);
      await store.pair({ id, key, institution, room, pairedAt, pairedBy });
      cut(key); // it says hello again and learns where it stands
      return view(await find(actor, id));
    },
    unpair: async (actor, id) => {
      const kiosk = await find(actor, id);
      await store.unpair(id, clock.now());
      cut(kiosk.key);
      return view(kiosk);
    },
  };
}
