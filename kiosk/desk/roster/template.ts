import ExcelJS from 'exceljs';
import { printedHeading, TEMPLATE_COLUMNS } from './columns.ts';

/** Room for a class at its largest. */
const ROWS = 50;
const WIDE: ReadonlySet<string> = new Set(['idNumber', 'school', 'major', 'household', 'certificate', 'consentOn']);
/** '@': what is typed stays text, so that Excel takes no digit from an ID number. */
const TEXT = '@';

/** An empty 附件4 to fill in, with the column of consents: text cells, lists to choose from, 50 numbered rows. */
export async function rosterTemplate(): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('附件4 花名册', { views: [{ state: 'frozen', ySplit: 2 }] });
  const columns = TEMPLATE_COLUMNS;
  sheet.addRow(['抚顺市高校毕业生专业转换及技能提升培训学员开班花名册']);
  sheet.mergeCells(1, 1, 1, columns.length);
  sheet.addRow(columns.map(printedHeading));
  for (let number = 1; number <= ROWS; number += 1) sheet.addRow([number]);
  sheet.getRow(1).font = { bold: true, size: 14 };
  sheet.getRow(2).font = { bold: true };
  const line = { style: 'thin' as const };
  columns.forEach((column, index) => {
    sheet.getColumn(index + 1).width = column === 'number' ? 6 : WIDE.has(column) ? 24 : 13;
    for (let row = 2; row <= ROWS + 2; row += 1) {
      const cell = sheet.getCell(row, index + 1);
      cell.border = { top: line, left: line, bottom: line, right: line };
      cell.alignment = { vertical: 'middle', wrapText: true };
      if (row > 2 && column !== 'number') cell.numFmt = TEXT;
      if (row > 2 && column === 'sex') cell.dataValidation = choice('男,女');
      if (row > 2 && column === 'ownFinalYear') cell.dataValidation = choice('是,否');
      if (row > 2 && column === 'certificate') cell.dataValidation = choice('专项职业能力,职业资格/职业技能等级');
    }
  });
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const choice = (list: string): ExcelJS.DataValidation => ({
  ...{ type: 'list', allowBlank: true, formulae: [`"${list}"`], showErrorMessage: true },
  ...{ errorTitle: '填写有误', error: `请填：${list.replace(',', ' 或 ')}` },
});
