import type { CenterActor } from '../../core/contract/center/actor.ts';
import {
  approveFilingSchema,
  type CenterClassView,
  type CenterFiling,
  filingQuery,
  returnFilingSchema,
} from '../../core/contract/center/filings.ts';
import type { Countersign } from '../../core/contract/web/person.ts';
import { type Route, route } from './route.ts';

/** The filings at the center: `server/desk/filings` satisfies it. */
export interface FilingDesk {
  list(actor: CenterActor): Promise<readonly CenterClassView[]>;
  view(actor: CenterActor, kiosk: string, code: string, unmasked: boolean): Promise<CenterFiling>;
  approve(actor: CenterActor, second: CenterActor, filing: Place & { on: string; paper: string }): Promise<void>;
  giveBack(actor: CenterActor, filing: Place & { why: string }): Promise<void>;
}

interface Place {
  readonly kiosk: string;
  readonly code: string;
  readonly hash: string;
}

export type Countersigner = (actor: CenterActor, signature: Countersign) => Promise<CenterActor>;

/** Classes as filed: read, approved with a second signature, returned with a reason. */
export function filingRoutes(desk: FilingDesk, countersigner: Countersigner): readonly Route[] {
  return [
    route({ method: 'GET', path: '/classes', least: 'own', handle: ({ actor }) => desk.list(actor) }),
    route({
      method: 'GET',
      path: '/classes/:kiosk/:code/filing',
      least: 'own',
      query: filingQuery,
      handle: ({ actor, params: { kiosk = '', code = '' }, query }) =>
        desk.view(actor, kiosk, code, query.unmasked !== undefined && maySeeNumbers(actor)),
      audit: ({ params: { code = '' } }, { unmasked, institution }) =>
        unmasked
          ? { action: 'roster-unmasked', subject: code, detail: `查看 ${institution} ${code} 的完整身份证号和电话` }
          : null,
    }),
    route({
      method: 'POST',
      path: '/classes/:kiosk/:code/filing/approval',
      least: 'inspector',
      body: approveFilingSchema,
      handle: async ({ actor, params: { kiosk = '', code = '' }, body: { countersign, ...filing } }) => {
        const second = await countersigner(actor, countersign);
        await desk.approve(actor, second, { kiosk, code, ...filing });
        return { second: second.name };
      },
      audit: ({ params: { code = '' }, body: { on, paper } }, { second }) => ({
        action: 'filing-approved',
        subject: code,
        detail: `批准开班 ${code}：${paper}，自 ${on} 起，复核 ${second}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/classes/:kiosk/:code/filing/return',
      least: 'inspector',
      body: returnFilingSchema,
      handle: ({ actor, params: { kiosk = '', code = '' }, body }) => desk.giveBack(actor, { kiosk, code, ...body }),
      audit: ({ params: { code = '' }, body: { why } }) => ({
        action: 'filing-returned',
        subject: code,
        detail: `退回备案 ${code}：${why}`,
      }),
    }),
  ];
}

/** Telephone checks and publicity need the numbers: the center's inspectors and administrators see them when they ask. */
function maySeeNumbers({ role }: CenterActor): boolean {
  return role === 'inspector' || role === 'administrator';
}
