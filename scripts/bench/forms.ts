/** `npm run bench -- forms [TRAINEES]`: 附件6 and 附件4 of a class (50 trainees when left out) and a month, as workbook and page. */
import { createHash } from 'node:crypto';
import { readScenario } from '../../core/contract/scenario-read.ts';
import { settleClass } from '../../core/domain/class-result.ts';
import type { LocalMonth } from '../../core/domain/day.ts';
import { classForm, type FormRequest } from '../../core/forms/class-forms.ts';
import { formPage } from '../../core/forms/html.ts';
import { defaultMarks } from '../../core/forms/marks.ts';
import { formWorkbook } from '../../core/forms/xlsx.ts';
import { packagedYears } from '../../core/platform/calendar.ts';
import { largeClass } from '../../test/support/forms/october.ts';

const ROUNDS = 9;
const month = '2026-10' as LocalMonth;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Milliseconds of the first round (nothing compiled yet) and the median of the next ones. */
async function timed(work: () => Promise<unknown>): Promise<{ readonly firstMs: number; readonly medianMs: number }> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  const later = times.slice(1).sort((a, b) => a - b);
  const rounded = (value = 0): number => Math.round(value * 10) / 10;
  return { firstMs: rounded(times[0]), medianMs: rounded(later[later.length >> 1]) };
}

/** Measures each form from records already computed, and 附件6 from the scenario on. */
export async function bench(args: readonly string[]): Promise<unknown> {
  const trainees = Number(args[0] ?? 50);
  const scenario = largeClass(trainees);
  const settle = () => {
    const reading = readScenario(scenario, packagedYears());
    if (reading.kind === 'faulty')
      throw new Error(`expected a scenario that fits, got ${reading.faults.length} faults`);
    const { file, calendar } = reading;
    return { file, result: settleClass(file, { calendar, sha256 }) };
  };
  const make = async (settled: ReturnType<typeof settle>, request: FormRequest): Promise<void> => {
    const sheet = classForm(settled, request, { sha256, marks: defaultMarks });
    await formWorkbook([sheet]);
    formPage([sheet]);
  };
  const settled = settle();
  return {
    trainees,
    lessons: settled.result.lessons.length,
    form6: await timed(() => make(settled, { form: 6, month })),
    form4: await timed(() => make(settled, { form: 4 })),
    form6FromScenario: await timed(() => make(settle(), { form: 6, month })),
  };
}
