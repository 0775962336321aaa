import type { Selectable } from 'kysely';
import type { AccountStore, KeptAccount } from '../../core/accounts/accounts.ts';
import type { CenterActor, CenterRole } from '../../core/contract/center/actor.ts';
import { epochMs } from '../../core/domain/units.ts';
import type { CenterDb } from './open.ts';
import type { AccountTable } from './tables.ts';

/** The tables `account` and `session`. */
export function accounts({ query }: Pick<CenterDb, 'query'>): AccountStore<CenterActor> {
  return {
    all: async () =>
      (await query.selectFrom('account').selectAll().orderBy('createdAt').orderBy('user').execute()).map(kept),
    find: async (user) => {
      const row = await query.selectFrom('account').selectAll().where('user', '=', user).executeTakeFirst();
      return row === undefined ? undefined : kept(row);
    },
    add: async (account) => {
      await query.insertInto('account').values(rowOf(account)).execute();
    },
    change: async (account) => {
      const { name, role, institution, password, active } = rowOf(account);
      await query
        .updateTable('account')
        .set({ name, role, institution, password, active })
        .where('user', '=', account.user)
        .execute();
    },
    session: async (token) => {
      const row = await query.selectFrom('session').selectAll().where('token', '=', token).executeTakeFirst();
      return row === undefined ? undefined : { ...row, createdAt: epochMs(row.createdAt), seenAt: epochMs(row.seenAt) };
    },
    openSession: async (session) => {
      await query.insertInto('session').values(session).execute();
    },
    touch: async (token, at) => {
      await query.updateTable('session').set({ seenAt: at }).where('token', '=', token).execute();
      await query
        .updateTable('account')
        .set({ lastSeenAt: at })
        .where('user', '=', (on) => on.selectFrom('session').select('user').where('token', '=', token))
        .execute();
    },
    closeSession: async (token) => {
      await query.deleteFrom('session').where('token', '=', token).execute();
    },
    closeSessions: async (user, except = '') => {
      await query.deleteFrom('session').where('user', '=', user).where('token', '<>', except).execute();
    },
    forgetBefore: async (seenAt) => {
      await query.deleteFrom('session').where('seenAt', '<', seenAt).execute();
    },
  };
}

function kept({ active, createdAt, lastSeenAt, role, ...row }: Selectable<AccountTable>): KeptAccount<CenterActor> {
  return {
    ...row,
    role: role as CenterRole,
    active: active === 1,
    createdAt: epochMs(createdAt),
    lastSeenAt: lastSeenAt === null ? null : epochMs(lastSeenAt),
  };
}

function rowOf({ active, ...account }: KeptAccount<CenterActor>): Selectable<AccountTable> {
  return { ...account, active: active ? 1 : 0 };
}
