import type { Actor } from '../../../core/contract/office/actor.ts';
import {
  type AbsenceView,
  absenceWithdrawalSchema,
  type CenterNotice,
  type CenterView,
  type NewAbsence,
  newAbsenceSchema,
} from '../../../core/contract/office/center.ts';
import { dateAt } from '../../../core/domain/day.ts';
import { clockText } from '../../../core/domain/time-text.ts';
import { epochMs } from '../../../core/domain/units.ts';
import { type Route, route } from './route.ts';

/** The link to the center as the office shows it; kiosk/desk/center satisfies it. */
export interface CenterDeskPort {
  view(): CenterView;
  notice(): CenterNotice;
  announce(absence: NewAbsence, actor: Actor): AbsenceView;
  withdraw(id: number, why: string, actor: Actor): AbsenceView;
}

/** The page 监管中心. */
export function centerRoutes(desk: CenterDeskPort): readonly Route[] {
  return [
    route({ method: 'GET', path: '/center', least: 'administrator', handle: () => desk.view() }),
    route({ method: 'GET', path: '/center/notice', least: 'viewer', handle: () => desk.notice() }),
    route({
      method: 'POST',
      path: '/center/absences',
      least: 'administrator',
      body: newAbsenceSchema,
      handle: ({ actor, body }) => desk.announce(body, actor),
      audit: (_call, { id, from, to, why }) => ({
        action: 'absence-announced',
        subject: `absence-${id}`,
        detail: `向监管中心预告停用 ${stretch(from, to)}：${why}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/center/absences/:id/withdrawal',
      least: 'administrator',
      body: absenceWithdrawalSchema,
      handle: ({ actor, params: { id = '' }, body: { why } }) => desk.withdraw(Number(id), why, actor),
      audit: (_call, { id, from, to, withdrawn }) => ({
        action: 'absence-withdrawn',
        subject: `absence-${id}`,
        detail: `撤回停用预告 ${stretch(from, to)}：${withdrawn?.why ?? ''}`,
      }),
    }),
  ];
}

const momentText = (at: number): string => `${dateAt(epochMs(at))} ${clockText(epochMs(at))}`;
const stretch = (from: number, to: number): string => `${momentText(from)} 至 ${momentText(to)}`;
