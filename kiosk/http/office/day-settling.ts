import type { Actor } from '../../../core/contract/office/actor.ts';
import { type CorrectionBody, correctionBodySchema, whyBodySchema } from '../../../core/contract/office/day-entries.ts';
import {
  type AnswerBody,
  answerBodySchema,
  type DisputeView,
  type SettleView,
} from '../../../core/contract/office/day-waiting.ts';
import { idOf } from './day-paths.ts';
import { type Route, route } from './route.ts';

/** Closed records under question: what waits, corrections with two signatures, disputes. */
export interface SettlingDesk {
  settle(): SettleView;
  disputes(): readonly DisputeView[];
  correct(body: CorrectionBody, actor: Actor): Promise<{ readonly id: number; readonly record: number | null }>;
  sign(id: number, actor: Actor): Promise<void>;
  refuse(id: number, actor: Actor, why: string): void;
  answer(id: number, body: AnswerBody, actor: Actor): Promise<void>;
}

const at = ({ date, no, trainee }: { readonly date: string; readonly no: number; readonly trainee: string }): string =>
  `${trainee} ${date} 第 ${no} 课时`;

/** Settling, corrections and disputes. */
export function settlingRoutes(desk: SettlingDesk): readonly Route[] {
  const least = 'teacher';
  return [
    route({ method: 'GET', path: '/settle', least: 'viewer', handle: () => desk.settle() }),
    route({ method: 'GET', path: '/disputes', least: 'viewer', handle: () => desk.disputes() }),
    route({
      method: 'POST',
      path: '/corrections',
      least,
      body: correctionBodySchema,
      handle: ({ body, actor }) => desk.correct(body, actor),
      audit: ({ body }, { record }) => ({
        action: record === null ? 'correction-asked' : 'record-corrected',
        subject: body.trainee,
        detail: `${record === null ? '申请更正' : '更正'} ${at(body)}：${body.why}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/corrections/:id/signature',
      least,
      handle: ({ params, actor }) => desk.sign(idOf(params), actor),
      audit: ({ params: { id = '' } }) => ({ action: 'correction-signed', subject: id, detail: '复核更正' }),
    }),
    route({
      method: 'POST',
      path: '/corrections/:id/refusal',
      least,
      body: whyBodySchema,
      handle: ({ params, body: { why }, actor }) => desk.refuse(idOf(params), actor, why),
      audit: ({ params: { id = '' }, body: { why } }) => ({
        action: 'correction-refused',
        subject: id,
        detail: `退回更正：${why}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/disputes/:id/answer',
      least,
      body: answerBodySchema,
      handle: ({ params, body, actor }) => desk.answer(idOf(params), body, actor),
      audit: ({ params: { id = '' }, body: { text, correction } }) => ({
        action: 'dispute-answered',
        subject: id,
        detail: `答复异议${correction === null ? '' : '并更正记录'}：${text}`,
      }),
    }),
  ];
}
