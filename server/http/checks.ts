import type { CenterActor } from '../../core/contract/center/actor.ts';
import {
  answerCheckSchema,
  type Call,
  type Card,
  type Check,
  callSchema,
  decideCheckSchema,
  type Seal,
} from '../../core/contract/center/checks.ts';
import type { Clock } from '../../core/platform/clock.ts';
import { fileAnswer } from '../../core/web/route.ts';
import type { Countersigner } from './filings.ts';
import { phonesShown } from './phones-shown.ts';
import { type Route, route } from './route.ts';

/** The minute before phoning, and spot checks: `server/desk/checks` satisfies it. */
export interface CheckDesk {
  card(actor: CenterActor, kiosk: string, code: string): Promise<Card>;
  seal(actor: CenterActor, kiosk: string, code: string): Promise<Seal>;
  sealsOf(actor: CenterActor, kiosk: string, code: string): Promise<readonly Seal[]>;
  call(actor: CenterActor, id: string, call: Call): Promise<Seal>;
  file(
    actor: CenterActor,
    id: string,
    sha256: string,
  ): Promise<{ readonly file: { readonly name: string; readonly type: string }; readonly path: string }>;
  check(actor: CenterActor, kiosk: string, code: string): Promise<Check>;
  checks(actor: CenterActor): Promise<readonly Check[]>;
  view(actor: CenterActor, id: string): Promise<Check>;
  answer(actor: CenterActor, id: string, text: string): Promise<Check>;
  decide(
    actor: CenterActor,
    second: CenterActor,
    id: string,
    decision: { confirmed: boolean; note: string },
  ): Promise<Check>;
}

/** The card before phoning, what is sealed of it, and spot checks. */
export function checkRoutes(
  desk: CheckDesk,
  countersigner: Countersigner,
  clock: Pick<Clock, 'monotonic'>,
): readonly Route[] {
  const at = '/classes/:kiosk/:code';
  const phones = phonesShown(clock);
  return [
    route({
      method: 'GET',
      path: `${at}/card`,
      least: 'own',
      handle: ({ actor, params: { kiosk = '', code = '' } }) => desk.card(actor, kiosk, code),
      audit: ({ actor }, card) => phones(actor, [card]),
    }),
    route({
      method: 'GET',
      path: `${at}/seals`,
      least: 'staff',
      handle: ({ actor, params: { kiosk = '', code = '' } }) => desk.sealsOf(actor, kiosk, code),
      audit: ({ actor }, seals) => phones(actor, cardsOf(seals)),
    }),
    route({
      method: 'POST',
      path: `${at}/seals`,
      least: 'inspector',
      handle: ({ actor, params: { kiosk = '', code = '' } }) => desk.seal(actor, kiosk, code),
      audit: ({ params: { code = '' } }, { id, sha256 }) => ({
        action: 'moment-sealed',
        subject: code,
        detail: `保存 ${code} 的此刻：${id}，${sha256.slice(0, 16)}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/seals/:id/calls',
      least: 'inspector',
      body: callSchema,
      handle: ({ actor, params: { id = '' }, body }) => desk.call(actor, id, body),
      audit: ({ body: { outcome } }, { id, card, calls }) => ({
        action: 'call-noted',
        subject: card.code,
        detail: `记下电话核查 ${id}：${calls.at(-1)?.whom ?? ''}，${outcome}`,
      }),
    }),
    route({
      method: 'GET',
      path: '/seals/:id/files/:sha256',
      least: 'own',
      handle: async ({ actor, params: { id = '', sha256 = '' } }) => {
        const { file, path } = await desk.file(actor, id, sha256);
        return fileAnswer({ type: file.type, name: file.name, inline: true, content: { path } });
      },
      audit: ({ params: { id = '', sha256 = '' } }) => ({
        action: 'evidence-viewed',
        subject: id,
        detail: `查看保存的画面或录像 ${sha256.slice(0, 16)}`,
      }),
    }),
    route({
      method: 'POST',
      path: `${at}/checks`,
      least: 'inspector',
      handle: ({ actor, params: { kiosk = '', code = '' } }) => desk.check(actor, kiosk, code),
      audit: ({ params: { code = '' } }, { seal, called }) => ({
        action: 'spot-check',
        subject: code,
        detail: `抽查 ${code}：${seal.id}${called === null ? '' : `，请 ${called.name} 到摄像头前`}`,
      }),
    }),
    route({
      method: 'GET',
      path: '/checks',
      least: 'own',
      handle: ({ actor }) => desk.checks(actor),
      audit: ({ actor }, checks) => phones(actor, cardsOf(checks.map(({ seal }) => seal))),
    }),
    route({
      method: 'GET',
      path: '/checks/:id',
      least: 'own',
      handle: ({ actor, params: { id = '' } }) => desk.view(actor, id),
      audit: ({ actor }, { seal }) => phones(actor, [seal.card]),
    }),
    route({
      method: 'POST',
      path: '/checks/:id/answer',
      least: 'own',
      body: answerCheckSchema,
      handle: ({ actor, params: { id = '' }, body: { text } }) => desk.answer(actor, id, text),
      audit: ({ params: { id = '' } }, { seal }) => ({
        action: 'check-answered',
        subject: seal.card.code,
        detail: `对抽查 ${id} 陈述申辩`,
      }),
    }),
    route({
      method: 'POST',
      path: '/checks/:id/decision',
      least: 'inspector',
      body: decideCheckSchema,
      handle: async ({ actor, params: { id = '' }, body: { countersign, ...decision } }) =>
        desk.decide(actor, await countersigner(actor, countersign), id, decision),
      audit: ({ params: { id = '' }, body: { confirmed, note } }, { seal, decision }) => ({
        action: 'check-decided',
        subject: seal.card.code,
        detail: `抽查 ${id} ${confirmed ? '认定' : '不予认定'}：${note}，复核 ${decision?.countersignedBy ?? ''}`,
      }),
    }),
  ];
}

const cardsOf = (seals: readonly Seal[]): Card[] => seals.map(({ card }) => card);
