import { generateKeyPairSync } from 'node:crypto';
import { KIOSK_NAMESPACE, type KioskState } from '../../../core/contract/center/link.ts';
import { formatVerifierKey } from '../../../core/domain/checkpoint.ts';
import { epochMs } from '../../../core/domain/units.ts';
import { systemClock } from '../../../core/platform/clock.ts';
import { silentLog } from '../../../core/platform/log.ts';
import { type KioskKey, kioskKey } from '../../../kiosk/evidence/key.ts';
import { type Db, openDatabase } from '../../../kiosk/store/open.ts';
import { type Outbox, outbox } from '../../../kiosk/store/outbox.ts';
import { type OutboxDelivery, outboxDelivery } from '../../../kiosk/store/outbox-delivery.ts';
import type { LiveCameras } from '../../../kiosk/uplink/ports.ts';
import { openUplink, type Uplink, type UplinkOptions } from '../../../kiosk/uplink/uplink.ts';
import { roomOfKey } from '../../../server/hub/kiosk-link.ts';
import type { TestHub } from './hub.ts';
import { sha256Bytes } from './sha256.ts';

/** A kiosk as far as the center knows one: its key, outbox and link. */
export interface TestKiosk extends AsyncDisposable {
  readonly key: KioskKey;
  readonly verifierKey: string;
  readonly db: Db;
  readonly outbox: Outbox;
  readonly delivery: OutboxDelivery;
  readonly uplink: Uplink;
}

export const quietState: KioskState = {
  at: epochMs(0),
  clock: 'synchronised',
  vision: 'ok',
  cameras: [],
  disk: null,
  classes: [],
};

export const noLive: LiveCameras = {
  subscribe: () => {
    throw new Error('expected nobody to watch');
  },
};

/** Starts a kiosk's link to a hub; `with` replaces what differs. */
export function startTestKiosk(url: string, options: Partial<UplinkOptions> = {}): TestKiosk {
  const key = kioskKey(generateKeyPairSync('ed25519').privateKey);
  const db = openDatabase(':memory:');
  const delivery = outboxDelivery(db, () => undefined);
  delivery.meet(0, systemClock.now());
  const uplink = openUplink({
    ...{ url, allowClear: false, key, sha256: sha256Bytes, software: 'test', outbox: delivery },
    ...{
      consistency: () => null,
      live: noLive,
      state: () => quietState,
      carryOut: () => Promise.reject(new Error('expected no command')),
    },
    ...{ clock: systemClock, log: silentLog },
    ...options,
  });
  return {
    ...{
      key,
      db,
      delivery,
      outbox: outbox(db),
      uplink,
      verifierKey: formatVerifierKey(sha256Bytes, options.key ?? key),
    },
    [Symbol.asyncDispose]: async () => {
      await uplink[Symbol.asyncDispose]();
      db[Symbol.dispose]();
    },
  };
}

/** Pairs a key as an inspector would, and tells the kiosk. */
export async function pair({ kiosks, io }: Pick<TestHub, 'kiosks' | 'io'>, id: string, key: string): Promise<void> {
  const place = { institution: '沈阳工学院', room: 'B301', pairedAt: systemClock.now(), pairedBy: 'inspector' };
  await kiosks.pair({ id, key, ...place });
  io.of(KIOSK_NAMESPACE).to(roomOfKey(key)).emit('paired');
}
