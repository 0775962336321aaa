import type { CenterActor } from '../../core/contract/center/actor.ts';
import { type KioskView, moveKioskSchema, type Pair, pairSchema } from '../../core/contract/center/kiosks.ts';
import { type Route, route } from './route.ts';

/** The kiosks as the center keeps them: `server/desk/kiosks` satisfies it. */
export interface KioskDesk {
  list(actor: CenterActor): Promise<readonly KioskView[]>;
  pair(actor: CenterActor, pair: Pair): Promise<KioskView>;
  move(actor: CenterActor, id: string, place: Omit<Pair, 'code'>): Promise<KioskView>;
  unpair(actor: CenterActor, id: string): Promise<KioskView>;
}

/** Pairing kiosks, and where they stand. */
export function kioskRoutes(desk: KioskDesk): readonly Route[] {
  const where = ({ institution, room }: KioskView): string => `${institution} ${room}`;
  return [
    route({ method: 'GET', path: '/kiosks', least: 'own', handle: ({ actor }) => desk.list(actor) }),
    route({
      method: 'POST',
      path: '/kiosks',
      least: 'inspector',
      body: pairSchema,
      handle: ({ actor, body }) => desk.pair(actor, body),
      audit: (_call, kiosk) => ({
        action: 'kiosk-paired',
        subject: kiosk.id,
        detail: `配对教室电脑：${where(kiosk)}，密钥 ${kiosk.fingerprint}`,
      }),
    }),
    route({
      method: 'PUT',
      path: '/kiosks/:id/place',
      least: 'administrator',
      body: moveKioskSchema,
      handle: ({ actor, params: { id = '' }, body }) => desk.move(actor, id, body),
      audit: (_call, kiosk) => ({ action: 'kiosk-moved', subject: kiosk.id, detail: `教室电脑移到 ${where(kiosk)}` }),
    }),
    route({
      method: 'DELETE',
      path: '/kiosks/:id',
      least: 'administrator',
      handle: ({ actor, params: { id = '' } }) => desk.unpair(actor, id),
      audit: (_call, kiosk) => ({ action: 'kiosk-unpaired', subject: kiosk.id, detail: `解除配对：${where(kiosk)}` }),
    }),
  ];
}
