import { randomBytes } from 'node:crypto';
import type { PersonForm, RosterTrainee, RosterView } from '../../../core/contract/office/roster.ts';
import type { ScenarioJson, TraineeJson } from '../../../core/contract/scenario-json.ts';
import type { ClassTrainee } from '../../../core/domain/class-file.ts';
import { dateAt, parseDate, yearOf } from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import { idNumberFault, maskIdNumber } from '../../../core/domain/person.ts';
import { policyOn } from '../../../core/domain/policy.ts';
import { newTraineeId, TRAINEE_ID_BYTES } from '../../../core/domain/trainee-id.ts';
import type { EpochMs } from '../../../core/domain/units.ts';
import type { Classes } from '../classes/classes.ts';
import { printedHeading, type RosterColumn } from './columns.ts';
import { joiningDay, traineeJson } from './person-json.ts';
import { type RosterEntry, readRoster } from './read-roster.ts';

/** Who changes something, from which version of the class, and when. */
export interface Change {
  readonly version: number;
  readonly by: string;
  readonly at: EpochMs;
}

/** The people of a class as its roster page keeps them. */
export interface Trainees {
  view(code: ClassCode): RosterView;
  /** Answers the new trainee's id. */
  add(code: ClassCode, form: PersonForm, change: Change): string;
  edit(code: ClassCode, id: string, form: PersonForm, change: Change): void;
  /** 中途退出 from that day on. */
  withdraw(code: ClassCode, id: string, on: string, reason: string, change: Change): void;
  undoWithdrawal(code: ClassCode, id: string, change: Change): void;
  /** Somebody added by mistake, of whom nothing is recorded. */
  remove(code: ClassCode, id: string, change: Change): void;
  /** The full ID number; '' where none is entered. */
  idNumber(code: ClassCode, id: string): string;
  name(code: ClassCode, id: string): string;
}

/** Changes of single trainees over the classes. Each throws ZaikeError with what to do when it does not fit. */
export function trainees(classes: Classes): Trainees {
  const find = (code: ClassCode, id: string): ClassTrainee => {
    const found = classes.trainees(code).find((each) => each.id === id);
    if (found !== undefined) return found;
    throw new ZaikeError('名单里没有这位学员，可能已被删除，请刷新', { code: 'no-such-trainee', retry: false });
  };
  const save = (code: ClassCode, change: Change, edit: (scenario: ScenarioJson) => readonly TraineeJson[]): void => {
    const { scenario } = classes.kept(code);
    const saved = classes.save(code, { ...scenario, trainees: edit(scenario) }, change);
    if (saved.kind === 'stale')
      throw new ZaikeError('名单在此期间被别人改过，请刷新后再改', { code: 'stale-class', retry: true });
    if (saved.kind === 'faulty')
      throw new ZaikeError(`不能保存：${saved.faults.map(wordsOf).join('；')}`, {
        code: 'roster-refused',
        retry: false,
      });
  };
  const replace = (code: ClassCode, id: string, change: Change, edit: (before: TraineeJson) => TraineeJson): void => {
    find(code, id);
    save(code, change, ({ trainees: all }) => all.map((each) => (each.id === id ? edit(each) : each)));
  };

  return {
    view: (code) => viewOf(classes, code),
    add: (code, form, change) => {
      const entry = entryOf(form, null, dateAt(change.at));
      refuseTwice(classes, code, entry, null);
      const id = newTraineeId(new Uint8Array(randomBytes(TRAINEE_ID_BYTES)));
      const joinedOn = joiningDay(entry.joinedOn, classes.file(code).class.opens, dateAt(change.at));
      save(code, change, ({ trainees: all }) => [...all, traineeJson(id, null, { ...entry, joinedOn })]);
      return id;
    },
    edit: (code, id, form, change) => {
      const entry = entryOf(form, find(code, id).person.idNumber, dateAt(change.at));
      refuseTwice(classes, code, entry, id);
      replace(code, id, change, (before) => traineeJson(id, before, entry));
    },
    withdraw: (code, id, on, reason, change) => {
      const date = parseDate(on);
      if (date === null) throw new ZaikeError('退出日期不存在，请重新选择', { code: 'bad-input', retry: false });
      const { joinedOn } = find(code, id);
      const { opens, ends } = classes.file(code).class;
      const first = joinedOn ?? opens;
      if (first !== null && date < first)
        throw new ZaikeError(`退出日期不能早于入班日期 ${first}`, { code: 'bad-input', retry: false });
      if (ends !== null && date > ends)
        throw new ZaikeError(`退出日期不能晚于结课日期 ${ends}`, { code: 'bad-input', retry: false });
      replace(code, id, change, (before) => ({ ...before, withdrawnOn: date, withdrawReason: reason.trim() }));
    },
    undoWithdrawal: (code, id, change) => {
      replace(code, id, change, (before) => ({ ...before, withdrawnOn: null, withdrawReason: null }));
    },
    remove: (code, id, change) => {
      find(code, id);
      save(code, change, ({ trainees: all }) => all.filter((each) => each.id !== id));
    },
    idNumber: (code, id) => find(code, id).person.idNumber ?? '',
    name: (code, id) => find(code, id).person.name ?? id,
  };
}

