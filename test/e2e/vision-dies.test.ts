import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { epochMs } from '../../core/domain/units.ts';
import { run, systemProcesses } from '../../core/platform/process.ts';
import { observations } from '../../kiosk/store/observations.ts';
import { openDatabase } from '../../kiosk/store/open.ts';
import { encoderArguments } from '../support/camera/film/test-film.ts';
import { startRemoteCamera } from '../support/camera/remote-camera.ts';
import { samplePhoto } from '../support/vision/film.ts';

/** Recording survives everything but the disk itself; vision may die, recording may not. */

/** Frames further apart than this leave a hole in coverage, in ms: more than a group of pictures, less than a stall. */
const CONTINUITY = 400;
/** Frames between two keyframes: a new process looks at all since the last one, also at those of its birth. */
const GOP = 4;

const folder = mkdtempSync(join(tmpdir(), 'zaike-dies-'));
const lines: { message?: string; at: string }[] = [];
let kiosk: ReturnType<typeof spawn> | undefined;
let camera: Awaited<ReturnType<typeof startRemoteCamera>> | undefined;

const times = (message: string): number => lines.filter((line) => line.message === message).length;
async function until(done: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !done(); tries += 1) {
    if (tries > 600)
      throw new Error(
        `waited in vain for ${what}; the kiosk said:\n${lines.map((line) => JSON.stringify(line)).join('\n')}`,
      );
    await delay(100);
  }
}

/** When the kiosk said it for the `number`-th time, ms since 1970. */
const whenSaid = (message: string, number: number): number =>
  Date.parse(lines.filter((line) => line.message === message)[number - 1]?.at ?? '');

/** Waits until vision has looked at a frame that was captured after now. */
async function looked(): Promise<void> {
  const now = Date.now();
  using db = openDatabase(join(folder, 'data', 'zaike.db'));
  const seen = observations(db);
  await until(() => seen.coverage(epochMs(now), epochMs(4e12)).length > 0, 'frames to be looked at');
}

function visionPid(): number {
  const found = readdirSync('/proc').find((pid) => {
    try {
      const [command, parent] = [
        readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
        readFileSync(`/proc/${pid}/stat`, 'utf8'),
      ];
      return command.includes('vision.main.ts') && parent.split(') ')[1]?.split(' ')[1] === String(kiosk?.pid);
    } catch {
      return false;
    }
  });
  return Number(found);
}

beforeAll(async () => {
  const film = join(folder, 'faces.mp4');
  await run(systemProcesses, 'ffmpeg', [
    ...['-v', 'error', '-loop', '1', '-framerate', '12', '-i', samplePhoto(3)],
    ...[
      '-vf',
      'scale=960:540:force_original_aspect_ratio=decrease,pad=960:540:(ow-iw)/2:0,noise=alls=12:allf=t,format=yuv420p',
    ],
    ...['-t', '10', ...encoderArguments('h264', GOP), '-f', 'mp4', film],
  ]);
  camera = await startRemoteCamera(systemProcesses, { main: { film } });
  const day = '2026-10-08';
  const classFile = {
    class: { code: 'T', opens: day, ends: day, lessons: [{ date: day, no: 1, start: '08:30', end: '09:15' }] },
    trainees: [{ id: 't1' }],
    cameras: ['front'],
  };
  writeFileSync(join(folder, 'class.json'), JSON.stringify(classFile));
  const front = { id: 'front', name: '前门', role: 'check-in', address: camera.onvifXaddr, ...camera.credentials };
  const config = {
    dataDir: 'data',
    classFile: 'class.json',
    cameras: [front],
    http: { port: 0 },
    vision: { repeatSeconds: 5 }, // the film begins anew every 10 s
    presence: { continuitySeconds: CONTINUITY / 1000 },
    recording: { segmentSeconds: 5, floorGigabytes: 0, lowGigabytes: 0 },
  };
  writeFileSync(join(folder, 'kiosk.json'), JSON.stringify(config));
  kiosk = spawn(process.execPath, ['kiosk/main.ts', join(folder, 'kiosk.json')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (!kiosk.stderr) throw new Error('expected stderr');
  createInterface({ input: kiosk.stderr }).on('line', (line) => {
    try {
      lines.push(JSON.parse(line) as (typeof lines)[number]);
    } catch {
      lines.push({ message: line, at: '' });
    }
  });
  await until(() => times('vision runs') === 1 && times('camera gives pictures') === 1, 'pictures and vision');
});
afterAll(async () => {
  kiosk?.kill('SIGKILL');
  await camera?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

test('vision is killed and stopped; it comes back by itself and sees faces, recording has no gap, what was not looked at is lost', async () => {
  await looked();
  const killed = Date.now();
  process.kill(visionPid(), 'SIGKILL');
  await until(() => times('vision runs') === 2, 'vision after the kill');
  await looked();
  await delay(4000); // long enough for an unknown face to count
  const stalled = Date.now();
  process.kill(visionPid(), 'SIGSTOP');
  await until(() => times('vision runs') === 3, 'vision after the stall');
  await looked();
  await delay(2000);
  kiosk?.kill('SIGTERM');
  if (kiosk) await once(kiosk, 'exit');
  using db = openDatabase(join(folder, 'data', 'zaike.db'));
  const seen = observations(db);
  const all = [epochMs(0), epochMs(4e12)] as const;
  expect(seen.gaps(...all).map(({ why }) => why)).toEqual(['starting']);
  // What was not looked at is not observed: a process that was killed has a successor before the group of pictures is
  // old, one that hangs is only noticed after a second.
  const spans = seen.coverage(...all);
  const ended = whenSaid('the vision process ended', 2);
  expect(ended - stalled).toBeGreaterThan(1.5 * CONTINUITY);
  expect(spans.filter(({ from, to }) => from < stalled && to > ended)).toEqual([]);
  expect(spans.some(({ to }) => to > killed && to < ended)).toBe(true);
  expect(spans.some(({ to }) => to > ended)).toBe(true);
  // A face of the new process is not taken for one that the old process had numbered so.
  const stays = seen.unidentified(...all);
  const back = whenSaid('vision runs', 2);
  expect(stays.some(({ from, to }) => from > killed - CONTINUITY && to < ended)).toBe(true);
  expect(stays.filter(({ from, to }) => from < killed - CONTINUITY && to > back)).toEqual([]);
  const journal = readFileSync(join(folder, 'data', 'evidence', 'journal', 'log.jsonl'), 'utf8');
  const entries = journal
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string; from: number; to: number });
  const segments = entries.filter(({ kind }) => kind === 'segment').sort((a, b) => a.from - b.from);
  expect(segments.length).toBeGreaterThan(1);
  for (const [i, segment] of segments.entries()) {
    const next = segments[i + 1];
    if (next) expect(Math.abs(next.from - segment.to)).toBeLessThan(500);
  }
});
