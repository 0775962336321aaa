import type { RosterChange } from '../../../core/contract/office/roster-import.ts';
import type { ClassTrainee, Person } from '../../../core/domain/class-file.ts';
import type { Certificate } from '../../../core/domain/person.ts';
import type { RosterEntry } from './read-roster.ts';

/** What is kept of a person beside the ID number, by which rows find people. */
type Told = Omit<Person, 'idNumber'> & Pick<RosterEntry, 'certificate' | 'ownFinalYear' | 'joinedOn'>;

const WORDS: Readonly<Record<keyof Told, string>> = {
  ...{ name: '姓名', sex: '性别', ethnicity: '民族', school: '毕业院校', major: '所学专业', education: '学历' },
  ...{ graduation: '毕业时间', household: '户籍所在地', phone: '移动电话', remarks: '备注' },
  ...{ certificate: '拟取证书类型', ownFinalYear: '是否本校毕业学年', joinedOn: '入班日期' },
};

const told = ({ person, certificate, ownFinalYear, joinedOn }: Omit<RosterEntry, 'consentOn'>): Told => {
  const { idNumber: _, ...rest } = person;
  return { ...rest, certificate, ownFinalYear, joinedOn };
};

/** Somebody's entry with what a row tells over it. An empty cell changes nothing: it may only not have been filled in. */
export function mergedEntry(existing: ClassTrainee, entry: RosterEntry): RosterEntry {
  const over = <T extends object>(before: T, after: T): T => ({
    ...before,
    ...Object.fromEntries(Object.entries(after).filter(([, value]) => value !== null)),
  });
  const { certificate, ownFinalYear, joinedOn, consentOn } = entry;
  return {
    person: over(existing.person, entry.person),
    certificate: certificate ?? existing.certificate,
    ownFinalYear: ownFinalYear ?? existing.ownFinalYear,
    joinedOn: joinedOn ?? existing.joinedOn,
    consentOn,
  };
}

/** What differs between somebody as kept and as merged, in the order of 附件4. */
export function changesBetween(existing: ClassTrainee, merged: RosterEntry): readonly RosterChange[] {
  const before = told(existing);
  const after = told(merged);
  return (Object.keys(WORDS) as (keyof Told)[])
    .filter((key) => before[key] !== after[key])
    .map((key) => ({ field: WORDS[key], before: wordOf(before[key]), after: wordOf(after[key]) }));
}

const CERTIFICATES: Readonly<Record<Certificate, string>> = {
  special: '专项职业能力',
  vocational: '职业资格/职业技能等级',
};

function wordOf(value: string | boolean | null): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '是' : '否';
  return Object.hasOwn(CERTIFICATES, value) ? CERTIFICATES[value as Certificate] : value;
}
