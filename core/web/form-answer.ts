import { ZaikeError } from '../domain/errors.ts';
import { type FileAnswer, fileAnswer } from './route.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** `xlsx`, a workbook, or `html`, a page to print. */
export type FormFormat = 'xlsx' | 'html';

/** Asked before a form is made. @throws ZaikeError `no-such-format`. */
export function formFormat(text: string): FormFormat {
  if (text === 'xlsx' || text === 'html') return text;
  throw new ZaikeError('表格只有 xlsx 和 html 两种', { code: 'no-such-format', retry: false });
}

/** How a program renders its forms: `core/forms` has both. */
export interface FormRendering<Sheet> {
  readonly page: (sheets: readonly Sheet[]) => string;
  readonly workbook: (sheets: readonly Sheet[]) => Promise<Uint8Array>;
  /** What the printed page may load: nothing but its own style and pictures. */
  readonly policy: string;
  /** Whether the printed page may stand in a frame of the program's own pages, as a preview. */
  readonly framed: boolean;
}

/** Forms as a file: the workbook is saved, the printed page opens in the browser. */
export async function formAnswer<Sheet>(
  { sheets, name }: { readonly sheets: readonly Sheet[]; readonly name: string },
  format: FormFormat,
  { page, workbook, policy, framed }: FormRendering<Sheet>,
): Promise<FileAnswer> {
  if (format === 'xlsx') return fileAnswer({ type: XLSX, name: `${name}.xlsx`, content: await workbook(sheets) });
  const ancestors = framed ? "'self'" : "'none'";
  return fileAnswer({
    ...{ type: 'text/html; charset=utf-8', name: `${name}.html`, inline: true, framed },
    policy: `${policy}; base-uri 'none'; form-action 'none'; frame-ancestors ${ancestors}`,
    content: new TextEncoder().encode(page(sheets)),
  });
}
