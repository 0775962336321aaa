import type { CenterActor } from '../../core/contract/center/actor.ts';
import {
  answerDisputeSchema,
  decideEnrolmentSchema,
  decidePendingSchema,
  decideReviewSchema,
  type Matters,
} from '../../core/contract/center/matters.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import type { Countersigner } from './filings.ts';
import { type Route, route } from './route.ts';

interface Place {
  readonly kiosk: string;
  readonly id: number;
}

/** Disputes, later enrolments, reviews, months with too much pending: `server/desk/matters` satisfies it. */
export interface MatterDesk {
  all(actor: CenterActor): Promise<Matters>;
  answerDispute(
    actor: CenterActor,
    second: CenterActor,
    place: Place,
    answer: {
      upheld: boolean;
      text: string;
      to: 'present' | 'late' | 'leftEarly' | 'absent' | 'personalLeave' | 'sickLeave' | null;
    },
  ): Promise<void>;
  decideEnrolment(actor: CenterActor, place: Place, decision: { approved: boolean; why: string }): Promise<void>;
  decideReview(actor: CenterActor, place: Place, decision: { confirmed: boolean; note: string }): Promise<void>;
  decidePending(
    actor: CenterActor,
    second: CenterActor,
    place: { kiosk: string; code: string; month: string },
    decision: { allowed: boolean; paper: string; why: string },
  ): Promise<void>;
}

/** What waits for the center besides filings and checks. */
export function matterRoutes(desk: MatterDesk, countersigner: Countersigner): readonly Route[] {
  return [
    route({ method: 'GET', path: '/matters', least: 'own', handle: ({ actor }) => desk.all(actor) }),
    route({
      method: 'POST',
      path: '/disputes/:kiosk/:id',
      least: 'inspector',
      body: answerDisputeSchema,
      handle: async ({ actor, params, body: { countersign, ...answer } }) =>
        desk.answerDispute(actor, await countersigner(actor, countersign), placeIn(params), answer),
      audit: ({ params: { kiosk = '', id = '' }, body: { upheld, text } }) => ({
        action: 'dispute-answered',
        subject: `${kiosk}/${id}`,
        detail: `答复异议（${upheld ? '成立' : '不成立'}）：${text}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/enrolments/:kiosk/:id',
      least: 'inspector',
      body: decideEnrolmentSchema,
      handle: ({ actor, params, body }) => desk.decideEnrolment(actor, placeIn(params), body),
      audit: ({ params: { kiosk = '', id = '' }, body: { approved, why } }) => ({
        action: 'enrolment-decided',
        subject: `${kiosk}/${id}`,
        detail: `${approved ? '同意' : '不同意'}人脸重新登记：${why}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/reviews/:kiosk/:id',
      least: 'inspector',
      body: decideReviewSchema,
      handle: ({ actor, params, body }) => desk.decideReview(actor, placeIn(params), body),
      audit: ({ params: { kiosk = '', id = '' }, body: { confirmed, note } }) => ({
        action: 'review-decided',
        subject: `${kiosk}/${id}`,
        detail: `${confirmed ? '确认' : '不认可'}现场审核：${note}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/classes/:kiosk/:code/months/:month/pending',
      least: 'inspector',
      body: decidePendingSchema,
      handle: async ({ actor, params: { kiosk = '', code = '', month = '' }, body: { countersign, ...decision } }) =>
        desk.decidePending(actor, await countersigner(actor, countersign), { kiosk, code, month }, decision),
      audit: ({ params: { code = '', month = '' }, body: { allowed, paper } }) => ({
        action: 'pending-decided',
        subject: code,
        detail: `${month} 待核超过 5%：${allowed ? '由机构处理' : '由中心处理'}，${paper}`,
      }),
    }),
  ];
}

function placeIn({ kiosk = '', id = '' }: Readonly<Record<string, string>>): Place {
  if (/^[1-9]\d{0,14}$/.test(id)) return { kiosk, id: Number(id) };
  throw new ZaikeError('没有找到', { code: 'no-such-row', retry: false });
}
