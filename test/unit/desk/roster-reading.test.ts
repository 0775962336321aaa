import { createHash } from 'node:crypto';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { readScenario } from '../../../core/contract/scenario-read.ts';
import { settleClass } from '../../../core/domain/class-result.ts';
import { classForm } from '../../../core/forms/class-forms.ts';
import { defaultMarks } from '../../../core/forms/marks.ts';
import { formWorkbook } from '../../../core/forms/xlsx.ts';
import { packagedYears } from '../../../core/platform/calendar.ts';
import { rosterTemplate } from '../../../kiosk/desk/roster/template.ts';
import { workedClass } from '../../support/forms/october.ts';
import { ANNEX_4, csvOf, faultLines, idNumberOf, readFile, rowOf, workbookOf } from '../../support/roster/files.ts';

const gb18030 = (text: string): Uint8Array => {
  // Node encodes UTF-8 only: the few characters of this test by their GB18030 codes.
  const codes: Readonly<Record<string, number>> = {
    ...{ 姓: 0xd0d5, 名: 0xc3fb, 身: 0xc9ed, 份: 0xb7dd, 证: 0xd6a4, 号: 0xbac5, 王: 0xcdf5, 五: 0xcee5 },
  };
  const bytes = Array.from(text).flatMap((character) => {
    const code = codes[character];
    return code === undefined ? [character.charCodeAt(0)] : [code >> 8, code & 0xff];
  });
  return Uint8Array.from(bytes);
};

describe('a roster that is right', () => {
  it('reads each column of 附件4', async () => {
    const reading = await readFile('名单.xlsx', await workbookOf([ANNEX_4, rowOf(1), rowOf(2)]));
    expect(faultLines(reading)).toEqual([]);
    expect(reading.rows.map(({ row, entry }) => [row, entry.person.name])).toEqual([
      [2, '学员乙1'],
      [3, '学员丙2'],
    ]);
    expect(reading.rows[0]?.entry).toEqual({
      person: {
        ...{ name: '学员乙1', sex: '男', ethnicity: '汉族', idNumber: idNumberOf(1), school: '沈阳工学院' },
        ...{ major: '计算机科学与技术', education: '本科', graduation: '2026-07-01', household: '辽宁省抚顺市' },
        ...{ phone: '13800000001', remarks: null },
      },
      ...{ certificate: 'special', ownFinalYear: false, joinedOn: null, consentOn: null },
    });
  });

  it('reads back the form that we print ourselves', async () => {
    const reading = readScenario(workedClass(), packagedYears());
    if (reading.kind === 'faulty') throw new Error('expected a class that fits');
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    const result = settleClass(reading.file, { calendar: reading.calendar, sha256 });
    const form = classForm({ file: reading.file, result }, { form: 4 }, { sha256, marks: defaultMarks });
    const back = await readFile('附件4.xlsx', await formWorkbook([form]));
    expect(faultLines(back)).toEqual([]);
    const people = reading.file.trainees.map(({ person }) => person);
    expect(back.rows.map(({ entry }) => entry.person)).toEqual(
      // The form prints the sex that the ID number tells when none is entered.
      people.map((person, index) => ({ ...person, sex: back.rows[index]?.entry.person.sex })),
    );
    expect(back.rows.map(({ entry }) => entry.certificate)).toEqual(people.map(() => 'vocational'));
  });

  it('takes the columns in any order and under other names, with title rows above', async () => {
    const bytes = await workbookOf([
      ['某某学院 2026 年学员名单'],
      ['填报日期：2026年9月'],
      ['手机号', '公民身份号码（必填）', '* 学 员 姓 名', '同意书日期'],
      ['+86 138-0013-8000', ` ${idNumberOf(3).toLowerCase()} `, '张 三', '2026/9/1'],
    ]);
    const { rows } = await readFile('a.xlsx', bytes);
    expect(rows[0]?.row).toBe(4);
    expect(rows[0]?.entry).toMatchObject({
      person: { name: '张三', idNumber: idNumberOf(3), phone: '13800138000' },
      consentOn: '2026-09-01',
    });
  });

  it.each([
    ['2026-6-30', '2026-06-30'],
    ['2026.06.30', '2026-06-30'],
    ['2026年6月30日', '2026-06-30'],
    ['20260630', '2026-06-30'],
    [new Date(Date.UTC(2026, 5, 30)), '2026-06-30'],
    [46_203, '2026-06-30'],
    ['2026年6月', '2026-06'],
    ['202606', '2026-06'],
    [2026.06, '2026-06'],
    ['2026届', '2026'],
    [2026, '2026'],
  ])('reads the time of graduation %s as %s', async (told, read) => {
    const { rows } = await readFile('a.xlsx', await workbookOf([ANNEX_4, rowOf(1, { 毕业时间: told })]));
    expect(rows[0]?.entry.person.graduation).toBe(read);
  });

  it('reads csv in UTF-8 with and without BOM, in UTF-16 and in GB18030', async () => {
    const text = `姓名,身份证号\r\n王五,${idNumberOf(5)}\r\n`;
    const utf8 = new TextEncoder().encode(text);
    const files = [
      utf8,
      new Uint8Array([0xef, 0xbb, 0xbf, ...utf8]),
      new Uint8Array([0xff, 0xfe, ...Buffer.from(text.replaceAll(',', '\t'), 'utf16le')]),
      gb18030(text),
    ];
    for (const bytes of files) {
      const { rows } = await readFile('名单.csv', bytes);
      expect(rows.map(({ entry }) => [entry.person.name, entry.person.idNumber])).toEqual([['王五', idNumberOf(5)]]);
    }
  });

  it('takes numbers stored as text, and telephone numbers stored as numbers', async () => {
    const row = rowOf(1, { 序号: '1', 移动电话: 13_800_138_000, 身份证号: `'${idNumberOf(1)}` });
    const reading = await readFile('a.xlsx', await workbookOf([ANNEX_4, row]));
    expect(faultLines(reading)).toEqual([]);
    expect(reading.rows[0]?.entry.person).toMatchObject({ phone: '13800138000', idNumber: idNumberOf(1) });
  });

  it('leaves out empty numbered rows and what stands below the list', async () => {
    const foot = ['制表人：李四', null, '负责人：', null, '日期：'];
    const bytes = await workbookOf([ANNEX_4, rowOf(1), [2], [3], foot, rowOf(9)]);
    const reading = await readFile('a.xlsx', bytes);
    expect(reading.rows.map(({ row }) => row)).toEqual([2]);
  });
});

