import type { CenterActor } from '../../core/contract/center/actor.ts';
import { type KioskView, moveKioskSchema, type Pair, pairSchema } from '../../core/contract/center/kiosks.ts';
import type { VisitCode } from '../../core/contract/center/visits.ts';
import { type Route, route } from './route.ts';

/** The kiosks as the center keeps them: `server/desk/kiosks` satisfies it. */
export interface KioskDesk {
  list(actor: CenterActor): Promise<readonly KioskView[]>;
  pair(actor: CenterActor, pair: Pair): Promise<KioskView>;
  move(actor: CenterActor, id: string, place: Omit<Pair, 'code'>): Promise<KioskView>;
  unpair(actor: CenterActor, id: string): Promise<KioskView>;
}

/** Codes for an inspector before a kiosk: `server/desk/visits` satisfies it. */
export interface VisitIssuer {
  issue(actor: CenterActor, kiosk: string): Promise<VisitCode>;
}

/** Pairing kiosks, and where they stand. */
export function kioskRoutes(desk: KioskDesk, visits: VisitIssuer): readonly Route[] {
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
      method: 'POST',
      path: '/kiosks/:id/visit',
      least: 'inspector',
      handle: ({ actor, params: { id = '' } }) => visits.issue(actor, id),
      audit: ({ params: { id = '' } }, { place }) => ({
        action: 'inspector-code-issued',
        subject: id,
        detail: `取现场审核码：${place}，10 分钟内有效，用一次`,
      }),
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
