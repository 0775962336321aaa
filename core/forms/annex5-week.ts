import { addDays, timeOfDayAt, weekdayOf } from '../domain/day.ts';
import type { Lesson, LessonKind } from '../domain/lesson.ts';
import type { LocalDate } from '../domain/units.ts';
import type { ClassOnPaper } from './class-on-paper.ts';
import { chineseDate, clockText, fieldRow, signatureRow, titled, titleRows, WEEKDAYS } from './form-parts.ts';
import { cell, type Draft, figure, type Row, row } from './sheet.ts';

const KINDS: Readonly<Record<LessonKind, string>> = {
  theory: '理论',
  practical: '实操',
  exam: '考试',
  offSite: '校外',
};

/** The Monday of the week that a date lies in. */
function mondayOf(date: LocalDate): LocalDate {
  return addDays(date, -((weekdayOf(date) + 6) % 7));
}

/** The Mondays of a class's weeks, from that of its first week through its last day. */
export function mondaysOf(opens: LocalDate, ends: LocalDate): readonly LocalDate[] {
  const mondays: LocalDate[] = [];
  for (let monday = mondayOf(opens); monday <= ends; monday = addDays(monday, 7)) mondays.push(monday);
  return mondays;
}

/**
 * 附件5 第（N）周课程表: the lessons as they are to be held, changes included. Week 1 holds the first
 * day of the class; Saturday and Sunday have columns only in a week that has lessons on them.
 */
export function weekForm(
  of: ClassOnPaper & { readonly opens: LocalDate },
  lessons: readonly Lesson[],
  week: number,
): Draft {
  const monday = addDays(mondayOf(of.opens), 7 * (week - 1));
  const sunday = addDays(monday, 6);
  const held = lessons.filter(({ date }) => monday <= date && date <= sunday);
  const dates = [0, 1, 2, 3, 4, 5, 6]
    .map((days) => addDays(monday, days))
    .filter((date, index) => index < 5 || held.some((lesson) => lesson.date === date));
  const columnsMm = [16, 28, ...dates.map(() => 239 / dates.length)];
  const numbers = [...new Set(held.map(({ no }) => no))].sort((a, b) => a - b);
  const title = titled(`第（${week}）周课程表`);
  return {
    form: 5,
    name: `附件5 第${week}周课程表`,
    title,
    orientation: 'landscape',
    columnsMm,
    bodyPt: 10,
    head: [
      ...titleRows(5, title, columnsMm.length),
      fieldRow(columnsMm, [
        [`培训机构：${of.institution}`, 24],
        [`专业：${of.specialty}`, 16],
        [`班级：${of.code}`, 18],
        [`教室：${of.room}`, 12],
        [`周起止：${chineseDate(monday)}–${chineseDate(sunday)}`, 30],
      ]),
      row(12, [
        cell('heading', '节次'),
        cell('heading', '起止时间'),
        ...dates.map((date) => cell('heading', `星期${WEEKDAYS[weekdayOf(date)] ?? ''}\n${shortDate(date)}`)),
      ]),
    ],
    body: numbers.map((no) => lessonRow(no, held, dates)),
    foot: [
      row(8, [
        cell('heading', '日课时', { columns: 2 }),
        ...dates.map((date) => figure(held.filter((lesson) => lesson.date === date).length)),
      ]),
      row(8, [cell('heading', '周课时合计', { columns: 2 }), figure(held.length, 'figure', { columns: dates.length })]),
      signatureRow(columnsMm, ['制表人', '负责人（盖章）']),
    ],
  };
}

function lessonRow(no: number, held: readonly Lesson[], dates: readonly LocalDate[]): Row {
  const ofNumber = held.filter((lesson) => lesson.no === no);
  const usual = ofNumber[0] === undefined ? '' : timesOf(ofNumber[0]);
  return row(17, [
    figure(no),
    cell('text', usual),
    ...dates.map((date) => {
      const lesson = ofNumber.find((each) => each.date === date);
      return cell('text', lesson === undefined ? '' : wordsOf(lesson, usual));
    }),
  ]);
}

/** 课程 / 教师 / 理论·实操; its own times when they are not the row's. */
function wordsOf(lesson: Lesson, usual: string): string {
  const times = timesOf(lesson);
  const kind = lesson.makeUp ? `${KINDS[lesson.kind]}（补课）` : KINDS[lesson.kind];
  return [lesson.course ?? '', lesson.teacher ?? '', kind, times === usual ? '' : times]
    .filter((line) => line !== '')
    .join('\n');
}

const timesOf = ({ start, end }: Lesson): string => `${clockText(timeOfDayAt(start))}–${clockText(timeOfDayAt(end))}`;

const shortDate = (date: LocalDate): string => `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`;
