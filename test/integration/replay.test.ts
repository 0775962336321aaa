import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/* The commands as programs: what they print, where, and how they exit, under any time zone and locale. */

const root = new URL('../../', import.meta.url).pathname;
const scenarios = join(root, 'test/data/scenarios');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zaike-replay-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function command(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, input = ''): Ran {
  const options = { encoding: 'utf8', env: { ...process.env, ...env }, input, maxBuffer: 1e8 } as const;
  return spawnSync(process.execPath, [join(root, 'scripts', script), ...args], options);
}

const replay = (path: string, env: NodeJS.ProcessEnv = {}): Ran => command('replay.ts', [path], env);

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const given = (await readdir(scenarios)).filter((name) => !name.includes('.expected.')).sort();

test.each(given)('%s gives what is expected of it', async (name) => {
  const path = join(scenarios, name);
  const { status, stdout, stderr } = replay(path);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.endsWith('}\n') && stdout.indexOf('\n') === stdout.length - 1).toBe(true);
  const expected = JSON.parse(await readFile(path.replace('.json', '.expected.json'), 'utf8')) as object;
  expect(JSON.parse(stdout)).toMatchObject(expected);
});

test('the members stand in the order of the form, and no others', () => {
  const printed = JSON.parse(replay(join(scenarios, 'worked-month.json')).stdout) as Record<string, unknown>;
  expect(Object.keys(printed).join(' ')).toBe(
    'rulesVersion lessons months course owed classRateEvents subsidy deadlines warnings',
  );
  const first = (list: unknown): string => Object.keys((list as object[])[0] ?? {}).join(' ');
  const months = printed['months'] as { trainees: object[] }[];
  expect(first(printed['lessons'])).toBe('trainee date no outcome notes');
  expect(first(months)).toBe('month workdays trainees class reportId');
  expect(first(months[0]?.trainees)).toBe(
    'trainee due attended late leftEarly personalLeave sickLeave absent pending rate meets90',
  );
  expect(first(printed['course'])).toBe('trainee due attended rate meets90 mayMiss');
  expect(first(printed['classRateEvents'])).toBe('date no present due rate');
  expect(first(printed['warnings'])).toBe('rule expected got');
});

test('the same file gives the same bytes under any time zone and locale, and on each run', () => {
  const path = join(scenarios, 'worked-month.json');
  const { stdout } = replay(path);
  expect(stdout.length).toBeGreaterThan(10_000);
  const environments = [
    {},
    { TZ: 'America/New_York', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' },
    { TZ: 'Asia/Kolkata', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    { TZ: 'Pacific/Kiritimati', LC_ALL: 'C' },
    { TZ: 'Asia/Shanghai', LC_ALL: 'zh_CN.UTF-8' },
  ];
  for (const env of environments) expect(replay(path, env).stdout).toBe(stdout);
});

test('/dev/stdin is a file like any other, and a byte-order mark does no harm', async () => {
  const path = join(scenarios, 'lesson-windows.json');
  const { stdout } = replay(path);
  const text = await readFile(path, 'utf8');
  expect(command('replay.ts', ['/dev/stdin'], {}, text)).toMatchObject({ status: 0, stdout });
  expect(replay(await file('bom.json', `\uFEFF${text}`)).stdout).toBe(stdout);
});

test('a file with faults exits 2 with a line for each on stderr, and nothing on stdout', async () => {
  const scenario = {
    unknown: 1,
    class: {
      opens: '2026-10-08',
      ends: '2027-01-08',
      lessons: [
        { date: '2026-10-08', no: 1, start: '08:30', end: '09:15' },
        { date: '2026-10-08', no: 2, start: '09:00', end: '09:45' },
        { date: '2026-02-30', no: 1, start: '08:30', end: '09:15' },
        { date: '2026-10-09', no: 1, start: '09:15', end: '08:30' },
        { date: '2027-01-04', no: 1, start: '08:30', end: '09:15' },
      ],
    },
    trainees: [{ id: 't1' }],
    cameras: ['room'],
    sightings: [{ trainee: 't2', at: '2026-10-08T08:30:00+08:00', camera: 'door' }],
    corrections: [
      { trainee: 't1', date: '2026-10-08', no: 1, to: 'present', why: '…', by: 'u1', countersignedBy: 'u1' },
    ],
  };
  const { status, stdout, stderr } = replay(await file('faulty.json', scenario));
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toEqual([
    'unknown: expected no such key, got 1',
    'class.lessons[2].date: expected a date that exists (YYYY-MM-DD), got "2026-02-30"',
    'sightings[0].trainee: expected a listed trainee, got "t2"',
    'sightings[0].camera: expected a listed camera, got "door"',
    'class.lessons[3].end: expected an end after its start, got an earlier one',
    'corrections[0].countersignedBy: expected a second person, got "u1"',
    'class.lessons[1]: expected lessons that do not overlap, got lesson 2 of 2026-10-08 over lesson 1 of 2026-10-08',
    'calendars: expected the official calendar of 2027, got none',
  ]);
});

test('what is no JSON, no file, or no argument exits 2 with one line', async () => {
  const runs = [
    replay(await file('torn.json', '{"class": {\n"code": ')),
    replay(await file('empty.json', '')),
    replay(join(folder, 'missing.json')),
    replay(folder),
    command('replay.ts', []),
    command('replay.ts', ['a.json', 'b.json']),
  ];
  for (const { status, stdout, stderr } of runs) {
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  }
  expect(runs[0]?.stderr).toMatch(/^file: expected JSON, got /);
  expect(runs[2]?.stderr).toMatch(/^file: expected a file that can be read, got ENOENT/);
});

test('ten thousand faults are all told', async () => {
  const sightings = Array.from({ length: 10_000 }, () => ({ trainee: 't1', at: 'now', camera: 'room' }));
  const scenario = { class: { lessons: [] }, trainees: [{ id: 't1' }], cameras: ['room'], sightings };
  const { status, stderr } = replay(await file('many.json', scenario));
  expect([status, stderr.trimEnd().split('\n').length]).toEqual([2, 10_000]);
});

test('calendar prints the working days of a month, and dates counted in working days', () => {
  const calendar = (...args: string[]): Ran => command('calendar.ts', args, { TZ: 'America/New_York' });
  expect(calendar('--before', '2026-10-08', '--days', '5')).toMatchObject({
    status: 0,
    stdout: '{"date":"2026-09-23"}\n',
  });
  expect(calendar('--after', '2026-09-30', '--days', '1').stdout).toBe('{"date":"2026-10-08"}\n');
  expect(calendar('--month', '2026-10').stdout).toBe(
    '{"month":"2026-10","workdays":["2026-10-08","2026-10-09","2026-10-10","2026-10-12","2026-10-13","2026-10-14","2026-10-15","2026-10-16","2026-10-19","2026-10-20","2026-10-21","2026-10-22","2026-10-23","2026-10-26","2026-10-27","2026-10-28","2026-10-29","2026-10-30"]}\n',
  );
});

test.each([
  '',
  '--month 2026-13',
  '--month 2031-01',
  '--before 2026-02-30 --days 1',
  '--before 2026-10-08',
  '--before 2026-10-08 --days 0',
  '--after 2026-12-30 --days 5',
  '--after 2026-10-08 --days 1e3',
  '--month 2026-10 --days 1',
  '--month 2026-10 --after 2026-10-08',
  '--year 2026',
])('calendar refuses “%s”', (line) => {
  const { status, stdout, stderr } = command('calendar.ts', line === '' ? [] : line.split(' '));
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});
