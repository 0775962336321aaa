import { type AccountStore, type Accounts, accounts } from '../../core/accounts/accounts.ts';
import { type Actor, hasRights } from '../../core/contract/office/actor.ts';
import type { Clock } from '../../core/platform/clock.ts';

/** The office's accounts over their store. */
export function officeAccounts(store: AccountStore<Actor>, clock: Clock): Accounts<Actor> {
  return accounts(store, clock, {
    personOf: ({ user, name, role }) => ({ user, name, role }),
    firstAdministrator: (user, name) => ({ user, name, role: 'administrator' }),
    isAdministrator: ({ role }) => role === 'administrator',
    refusedAsSecond: ({ role }) => (hasRights(role, 'teacher') ? null : '复核人须是教师或管理员'),
    codeIsAt: '教室电脑屏幕上',
  });
}
