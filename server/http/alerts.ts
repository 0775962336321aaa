import type { CenterActor } from '../../core/contract/center/actor.ts';
import {
  type AlertNote,
  type AlertView,
  alertNoteSchema,
  alertsQuerySchema,
} from '../../core/contract/center/alerts.ts';
import { type Route, route } from './route.ts';

/** The alerts: `server/desk/alerts` satisfies it. */
export interface AlertsDesk {
  lasting(actor: CenterActor): Promise<readonly AlertView[]>;
  history(actor: CenterActor, before?: number): Promise<readonly AlertView[]>;
  take(actor: CenterActor, id: number, note: AlertNote): Promise<AlertView>;
}

/** What somebody has to look at, and what was. */
export function alertRoutes(desk: AlertsDesk): readonly Route[] {
  return [
    route({ method: 'GET', path: '/alerts/open', least: 'own', handle: ({ actor }) => desk.lasting(actor) }),
    route({
      method: 'GET',
      path: '/alerts',
      least: 'own',
      query: alertsQuerySchema,
      handle: ({ actor, query: { before } }) => desk.history(actor, before),
    }),
    route({
      method: 'POST',
      path: '/alerts/:id/note',
      least: 'inspector',
      body: alertNoteSchema,
      handle: ({ actor, params: { id = '' }, body }) => desk.take(actor, /^\d{1,15}$/.test(id) ? Number(id) : 0, body),
      audit: (_call, { id, kiosk, institution, room, message, note, countersignedBy }) => ({
        action: 'alert-noted',
        subject: kiosk,
        detail: `处理提醒 ${String(id)}（${institution} ${room}：${message}）：${note || '已知悉'}${
          countersignedBy === null ? '' : `，复核 ${countersignedBy}`
        }`,
      }),
    }),
  ];
}
