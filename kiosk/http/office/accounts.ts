import * as z from 'zod/mini';
import {
  type Account,
  changeAccountSchema,
  newAccountSchema,
  ownPasswordSchema,
} from '../../../core/contract/office/accounts.ts';
import type { Actor } from '../../../core/contract/office/actor.ts';
import type { AuditLine } from '../../../core/contract/office/audit.ts';
import { type Route, route } from './route.ts';
import { tokenOf } from './session.ts';

/** The accounts as an administrator keeps them. */
export interface AccountsDesk {
  list(): readonly Account[];
  add(account: z.infer<typeof newAccountSchema>): Promise<void>;
  change(user: string, change: z.infer<typeof changeAccountSchema>): Promise<void>;
  changeOwnPassword(actor: Actor, password: string, next: string, token: string): Promise<void>;
}

export interface AuditReading {
  read(query: {
    user?: string | undefined;
    subject?: string | undefined;
    before?: number | undefined;
    limit: number;
  }): AuditLine[];
}

const PAGE = 100;
const auditQuery = z.strictObject({
  user: z.optional(z.string()),
  subject: z.optional(z.string()),
  before: z.optional(z.coerce.number()),
});

/** Accounts, the own password, the audit. */
export function accountRoutes(accounts: AccountsDesk, audit: AuditReading): readonly Route[] {
  return [
    route({ method: 'GET', path: '/accounts', least: 'administrator', handle: () => accounts.list() }),
    route({
      method: 'POST',
      path: '/accounts',
      least: 'administrator',
      body: newAccountSchema,
      handle: ({ body }) => accounts.add(body),
      audit: ({ body: { user, name, role } }) => ({
        action: 'account-added',
        subject: user,
        detail: `新建账号 ${name}（${user}），角色 ${role}`,
      }),
    }),
    route({
      method: 'PATCH',
      path: '/accounts/:user',
      least: 'administrator',
      body: changeAccountSchema,
      handle: ({ params: { user = '' }, body }) => accounts.change(user, body),
      audit: ({ params: { user = '' }, body }) => ({
        action: 'account-changed',
        subject: user,
        detail: changeText(body),
      }),
    }),
    route({
      method: 'PUT',
      path: '/me/password',
      least: 'viewer',
      body: ownPasswordSchema,
      handle: ({ actor, body: { password, next }, request }) =>
        accounts.changeOwnPassword(actor, password, next, tokenOf(request) ?? ''),
      audit: ({ actor }) => ({ action: 'password-changed', subject: actor.user, detail: '修改自己的密码' }),
    }),
    route({
      method: 'GET',
      path: '/audit',
      least: 'administrator',
      query: auditQuery,
      handle: ({ query }) => {
        const lines = audit.read({ ...query, limit: PAGE });
        return { lines, next: lines.length < PAGE ? null : (lines.at(-1)?.id ?? null) };
      },
    }),
  ];
}

function changeText({ name, role, active, password }: z.infer<typeof changeAccountSchema>): string {
  const parts = [
    name === undefined ? null : `姓名改为 ${name}`,
    role === undefined ? null : `角色改为 ${role}`,
    active === undefined ? null : active ? '启用' : '停用',
    password === undefined ? null : '重设密码',
  ];
  return parts.filter((part) => part !== null).join('，');
}
