/**
 * `npm run form -- --form 6 --month 2026-10 --scenario FILE.json --out DIR`: makes a form (附件4–8) of
 * a replay scenario as .xlsx and as a page to print, and prints one line
 * `{"form":6,"files":["…xlsx","…html"],"reportId":"sha256:…"}`. Forms 6 and 7 take `--month`, form 5
 * takes `--week` (1 when left out). Input that does not fit: every fault on a line of its own on
 * stderr, nothing written, exit 2.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { faultLine } from '../core/contract/fault.ts';
import { readScenario } from '../core/contract/scenario-read.ts';
import { settleClass } from '../core/domain/class-result.ts';
import { ZaikeError } from '../core/domain/errors.ts';
import { classForm, type FormRequest } from '../core/forms/class-forms.ts';
import { formPage } from '../core/forms/html.ts';
import { defaultMarks } from '../core/forms/marks.ts';
import { formWorkbook } from '../core/forms/xlsx.ts';
import { packagedYears } from '../core/platform/calendar.ts';
import { type FormArguments, parseFormArguments } from './form/arguments.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function refuse(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`form: ${line}\n`);
  process.exitCode = 2;
}

/** The scenario as JSON, or null after saying why it cannot be read. */
function readJson(file: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(readFileSync(file, 'utf8')) as unknown };
  } catch (error) {
    refuse([`--scenario: expected a JSON file, got ${file} (${messageOf(error)})`]);
    return null;
  }
}

function stemOf(request: FormRequest): string {
  if (request.form === 5) return `form-5-week-${request.week}`;
  return 'month' in request ? `form-${request.form}-${request.month}` : `form-${request.form}`;
}

/** The paths written, or null after saying why they cannot be. */
function writeAll(
  folder: string,
  stem: string,
  contents: Readonly<Record<string, string | Uint8Array>>,
): readonly string[] | null {
  try {
    mkdirSync(folder, { recursive: true });
    return Object.entries(contents).map(([ending, content]) => {
      const path = resolve(folder, `${stem}.${ending}`);
      writeFileSync(path, content);
      return path;
    });
  } catch (error) {
    refuse([`--out: expected a folder to write to, got ${folder} (${messageOf(error)})`]);
    return null;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function makeForm({ request, scenario, out }: FormArguments): Promise<void> {
  const json = readJson(scenario);
  if (json === null) return;
  const reading = readScenario(json.value, packagedYears());
  if (reading.kind === 'faulty') {
    refuse(reading.faults.map(faultLine));
    return;
  }
  const { file, calendar } = reading;
  const result = settleClass(file, { calendar, sha256 });
  const sheet = classForm({ file, result }, request, { sha256, marks: defaultMarks });
  const contents = { xlsx: await formWorkbook([sheet]), html: formPage([sheet]) };
  const files = writeAll(out, stemOf(request), contents);
  if (files === null) return;
  process.stdout.write(`${JSON.stringify({ form: request.form, files, reportId: sheet.reportId })}\n`);
}

const parsed = parseFormArguments(process.argv.slice(2));
try {
  if (parsed.kind === 'faulty') refuse(parsed.faults);
  else await makeForm(parsed.value);
} catch (error) {
  if (!(error instanceof ZaikeError)) throw error;
  refuse([error.message]);
}
