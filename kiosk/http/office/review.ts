import type { Actor } from '../../../core/contract/office/actor.ts';
import {
  type ReviewBody,
  type ReviewView,
  reviewBodySchema,
  type VisitView,
  visitBodySchema,
} from '../../../core/contract/office/review.ts';
import { type ClassCode, classCode } from '../../../core/domain/ids.ts';
import { type Route, route } from './route.ts';

/** The on-site review: kiosk/desk/review satisfies it. */
export interface ReviewDeskPort {
  view(code: ClassCode): ReviewView;
  begin(code: string): Promise<VisitView>;
  sign(code: ClassCode, body: ReviewBody, actor: Actor): Promise<{ readonly id: number; readonly inspector: string }>;
}

/** The page 现场审核. */
export function reviewRoutes(desk: ReviewDeskPort): readonly Route[] {
  const least = 'administrator';
  return [
    route({
      method: 'GET',
      path: '/classes/:code/review',
      least,
      handle: ({ params: { code = '' } }) => desk.view(classCode(code)),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/review/visit',
      least,
      body: visitBodySchema,
      handle: ({ body: { code } }) => desk.begin(code),
      audit: ({ params: { code = '' } }, { user, name, visit }) => ({
        action: 'inspector-verified',
        subject: code,
        detail: `现场审核：中心核实检查人员 ${name}（${user}），${visit}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/review',
      least,
      body: reviewBodySchema,
      handle: ({ actor, params: { code = '' }, body }) => desk.sign(classCode(code), body, actor),
      audit: ({ params: { code = '' }, body: { people } }, { inspector }) => ({
        action: 'review-signed',
        subject: code,
        detail: `现场审核：${inspector} 核对 ${String(people.length)} 人并签名`,
      }),
    }),
  ];
}
