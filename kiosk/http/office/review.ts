import { type ReviewBody, type ReviewView, reviewBodySchema } from '../../../core/contract/office/review.ts';
import { type ClassCode, classCode } from '../../../core/domain/ids.ts';
import { type Route, route } from './route.ts';

/** The on-site review: kiosk/desk/review satisfies it. */
export interface ReviewDeskPort {
  view(code: ClassCode): ReviewView;
  sign(code: ClassCode, body: ReviewBody): Promise<{ readonly id: number }>;
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
      path: '/classes/:code/review',
      least,
      body: reviewBodySchema,
      handle: ({ params: { code = '' }, body }) => desk.sign(classCode(code), body),
      audit: ({ params: { code = '' }, body: { inspector, people } }) => ({
        action: 'review-signed',
        subject: code,
        detail: `现场审核：${inspector} 核对 ${String(people.length)} 人并签名`,
      }),
    }),
  ];
}
