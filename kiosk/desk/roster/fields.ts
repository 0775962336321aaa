import { addDays, parseDate, parseMonth } from '../../../core/domain/day.ts';
import type { Certificate } from '../../../core/domain/person.ts';
import { type IdNumberFault, idNumberFault } from '../../../core/domain/person.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { type TableCell, textOf } from '../tables/table.ts';

/** A cell read as what its column holds, or what is wrong with it (zh-CN) and what to do. */
export type Field<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'fault'; readonly what: string; readonly advice: string };

const value = <T>(read: T): Field<T> => ({ kind: 'value', value: read });
const fault = (what: string, advice: string): Field<never> => ({ kind: 'fault', what, advice });

/** A text of a person's: nobody's school has more letters. */
const LONGEST = 100;

/** Any text; empty is null. */
export function textField(cell: TableCell): Field<string | null> {
  if (cell.value.kind === 'error') return fault(`公式出错（${textOf(cell)}）`, '请直接填写内容，不用公式');
  const text = textOf(cell);
  if (text.length > LONGEST) return fault(`超过 ${LONGEST} 个字`, '请缩短');
  return value(text === '' ? null : text);
}

/** A name: blanks between the letters of a Chinese name (张 三) are for the eye and go; `·` stays. */
export function nameField(cell: TableCell): Field<string | null> {
  const read = textField(cell);
  if (read.kind === 'fault' || read.value === null) return read;
  const name = read.value.replace(/[・•‧∙．]/g, '·').replace(/(?<=\p{Script=Han}) +(?=\p{Script=Han})/gu, '');
  if (/^\d+$/.test(name)) return fault('姓名是数字', '请填写姓名');
  return value(name);
}

const ID_FAULTS: Readonly<Record<IdNumberFault, (text: string) => Field<never>>> = {
  length: (text) =>
    text.length === 15 && /^\d+$/.test(text)
      ? fault('是 15 位的旧身份证号', '请按现行身份证填写 18 位号码')
      : fault(`身份证号应为 18 位，现有 ${text.length} 位`, '请对照身份证改正'),
  characters: () => fault('身份证号含有不应有的字符', '前 17 位应为数字，最后一位为数字或 X，请对照身份证改正'),
  'birth-date': () => fault('身份证号第 7–14 位不是存在的出生日期', '请对照身份证改正'),
  'check-digit': (text) =>
    /^\d{15}000$/.test(text) ? LOST : fault('身份证号的校验位不对', '有一位填错了，请对照身份证逐位核对'),
};

/** Excel holds 15 digits of a number (IEEE 754 double); the rest of 18 become zeros. */
const LOST: Field<never> = fault(
  '身份证号被 Excel 存成了数字，末尾几位已经丢失',
  '请把该列设为“文本”格式，再对照身份证重新填写（改格式不能找回丢失的数字）',
);

