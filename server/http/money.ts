import * as z from 'zod/mini';
import { type CenterActor, hasCenterRights } from '../../core/contract/center/actor.ts';
import {
  type Publicity,
  type SubsidyClass,
  type SubsidyEntry,
  type SubsidyEntryView,
  saveSubsidySchema,
} from '../../core/contract/center/subsidy.ts';
import type { Totals } from '../../core/contract/center/totals.ts';
import { type LocalMonth, parseMonth } from '../../core/domain/day.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { formPage, PAGE_POLICY } from '../../core/forms/html.ts';
import type { Sheet } from '../../core/forms/sheet.ts';
import { formWorkbook } from '../../core/forms/xlsx.ts';
import { formAnswer, formFormat } from '../../core/web/form-answer.ts';
import type { FileAnswer } from '../../core/web/route.ts';
import { type Route, route } from './route.ts';

/** Months over all institutions: `server/desk/totals` satisfies it. */
export interface TotalsDesk {
  months(actor: CenterActor): Promise<readonly LocalMonth[]>;
  of(actor: CenterActor, month: LocalMonth): Promise<Totals>;
}

/** Subsidy and publicity: `server/desk/subsidy` satisfies it. */
export interface SubsidyDesk {
  list(actor: CenterActor): Promise<{ readonly classes: readonly SubsidyClass[]; readonly actual: string }>;
  view(actor: CenterActor, kiosk: string, code: string): Promise<SubsidyEntryView>;
  save(
    actor: CenterActor,
    kiosk: string,
    code: string,
    saved: { revision: number; entry: SubsidyEntry },
  ): Promise<void>;
  publicity(actor: CenterActor): Promise<Publicity>;
}

interface MadeForm {
  readonly sheets: readonly Sheet[];
  readonly name: string;
}

/** 附件4–8 and the center's lists: `server/desk/forms` satisfies it. */
export interface FormDesk {
  ofClass(
    actor: CenterActor,
    kiosk: string,
    code: string,
    form: string,
    choice: z.infer<typeof formQuery>,
    full: boolean,
  ): Promise<MadeForm>;
  subsidy(actor: CenterActor): Promise<MadeForm>;
  totals(actor: CenterActor, month: string): Promise<MadeForm>;
  publicity(actor: CenterActor): Promise<MadeForm>;
}

const formQuery = z.strictObject({
  month: z.optional(z.string()),
  week: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(60))),
});

/** Months' totals, subsidy, publicity, and forms of classes; each export is in the audit. */
export function moneyRoutes(totals: TotalsDesk, subsidy: SubsidyDesk, forms: FormDesk): readonly Route[] {
  return [
    route({ method: 'GET', path: '/totals', least: 'own', handle: ({ actor }) => totals.months(actor) }),
    route({
      method: 'GET',
      path: '/totals/:month',
      least: 'own',
      handle: ({ actor, params: { month = '' } }) => totals.of(actor, monthOf(month)),
    }),
    exported('/totals/:month/:format', 'own', ({ actor, month }) => forms.totals(actor, month)),
    route({ method: 'GET', path: '/subsidy', least: 'own', handle: ({ actor }) => subsidy.list(actor) }),
    exported('/subsidy/form/:format', 'own', ({ actor }) => forms.subsidy(actor)),
    route({
      method: 'GET',
      path: '/classes/:kiosk/:code/subsidy',
      least: 'own',
      handle: ({ actor, params: { kiosk = '', code = '' } }) => subsidy.view(actor, kiosk, code),
    }),
    route({
      method: 'PUT',
      path: '/classes/:kiosk/:code/subsidy',
      least: 'accountant',
      body: saveSubsidySchema,
      handle: ({ actor, params: { kiosk = '', code = '' }, body }) => subsidy.save(actor, kiosk, code, body),
      audit: ({ params: { code = '' }, body: { entry } }) => ({
        action: 'subsidy-entered',
        subject: code,
        detail: `录入 ${code} 的补贴核算：考试结果 ${String(Object.keys(entry.exam).length)} 人，参保 ${String(entry.insured.length)} 人，材料不合格 ${String(entry.materialsRejected.length)} 人，违规 ${String(entry.violations.length)} 项`,
      }),
    }),
    route({ method: 'GET', path: '/publicity', least: 'own', handle: ({ actor }) => subsidy.publicity(actor) }),
    exported('/publicity/:format', 'own', ({ actor }) => forms.publicity(actor)),
    route({
      method: 'GET',
      path: '/classes/:kiosk/:code/forms/:form/:format',
      least: 'own',
      query: formQuery,
      handle: async ({ actor, params: { kiosk = '', code = '', form = '', format = '' }, query }) => {
        const full = hasCenterRights(actor.role, 'inspector');
        return fileOf(format, () => forms.ofClass(actor, kiosk, code, form, query, full));
      },
      audit: ({ params: { code = '' } }, { name }) => ({
        action: 'form-exported',
        subject: code,
        detail: `导出 ${name}`,
      }),
    }),
  ];
}

function exported(
  path: string,
  least: 'own',
  make: (asked: { readonly actor: CenterActor; readonly month: string }) => Promise<MadeForm>,
): Route {
  return route({
    method: 'GET',
    path,
    least,
    handle: ({ actor, params: { month = '', format = '' } }) => fileOf(format, () => make({ actor, month })),
    audit: (_call, { name }) => ({ action: 'form-exported', subject: name, detail: `导出 ${name}` }),
  });
}

const rendering = { page: formPage, workbook: formWorkbook, policy: PAGE_POLICY, framed: false };

async function fileOf(format: string, make: () => Promise<MadeForm>): Promise<FileAnswer> {
  const wanted = formFormat(format);
  return formAnswer(await make(), wanted, rendering);
}

function monthOf(text: string): LocalMonth {
  const month = parseMonth(text);
  if (month !== null) return month;
  throw new ZaikeError('月份不对，例如 2026-10', { code: 'no-such-month', retry: false });
}
