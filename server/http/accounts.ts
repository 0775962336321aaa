import type * as z from 'zod/mini';
import { changeCenterAccountSchema, newCenterAccountSchema } from '../../core/contract/center/accounts.ts';
import type { CenterActor } from '../../core/contract/center/actor.ts';
import { type AccountsDesk, type AuditReading, accountRoutes } from '../../core/web/accounts.ts';
import type { Route } from './route.ts';

type Change = z.infer<typeof changeCenterAccountSchema>;

/** The center's accounts and its audit. */
export function centerAccountRoutes(
  accounts: AccountsDesk<CenterActor, Change>,
  audit: AuditReading,
): readonly Route[] {
  return accountRoutes({
    accounts,
    audit,
    newAccount: newCenterAccountSchema,
    changeAccount: changeCenterAccountSchema,
    changeText,
    administer: 'administrator',
    anybody: 'own',
  });
}

function changeText({ name, role, institution, active, password }: Change): string {
  const parts = [
    name === undefined ? null : `姓名改为 ${name}`,
    role === undefined ? null : `角色改为 ${role}`,
    institution === undefined ? null : `机构改为 ${institution ?? '中心'}`,
    active === undefined ? null : active ? '启用' : '停用',
    password === undefined ? null : '重设密码',
  ];
  return parts.filter((part) => part !== null).join('，');
}