/** Faults of the whole class as its roster's page tells them; what the store forbids comes in Chinese already. */
function wordsOf({
  path,
  expected,
  got,
}: {
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}): string {
  if (path === 'trainees') return '此人已有考勤记录，不能删除，请登记“中途退出”';
  if (path.endsWith('.withdrawnOn')) return '退出日期早于入班日期';
  if (path.startsWith('trainees')) return `${expected}（${got}）`;
  return `${path} ${expected}（${got}）`;
}

/** The form's fields as the columns of a roster. */
const COLUMNS: Readonly<Record<keyof PersonForm, RosterColumn>> = {
  ...{ name: 'name', sex: 'sex', ethnicity: 'ethnicity', idNumber: 'idNumber', school: 'school', major: 'major' },
  ...{ education: 'education', graduation: 'graduation', household: 'household', phone: 'phone', remarks: 'remarks' },
  ...{ certificate: 'certificate', ownFinalYear: 'ownFinalYear', joinedOn: 'joinedOn' },
};

/** A form read by the rules of the roster's file, so that both take and refuse the same. @throws ZaikeError `bad-input` with every fault. */
function entryOf(form: PersonForm, knownNumber: string | null, today: ReturnType<typeof dateAt>): RosterEntry {
  const filled = { ...form, idNumber: form.idNumber ?? knownNumber ?? '' };
  const keys = Object.keys(COLUMNS) as (keyof PersonForm)[];
  const cell = (text: string) => ({ value: { kind: 'text' as const, text }, merged: null, covered: false });
  const rows = [
    { number: 1, cells: keys.map((key) => cell(printedHeading(COLUMNS[key]))) },
    { number: 2, cells: keys.map((key) => cell(filled[key])) },
  ];
  const { rows: read } = readRoster([{ name: '表单', rows }], today);
  const [row] = read;
  // A class file may hold people without a number: such a one can be edited, not made.
  const isOldGap = form.idNumber === undefined && (knownNumber ?? '') === '';
  const faults = (row?.faults ?? []).filter(({ what }) => !(isOldGap && what === '没有填身份证号'));
  if (row !== undefined && faults.length === 0) return row.entry;
  const told = row === undefined ? ['请填写姓名和身份证号'] : faults.map(({ what, advice }) => `${what}，${advice}`);
  throw new ZaikeError(told.join('；'), { code: 'bad-input', retry: false });
}

/** One person is in a class once. */
function refuseTwice(classes: Classes, code: ClassCode, { person }: RosterEntry, self: string | null): void {
  const { idNumber } = person;
  const other =
    idNumber === null
      ? undefined
      : classes.trainees(code).find((each) => each.id !== self && each.person.idNumber === idNumber);
  if (other !== undefined)
    throw new ZaikeError(`本班“${other.person.name ?? ''}”已是这个身份证号，请核对`, {
      code: 'bad-input',
      retry: false,
    });
}

function viewOf(classes: Classes, code: ClassCode): RosterView {
  const { version } = classes.kept(code);
  const file = classes.file(code);
  const { opens, ends, specialty } = file.class;
  const year = opens === null ? null : yearOf(opens);
  const elsewhere = new Map(
    classes
      .list()
      .filter((other) => other !== code)
      .map((other) => classes.file(other))
      .filter(({ class: { opens: begins } }) => year === null || begins === null || yearOf(begins) === year)
      .flatMap((other) => other.trainees.map(({ person }) => [person.idNumber, other.class.code] as const)),
  );
  return {
    ...{ code, version, specialty, opens, ends },
    classSizeAtMost: policyOn(file.policies, opens ?? ('2023-12-22' as NonNullable<typeof opens>)).classSizeAtMost,
    trainees: file.trainees.map((trainee) => traineeView(trainee, elsewhere)),
  };
}

const ID_FAULTS = {
  ...{ length: '不是 18 位', characters: '含有不应有的字符' },
  ...{ 'birth-date': '出生日期不存在', 'check-digit': '校验位不对' },
} as const;

function traineeView(trainee: ClassTrainee, elsewhere: ReadonlyMap<string | null, ClassCode>): RosterTrainee {
  const { id, person, certificate, ownFinalYear, joinedOn, withdrawnOn, withdrawReason } = trainee;
  const { idNumber } = person;
  const fault = idNumber === null ? null : idNumberFault(idNumber);
  const words = Object.entries(person).map(([key, value]): [string, string] => [key, (value as string | null) ?? '']);
  const { idNumber: _, ...texts } = Object.fromEntries(words) as Record<keyof typeof person, string>;
  return {
    id,
    form: {
      ...texts,
      certificate: certificate === null ? '' : certificate === 'special' ? '专项职业能力' : '职业资格/职业技能等级',
      ownFinalYear: ownFinalYear === null ? '' : ownFinalYear ? '是' : '否',
      joinedOn: joinedOn ?? '',
    },
    maskedId: idNumber === null ? '' : maskIdNumber(idNumber),
    ...{ withdrawnOn, withdrawReason },
    idFault: idNumber === null ? '未填写' : fault === null ? null : ID_FAULTS[fault],
    alsoIn: idNumber === null ? null : (elsewhere.get(idNumber) ?? null),
  };
}
