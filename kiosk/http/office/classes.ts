import * as z from 'zod/mini';
import type { Actor } from '../../../core/contract/office/actor.ts';
import {
  addChangeSchema,
  approvalSchema,
  type ClassFactsForm,
  type ClassSummary,
  type ClassView,
  changeClassSchema,
  filedSchema,
  newClassSchema,
  reasonSchema,
  returnedSchema,
  type TimetableChangeForm,
  withdrawalSchema,
} from '../../../core/contract/office/classes.ts';
import { defaultPolicy } from '../../../core/domain/policy.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { type Route, route } from './route.ts';

/** What the office does with classes: `kiosk/desk/classes/class-office` satisfies it. */
export interface ClassesDesk {
  list(): readonly ClassSummary[];
  view(code: string): ClassView;
  add(code: string, facts: ClassFactsForm, actor: Actor): number;
  change(code: string, version: number, facts: ClassFactsForm, actor: Actor): number;
  remove(code: string, version: number): void;
  addChange(
    code: string,
    version: number,
    change: TimetableChangeForm,
    actor: Actor,
  ): { readonly version: number; readonly change: TimetableChangeForm };
  removeChange(code: string, version: number, index: number, actor: Actor): number;
  reason(code: string, version: number, rule: string, reason: string, actor: Actor): number;
  filed(code: string, version: number, on: LocalDate, actor: Actor): number;
  returned(code: string, version: number, why: string, actor: Actor): number;
  approved(code: string, paper: z.infer<typeof approvalSchema>, actor: Actor): Promise<number>;
  withdrawn(code: string, withdrawal: z.infer<typeof withdrawalSchema>, actor: Actor): Promise<number>;
}

const ofVersion = z.strictObject({ version: z.coerce.number() });
const saved = (version: number): { version: number } => ({ version });

/** Classes: the list, the facts of 附件3, what happens to the filing, changes of the timetable, reasons for 「原则上」. */
export function classRoutes(desk: ClassesDesk): readonly Route[] {
  const by = (action: string, subject: string, detail: string) => ({ action, subject, detail });
  return [
    route({ method: 'GET', path: '/classes', least: 'viewer', handle: () => desk.list() }),
    route({
      method: 'GET',
      path: '/specialties',
      least: 'viewer',
      handle: () => defaultPolicy.totalLessons,
    }),
    route({
      method: 'POST',
      path: '/classes',
      least: 'teacher',
      body: newClassSchema,
      handle: ({ actor, body: { code, facts } }) => saved(desk.add(code, facts, actor)),
      audit: ({ body: { code, facts } }) =>
        by('class-added', code, `新建班级 ${code}（${facts.specialty ?? '专业未填'}）`),
    }),
    route({
      method: 'GET',
      path: '/classes/:code',
      least: 'viewer',
      handle: ({ params: { code = '' } }) => desk.view(code),
    }),
    route({
      method: 'PUT',
      path: '/classes/:code',
      least: 'teacher',
      body: changeClassSchema,
      handle: ({ actor, params: { code = '' }, body: { version, facts } }) =>
        saved(desk.change(code, version, facts, actor)),
      audit: ({ params: { code = '' }, body: { facts } }) =>
        by('class-changed', code, `修改班级资料：${factsText(facts)}`),
    }),
    route({
      method: 'DELETE',
      path: '/classes/:code',
      least: 'administrator',
      query: ofVersion,
      handle: ({ params: { code = '' }, query: { version } }) => desk.remove(code, version),
      audit: ({ params: { code = '' } }) => by('class-removed', code, `删除草稿班级 ${code}`),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/filed',
      least: 'teacher',
      body: filedSchema,
      handle: ({ actor, params: { code = '' }, body: { version, on } }) => saved(desk.filed(code, version, on, actor)),
      audit: ({ params: { code = '' }, body: { on } }) => by('class-filed', code, `登记开班备案，日期 ${on}`),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/returned',
      least: 'teacher',
      body: returnedSchema,
      handle: ({ actor, params: { code = '' }, body: { version, why } }) =>
        saved(desk.returned(code, version, why, actor)),
      audit: ({ params: { code = '' }, body: { why } }) => by('class-returned', code, `备案退回：${why}`),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/approval',
      least: 'administrator',
      body: approvalSchema,
      handle: async ({ actor, params: { code = '' }, body }) => saved(await desk.approved(code, body, actor)),
      audit: ({ params: { code = '' }, body: { on, paper, countersign } }) =>
        by('class-approved-by-hand', code, `手工录入批复 ${paper}，批准日期 ${on}，复核人 ${countersign.user}`),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/approval/withdrawal',
      least: 'administrator',
      body: withdrawalSchema,
      handle: async ({ actor, params: { code = '' }, body }) => saved(await desk.withdrawn(code, body, actor)),
      audit: ({ params: { code = '' }, body: { why, countersign } }) =>
        by('class-approval-withdrawn', code, `撤回手工录入的批复：${why}，复核人 ${countersign.user}`),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/changes',
      least: 'teacher',
      body: addChangeSchema,
      handle: ({ actor, params: { code = '' }, body: { version, change } }) =>
        desk.addChange(code, version, change, actor),
      audit: ({ params: { code = '' } }, { change }) => by('timetable-changed', code, changeText(change)),
    }),
    route({
      method: 'DELETE',
      path: '/classes/:code/changes/:index',
      least: 'teacher',
      query: ofVersion,
      handle: ({ actor, params: { code = '', index = '' }, query: { version } }) =>
        saved(desk.removeChange(code, version, Number(index), actor)),
      audit: ({ params: { code = '', index = '' } }) =>
        by('timetable-change-removed', code, `撤回第 ${Number(index) + 1} 条课程表变更`),
    }),
    route({
      method: 'PUT',
      path: '/classes/:code/reasons/:rule',
      least: 'teacher',
      body: reasonSchema,
      handle: ({ actor, params: { code = '', rule = '' }, body: { version, reason } }) =>
        saved(desk.reason(code, version, rule, reason, actor)),
      audit: ({ params: { code = '', rule = '' }, body: { reason } }) =>
        by('reason-given', code, `说明超出“原则上”的理由（${rule}）：${reason}`),
    }),
  ];
}

function factsText({ specialty, opens, ends, months, room, bell }: ClassFactsForm): string {
  const parts = [
    specialty ?? '专业未填',
    `${opens ?? '？'} 至 ${ends ?? '？'}`,
    months === null ? '时限未填' : `${months} 个月`,
    room ?? '教室未填',
    `每天 ${bell.length} 课时`,
  ];
  return parts.join('，');
}

function changeText(change: TimetableChangeForm): string {
  const from = `${change.date} 第 ${change.no} 课时`;
  if (change.kind === 'cancelled') return `停课 ${from}：${change.why}`;
  const { date, no, start, end } = change.to;
  return `${change.kind === 'moved' ? '调课' : '补课'} ${from} 到 ${date} 第 ${no} 课时（${start}–${end}）：${change.why}`;
}
