import * as z from 'zod/mini';
import type { AuditLine } from '../contract/web/audit.ts';
import { ownPasswordSchema, type Person } from '../contract/web/person.ts';
import { routesFor, type WebRoute } from './route.ts';
import { tokenOf } from './session.ts';

/** The accounts as an administrator keeps them: `core/accounts` satisfies it. */
export interface AccountsDesk<Actor extends Person, Change> {
  list(): Promise<readonly Actor[]>;
  add(person: Actor, password: string): Promise<void>;
  change(user: string, change: Change): Promise<void>;
  changeOwnPassword(actor: Person, password: string, next: string, token: string): Promise<void>;
}

export interface AuditReading {
  read(query: {
    user?: string | undefined;
    subject?: string | undefined;
    before?: number | undefined;
    limit: number;
  }): AuditLine[] | Promise<AuditLine[]>;
}

export interface AccountRouteOptions<Actor extends Person, Change, Right> {
  readonly accounts: AccountsDesk<Actor, Change>;
  readonly audit: AuditReading;
  readonly newAccount: z.core.$ZodType<Actor & { readonly password: string }>;
  readonly changeAccount: z.core.$ZodType<Change>;
  /** A change in words for the audit (zh-CN), its password never said. */
  readonly changeText: (change: Change) => string;
  /** Who keeps accounts and reads the audit. */
  readonly administer: Right;
  /** What everybody has who is signed in. */
  readonly anybody: Right;
}

const PAGE = 100;
const auditQuery = z.strictObject({
  user: z.optional(z.string()),
  subject: z.optional(z.string()),
  before: z.optional(z.coerce.number()),
});

/** Accounts, the own password, the audit. */
export function accountRoutes<Actor extends Person, Change, Right>(
  options: AccountRouteOptions<Actor, Change, Right>,
): readonly WebRoute<Actor, Right>[] {
  const { accounts, audit, newAccount, changeAccount, changeText, administer, anybody } = options;
  const route = routesFor<Actor, Right>();
  return [
    route({ method: 'GET', path: '/accounts', least: administer, handle: () => accounts.list() }),
    route({
      method: 'POST',
      path: '/accounts',
      least: administer,
      body: newAccount,
      handle: ({ body: { password, ...person } }) => accounts.add(person as unknown as Actor, password),
      audit: ({ body: { user, name, role } }) => ({
        action: 'account-added',
        subject: user,
        detail: `新建账号 ${name}（${user}），角色 ${role}`,
      }),
    }),
    route({
      method: 'PATCH',
      path: '/accounts/:user',
      least: administer,
      body: changeAccount,
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
      least: anybody,
      body: ownPasswordSchema,
      handle: ({ actor, body: { password, next }, request }) =>
        accounts.changeOwnPassword(actor, password, next, tokenOf(request) ?? ''),
      audit: ({ actor }) => ({ action: 'password-changed', subject: actor.user, detail: '修改自己的密码' }),
    }),
    route({
      method: 'GET',
      path: '/audit',
      least: administer,
      query: auditQuery,
      handle: async ({ query }) => {
        const lines = await audit.read({ ...query, limit: PAGE });
        return { lines, next: lines.length < PAGE ? null : (lines.at(-1)?.id ?? null) };
      },
    }),
  ];
}