describe('the empty roster to fill in', () => {
  it('reads back once it is filled in', async () => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await rosterTemplate()).buffer as ArrayBuffer);
    const sheet = book.worksheets[0];
    const row = [...rowOf(1), '2026-09-01'];
    row.forEach((value, index) => {
      if (sheet !== undefined && value !== '') sheet.getCell(3, index + 1).value = value as string;
    });
    const reading = await readFile('附件4.xlsx', new Uint8Array(await book.xlsx.writeBuffer()));
    expect(faultLines(reading)).toEqual([]);
    expect(reading.rows).toMatchObject([
      { row: 3, entry: { person: { idNumber: idNumberOf(1) }, consentOn: '2026-09-01' } },
    ]);
  });
});

describe('a roster that is not right', () => {
  it('names merged cells at each of their rows', async () => {
    const bytes = await workbookOf([ANNEX_4, rowOf(1), rowOf(2), rowOf(3)], (sheet) => {
      sheet.mergeCells('F2:F3');
    });
    expect(faultLines(await readFile('a.xlsx', bytes))).toEqual([
      'refused 2 F 单元格 F2:F3 是合并的 → 请取消合并，在每一行各自填写',
      'refused 3 F 单元格 F2:F3 是合并的 → 请取消合并，在每一行各自填写',
    ]);
  });

  it('says that an additional column is not read', async () => {
    const reading = await readFile(
      'a.xlsx',
      await workbookOf([
        [...ANNEX_4, '班主任'],
        [...rowOf(1), '赵六'],
      ]),
    );
    expect(faultLines(reading)).toEqual([
      'notice 1 P（班主任） 附件4没有这一列 → 导入时不读取这一列；若它是改了名的必要列，请把列名改成附件4的写法',
    ]);
    expect(reading.rows).toHaveLength(1);
  });

  it('refuses a missing needed column, and tells of a missing other one', async () => {
    const without = (...names: string[]): number[] => names.map((name) => ANNEX_4.indexOf(name));
    const cut = (row: readonly unknown[]): unknown[] =>
      row.filter((_, index) => !without('身份证号', '民族').includes(index));
    const lines = faultLines(await readFile('a.xlsx', await workbookOf([cut(ANNEX_4), cut(rowOf(1))])));
    expect(lines).toEqual([
      'notice 1 - 缺少“民族”一列 → 导入后这一项留空',
      'refused 1 - 缺少“身份证号”一列 → 请在第 1 行表头中加上“身份证号”并填好',
    ]);
  });

  it.each([
    ['a number', 210402200206150000],
    ['a number in text', '2.10402E+17'],
    ['zeros in text', '210402200206150000'],
  ])('says that Excel lost the end of an ID number (%s)', async (_, idNumber) => {
    const [line] = faultLines(await readFile('a.xlsx', await workbookOf([ANNEX_4, rowOf(1, { 身份证号: idNumber })])));
    expect(line).toBe(
      'refused 2 E（身份证号） 身份证号被 Excel 存成了数字，末尾几位已经丢失 → 请把该列设为“文本”格式，再对照身份证重新填写（改格式不能找回丢失的数字）',
    );
  });

  it.each([
    ['身份证号', '210402200002290018', /校验位不对/],
    ['身份证号', '110105491231002', /15 位的旧身份证号/],
    ['身份证号', '2104022000022900', /应为 18 位，现有 16 位/],
    ['身份证号', '210402200002300016', /不是存在的出生日期/],
    ['身份证号', '', /没有填身份证号/],
    ['姓名', '', /没有填姓名/],
    ['性别', '女', /性别是“女”，身份证号表示“男”/],
    ['移动电话', '1380013800', /应为 1 开头的 11 位号码/],
    ['毕业时间', '2026-13-01', /不是存在的年月/],
    ['毕业时间', 2026.1, /分不清 1 月还是 10 月/],
    ['拟取证书类型', '驾驶证', /不认识的证书类型/],
    ['是否本校毕业学年', '也许', /应为“是”或“否”/],
    ['毕业院校', { error: '#REF!' }, /公式出错/],
  ])('names what is wrong with %s %j at its row', async (column, told, expected) => {
    const bytes = await workbookOf([ANNEX_4, rowOf(1, { [column]: told }), rowOf(2)]);
    const lines = faultLines(await readFile('a.xlsx', bytes));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(expected);
    expect(lines[0]).toMatch(new RegExp(`^refused 2 [A-Z]（${column}）`));
  });

  it('names both rows of an ID number that stands twice, masked', async () => {
    const lines = faultLines(await readFile('a.xlsx', await workbookOf([ANNEX_4, rowOf(1), rowOf(1), rowOf(2)])));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('refused 2');
    expect(lines[0]).toContain('********');
    expect(lines[0]).toContain('第 3 行也是它');
    expect(lines.join()).not.toContain(idNumberOf(1));
  });

  it('refuses a consent of a day to come', async () => {
    const bytes = await workbookOf([
      [...ANNEX_4, '同意书日期'],
      [...rowOf(1), '2026-09-21'],
    ]);
    expect(faultLines(await readFile('a.xlsx', bytes)).join()).toContain('晚于今天');
  });

  it('refuses ten thousand rows in one sentence', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => rowOf(index));
    expect(faultLines(await readFile('a.csv', csvOf([ANNEX_4, ...rows])))).toEqual([
      'refused - - 名单有 10000 行，一次最多导入 500 行 → 请只留本班学员（原则上每班不超过 50 人）后重新选择',
    ]);
  });

  it('says that a file holds no list, or nothing at all', async () => {
    const noHeader = await readFile('a.xlsx', await workbookOf([['今日菜单'], ['鱼', '肉']]));
    expect(faultLines(noHeader).join()).toContain('没有找到表头');
    expect(faultLines(await readFile('a.xlsx', await workbookOf([]))).join()).toContain('文件里没有内容');
    expect(faultLines(await readFile('a.xlsx', await workbookOf([ANNEX_4]))).join()).toContain('表头下面没有学员');
    expect(faultLines(await readFile('a.csv', new Uint8Array())).join()).toContain('文件是空的');
  });

  it.each([
    ['a csv under the name of a workbook', 'a.xlsx', () => csvOf([ANNEX_4]), /内容却是文本（CSV）/],
    ['a workbook under the name of a csv', 'a.csv', () => workbookOf([ANNEX_4]), /内容却是 Excel 工作簿/],
    ['an .xls of old Excel', 'a.xls', () => ole(''), /旧版 Excel（.xls）.*另存为/],
    ['an encrypted workbook', 'a.xlsx', () => ole('EncryptedPackage'), /打开密码/],
    ['a web page that calls itself .xls', 'a.xls', () => new TextEncoder().encode('<html><table>'), /内容是网页/],
    ['a damaged workbook', 'a.xlsx', async () => (await workbookOf([ANNEX_4])).slice(0, 3000), /已损坏/],
    ['a picture', 'a.xlsx', () => new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16]), /不是 .xlsx 或 .csv/],
  ])('refuses %s with what to do', async (_, name, make, expected) => {
    const lines = faultLines(await readFile(name, await make()));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(expected);
    expect(lines[0]).toMatch(/→ 请/);
  });
});

/** What an OLE file begins with, and the name of a stream of it. */
function ole(stream: string): Uint8Array {
  const bytes = Buffer.alloc(2048);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(bytes);
  Buffer.from(stream, 'utf16le').copy(bytes, 1024);
  return new Uint8Array(bytes);
}
