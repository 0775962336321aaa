import { hasRights } from '../../../core/contract/office/actor.ts';
import { type FormQuery, formQuerySchema, type OfferedForms } from '../../../core/contract/office/forms.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { formPage, PAGE_POLICY } from '../../../core/forms/html.ts';
import type { FormNumber, Sheet } from '../../../core/forms/sheet.ts';
import { formWorkbook } from '../../../core/forms/xlsx.ts';
import { formAnswer, formFormat } from '../../../core/web/form-answer.ts';
import type { FileAnswer } from '../../../core/web/route.ts';
import { type Route, route } from './route.ts';

/** The forms of the kiosk's classes: kiosk/desk/forms satisfies it. */
export interface FormsDesk {
  offered(code: string): OfferedForms;
  make(
    code: string,
    form: FormNumber,
    query: FormQuery,
    seeing: { readonly fullIdNumbers: boolean; readonly photos: boolean },
  ): Promise<{ readonly sheets: readonly Sheet[]; readonly name: string; readonly photos: number }>;
}

const rendering = { page: formPage, workbook: formWorkbook, policy: PAGE_POLICY, framed: true };

/** Forms 2–8 as workbook and as page to print; each download is in the audit. */
export function formRoutes(forms: FormsDesk): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/classes/:code/forms',
      least: 'viewer',
      handle: ({ params: { code = '' } }) => forms.offered(code),
    }),
    route({
      method: 'GET',
      path: '/classes/:code/forms/:form/:format',
      least: 'viewer',
      query: formQuerySchema,
      handle: async ({
        actor,
        params: { code = '', form = '', format = '' },
        query,
      }): Promise<FileAnswer & { photos: number }> => {
        const wanted = formFormat(format);
        const seeing = {
          fullIdNumbers: hasRights(actor.role, 'administrator'),
          photos: hasRights(actor.role, 'teacher'),
        };
        const made = await forms.make(code, formNumber(form), query, seeing);
        return { ...(await formAnswer(made, wanted, rendering)), photos: made.photos };
      },
      audit: ({ params: { code = '', format = '' } }, { name, photos }) => ({
        action: photos > 0 ? 'form-exported-with-photos' : 'form-exported',
        subject: code,
        detail: `${format === 'html' ? '打开打印页' : '下载'} ${name}${photos > 0 ? `，含 ${photos} 人的登记照片` : ''}`,
      }),
    }),
  ];
}

function formNumber(text: string): FormNumber {
  if (/^[2-8]$/.test(text)) return Number(text) as FormNumber;
  throw new ZaikeError('没有这张表：附件 2–8', { code: 'no-such-form', retry: false });
}
