import type * as z from 'zod/mini';
import { changeAccountSchema, newAccountSchema } from '../../../core/contract/office/accounts.ts';
import type { Actor } from '../../../core/contract/office/actor.ts';
import { type AccountsDesk, type AuditReading, accountRoutes } from '../../../core/web/accounts.ts';
import { type Route } from './route.ts';

type Change = z.infer<typeof changeAccountSchema>;

/** The office's accounts and its audit. */
export function officeAccountRoutes(accounts: AccountsDesk<Actor, Change>, audit: AuditReading): readonly Route[] {
  return accountRoutes({
    accounts,
    audit,
    newAccount: newAccountSchema,
    changeAccount: changeAccountSchema,
    changeText,
    administer: 'administrator',
    anybody: 'viewer',
  });
}

function changeText({ name, role, active, password }: Change): string {
  const parts = [
    name === undefined ? null : `姓名改为 ${name}`,
    role === undefined ? null : `角色改为 ${role}`,
    active === undefined ? null : active ? '启用' : '停用',
    password === undefined ? null : '重设密码',
  ];
  return parts.filter((part) => part !== null).join('，');
}
