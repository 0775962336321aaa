import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ExcelJS from 'exceljs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalMonth } from '../../core/domain/day.ts';
import type { FormRequest } from '../../core/forms/class-forms.ts';
import { formPage } from '../../core/forms/html.ts';
import type { Sheet } from '../../core/forms/sheet.ts';
import { formWorkbook } from '../../core/forms/xlsx.ts';
import { largeClass, person, type Scenario, subsidyClass, workedClass } from '../support/forms/october.ts';
import { formOf } from '../support/forms/settle.ts';
import { axeFindings, launchChromium, openPage } from '../support/screen/browser.ts';

const month = '2026-10' as LocalMonth;

interface PageCell {
  readonly text: string;
  readonly columns: number;
  readonly rows: number;
}

/** What a browser makes of the page's table, row by row. */
const CELLS = `Array.from(document.querySelectorAll('tr'), (tr) => Array.from(tr.cells, (cell) =>
  ({ text: cell.textContent, columns: cell.colSpan, rows: cell.rowSpan })))`;

/** Cells whose content is wider than they are, as their texts. */
const CUT_OFF = `Array.from(document.querySelectorAll('th, td')).filter((cell) => cell.scrollWidth > cell.clientWidth + 1)
  .map((cell) => cell.textContent)`;

describe('a form as a page in Chromium', () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    browser = await launchChromium();
    folder = await mkdtemp(join(tmpdir(), 'zaike-forms-'));
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  async function shown(form: Sheet): Promise<{ readonly page: Page; readonly faults: readonly string[] }> {
    const file = join(folder, `${form.reportId.slice(7)}.html`);
    await writeFile(file, formPage([form]));
    return await openPage(browser, pathToFileURL(file).href);
  }

  describe.each<readonly [string, Scenario, FormRequest]>([
    ['附件4', largeClass(50), { form: 4 }],
    ['附件5', workedClass(), { form: 5, week: 1 }],
    ['附件6', largeClass(50), { form: 6, month }],
    ['附件7', workedClass(), { form: 7, month }],
    ['附件8', subsidyClass(), { form: 8 }],
  ])('%s', (_, scenario, request) => {
    test('shows the cells of the workbook, text for text and merge for merge', async () => {
      const form = formOf(scenario, request);
      const { page, faults } = await shown(form);
      const rows = await page.evaluate<readonly (readonly PageCell[])[]>(CELLS);
      expect(rows).toHaveLength(form.head.length + form.body.length + form.foot.length);
      const book = new ExcelJS.Workbook();
      await book.xlsx.load((await formWorkbook([form])).buffer as ArrayBuffer);
      expect(rows.flat()).toEqual(workbookCells(book));
      expect(faults).toEqual([]);
      await page.close();
    });

    test('cuts nothing off at the width of the paper, and is accessible', async () => {
      const { page } = await shown(formOf(scenario, request));
      expect(await page.evaluate(CUT_OFF)).toEqual([]);
      expect(await axeFindings(page)).toEqual([]);
      await page.close();
    });

    test('prints on A4 across, the head repeated where it takes several pages', async () => {
      const form = formOf(scenario, request);
      const { page } = await shown(form);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [
        width,
        height,
      ]);
      expect(boxes.length).toBeGreaterThanOrEqual(form.body.length === 50 ? 3 : 1);
      for (const [width, height] of boxes) {
        expect(Number(width)).toBeCloseTo(841.9, 0);
        expect(Number(height)).toBeCloseTo(595.0, 0);
      }
      expect(await page.evaluate(`getComputedStyle(document.querySelector('thead')).display`)).toBe(
        'table-header-group',
      );
      await page.close();
    });
  });

  test('shows markup in a name as it is written, and fetches nothing', async () => {
    const scenario = workedClass();
    const name = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    const trainees = scenario.trainees.map((each) => ({
      ...each,
      person: { ...person(0), name, remarks: "<b>&amp;'" },
    }));
    const form = formOf({ ...scenario, trainees }, { form: 4 });
    const page = await browser.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.setContent(formPage([form]));
    expect(await page.evaluate(`document.querySelectorAll('script, img').length`)).toBe(0);
    const rows = await page.evaluate<readonly (readonly PageCell[])[]>(CELLS);
    const line = rows[form.head.length]?.map(({ text }) => text);
    expect([line?.[1], line?.[14]]).toEqual([name, "<b>&amp;'"]);
    expect(requests).toEqual([]);
    await page.close();
  });
});

/** The workbook's cells as a page has them: merged ones once, figures as they are printed. */
function workbookCells(book: ExcelJS.Workbook): readonly PageCell[] {
  const [page] = book.worksheets;
  if (page === undefined) throw new Error('expected a worksheet');
  const cells: PageCell[] = [];
  for (let row = 1; row <= page.rowCount; row += 1)
    for (let column = 1; column <= page.columnCount; column += 1) {
      const cell = page.getCell(row, column);
      if (cell.master.address !== cell.address) continue;
      cells.push({ text: printed(cell), ...spanOf(page, row, column) });
    }
  return cells;
}

function printed({ value, numFmt }: ExcelJS.Cell): string {
  if (typeof value === 'number') return numFmt === '0.00' ? value.toFixed(2) : String(value);
  return typeof value === 'string' ? value : '';
}

function spanOf(page: ExcelJS.Worksheet, row: number, column: number): Pick<PageCell, 'columns' | 'rows'> {
  const { address } = page.getCell(row, column);
  let [columns, rows] = [1, 1];
  while (column + columns <= page.columnCount && page.getCell(row, column + columns).master.address === address)
    columns += 1;
  while (row + rows <= page.rowCount && page.getCell(row + rows, column).master.address === address) rows += 1;
  return { columns, rows };
}
