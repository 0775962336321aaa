import { parseArgs } from 'node:util';
import { type LocalMonth, parseMonth } from '../../core/domain/day.ts';
import type { FormRequest } from '../../core/forms/class-forms.ts';

/** What the command was asked for. */
export interface FormArguments {
  readonly request: FormRequest;
  readonly scenario: string;
  readonly out: string;
}

/** The arguments, or every fault in them as a line. */
export type ParsedArguments =
  | { readonly kind: 'fits'; readonly value: FormArguments }
  | { readonly kind: 'faulty'; readonly faults: readonly string[] };

type Options = Readonly<Partial<Record<'form' | 'month' | 'week' | 'scenario' | 'out', string>>>;

const said = (value: string | undefined): string => (value === undefined ? 'nothing' : `"${value}"`);

/** The command line, without the program's name. Options of other forms are allowed and not used. */
export function parseFormArguments(words: readonly string[]): ParsedArguments {
  const read = readOptions(words);
  if (typeof read === 'string') return { kind: 'faulty', faults: [read] };
  const { scenario, out } = read;
  const faults: string[] = [];
  const request = requestOf(read, faults);
  if (scenario === undefined || scenario === '') faults.push(`--scenario: expected a file, got ${said(scenario)}`);
  if (out === undefined || out === '') faults.push(`--out: expected a folder, got ${said(out)}`);
  if (request === null || faults.length > 0 || scenario === undefined || out === undefined)
    return { kind: 'faulty', faults };
  return { kind: 'fits', value: { request, scenario, out } };
}

function readOptions(words: readonly string[]): Options | string {
  const one = { type: 'string' } as const;
  try {
    const options = { form: one, month: one, week: one, scenario: one, out: one };
    return parseArgs({ args: [...words], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function requestOf(options: Options, faults: string[]): FormRequest | null {
  switch (options.form) {
    case '4':
      return { form: 4 };
    case '5': {
      const week = /^[1-9]\d{0,2}$/.test(options.week ?? '1') ? Number(options.week ?? '1') : null;
      if (week === null) faults.push(`--week: expected a number from 1, got ${said(options.week)}`);
      return week === null ? null : { form: 5, week };
    }
    case '6':
    case '7': {
      const month: LocalMonth | null = parseMonth(options.month ?? '');
      if (month === null) faults.push(`--month: expected a month (YYYY-MM), got ${said(options.month)}`);
      return month === null ? null : { form: options.form === '6' ? 6 : 7, month };
    }
    case '8':
      return { form: 8 };
    default:
      faults.push(`--form: expected 4, 5, 6, 7 or 8, got ${said(options.form)}`);
      return null;
  }
}
