import type { FormQuery, OfferedForm, OfferedForms } from '../../../core/contract/office/forms.ts';
import type { ClassFile, ClassTrainee } from '../../../core/domain/class-file.ts';
import { settleRecords } from '../../../core/domain/class-result.ts';
import { type LocalMonth, monthOf, parseMonth } from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClassCode, TraineeId } from '../../../core/domain/ids.ts';
import type { Sha256 } from '../../../core/domain/month.ts';
import { type NumberedRecord, recordsInOrder } from '../../../core/domain/month-report.ts';
import { idNumberFault, maskIdNumber } from '../../../core/domain/person.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { weeksOf } from '../../../core/forms/annex5-week.ts';
import { classForm, classOnPaper, type FormRequest } from '../../../core/forms/class-forms.ts';
import { nameOf, sexOf } from '../../../core/forms/class-on-paper.ts';
import { filingSheet, registrationSheets } from '../../../core/forms/filing-forms.ts';
import { defaultMarks } from '../../../core/forms/marks.ts';
import type { SettledClass } from '../../../core/forms/month-on-paper.ts';
import type { FormNumber, Picture, Sheet } from '../../../core/forms/sheet.ts';
import { monthSheet } from '../months/month-paper.ts';
import type { Months } from '../months/months.ts';
import type { MonthClasses, RecordReading } from '../months/ports.ts';

export interface FormsOptions {
  readonly classes: MonthClasses;
  readonly records: RecordReading;
  readonly months: Months;
  readonly sha256: Sha256;
  /** Somebody's enrolment photo for 附件2, when there is consent; null: the place stays empty. */
  readonly photo: (trainee: TraineeId) => Promise<Picture | null>;
}

/** A form and the name under which it is saved. */
export interface MadeForm {
  readonly sheets: readonly Sheet[];
  /** Without its ending. */
  readonly name: string;
}

/** The forms 2–8 of the kiosk's classes, from its own data. */
export interface Forms {
  /** @throws ZaikeError `no-such-class`. */
  offered(code: ClassCode): OfferedForms;
  /**
   * @param full whether ID numbers are shown in full where the form needs them; else masked
   * @throws ZaikeError `no-such-class`, `month-missing`, `week-missing`, `no-lessons`, `no-such-trainee`, `choice-missing`.
   */
  make(code: ClassCode, form: FormNumber, query: FormQuery, full: boolean): Promise<MadeForm>;
}

/** The forms on which the notice wants ID numbers in full. */
export const FULL_ID_NUMBERS: readonly FormNumber[] = [2, 4, 7];

export function createForms({ classes, records, months, sha256, photo }: FormsOptions): Forms {
  /** The records that a form looks at itself; its sums come from the months, which remember theirs. */
  const recordsFor = (code: ClassCode, form: FormNumber, file: ClassFile): readonly NumberedRecord[] => {
    if (form === 7) {
      const gone = new Set(file.trainees.flatMap(({ id, withdrawnOn }) => (withdrawnOn === null ? [] : [id])));
      return records.lean(code, FIRST, LAST).filter(({ record }) => gone.has(record.trainee));
    }
    if (form !== 8) return [];
    return [...new Set(file.inspections.map(({ date }) => date))].flatMap((date) => records.lean(code, date, date));
  };

  const settled = (code: ClassCode, form: FormNumber, file: ClassFile): SettledClass => {
    const calendar = classes.calendar(code);
    const own = recordsInOrder(recordsFor(code, form, file));
    const result = settleRecords(file, classes.timetable(code), own, { calendar, sha256 });
    if (form < 7) return { file, result };
    const all = months.summaries(code).map(({ figures }) => figures);
    return { file, result: { ...result, months: all, course: months.course(code) } };
  };

  const sheetsOf = async (
    code: ClassCode,
    form: FormNumber,
    query: FormQuery,
    file: ClassFile,
  ): Promise<readonly Sheet[]> => {
    if (form === 6) {
      if (query.report !== undefined) return [monthSheet(months.closedAs(query.report).paper)];
      return [monthSheet(months.now(code, monthAsked(query)).paper)];
    }
    if (form === 2) return registrations(code, file, query.trainee);
    if (form === 3) {
      const teachers = file.class.teachers.map((name) => ({ ...TEACHER, name }));
      return [filingSheet(settled(code, 3, file), { place: file.class.room ?? '', teachers }, sha256)];
    }
    const request = requestOf(form, query);
    return [classForm(settled(code, form, file), request, { sha256, marks: defaultMarks })];
  };

  const registrations = async (code: ClassCode, file: ClassFile, wanted: string | undefined) => {
    const people = wanted === undefined ? file.trainees : file.trainees.filter(({ id }) => (id as string) === wanted);
    if (people.length === 0)
      throw new ZaikeError(wanted === undefined ? '该班还没有学员' : '该班没有这名学员', {
        code: wanted === undefined ? 'no-trainees' : 'no-such-trainee',
        retry: false,
      });
    const of = classOnPaper({ file, result: classes.timetable(code) });
    const all = await Promise.all(
      people.map(async (trainee) => ({
        trainee,
        more: { ...REGISTRATION, ...told(trainee), photo: await photo(trainee.id) },
      })),
    );
    return registrationSheets(of, all, sha256);
  };

  return {
    offered: (code) => {
      const file = classes.file(code);
      const { lessons } = classes.timetable(code);
      const of = classOnPaper({ file, result: { lessons } });
      const { institution, specialty } = of;
      return { class: { code, institution, specialty }, forms: offers(code, file, of, months) };
    },
    make: async (code, form, query, full) => {
      const file = classes.file(code);
      const needsMask = FULL_ID_NUMBERS.includes(form) && !full;
      const shown = needsMask ? { ...file, trainees: file.trainees.map(masked) } : file;
      const sheets = await sheetsOf(code, form, query, shown);
      const which = [query.month ?? null, query.week === undefined ? null : `第${query.week}周`, query.trainee ?? null];
      const parts = [`附件${form}`, code, ...which.filter((part) => part !== null), needsMask ? '遮挡' : null];
      return { sheets, name: parts.filter((part) => part !== null).join('-') };
    },
  };
}

