import { looks } from './cell-look.ts';
import { pageStyle } from './html-style.ts';
import { type PlacedRow, place } from './placing.ts';
import type { Cell, CellKind, Sheet } from './sheet.ts';

/**
 * What the page may load: its own styles and pictures within itself. A server whose pages have another
 * policy sends this one with a form: both would hold, and the styles would go.
 */
export const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * Forms as one page that prints to A4 by itself: no script, no font and no picture from elsewhere (its
 * content policy forbids them), the head repeated on each sheet of paper. It shows the texts of the
 * workbook, cell for cell.
 */
export function formPage(sheets: readonly Sheet[]): string {
  const [first] = sheets;
  if (first === undefined) throw new RangeError('expected at least one form, got none');
  return [
    '<!doctype html>',
    '<html lang="zh-CN">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    `<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">`,
    `<title>${escaped(first.title)}</title>`,
    `<style>${pageStyle(sheets)}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...sheets.map(section),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function section(sheet: Sheet): string {
  const { head, body, foot } = place(sheet);
  const whole = sheet.columnsMm.reduce((sum, width) => sum + width, 0);
  const columns = sheet.columnsMm.map((width) => `<col style="width:${((100 * width) / whole).toFixed(4)}%">`).join('');
  return [
    `<section class="form form${sheet.form}" data-report-id="${escaped(sheet.reportId)}">`,
    `<table><colgroup>${columns}</colgroup>`,
    `<thead>\n${rowsOf(sheet, head)}\n</thead>`,
    `<tbody>\n${rowsOf(sheet, body)}\n</tbody>`,
    `<tbody class="foot">\n${rowsOf(sheet, foot)}\n</tbody>`,
    '</table>',
    '</section>',
  ].join('\n');
}

function rowsOf(sheet: Sheet, rows: readonly PlacedRow[]): string {
  return rows
    .map((row) => {
      const cells = row.cells.map(({ cell }) => cellOf(cell, sheet)).join('');
      return `<tr style="height:calc(${row.leastMm}mm*var(--scale))">${cells}</tr>`;
    })
    .join('\n');
}

function cellOf(cell: Cell, sheet: Sheet): string {
  const tag = cell.kind === 'heading' ? 'th' : 'td';
  const attributes = [
    `class="${classOf(cell.kind, cell.shaded)}"`,
    cell.columns > 1 ? `colspan="${cell.columns}"` : '',
    cell.rows > 1 ? `rowspan="${cell.rows}"` : '',
  ].filter((attribute) => attribute !== '');
  return `<${tag} ${attributes.join(' ')}>${contentOf(cell, sheet)}</${tag}>`;
}

function contentOf(cell: Cell, sheet: Sheet): string {
  if (cell.picture !== null) {
    const data = Buffer.from(cell.picture.bytes).toString('base64');
    return `<img alt="照片" src="data:image/${cell.picture.type};base64,${data}">`;
  }
  const text = escaped(cell.text);
  if (looks[cell.kind].upright) return `<span>${text}</span>`;
  return cell.kind === 'title' && sheet.title === cell.text ? `<h1>${text}</h1>` : text;
}

function classOf(kind: CellKind, shaded: boolean): string {
  return shaded ? `${kind} shaded` : kind;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it literally, also inside a quoted attribute. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '');
}
