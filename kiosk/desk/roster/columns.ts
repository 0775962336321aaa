import type { SheetFault } from '../../../core/contract/office/sheet-fault.ts';
import { columnName, type Table, type TableCell, textOf } from '../tables/table.ts';

/** The columns that a roster may have: those of 附件4, and what the import takes besides. */
export type RosterColumn =
  | 'number'
  | 'name'
  | 'sex'
  | 'ethnicity'
  | 'idNumber'
  | 'school'
  | 'major'
  | 'education'
  | 'graduation'
  | 'household'
  | 'ownFinalYear'
  | 'certificate'
  | 'phone'
  | 'signature'
  | 'remarks'
  | 'joinedOn'
  | 'consentOn';

/** A column's name as 附件4 prints it, and what else it is called in practice. */
const HEADINGS: Readonly<Record<RosterColumn, readonly [printed: string, ...others: readonly string[]]>> = {
  number: ['序号', '编号', '序', 'NO', 'NO.'],
  name: ['姓名', '学员姓名', '学生姓名', '学员', '名字'],
  sex: ['性别'],
  ethnicity: ['民族'],
  idNumber: [
    '身份证号',
    '身份证号码',
    '身份证',
    '公民身份号码',
    '居民身份证号',
    '居民身份证号码',
    '证件号码',
    '证件号',
  ],
  school: ['毕业院校', '毕业学校', '毕业院校名称', '院校', '院校名称', '学校', '学校名称'],
  major: ['所学专业', '专业', '专业名称', '毕业专业'],
  education: ['学历', '学历层次', '文化程度'],
  graduation: ['毕业时间', '毕业日期', '毕业年月', '毕业年份'],
  household: ['户籍所在地', '户籍', '户籍地', '户籍地址', '户口所在地'],
  ownFinalYear: ['是否本校毕业学年', '本校毕业学年', '是否为本校毕业学年', '是否本校毕业学年学生', '是否毕业学年'],
  certificate: ['拟取证书类型', '证书类型', '拟取得证书类型', '拟取证书', '拟考证书类型'],
  phone: ['移动电话', '手机', '手机号', '手机号码', '联系电话', '联系方式', '电话', '电话号码'],
  signature: ['学员签名', '签名', '签字', '本人签名', '学员签字'],
  remarks: ['备注', '说明'],
  joinedOn: ['入班日期', '入班时间', '进班日期'],
  consentOn: ['同意人脸识别日期', '同意书日期', '人脸识别同意日期', '人脸识别同意书日期', '同意日期'],
};

const NEEDED: readonly RosterColumn[] = ['name', 'idNumber'];
/** Nobody fills these in for us: their absence is no news. */
const OPTIONAL: ReadonlySet<RosterColumn> = new Set(['number', 'signature', 'remarks', 'joinedOn', 'consentOn']);
/** Title rows above the header end here. */
const LAST_HEADER_ROW = 30;

const byHeading = new Map(
  Object.entries(HEADINGS).flatMap(([column, names]) => names.map((name) => [name, column as RosterColumn] as const)),
);

/** A heading without blanks, remarks in brackets and stars: `* 姓 名（必填）` is 姓名. */
function headingOf(cell: TableCell): string {
  return textOf(cell)
    .replace(/\s/g, '')
    .replace(/[(（[【].*?[)）\]】]/g, '')
    .replace(/[*:：、,，。]/g, '')
    .toUpperCase();
}

/** The column that a heading names. */
function columnOf(cell: TableCell): RosterColumn | undefined {
  return cell.covered ? undefined : byHeading.get(headingOf(cell));
}

/** Where a table's header is and which column lies where. */
export interface Header {
  /** The header's last row as Excel shows it. */
  readonly row: number;
  /** Index of the column in the table, from 0. */
  readonly places: ReadonlyMap<RosterColumn, number>;
  readonly faults: readonly SheetFault[];
}

/** The row that names the most columns, a person's name or number among them; undefined: the table is no roster. */
export function findHeader(table: Table): Header | undefined {
  const rows = table.rows.filter(({ number }) => number <= LAST_HEADER_ROW);
  const named = rows.map((row) => ({
    row,
    columns: new Set(row.cells.map(columnOf).filter((each) => each !== undefined)),
  }));
  const candidates = named.filter(({ columns }) => NEEDED.some((each) => columns.has(each)) && columns.size >= 2);
  if (candidates.length === 0) return undefined;
  const { row } = candidates.reduce((best, each) => (each.columns.size > best.columns.size ? each : best));
  const places = new Map<RosterColumn, number>();
  const faults: SheetFault[] = [];
  for (const [index, cell] of row.cells.entries()) {
    const text = textOf(cell);
    if (cell.covered || text === '') continue;
    const column = columnOf(cell);
    const label = `${columnName(index)}（${text}）`;
    if (column === undefined) {
      faults.push({
        ...{ severity: 'notice', row: row.number, column: label },
        what: '附件4没有这一列',
        advice: '导入时不读取这一列；若它是改了名的必要列，请把列名改成附件4的写法',
      });
    } else if (places.has(column)) {
      const first = columnName(places.get(column) ?? 0);
      faults.push({
        ...{ severity: 'refused', row: row.number, column: label },
        what: `“${HEADINGS[column][0]}”出现两次（另一列是 ${first}）`,
        advice: '请删去多余的一列，或改正列名',
      });
    } else places.set(column, index);
  }
  const missing = (Object.keys(HEADINGS) as RosterColumn[]).filter((each) => !places.has(each) && !OPTIONAL.has(each));
  for (const column of missing) {
    const needed = NEEDED.includes(column);
    faults.push({
      ...{ severity: needed ? 'refused' : 'notice', row: row.number, column: null },
      what: `缺少“${HEADINGS[column][0]}”一列`,
      advice: needed ? `请在第 ${row.number} 行表头中加上“${HEADINGS[column][0]}”并填好` : '导入后这一项留空',
    });
  }
  const below = Math.max(...row.cells.map(({ merged }) => lastRowOf(merged, row.number)));
  return { row: below, places, faults };
}

/** The last row of `B3:C5`; `otherwise` for null. */
function lastRowOf(range: string | null, otherwise: number): number {
  return Number(/(\d+)$/.exec(range ?? '')?.[1] ?? otherwise);
}

/** A column as faults name it: `E（身份证号）`. */
export function labelOf(column: RosterColumn, places: Header['places']): string {
  const place = places.get(column);
  return place === undefined ? HEADINGS[column][0] : `${columnName(place)}（${HEADINGS[column][0]}）`;
}

/** The headings of an empty roster to fill in: 附件4's, then those of the import. */
export const TEMPLATE_COLUMNS: readonly RosterColumn[] = [
  ...(Object.keys(HEADINGS) as RosterColumn[]).filter((each) => each !== 'joinedOn'),
];

/** A column's name as 附件4 prints it. */
export function printedHeading(column: RosterColumn): string {
  return HEADINGS[column][0];
}
