import ExcelJS from 'exceljs';
import { looks, WORKBOOK_FONT } from './cell-look.ts';
import { MARGINS, POINT_MM } from './paper.ts';
import { type PlacedCell, type PlacedRow, place } from './placing.ts';
import type { Draft, Picture, Sheet } from './sheet.ts';
import { withoutTimes } from './zip-times.ts';

/** A4 in the numbering of ECMA-376 §18.18.51 (ST_PaperSize as Excel writes it). */
const PAPER_A4: unknown = 9;
const MM_PER_INCH = 25.4;
/** A workbook carries a date of making; ours is fixed, so that the same form gives the same bytes. */
const NO_DATE = new Date(Date.UTC(2000, 0, 1));
/** Width in pixels of a digit in the workbook's default letters (Calibri 11): the unit of a column's width (ECMA-376 §18.3.1.13). */
const DIGIT_PX = 7;
const PX_PER_INCH = 96;
/** The unit of drawings (ECMA-376 §20.1.2.1). */
const EMU_PER_INCH = 914_400;
/** How much of its cell a photo fills, in each direction. */
const PICTURE_SHARE = 0.94;

/**
 * Forms as an .xlsx workbook, one worksheet each: A4, fitted to the width, head rows repeated on each
 * page, print area, merged cells, the report id in the footer. Every text is a text cell, whatever it
 * begins with. The same forms give the same bytes.
 */
export async function formWorkbook(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.created = NO_DATE;
  book.modified = NO_DATE;
  book.creator = '在课';
  book.lastModifiedBy = '在课';
  for (const sheet of sheets) addSheet(book, sheet);
  return withoutTimes(new Uint8Array(await book.xlsx.writeBuffer()));
}

function addSheet(book: ExcelJS.Workbook, sheet: Sheet): void {
  const placed = place(sheet);
  const rows = [...placed.head, ...placed.body, ...placed.foot];
  const page = book.addWorksheet(sheet.name, {
    pageSetup: {
      paperSize: PAPER_A4 as ExcelJS.PaperSize,
      orientation: sheet.orientation,
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      horizontalCentered: true,
      margins: {
        left: MARGINS.left / MM_PER_INCH,
        right: MARGINS.right / MM_PER_INCH,
        top: MARGINS.top / MM_PER_INCH,
        bottom: MARGINS.bottom / MM_PER_INCH,
        header: 0,
        footer: MARGINS.footer / MM_PER_INCH,
      },
    },
    headerFooter: {
      oddFooter: `&L&"${WORKBOOK_FONT}"&7报告编号 ${sheet.reportId}&R&"${WORKBOOK_FONT}"&8第 &P 页 共 &N 页`,
    },
    views: [{ showGridLines: false }],
  });
  sheet.columnsMm.forEach((widthMm, index) => {
    page.getColumn(index + 1).width = columnWidth(widthMm);
  });
  rows.forEach((row, index) => addRow(page, sheet, row, index + 1));
  for (const placed of rows.flatMap(({ cells }) => cells))
    if (placed.cell.picture !== null) addPicture(book, page, sheet, placed, placed.cell.picture);
  const last = page.getColumn(sheet.columnsMm.length).letter;
  // The library puts a $ before the column only; a relative row would move with the active cell.
  page.pageSetup.printArea = `A$1:${last}$${rows.length}`;
  page.pageSetup.printTitlesRow = `1:${placed.head.length}`;
}

/** Millimetres as the digits, padding included, in which a workbook's file counts its columns. */
function columnWidth(widthMm: number): number {
  return toPx(widthMm) / DIGIT_PX;
}

function addRow(page: ExcelJS.Worksheet, sheet: Draft, row: PlacedRow, number: number): void {
  page.getRow(number).height = row.heightMm / POINT_MM;
  for (const placed of row.cells) addCell(page, sheet, placed);
}

function addCell(page: ExcelJS.Worksheet, sheet: Draft, placed: PlacedCell): void {
  const { cell } = placed;
  const [top, left] = [placed.row + 1, placed.column + 1];
  const target = page.getCell(top, left);
  target.style = styleOf(placed, sheet.bodyPt);
  if (cell.number !== null) target.value = cell.number;
  else if (cell.text !== '') target.value = literal(cell.text);
  if (cell.columns > 1 || cell.rows > 1) page.mergeCells(top, left, top + cell.rows - 1, left + cell.columns - 1);
}

/** `_x0041_` in a workbook's strings means a character (ECMA-376 §22.9.2.19); as text its underscore is escaped. */
function literal(text: string): string {
  return text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
}

function styleOf({ cell }: PlacedCell, bodyPt: number): Partial<ExcelJS.Style> {
  const look = looks[cell.kind];
  const line = { style: 'thin' as const };
  return {
    font: { name: WORKBOOK_FONT, size: bodyPt + look.largerPt, bold: look.bold, charset: 134 },
    alignment: {
      horizontal: look.across,
      vertical: look.down,
      wrapText: look.tooLong === 'wrap',
      shrinkToFit: look.tooLong === 'shrink' && !look.upright,
      ...(look.upright ? { textRotation: 90 } : {}),
      ...(look.indent ? { indent: 1 } : {}),
    },
    ...(look.ruled ? { border: { top: line, left: line, bottom: line, right: line } } : {}),
    ...(cell.shaded ? { fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEDEDED' } } } : {}),
    // '@' keeps a text a text when somebody edits the cell: =… never becomes a formula.
    ...(cell.number === null ? (look.ruled ? { numFmt: '@' } : {}) : { numFmt: cell.decimals === 2 ? '0.00' : '0' }),
  };
}

/** The picture as large as its cell allows, in the middle, its proportions kept. All rows have their heights. */
function addPicture(
  book: ExcelJS.Workbook,
  page: ExcelJS.Worksheet,
  { columnsMm }: Draft,
  { row, column, cell }: PlacedCell,
  picture: Picture,
): void {
  const id = book.addImage({ base64: Buffer.from(picture.bytes).toString('base64'), extension: picture.type });
  const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);
  const widthPx = toPx(sum(columnsMm.slice(column, column + cell.columns)));
  const rows = Array.from({ length: cell.rows }, (_, index) => page.getRow(row + index + 1).height);
  const heightPx = toPx(sum(rows) * POINT_MM);
  const scale = Math.min((widthPx * PICTURE_SHARE) / picture.width, (heightPx * PICTURE_SHARE) / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  // By column and offset: what the library makes of a fraction of a column is too small.
  const corner = {
    ...{ col: column, row },
    ...{ nativeCol: column, nativeColOff: toEmu((widthPx - width) / 2) },
    ...{ nativeRow: row, nativeRowOff: toEmu((heightPx - height) / 2) },
  };
  page.addImage(id, { tl: corner, ext: { width, height }, editAs: 'oneCell' });
}

const toEmu = (px: number): number => Math.round((px / PX_PER_INCH) * EMU_PER_INCH);
const toPx = (millimetres: number): number => (millimetres / MM_PER_INCH) * PX_PER_INCH;
