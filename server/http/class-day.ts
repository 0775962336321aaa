import * as z from 'zod/mini';
import type { CenterActor } from '../../core/contract/center/actor.ts';
import type { ClassDay, MarkEvidence } from '../../core/contract/center/class-day.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { fileAnswer } from '../../core/web/route.ts';
import { type Route, route } from './route.ts';

/** A class's day and its evidence: `server/desk/class-day` satisfies it. */
export interface ClassDayDesk {
  day(actor: CenterActor, kiosk: string, code: string, date: string | undefined): Promise<ClassDay>;
  evidence(actor: CenterActor, kiosk: string, code: string, record: number): Promise<MarkEvidence>;
  file(
    actor: CenterActor,
    kiosk: string,
    code: string,
    sha256: string,
  ): Promise<{ readonly name: string; readonly type: string; readonly path: string }>;
}

const dayQuery = z.strictObject({ date: z.optional(z.string()) });

/** A class's day, and the video behind any mark: asked of the kiosk when somebody wants to see it. */
export function classDayRoutes(desk: ClassDayDesk): readonly Route[] {
  const at = '/classes/:kiosk/:code';
  return [
    route({
      method: 'GET',
      path: `${at}/day`,
      least: 'own',
      query: dayQuery,
      handle: ({ actor, params: { kiosk = '', code = '' }, query: { date } }) => desk.day(actor, kiosk, code, date),
    }),
    route({
      method: 'POST',
      path: `${at}/records/:record/evidence`,
      least: 'own',
      handle: ({ actor, params: { kiosk = '', code = '', record = '' } }) =>
        desk.evidence(actor, kiosk, code, recordIn(record)),
      audit: ({ params: { code = '' } }, { name, date, no }) => ({
        action: 'evidence-viewed',
        subject: code,
        detail: `查看 ${name} ${date} 第 ${String(no)} 课时的录像`,
      }),
    }),
    route({
      method: 'GET',
      path: `${at}/evidence/:sha256`,
      least: 'own',
      handle: async ({ actor, params: { kiosk = '', code = '', sha256 = '' } }) => {
        const { name, type, path } = await desk.file(actor, kiosk, code, sha256);
        return fileAnswer({ type, name, inline: true, content: { path } });
      },
      audit: ({ params: { code = '', sha256 = '' } }) => ({
        action: 'evidence-viewed',
        subject: code,
        detail: `查看课堂证据 ${sha256.slice(0, 16)}`,
      }),
    }),
  ];
}

function recordIn(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new ZaikeError('没有这条记录', { code: 'no-such-record', retry: false });
}