/** An ID number in GB 11643; blanks, hyphens and a leading apostrophe go, x becomes X. */
export function idNumberField(cell: TableCell): Field<string | null> {
  const { value: held } = cell;
  if (held.kind === 'number' && held.value >= 1e15) return LOST;
  if (held.kind === 'date') return fault('身份证号是日期格式', '请把该列设为“文本”格式后重新填写');
  const text = textOf(cell)
    .replace(/^['‘’`]/, '')
    .replace(/[\s-]/g, '')
    .toUpperCase();
  if (text === '') return value(null);
  if (/^\d(\.\d+)?E\+?\d+$/.test(text)) return LOST;
  const wrong = idNumberFault(text);
  return wrong === null ? value(text) : ID_FAULTS[wrong](text);
}

/** 男 or 女, and agreeing with the 17th digit of the ID number (GB 11643: odd is male). */
export function sexField(cell: TableCell, idNumber: string | null): Field<string | null> {
  const text = textOf(cell);
  const sex =
    text === ''
      ? null
      : ({ 男: '男', 男性: '男', M: '男', 女: '女', 女性: '女', F: '女' } as Record<string, string>)[
          text.toUpperCase()
        ];
  if (sex === undefined) return fault(`性别应为“男”或“女”，现为“${cut(text)}”`, '请改正');
  const byNumber = idNumber === null ? null : Number(idNumber[16]) % 2 === 1 ? '男' : '女';
  if (sex !== null && byNumber !== null && sex !== byNumber)
    return fault(`性别是“${sex}”，身份证号表示“${byNumber}”`, '两者必有一处填错，请对照身份证改正');
  return value(sex);
}

/** A mobile number: 11 digits; +86, blanks and hyphens go. */
export function phoneField(cell: TableCell): Field<string | null> {
  const text = textOf(cell)
    .replace(/^['‘’`]/, '')
    .replace(/[\s\-()]/g, '')
    .replace(/^(\+|00)?86(?=1\d{10}$)/, '');
  if (text === '') return value(null);
  if (/^1[3-9]\d{9}$/.test(text)) return value(text);
  return fault(`移动电话应为 1 开头的 11 位号码，现为“${cut(text)}”`, '请改正，或留空');
}

/** 是 or 否. */
export function yesNoField(cell: TableCell): Field<boolean | null> {
  const text = textOf(cell).toUpperCase();
  if (text === '') return value(null);
  if (['是', 'Y', 'YES', '√', '✓', '✔', 'TRUE', '1'].includes(text)) return value(true);
  if (['否', 'N', 'NO', '×', '✗', '✘', 'X', 'FALSE', '0', '无'].includes(text)) return value(false);
  return fault(`应为“是”或“否”，现为“${cut(text)}”`, '请改正，或留空');
}

/** 专项职业能力, or 职业资格 / 职业技能等级, in the words of the notice and of practice. */
export function certificateField(cell: TableCell): Field<Certificate | null> {
  const text = textOf(cell).replace(/\s/g, '');
  if (text === '') return value(null);
  if (/专项/.test(text)) return value('special');
  if (/职业资格|技能等级|等级证|资格证/.test(text)) return value('vocational');
  return fault(`不认识的证书类型“${cut(text)}”`, '请填“专项职业能力”或“职业资格/职业技能等级”，或留空（随班级）');
}

/** Excel counts days from 1899-12-30 (so that 1900 has its 29 February); a plausible one lies in 1950–2099. */
function serialDate(serial: number): LocalDate | null {
  const day = Math.floor(serial);
  return day >= 18_264 && day < 73_051 ? addDays('1970-01-01' as LocalDate, day - 25_569) : null;
}

/** Year, month, day of a text: 2026-6-30, 2026/6/30, 2026.6.30, 2026年6月30日, 20260630; each without day or month too. */
function partsOf(text: string): readonly string[] | null {
  const plain = text.replace(/\s/g, '').replace(/T?\d{1,2}:\d{2}(:\d{2})?$/, '');
  const match =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ??
    /^(\d{4})[-/.年](\d{1,2})月?$/.exec(plain) ??
    /^(\d{4})(\d{2})$/.exec(plain) ??
    /^(\d{4})(?:年|届)?$/.exec(plain);
  return match === null ? null : match.slice(1).map((each) => each.padStart(2, '0'));
}

/** A whole date in any of its forms; a date that does not exist is told. */
export function dateField(cell: TableCell): Field<LocalDate | null> {
  const { value: held } = cell;
  if (held.kind === 'date') return value(held.date);
  const text = textOf(cell);
  if (text === '') return value(null);
  const serial = held.kind === 'number' ? serialDate(held.value) : null;
  if (serial !== null) return value(serial);
  const date = parseDate(partsOf(text)?.join('-') ?? '');
  return date === null ? fault(`“${cut(text)}”不是存在的日期`, '请按 2026-06-30 的样子填写年月日') : value(date);
}

/** A time of graduation: `2026-06-30`, `2026-06` or `2026`, as exact as it was told. */
export function graduationField(cell: TableCell): Field<string | null> {
  const { value: held } = cell;
  if (held.kind === 'date') return value(held.date);
  const text = textOf(cell);
  if (text === '') return value(null);
  const serial = held.kind === 'number' ? serialDate(held.value) : null;
  if (serial !== null) return value(serial);
  // 2026.1 typed as a number may be January or October (2026.10): nobody can tell.
  if (held.kind === 'number' && /^\d{4}\.1$/.test(text))
    return fault(`“${text}”是数字，分不清 1 月还是 10 月`, '请按 2026-10 的样子填写，并把单元格设为“文本”');
  const parts = partsOf(text);
  const joined = parts?.join('-') ?? '';
  const fits =
    parts?.length === 1 ? parseMonth(`${joined}-01`) : parts?.length === 2 ? parseMonth(joined) : parseDate(joined);
  return fits === null || parts === null
    ? fault(`“${cut(text)}”不是存在的年月`, '请按 2026-06 或 2026-06-30 的样子填写')
    : value(joined);
}

const cut = (text: string): string => (text.length > 20 ? `${text.slice(0, 20).toWellFormed()}…` : text);
