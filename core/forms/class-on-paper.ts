import type { ClassTrainee } from '../domain/class-file.ts';
import type { Certificate } from '../domain/person.ts';
import type { LocalDate } from '../domain/units.ts';

/** What the heads of the forms say of a class. What is not told is '' or null and leaves its place empty. */
export interface ClassOnPaper {
  readonly institution: string;
  readonly specialty: string;
  readonly code: string;
  readonly room: string;
  /** 开班: as filed, else the day of the first lesson. */
  readonly opens: LocalDate | null;
  /** 结课: as filed, else the day of the last lesson. */
  readonly ends: LocalDate | null;
}

/** 姓名, or the id where no name is told. */
export function nameOf({ id, person }: Pick<ClassTrainee, 'id' | 'person'>): string {
  return person.name ?? id;
}

/** 性别 as told, else by the 17th digit of the ID number (GB 11643: odd is male); '' when neither tells. */
export function sexOf({ person }: Pick<ClassTrainee, 'person'>): string {
  if (person.sex !== null) return person.sex;
  const digit = /^\d{16}(\d)[\dX]$/.exec(person.idNumber ?? '')?.[1];
  if (digit === undefined) return '';
  return Number(digit) % 2 === 1 ? '男' : '女';
}

/** 是, 否, or nothing. */
export function yesOrNo(value: boolean | null): string {
  if (value === null) return '';
  return value ? '是' : '否';
}

/** 拟取证书类型 in the notice's words. */
export function certificateName(certificate: Certificate | null): string {
  if (certificate === null) return '';
  return certificate === 'special' ? '专项职业能力' : '职业资格/职业技能等级';
}
