/**
 * `npm run bench -- office [CLASSES] [TRAINEES]`: a year of data (12 classes of 50 when left out, every working day of
 * 2026 with six lessons) in a real store, then the office's requests over real HTTP, all classes in turn. Per request:
 * the first time after the start (nothing remembered), further times, and right after a lesson closed in that class.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { records as recordTable } from '../../kiosk/store/records.ts';
import { startOffice } from '../../test/support/office/office.ts';
import { fillYear, type Year } from './office-year.part.ts';

const MONTH = '2026-06';
const ROUNDS = 4;

/** The requests of each page, and what a person waits for them at most. */
const PAGES: Readonly<Record<string, { readonly path: (code: string) => string; readonly mostMs: number }>> = {
  list: { path: () => '/classes', mostMs: 200 },
  class: { path: (code) => `/classes/${code}`, mostMs: 200 },
  day: { path: () => '/day/2026-06-10', mostMs: 200 },
  lesson: { path: (code) => `/classes/${code}/lessons/2026-06-10/3`, mostMs: 200 },
  settle: { path: () => '/settle', mostMs: 200 },
  disputes: { path: () => '/disputes', mostMs: 200 },
  months: { path: (code) => `/classes/${code}/months`, mostMs: 200 },
  month: { path: (code) => `/classes/${code}/months/${MONTH}`, mostMs: 200 },
  lastMonth: { path: (code) => `/classes/${code}/months/2026-12`, mostMs: 200 },
  figure: { path: (code) => `/classes/${code}/months/${MONTH}/lessons?trainee=${first(code)}&figure=due`, mostMs: 200 },
  dayOfAll: { path: (code) => `/classes/${code}/months/${MONTH}/lessons?date=2026-06-10`, mostMs: 200 },
  forms: { path: (code) => `/classes/${code}/forms`, mostMs: 200 },
  form4Page: { path: (code) => `/classes/${code}/forms/4/html`, mostMs: 200 },
  form5Page: { path: (code) => `/classes/${code}/forms/5/html?week=10`, mostMs: 200 },
  form6Page: { path: (code) => `/classes/${code}/forms/6/html?month=${MONTH}`, mostMs: 1000 },
  form6Workbook: { path: (code) => `/classes/${code}/forms/6/xlsx?month=${MONTH}`, mostMs: 1000 },
  form8Page: { path: (code) => `/classes/${code}/forms/8/html`, mostMs: 1000 },
};

const first = (code: string): string => `b${Number(code.slice(-2)) - 1}-0`;

/** Milliseconds: median, 95th of a hundred, and the longest. */
interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

/** @returns per page its times, the pages over their limit, and how large the store is. */
export async function bench(args: readonly string[]): Promise<unknown> {
  const [classes, trainees] = [Number(args[0] ?? 12), Number(args[1] ?? 50)];
  let year: Year | undefined;
  const started = performance.now();
  await using office = await startOffice({
    fill: (db) => {
      year = fillYear(db, classes, trainees);
    },
  });
  if (year === undefined) throw new Error('expected the year to be there');
  const { lastLessons, classes: codes, records } = year;
  const fillMs = performance.now() - started;
  process.stderr.write(`bench office: ${records} records in ${Math.round(fillMs / 1000)} s\n`);
  const client = await office.as('administrator');
  const timed = async (page: string, code: string): Promise<number> => {
    const from = performance.now();
    const { status } = await client.get(PAGES[page]?.path(code) ?? '');
    if (status !== 200) throw new Error(`${page} of ${code}: expected 200, got ${status}`);
    return performance.now() - from;
  };
  const all = async (page: string): Promise<number[]> => {
    const times: number[] = [];
    for (const code of codes) times.push(await timed(page, code));
    return times;
  };
  const result: Record<string, unknown> = {};
  const late: string[] = [];
  const kept = recordTable(office.db);
  // Nothing of any class is remembered: its months first, then everything else.
  const cold = spread(await all('months'));
  for (const page of Object.keys(PAGES)) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) times.push(...(await all(page)));
    const found = spread(times);
    result[page] = found;
    if (found.p95 > (PAGES[page]?.mostMs ?? 0)) late.push(page);
    process.stderr.write(`bench office: ${page} ${JSON.stringify(found)}\n`);
  }
  const afterLesson: Record<string, number[]> = { lastMonth: [], months: [] };
  for (const [code, closed] of lastLessons) {
    kept.close(code, closed, office.db.prepare('select max(closedAt) from record').pluck().get() as never);
    for (const [page, times] of Object.entries(afterLesson)) times.push(await timed(page, code));
  }
  return {
    ...{ classes, trainees, records, fillSeconds: Math.round(fillMs / 1000) },
    storeMegabytes: Math.round(statSync(join(office.folder, 'zaike.db')).size / 1e6),
    firstMonthsOfAClass: cold,
    pages: result,
    afterALesson: Object.fromEntries(Object.entries(afterLesson).map(([page, times]) => [page, spread(times)])),
    overTheirLimit: late,
  };
}
