import { createHash } from 'node:crypto';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import { type AlertsDesk, type AlertsDeskOptions, alertsDesk } from './desk/alerts.ts';
import { alarms } from './hub/alarms.ts';
import { headTrouble } from './hub/head-trouble.ts';
import type { Hub } from './hub/hub.ts';
import type { CheckedItem } from './hub/inbox.ts';
import { Proofs } from './hub/proofs.ts';
import { Wall } from './hub/wall.ts';
import { alerts as alertTable } from './store/alerts.ts';
import type { Facts } from './store/facts.ts';
import type { Kiosks } from './store/kiosks.ts';
import type { CenterDb } from './store/open.ts';

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

export interface WatchingParts {
  readonly db: CenterDb;
  readonly hub: Hub;
  readonly kiosks: Kiosks;
  readonly facts: Facts;
  readonly countersigner: AlertsDeskOptions['countersigner'];
  readonly clock: Clock;
  readonly log: Log;
}

/** The live part of the center: how every classroom is now, and the alerts that follow. */
export interface Watching extends AsyncDisposable {
  readonly wall: Wall;
  readonly alerts: AlertsDesk;
  /** Acts on the alarms that a kiosk delivered. May be told the same again. */
  delivered(kiosk: string, items: readonly CheckedItem[]): Promise<void>;
  /** Takes the checkpoints among them, which the kiosk has to prove. @throws ZaikeError `kiosk-silent`: they come again. */
  heads(kiosk: string, items: readonly CheckedItem[]): Promise<void>;
  /** A camera's name; undefined: the kiosk has none of that id; null: it is silent, and nobody knows. */
  cameraName(kiosk: string, camera: string): string | null | undefined;
}

/** Begins to watch over the classrooms. */
export async function openWatching(parts: WatchingParts): Promise<Watching> {
  const { db, hub, kiosks, facts, clock, log } = parts;
  const store = alertTable(db);
  const wall = new Wall({ kiosks, facts, alerts: store, linked: () => hub.linked(), clock, log: log.child('wall') });
  const raised = alarms(store, (id) => wall.cards().some(({ kiosk, watched }) => kiosk === id && watched));
  const proofs = new Proofs({ alarms: raised, linkOf: (id) => hub.linked().get(id)?.link, clock });
  const changed = (): void => hub.announce('alerts', '');
  hub.listen({
    changed: (id) => wall.touch(id),
    news: (topic) => {
      if (topic === 'alerts') wall.alertsChanged();
    },
  });
  await wall.start();
  return {
    wall,
    alerts: alertsDesk({ store, countersigner: parts.countersigner, changed, clock, log }),
    delivered: async (id, items) => {
      const alarmed = await raised.delivered(id, items, clock.now());
      if ((await proofs.delivered(id, items)) || alarmed) changed();
    },
    heads: async (id, items) => {
      const now = clock.now();
      const parts = { store: kiosks, socket: (kiosk: string) => hub.socket(kiosk), sha256, now };
      const trouble = await proofs.over(id, () => headTrouble(id, items, parts), changed);
      if (trouble === null) return;
      await raised.head(id, trouble, now);
      changed();
    },
    cameraName: (id, camera) => {
      const state = hub.linked().get(id)?.state ?? null;
      return state === null ? null : state.cameras.find((one) => one.id === camera)?.name;
    },
    [Symbol.asyncDispose]: () => wall[Symbol.asyncDispose](),
  };
}
