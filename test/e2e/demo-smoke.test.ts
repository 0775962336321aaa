import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smokeOutcomes } from '../support/camera/film/script.ts';
import { scenarioOfData } from '../support/scenario-of-data.ts';

/** Runs one of our scripts; gives its exit code and what it printed. */
async function script(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, exit] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: (exit as [number | null])[0], out, err };
}

interface Smoke {
  readonly lessons: { trainee: string; no: number; outcome: string }[];
  readonly wrongPerson: number;
  readonly unknownFaces: number;
  readonly gaps: { camera: string; why: string }[];
  readonly center: {
    readonly records: number;
    readonly same: boolean;
    readonly head: { readonly size: number; readonly proven: boolean };
    readonly pictureMs: number | null;
  } | null;
  readonly ok: boolean;
}

const folder = mkdtempSync(join(tmpdir(), 'zaike-smoke-'));
const data = join(folder, 'data');
let run: Awaited<ReturnType<typeof script>>;
let smoke: Smoke;

beforeAll(async () => {
  run = await script('scripts/demo.ts', '--smoke', '--keep', data);
  smoke = JSON.parse(run.out) as Smoke;
}, 420_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('faces from an RTSP stream become the lesson records that the script says', () => {
  expect(smoke.lessons, run.err.slice(-4000)).toEqual(smokeOutcomes());
  expect(run.code).toBe(0);
  expect(smoke.ok).toBe(true);
});

test('nobody is noted who was not in the picture, and the outsiders stay unknown', () => {
  expect(smoke.wrongPerson).toBe(0);
  expect(smoke.unknownFaces).toBeGreaterThanOrEqual(2);
});

test('the outage is kept as a gap with its reason', () => {
  expect(smoke.gaps.some(({ why }) => why === 'closed' || why === 'unreachable')).toBe(true);
});

test('the center has the same records, and a head of the journal that is proven to continue the one before', () => {
  expect(smoke.center, run.err.slice(-4000)).toMatchObject({ records: smokeOutcomes().length, same: true });
  expect(smoke.center?.head.proven).toBe(true);
  expect(smoke.center?.head.size).toBeGreaterThan(0);
});

test('a live picture of the classroom came through the center', () => {
  expect(smoke.center?.pictureMs).toEqual(expect.any(Number));
});

test('it prints exactly one line', () => {
  expect(run.out.trimEnd().split('\n')).toHaveLength(1);
});

test('what the kiosk observed replays to the same records', async () => {
  const file = join(folder, 'scenario.json');
  writeFileSync(file, JSON.stringify(scenarioOfData(data)));
  const replayed = await script('scripts/replay.ts', file);
  expect(replayed.err).toBe('');
  const { lessons } = JSON.parse(replayed.out) as { lessons: Smoke['lessons'] };
  expect(lessons.map(({ trainee, no, outcome }) => ({ trainee, no, outcome }))).toEqual(smoke.lessons);
});

test('its evidence packs and verifies', async () => {
  const out = join(folder, 'package');
  const packed = await script('scripts/evidence.ts', '--data', data, '--out', out);
  expect(packed.code, packed.err).toBe(0);
  const verified = await script('scripts/verify-evidence.ts', out);
  expect(JSON.parse(verified.out)).toMatchObject({ ok: true, faults: [] });
  expect(verified.code).toBe(0);
});
