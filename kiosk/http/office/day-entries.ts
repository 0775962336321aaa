import * as z from 'zod/mini';
import type { Actor } from '../../../core/contract/office/actor.ts';
import {
  type LeaveBody,
  leaveBodySchema,
  type ManualBody,
  manualBodySchema,
  whyBodySchema,
} from '../../../core/contract/office/day-entries.ts';
import { fileAnswer } from '../../../core/web/route.ts';
import { idOf } from './day-paths.ts';
import { type Route, route } from './route.ts';

/** What came of entering something: its id, and how many closed records it corrected. */
export interface Entered {
  readonly id: number;
  readonly corrected: number;
}

/** What is entered by hand before or instead of the cameras: leave, and check-ins without a face. */
export interface EnteringDesk {
  enterLeave(body: LeaveBody, actor: Actor): Promise<Entered>;
  withdrawLeave(id: number, actor: Actor, why: string): void;
  proveLeave(id: number, name: string, bytes: AsyncIterable<Uint8Array>, actor: Actor): Promise<void>;
  proof(id: number): Promise<{ readonly path: string; readonly type: string; readonly name: string }>;
  enterManual(body: ManualBody, actor: Actor): Promise<Entered>;
  withdrawManual(id: number, actor: Actor, why: string): void;
}

/** A scan has at most so many bytes. */
const MOST_PROOF = 20_000_000;
const proofQuery = z.strictObject({ name: z.string().check(z.minLength(1), z.maxLength(200)) });

const KINDS = { personal: '事假', sick: '病假' } as const;

/** Leave with its proof, and check-ins without a face. */
export function enteringRoutes(desk: EnteringDesk): readonly Route[] {
  const least = 'teacher';
  return [
    route({
      method: 'POST',
      path: '/leave',
      least,
      body: leaveBodySchema,
      handle: ({ body, actor }) => desk.enterLeave(body, actor),
      audit: ({ body }, { corrected }) => ({
        action: 'leave-entered',
        subject: body.trainee,
        detail: `登记${KINDS[body.kind]} ${body.from} 至 ${body.to}${range(body.lessons)}：${body.why}${more(corrected)}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/leave/:id/withdrawal',
      least,
      body: whyBodySchema,
      handle: ({ params, body: { why }, actor }) => desk.withdrawLeave(idOf(params), actor, why),
      audit: ({ params: { id = '' }, body: { why } }) => ({
        action: 'leave-withdrawn',
        subject: id,
        detail: `撤回假条：${why}`,
      }),
    }),
    route({
      method: 'PUT',
      path: '/leave/:id/proof',
      least,
      query: proofQuery,
      upload: { mostBytes: MOST_PROOF },
      handle: ({ params, query: { name }, upload, actor }) => desk.proveLeave(idOf(params), name, upload, actor),
      audit: ({ params: { id = '' }, query: { name } }) => ({
        action: 'leave-proven',
        subject: id,
        detail: `上传假条证明：${name}`,
      }),
    }),
    route({
      method: 'GET',
      path: '/leave/:id/proof',
      least,
      handle: async ({ params }) => {
        const { path, type, name } = await desk.proof(idOf(params));
        return fileAnswer({ type, name, inline: true, content: { path } });
      },
    }),
    route({
      method: 'POST',
      path: '/check-ins',
      least,
      body: manualBodySchema,
      handle: ({ body, actor }) => desk.enterManual(body, actor),
      audit: ({ body }, { corrected }) => ({
        action: 'checked-in-by-hand',
        subject: body.trainee,
        detail: `凭身份证登记 ${body.date}${range(body.lessons)}${more(corrected)}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/check-ins/:id/withdrawal',
      least,
      body: whyBodySchema,
      handle: ({ params, body: { why }, actor }) => desk.withdrawManual(idOf(params), actor, why),
      audit: ({ params: { id = '' }, body: { why } }) => ({
        action: 'check-in-withdrawn',
        subject: id,
        detail: `撤回登记：${why}`,
      }),
    }),
  ];
}

const range = (lessons: { readonly first: number; readonly last: number } | null): string =>
  lessons === null ? '' : ` 第 ${lessons.first}–${lessons.last} 课时`;
const more = (corrected: number): string => (corrected === 0 ? '' : `；更正 ${corrected} 条已关闭的记录`);
