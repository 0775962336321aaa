import type { SheetFault } from '../../../core/contract/office/sheet-fault.ts';
import type { Person } from '../../../core/domain/class-file.ts';
import { type Certificate, maskIdNumber } from '../../../core/domain/person.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { columnName, EMPTY, type Table, type TableCell, type TableRow, textOf } from '../tables/table.ts';
import { findHeader, type Header, labelOf, type RosterColumn } from './columns.ts';
import {
  certificateField,
  dateField,
  type Field,
  graduationField,
  idNumberField,
  nameField,
  phoneField,
  sexField,
  textField,
  yesNoField,
} from './fields.ts';

/** What a roster says of somebody; null: not told. */
export interface RosterEntry {
  readonly person: Person;
  readonly certificate: Certificate | null;
  readonly ownFinalYear: boolean | null;
  readonly joinedOn: LocalDate | null;
  /** The day of the signed consent to face recognition; null: photos are examined and not embedded. */
  readonly consentOn: LocalDate | null;
}

/** A row of the file, as far as it could be read. */
export interface RosterRow {
  readonly row: number;
  readonly entry: RosterEntry;
  readonly faults: readonly SheetFault[];
}

/** A roster read from a file: its rows, and what is wrong with the file as a whole. */
export interface RosterReading {
  readonly rows: readonly RosterRow[];
  readonly faults: readonly SheetFault[];
  /** The columns that the file has; what it lacks is not to be taken as emptied. */
  readonly columns: ReadonlySet<RosterColumn>;
}

/** Ten classes at their largest; a longer list is some other list. */
const MOST_ROWS = 500;

/** 附件4's own foot, and what people write below a list. */
const FOOT =
  /^(制表人|负责人|审核部门|填表人|填报人|审核人|经办人|联系人|日期|合计|总计|共计?\d*人|注|说明|备注)[:：]?/;

/**
 * The people of a roster's tables. `today`: consent cannot be of a later day. All faults at once, each at
 * its row; a row with faults is there too, with what could be read.
 */
export function readRoster(tables: readonly Table[], today: LocalDate): RosterReading {
  const found = tables.map((table) => ({ table, header: findHeader(table) })).filter(hasHeader);
  const [first, ...others] = found;
  if (first === undefined) return nothing(tables);
  const { table, header } = first;
  const faults: SheetFault[] = [...header.faults];
  if (others.length > 0)
    faults.push(
      ofFile(
        'notice',
        `文件里有 ${found.length} 张名单，只读取“${table.name}”`,
        `“${others.map((other) => other.table.name).join('”“')}”没有读取；要导入它们，请各自另存为文件`,
      ),
    );
  const filled = bodyOf(table, header);
  if (filled.length > MOST_ROWS) {
    faults.push(
      ofFile(
        'refused',
        `名单有 ${filled.length} 行，一次最多导入 ${MOST_ROWS} 行`,
        '请只留本班学员（原则上每班不超过 50 人）后重新选择',
      ),
    );
    return { rows: [], faults, columns: new Set(header.places.keys()) };
  }
  if (filled.length === 0) faults.push(ofFile('refused', '表头下面没有学员', `请从第 ${header.row + 1} 行起填写学员`));
  const rows = filled.map((row) => readRow(row, header, today));
  return { rows: withRepeats(rows, header), faults, columns: new Set(header.places.keys()) };
}

const hasHeader = <T extends { header: Header | undefined }>(each: T): each is T & { header: Header } =>
  each.header !== undefined;

const ofFile = (severity: SheetFault['severity'], what: string, advice: string): SheetFault => ({
  ...{ severity, row: null, column: null },
  what,
  advice,
});

function nothing(tables: readonly Table[]): RosterReading {
  const isEmpty = tables.every(({ rows }) => rows.length === 0);
  const fault = isEmpty
    ? ofFile('refused', '文件里没有内容', '请确认选对了文件；可下载附件4模板，填好后导入')
    : ofFile('refused', '没有找到表头（含“姓名”“身份证号”的一行）', '请使用附件4的列名；可下载附件4模板，填好后导入');
  return { rows: [], faults: [fault], columns: new Set() };
}

