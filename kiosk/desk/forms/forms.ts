import type { FormQuery, OfferedForms } from '../../../core/contract/office/forms.ts';
import type { ClassFile, ClassTrainee } from '../../../core/domain/class-file.ts';
import { settleRecords } from '../../../core/domain/class-result.ts';
import { type LocalMonth, parseMonth } from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClassCode, TraineeId } from '../../../core/domain/ids.ts';
import type { Sha256 } from '../../../core/domain/month.ts';
import { type NumberedRecord, recordsInOrder } from '../../../core/domain/month-report.ts';
import { idNumberFault, maskIdNumber } from '../../../core/domain/person.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import {
  classForm,
  classOnPaper,
  type FormRequest,
  subsidyDraft,
  withdrawalLines,
} from '../../../core/forms/class-forms.ts';
import { sexOf } from '../../../core/forms/class-on-paper.ts';
import { filingSheet, type Registration, registrationSheets } from '../../../core/forms/filing-forms.ts';
import { defaultMarks } from '../../../core/forms/marks.ts';
import type { SettledClass } from '../../../core/forms/month-on-paper.ts';
import type { FormNumber, Picture, Sheet } from '../../../core/forms/sheet.ts';
import type { FrozenForms } from '../months/frozen.ts';
import { monthSheet } from '../months/month-paper.ts';
import type { Months } from '../months/months.ts';
import type { MonthClasses, RecordReading } from '../months/ports.ts';
import { frozenForm, unfrozen } from './frozen-forms.ts';
import { FULL_ID_NUMBERS, offers, subsidyLacking } from './offers.ts';

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
  /** How many people's enrolment photos are on it: they left the vault for it. */
  readonly photos: number;
}

/** What the person who asks may see. */
export interface Seeing {
  /** ID numbers in full where the form needs them; else masked. */
  readonly fullIdNumbers: boolean;
  /** Enrolment photos, on 附件2. */
  readonly photos: boolean;
}

/** The forms 2–8 of the kiosk's classes, from its own data. */
export interface Forms {
  /** @throws ZaikeError `no-such-class`. */
  offered(code: ClassCode): OfferedForms;
  /**
   * @throws ZaikeError `no-such-class`, `month-missing`, `week-missing`, `no-lessons`, `no-such-trainee`, `choice-missing`.
   */
  make(code: ClassCode, form: FormNumber, query: FormQuery, seeing: Seeing): Promise<MadeForm>;
  /** 附件7 and 附件8 as they stand, to be frozen with a month that closes. */
  toFreeze(code: ClassCode, month: LocalMonth): FrozenForms;
}

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
    mask: (trainee: ClassTrainee) => ClassTrainee,
    photos: boolean,
  ): Promise<readonly Sheet[]> => {
    if (form === 6) {
      if (query.report !== undefined) return [monthSheet(months.closedAs(query.report).paper)];
      return [monthSheet(months.now(code, monthAsked(query)).paper)];
    }
    if (form === 2) return registrations(code, file, query.trainee, photos);
    if (form === 3) return [filingSheet(settled(code, 3, file), sha256)];
    const frozen = form === 7 || form === 8 ? frozenForm(months, code, form, query, mask) : null;
    if (frozen !== null) return [frozen];
    const request = requestOf(form, query);
    const sheet = classForm(settled(code, form, file), request, { sha256, marks: defaultMarks });
    return [form === 7 || form === 8 ? unfrozen(sheet) : sheet];
  };

  const registrations = async (code: ClassCode, file: ClassFile, wanted: string | undefined, photos: boolean) => {
    const people = wanted === undefined ? file.trainees : file.trainees.filter(({ id }) => (id as string) === wanted);
    if (people.length === 0)
      throw new ZaikeError(wanted === undefined ? '该班还没有学员' : '该班没有这名学员', {
        code: wanted === undefined ? 'no-trainees' : 'no-such-trainee',
        retry: false,
      });
    const of = classOnPaper({ file, result: classes.timetable(code) });
    const all: Registration[] = [];
    // One after the other: fifty photos of twelve megapixels at once do not fit the machine.
    for (const trainee of people)
      all.push({
        trainee,
        more: { ...REGISTRATION, ...told(trainee), photo: photos ? await photo(trainee.id) : null },
      });
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
    make: async (code, form, query, { fullIdNumbers, photos }) => {
      const file = classes.file(code);
      const needsMask = FULL_ID_NUMBERS.includes(form) && !fullIdNumbers;
      const mask = needsMask ? masked : (trainee: ClassTrainee): ClassTrainee => trainee;
      const sheets = await sheetsOf(code, form, query, { ...file, trainees: file.trainees.map(mask) }, mask, photos);
      const which = [query.month ?? null, query.week === undefined ? null : `第${query.week}周`, query.trainee ?? null];
      const parts = [`附件${form}`, code, ...which.filter((part) => part !== null), needsMask ? '遮挡' : null];
      return {
        sheets,
        name: parts.filter((part) => part !== null).join('-'),
        photos: sheets.filter(hasPicture).length,
      };
    },
    toFreeze: (code, month) => {
      const file = classes.file(code);
      return {
        withdrawn: withdrawalLines(settled(code, 7, file), month),
        subsidy: subsidyLacking(file) === null ? subsidyDraft(settled(code, 8, file)) : null,
      };
    },
  };
}

const hasPicture = ({ body }: Sheet): boolean =>
  body.some(({ cells }) => cells.some(({ picture }) => picture !== null));

const FIRST = '0000-01-01' as LocalDate;
const LAST = '9999-12-31' as LocalDate;

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
