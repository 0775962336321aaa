import { createHash } from 'node:crypto';
import { faultLine } from '../../../core/contract/fault.ts';
import { readScenario } from '../../../core/contract/scenario-read.ts';
import { settleClass } from '../../../core/domain/class-result.ts';
import { classForm, type FormRequest } from '../../../core/forms/class-forms.ts';
import { defaultMarks } from '../../../core/forms/marks.ts';
import type { SettledClass } from '../../../core/forms/month-on-paper.ts';
import type { Cell, Row, Sheet } from '../../../core/forms/sheet.ts';
import { packagedYears } from '../../../core/platform/calendar.ts';
import type { Scenario } from './october.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A scenario, read and computed as replay does it. */
export function settled(scenario: Scenario): SettledClass {
  const reading = readScenario(scenario, packagedYears());
  if (reading.kind === 'faulty') throw new Error(reading.faults.map(faultLine).join('\n'));
  const { file, calendar } = reading;
  return { file, result: settleClass(file, { calendar, sha256 }) };
}

/** A form of a scenario. */
export function formOf(scenario: Scenario, request: FormRequest): Sheet {
  return classForm(settled(scenario), request, { sha256, marks: defaultMarks });
}

/** The texts of a row. */
export const textsOf = ({ cells }: Row): readonly string[] => cells.map(({ text }) => text);

/** All cells of a form from top to bottom. */
export function cellsOf(sheet: Pick<Sheet, 'head' | 'body' | 'foot'>): readonly Cell[] {
  return [...sheet.head, ...sheet.body, ...sheet.foot].flatMap(({ cells }) => cells);
}

/** The row whose first cell has that text. */
export function rowNamed(rows: readonly Row[], name: string): readonly string[] {
  const found = rows.find(({ cells }) => cells[0]?.text === name);
  if (found === undefined) throw new Error(`expected a row “${name}”`);
  return textsOf(found);
}