/** The rows below the header that say something of a person: up to the foot, without empty and merely numbered ones. */
function bodyOf(table: Table, { row: header, places }: Header): readonly TableRow[] {
  const below = table.rows.filter(({ number }) => number > header);
  const named = new Set(
    [...places].filter(([column]) => column !== 'number' && column !== 'signature').map(([, at]) => at),
  );
  const idAt = places.get('idNumber');
  const isFoot = ({ cells }: TableRow): boolean => {
    const first = cells.find((cell) => !cell.covered && textOf(cell) !== '');
    const number = idAt === undefined ? '' : textOf(cells[idAt] ?? EMPTY);
    return first !== undefined && FOOT.test(textOf(first)) && !/\d{6}/.test(number);
  };
  const foot = below.findIndex(isFoot);
  const body = foot < 0 ? below : below.slice(0, foot);
  return body.filter(({ cells }) => cells.some((cell, index) => named.has(index) && textOf(cell) !== ''));
}

function readRow({ number: row, cells }: TableRow, { places }: Header, today: LocalDate): RosterRow {
  const faults: SheetFault[] = [];
  const at = (column: RosterColumn): TableCell => cells[places.get(column) ?? -1] ?? EMPTY;
  const refuse = (column: RosterColumn, what: string, advice: string): void => {
    faults.push({ severity: 'refused', row, column: labelOf(column, places), what, advice });
  };
  const take = <T>(column: RosterColumn, read: (cell: TableCell) => Field<T | null>): T | null => {
    const field = read(at(column));
    if (field.kind === 'value') return field.value;
    refuse(column, field.what, field.advice);
    return null;
  };
  const merged = [...places].flatMap(([, index]) => {
    const range = cells[index]?.merged ?? null;
    return range === null ? [] : [{ range, index }];
  });
  for (const range of new Set(merged.map((each) => each.range))) {
    const index = merged.find((each) => each.range === range)?.index ?? 0;
    faults.push({
      ...{ severity: 'refused', row, column: columnName(index) },
      what: `单元格 ${range} 是合并的`,
      advice: '请取消合并，在每一行各自填写',
    });
  }
  const name = take('name', nameField);
  if (name === null && !faults.some(({ column }) => column === labelOf('name', places)) && places.has('name'))
    refuse('name', '没有填姓名', '请填写姓名');
  const idNumber = take('idNumber', idNumberField);
  if (idNumber === null && textOf(at('idNumber')) === '' && places.has('idNumber'))
    refuse('idNumber', '没有填身份证号', '请填写 18 位身份证号');
  const consentOn = take('consentOn', dateField);
  if (consentOn !== null && consentOn > today)
    refuse('consentOn', `同意书日期 ${consentOn} 晚于今天`, '请按签字日期填写；还没有签的请留空');
  const entry: RosterEntry = {
    person: {
      name,
      sex: take('sex', (cell) => sexField(cell, idNumber)),
      ethnicity: take('ethnicity', textField),
      idNumber,
      school: take('school', textField),
      major: take('major', textField),
      education: take('education', textField),
      graduation: take('graduation', graduationField),
      household: take('household', textField),
      phone: take('phone', phoneField),
      remarks: take('remarks', textField),
    },
    certificate: take('certificate', certificateField),
    ownFinalYear: take('ownFinalYear', yesNoField),
    joinedOn: take('joinedOn', dateField),
    consentOn,
  };
  return { row, entry, faults };
}

/** Rows with the faults of an ID number that stands twice: at each of its rows. */
function withRepeats(rows: readonly RosterRow[], { places }: Header): readonly RosterRow[] {
  const byNumber = Map.groupBy(rows, ({ entry }) => entry.person.idNumber);
  return rows.map((each) => {
    const { idNumber } = each.entry.person;
    const others = idNumber === null ? [] : (byNumber.get(idNumber) ?? []).filter(({ row }) => row !== each.row);
    if (idNumber === null || others.length === 0) return each;
    const fault: SheetFault = {
      ...{ severity: 'refused', row: each.row, column: labelOf('idNumber', places) },
      what: `身份证号 ${maskIdNumber(idNumber)} 重复：第 ${others.map(({ row }) => row).join('、')} 行也是它`,
      advice: '请删去重复的一行，或对照身份证改正号码',
    };
    return { ...each, faults: [...each.faults, fault] };
  });
}
