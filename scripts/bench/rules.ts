import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCalendar } from '../../core/domain/calendar.ts';
import { instantAt } from '../../core/domain/day.ts';
import { bellLessons } from '../../core/domain/timetable.ts';
import type { LocalDate } from '../../core/domain/units.ts';
import { packagedYears } from '../../core/platform/calendar.ts';
import { run, systemProcesses } from '../../core/platform/process.ts';

/** Milliseconds from start to exit, the median of the runs. */
interface Timing {
  readonly sightings: number;
  readonly fileMB: number;
  /** Node starts, reads the file and parses it, nothing else. */
  readonly parseMs: number;
  readonly replayMs: number;
  /** replayMs ÷ parseMs; asked for: at most 5. */
  readonly ratio: number;
}

const TRAINEES = 50;
const SIGHTINGS = 10;
const HOUR = 3_600_000;
const BELL = [8.5, 9.5, 10.5, 13, 14, 15].map((hour) => ({ start: hour * HOUR, end: (hour + 0.75) * HOUR }));

/** A class of 50 with 6 lessons each working day and 10 sightings for each trainee and lesson, as a replay file. */
function scenario(opens: LocalDate, ends: LocalDate): { readonly text: string; readonly sightings: number } {
  const facts = { kind: 'theory', course: null, teacher: null, room: null } as const;
  const lessons = bellLessons(BELL, opens, ends, createCalendar(packagedYears()), facts);
  const ids = Array.from({ length: TRAINEES }, (_, index) => `t${index + 1}`);
  let seed = 20_261_008;
  const random = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const sightings = lessons.flatMap(({ start, end }) =>
    ids.flatMap((trainee) =>
      Array.from({ length: SIGHTINGS }, (_, index) => {
        const share = (index + random()) / SIGHTINGS;
        const at = Math.round(start - 300_000 + share * (end - start + 400_000)) + 8 * HOUR;
        return { trainee, at: new Date(at).toISOString().replace('Z', '+08:00'), camera: 'room' };
      }),
    ),
  );
  const days = [...new Set(lessons.map(({ date }) => date))];
  const iso = (date: LocalDate, hour: number): string => new Date(instantAt(date, hour * HOUR)).toISOString();
  const file = {
    class: {
      code: 'BENCH-1',
      specialty: '大数据开发',
      certificate: 'special',
      opens,
      ends,
      approvedOn: opens,
      months: 3,
      bell: BELL.map(({ start, end }) => [start, end].map((time) => new Date(time).toISOString().slice(11, 16))),
    },
    trainees: ids.map((id) => ({ id, joinedOn: opens })),
    cameras: ['room', 'door'],
    coverage: days.flatMap((day) =>
      ['room', 'door'].flatMap((camera) => [
        { camera, from: iso(day, 8), to: iso(day, 11.5) },
        { camera, from: iso(day, 12.5), to: iso(day, 16.5) },
      ]),
    ),
    sightings,
  };
  return { text: JSON.stringify(file), sightings: sightings.length };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Times parsing and replaying one file in turn. */
async function time(folder: string, opens: string, ends: string, runs: number): Promise<Timing> {
  const { text, sightings } = scenario(opens as LocalDate, ends as LocalDate);
  const path = join(folder, `${opens}.json`);
  await writeFile(path, text);
  const replay = new URL('../replay.ts', import.meta.url).pathname;
  const parse = "JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'))";
  const timed = async (args: readonly string[]): Promise<number> => {
    const started = performance.now();
    await run(systemProcesses, process.execPath, args);
    return performance.now() - started;
  };
  const [parsed, replayed]: [number[], number[]] = [[], []];
  for (let turn = 0; turn <= runs; turn += 1) {
    const times = [await timed(['-e', parse, path]), await timed([replay, path])] as const;
    if (turn === 0) continue; // the first turn warms the file cache
    parsed.push(times[0]);
    replayed.push(times[1]);
  }
  const [parseMs, replayMs] = [median(parsed), median(replayed)];
  return {
    sightings,
    fileMB: rounded(text.length / 1e6),
    parseMs: rounded(parseMs),
    replayMs: rounded(replayMs),
    ratio: rounded(replayMs / parseMs),
  };
}

/**
 * A month of 108 lessons (54,000 sightings) and half a year, against what Node takes to start and parse the same file.
 * `args`: the number of runs, 9 unless told.
 */
export async function bench(args: readonly string[]): Promise<unknown> {
  const runs = Number(args[0] ?? 9);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`expected a number of runs, got ${args[0] ?? ''}`);
  const folder = await mkdtemp(join(tmpdir(), 'zaike-bench-rules-'));
  try {
    process.stderr.write('rules: one month …\n');
    const month = await time(folder, '2026-10-08', '2026-10-31', runs);
    process.stderr.write('rules: six months …\n');
    const half = await time(folder, '2026-05-01', '2026-10-31', Math.max(1, Math.round(runs / 3)));
    const perSighting = (timing: Timing): number => timing.replayMs / timing.sightings;
    return { month, sixMonths: { ...half, timePerSightingOverMonth: rounded(perSighting(half) / perSighting(month)) } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