const FIRST = '0000-01-01' as LocalDate;
const LAST = '9999-12-31' as LocalDate;

const TEACHER = { teaches: '', rank: '', qualification: '', employer: '', phone: '', remarks: '' };
const REGISTRATION = { health: '', politics: '', residence: '', email: '', homeAddress: '', homePhone: '' };

/** What 附件2 asks and the roster tells in other words: the year of graduation, the day of birth by the ID number. */
function told({ person }: ClassTrainee): { readonly graduationYear: string; readonly bornOn: string } {
  const year = /^\d{4}/.exec(person.graduation ?? '')?.[0];
  const number = person.idNumber ?? '';
  const bornOn =
    idNumberFault(number) === null ? `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}` : '';
  return { graduationYear: year === undefined ? '' : `${year}届`, bornOn };
}

/** A trainee whose ID number is masked; the sex that it tells stays told. */
function masked(trainee: ClassTrainee): ClassTrainee {
  const { person } = trainee;
  if (person.idNumber === null) return trainee;
  const sex = sexOf(trainee);
  return { ...trainee, person: { ...person, sex: sex === '' ? null : sex, idNumber: maskIdNumber(person.idNumber) } };
}

function monthAsked({ month }: FormQuery): LocalMonth {
  const wanted = parseMonth(month ?? '');
  if (wanted !== null) return wanted;
  throw new ZaikeError('请先选择月份', { code: 'choose-month', retry: false });
}

function requestOf(form: 4 | 5 | 7 | 8, query: FormQuery): FormRequest {
  switch (form) {
    case 4:
    case 8:
      return { form };
    case 5:
      return { form, week: query.week ?? 1 };
    case 7:
      return { form, month: monthAsked(query) };
  }
}

/** What a class can have of each form. */
function offers(
  code: ClassCode,
  file: ClassFile,
  { opens, ends }: { readonly opens: LocalDate | null; readonly ends: LocalDate | null },
  months: Months,
): readonly OfferedForm[] {
  const known = months.months(code).map((month) => {
    const closed = months.isClosed(code, month);
    return { value: month, label: `${month}${closed ? '（已关账）' : ''}` };
  });
  const weeks = opens === null || ends === null ? 0 : weeksOf(opens, ends);
  const noPeople = file.trainees.length === 0 ? '还没有学员，请先导入花名册' : null;
  const noLessons = known.length === 0 ? '还没有课时，请先录入课程表' : null;
  const gone = [
    ...new Set(file.trainees.flatMap(({ withdrawnOn }) => (withdrawnOn === null ? [] : [monthOf(withdrawnOn)]))),
  ];
  const offer = (
    form: FormNumber,
    name: string,
    about: string,
    lacking: string | null,
    more: Partial<OfferedForm> = {},
  ) => ({
    ...{ form, name, about, lacking, choose: null, choices: [], fullIdNumbers: FULL_ID_NUMBERS.includes(form) },
    ...more,
  });
  return [
    offer(2, '学员登记表', '每人一张，打印后由本人签字', noPeople, {
      choose: 'trainee',
      choices: file.trainees.map((trainee) => ({ value: trainee.id, label: nameOf(trainee) })),
    }),
    offer(3, '开班备案表', '开班前 5 个工作日内报市中心', null),
    offer(4, '学员开班花名册', '随备案表上报', noPeople),
    offer(5, '课程表', '每周一张', noLessons, {
      choose: 'week',
      choices: Array.from({ length: weeks }, (_, week) => ({ value: String(week + 1), label: `第 ${week + 1} 周` })),
    }),
    offer(6, '月份学生考勤情况签名汇总表', '关账后打印，签字盖章，再把扫描件附回', noLessons, {
      choose: 'month',
      choices: known,
    }),
    offer(7, '中途退出学生信息汇总表', '有学员退出的月份', gone.length === 0 ? '没有学员中途退出' : null, {
      choose: 'month',
      choices: gone.sort().map((month) => ({ value: month, label: month })),
    }),
    offer(8, '补贴核算表', '结课、考试成绩录入之后', subsidyLacking(file)),
  ];
}

function subsidyLacking({ exam, class: { months } }: ClassFile): string | null {
  if (months === null) return '请先在班级资料里填写培训时限（月数）';
  return exam.size === 0 ? '还没有考试结果' : null;
}
