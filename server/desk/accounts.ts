import { type AccountStore, type Accounts, accounts } from '../../core/accounts/accounts.ts';
import { type CenterActor, hasCenterRights } from '../../core/contract/center/actor.ts';
import type { Clock } from '../../core/platform/clock.ts';

/** The center's accounts over their store. */
export function centerAccounts(store: AccountStore<CenterActor>, clock: Clock): Accounts<CenterActor> {
  return accounts(store, clock, {
    personOf: ({ user, name, role, institution }) => ({ user, name, role, institution }),
    firstAdministrator: (user, name) => ({ user, name, role: 'administrator', institution: null }),
    isAdministrator: ({ role }) => role === 'administrator',
    refusedAsSecond: ({ role }) => (hasCenterRights(role, 'staff') ? null : '复核人须是中心的工作人员'),
    codeIsAt: '中心服务器启动时',
  });
}
