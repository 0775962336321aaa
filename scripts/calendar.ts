import { parseArgs } from 'node:util';
import { type Calendar, createCalendar, workdaysAfter, workdaysBefore, workdaysOf } from '../core/domain/calendar.ts';
import { parseDate, parseMonth } from '../core/domain/day.ts';
import { ZaikeError } from '../core/domain/errors.ts';
import { packagedYears } from '../core/platform/calendar.ts';

/*
 * npm run --silent calendar -- --month 2026-10
 * npm run --silent calendar -- --before 2026-10-16 --days 10
 * npm run --silent calendar -- --after 2026-10-16 --days 5
 * Working days by the official calendars; a year without one is an error, never a guess. Exit 2 on bad input.
 */

const USAGE = 'expected --month YYYY-MM, or --before YYYY-MM-DD --days N, or --after YYYY-MM-DD --days N';
const MOST_DAYS = 2000;

/** The answer to the arguments. @throws Error saying what was expected. */
function answer(args: readonly string[], calendar: Calendar): object {
  const { values } = parseArgs({
    args: [...args],
    options: {
      month: { type: 'string' },
      before: { type: 'string' },
      after: { type: 'string' },
      days: { type: 'string' },
    },
  });
  const { month, before, after, days } = values;
  if ([month, before, after].filter((value) => value !== undefined).length !== 1) throw new Error(USAGE);
  if (month !== undefined) {
    const parsed = parseMonth(month);
    if (parsed === null) throw new Error(`--month: expected a month (YYYY-MM), got ${month}`);
    if (days !== undefined) throw new Error(USAGE);
    return { month, workdays: workdaysOf(parsed, calendar) };
  }
  const from = before ?? after ?? '';
  const date = parseDate(from);
  if (date === null) throw new Error(`expected a date that exists (YYYY-MM-DD), got ${from}`);
  const count = Number(days);
  if (days === undefined || !/^\d+$/.test(days) || count < 1 || count > MOST_DAYS)
    throw new Error(`--days: expected 1–${MOST_DAYS}, got ${days ?? 'nothing'}`);
  const counted = before === undefined ? workdaysAfter : workdaysBefore;
  return { date: counted(date, count, calendar) };
}

try {
  const calendar = createCalendar(packagedYears());
  process.stdout.write(`${JSON.stringify(answer(process.argv.slice(2), calendar))}\n`);
} catch (error) {
  const missing = error instanceof ZaikeError && error.code === 'calendar-missing';
  const text = missing
    ? `expected the official calendar of ${String(error.facts['year'])}, got none: ${error.message}`
    : error instanceof Error
      ? error.message
      : String(error);
  process.stderr.write(`${text.replace(/\s+/g, ' ')}\n`);
  process.exitCode = 2;
}
