import { hasRights } from '../../../core/contract/office/actor.ts';
import { type FormQuery, formQuerySchema, type OfferedForms } from '../../../core/contract/office/forms.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { formPage, PAGE_POLICY } from '../../../core/forms/html.ts';
import type { FormNumber, Sheet } from '../../../core/forms/sheet.ts';
import { formWorkbook } from '../../../core/forms/xlsx.ts';
import { type FileAnswer, fileAnswer } from '../../../core/web/route.ts';
import { type Route, route } from './route.ts';

/** The forms of the kiosk's classes: kiosk/desk/forms satisfies it. */
export interface FormsDesk {
  offered(code: string): OfferedForms;
  make(
    code: string,
    form: FormNumber,
    query: FormQuery,
    full: boolean,
  ): Promise<{ readonly sheets: readonly Sheet[]; readonly name: string }>;
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** The printed page is opened in a tab of its own: it loads nothing, runs nothing, and stands in no frame. */
const PRINT_POLICY = `${PAGE_POLICY}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

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
      handle: async ({ actor, params: { code = '', form = '', format = '' }, query }): Promise<FileAnswer> => {
        const full = hasRights(actor.role, 'administrator');
        const { sheets, name } = await forms.make(code, formNumber(form), query, full);
        if (format === 'html')
          return fileAnswer({
            ...{ type: 'text/html; charset=utf-8', name: `${name}.html`, inline: true, policy: PRINT_POLICY },
            content: new TextEncoder().encode(formPage(sheets)),
          });
        if (format === 'xlsx')
          return fileAnswer({ type: XLSX, name: `${name}.xlsx`, content: await formWorkbook(sheets) });
        throw new ZaikeError('表格只有 xlsx 和 html 两种', { code: 'no-such-format', retry: false });
      },
      audit: ({ params: { code = '', format = '' } }, { name }) => ({
        action: 'form-exported',
        subject: code,
        detail: `${format === 'html' ? '打开打印页' : '下载'} ${name}`,
      }),
    }),
  ];
}

function formNumber(text: string): FormNumber {
  if (/^[2-8]$/.test(text)) return Number(text) as FormNumber;
  throw new ZaikeError('没有这张表：附件 2–8', { code: 'no-such-form', retry: false });
}
