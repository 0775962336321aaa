import type { CenterActor } from '../../core/contract/center/actor.ts';
import { type LocalMonth, parseMonth } from '../../core/domain/day.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { RULES_VERSION, type Sha256 } from '../../core/domain/month.ts';
import { maskIdNumber } from '../../core/domain/person.ts';
import { subsidyForm } from '../../core/forms/annex8-subsidy.ts';
import { publicityDraft, totalsDraft } from '../../core/forms/center-lists.ts';
import { classForm, classOnPaper, type FormRequest } from '../../core/forms/class-forms.ts';
import { defaultMarks } from '../../core/forms/marks.ts';
import type { SettledClass } from '../../core/forms/month-on-paper.ts';
import { reportIdOf, withReportId } from '../../core/forms/report-id.ts';
import type { Draft, Sheet } from '../../core/forms/sheet.ts';
import type { SubsidyDesk } from './subsidy.ts';
import type { TotalsDesk } from './totals.ts';

/** A form and the name under which it is saved, without its ending. */
export interface MadeForm {
  readonly sheets: readonly Sheet[];
  readonly name: string;
}

/** What of a class's form is wanted. */
export interface FormChoice {
  readonly month?: string | undefined;
  readonly week?: number | undefined;
}

/** 附件4–8 of a class, and the center's own lists. */
export interface FormDesk {
  /** @param full whether ID numbers are in full where the form needs them. @throws ZaikeError `no-such-class`, `no-such-form`, `choose-month`, and of the form. */
  ofClass(
    actor: CenterActor,
    kiosk: string,
    code: string,
    form: string,
    choice: FormChoice,
    full: boolean,
  ): Promise<MadeForm>;
  /** 附件8 over all classes that have rows. */
  subsidy(actor: CenterActor): Promise<MadeForm>;
  totals(actor: CenterActor, month: string): Promise<MadeForm>;
  publicity(actor: CenterActor): Promise<MadeForm>;
}

export interface FormDeskOptions {
  readonly subsidy: SubsidyDesk;
  readonly totals: TotalsDesk;
  readonly sha256: Sha256;
}

export function formDesk({ subsidy, totals, sha256 }: FormDeskOptions): FormDesk {
  const sealed = (draft: Draft): Sheet =>
    withReportId(draft, reportIdOf(draft, { rulesVersion: RULES_VERSION, months: [] }, sha256));
  return {
    ofClass: async (actor, kiosk, code, form, choice, full) => {
      const settled = await subsidy.settled(actor, kiosk, code);
      const request =
        form === '8'
          ? { form: 8 as const, remarks: remarksOf(code, await subsidy.changed(actor, kiosk, code)) }
          : requestOf(form, choice);
      const shown = full ? settled : { ...settled, file: masked(settled.file) };
      const name = [`附件${form}`, code, choice.month, choice.week === undefined ? undefined : `第${choice.week}周`];
      return {
        sheets: [classForm(shown, request, { sha256, marks: defaultMarks })],
        name: name.filter((part) => part !== undefined).join('-'),
      };
    },
    subsidy: async (actor) => {
      const all = await subsidy.settledRows(actor);
      const lines = all.flatMap((settled) => {
        const of = classOnPaper(settled);
        return settled.result.subsidy.map((row) => ({ of, row, materialsComplete: settled.file.materialsComplete }));
      });
      const paid = all.filter(({ result }) => result.subsidy.length > 0);
      const remarks = paid.flatMap(({ file, changed }) => remarksOf(file.class.code, changed));
      return { sheets: [sealed(subsidyForm(lines, remarks))], name: '附件8-补贴核算表' };
    },
    totals: async (actor, text) => {
      const month = monthAsked(text);
      const { rows, total } = await totals.of(actor, month);
      const lines = rows.map((row) => ({
        ...row,
        state: row.reportId === null ? '未关账' : row.signed ? '已关账，有签字件' : '已关账，缺签字件',
      }));
      return { sheets: [sealed(totalsDraft(month, lines, total))], name: `考勤汇总-${month}` };
    },
    publicity: async (actor) => {
      const { classes: all } = await subsidy.publicity(actor);
      const lines = all.flatMap(({ people, ...of }) =>
        people.map((person) => ({
          ...{ institution: of.institution, specialty: of.specialty, code: of.code },
          ...{ name: person.name, idNumber: person.idNumber },
          ...{ standard: person.standard === null ? '' : String(person.standard), months: String(person.months ?? '') },
        })),
      );
      const periods = [...new Set(all.map(({ publishedOn, publicityEnds }) => periodText(publishedOn, publicityEnds)))];
      return { sheets: [sealed(publicityDraft(lines, periods.join('；')))], name: '公示名单' };
    },
  };
}

/** Below 附件8: a class whose filing is not the one that was approved. */
function remarksOf(code: string, changed: Awaited<ReturnType<SubsidyDesk['changed']>>): readonly string[] {
  if (changed === null) return [];
  const { on, paper, changes } = changed;
  return [`批准后改过：${code}（${on} ${paper} 批准）之后 ${changes.join('；')}`];
}

function periodText(from: string | null, to: string | null): string {
  if (from === null) return '公示期：5 个工作日';
  return to === null ? `公示期：${from} 起，缺公示期所在年份的日历，算不出截止日` : `公示期：${from} 至 ${to}`;
}

function requestOf(form: string, { month, week }: FormChoice): FormRequest {
  switch (form) {
    case '4':
      return { form: 4 };
    case '5':
      return { form: 5, week: week ?? 1 };
    case '6':
      return { form: 6, month: monthAsked(month) };
    case '7':
      return { form: 7, month: monthAsked(month) };
    default:
      throw new ZaikeError('没有这张表：附件 4–8', { code: 'no-such-form', retry: false });
  }
}

function monthAsked(text: string | undefined): LocalMonth {
  const month = parseMonth(text ?? '');
  if (month !== null) return month;
  throw new ZaikeError('请先选择月份', { code: 'choose-month', retry: false });
}

function masked(file: SettledClass['file']): SettledClass['file'] {
  const trainees = file.trainees.map((trainee) => {
    const { idNumber } = trainee.person;
    if (idNumber === null) return trainee;
    return { ...trainee, person: { ...trainee.person, idNumber: maskIdNumber(idNumber) } };
  });
  return { ...file, trainees };
}
