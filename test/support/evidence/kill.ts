import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CameraId, cameraId, classCode } from '../../../core/domain/ids.ts';
import { type EpochMs, epochMs, type LocalDate } from '../../../core/domain/units.ts';
import { systemClock } from '../../../core/platform/clock.ts';
import { systemProcesses } from '../../../core/platform/process.ts';
import { verifyPackage } from '../../../kiosk/evidence/verify.ts';
import { openDatabase } from '../../../kiosk/store/open.ts';
import { openKiosk } from './kiosk.ts';
import type { Film } from './packets.ts';

/** What one kill cost. */
export interface Killed {
  /** How long the kiosk had been recording, in ms. */
  readonly after: number;
  /** For the camera that lost most: from the last frame handed over to the end of what was recovered, in ms. */
  readonly lostMs: number;
  /** Records and journal entries that were promised and are not there. */
  readonly lostRecords: number;
  readonly lostEntries: number;
  /** What the next start had to complain about, and what the verifier found. */
  readonly alarms: readonly string[];
  readonly faults: readonly string[];
  readonly recovered: number;
}

interface Promised {
  readonly frames: Map<CameraId, EpochMs>;
  readonly records: number[];
  readonly entries: number[];
}

/** Writes a film where {@link killOnce}'s child finds it. */
export async function saveFilm(film: Film, path: string): Promise<void> {
  await writeFile(path, Buffer.concat([film.init.data, ...film.frames.map(({ data }) => data)]));
}

/** Starts a kiosk on `data`, kills it (SIGKILL) `after` ms after it began to record, starts on what is left, and verifies a package of it. */
export async function killOnce(
  data: string,
  film: string,
  { cameras, after, round }: { cameras: number; after: number; round: number },
): Promise<Killed> {
  const started = systemClock.now();
  const promised = await recordUntilKilled(data, film, cameras, after);
  const killedAt = Math.max(...promised.frames.values());
  const { alarms, recovered, lostMs } = await restart(data, { promised, started, killedAt: epochMs(killedAt), round });
  const out = join(data, 'package');
  const faults = (await verifyPackage(out)).verdict.faults.map(({ path, what }) => `${path}: ${what}`);
  await rm(out, { recursive: true });
  return { after, lostMs, ...missing(data, promised), alarms, faults, recovered };
}

async function recordUntilKilled(data: string, film: string, cameras: number, after: number): Promise<Promised> {
  const program = join(import.meta.dirname, 'kiosk-child.ts');
  const promised: Promised = { frames: new Map(), records: [], entries: [] };
  await using child = systemProcesses.spawn(process.execPath, [program, data, film, String(cameras)]);
  const ready = Promise.withResolvers<undefined>();
  let unfinished = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (unfinished + text).split('\n');
    unfinished = lines.pop() ?? '';
    for (const line of lines) {
      const [kind, a = '', b = ''] = line.split(' ');
      if (kind === 'ready') ready.resolve(undefined);
      if (kind === 'f') promised.frames.set(cameraId(a), epochMs(Number(b)));
      if (kind === 'r') promised.records.push(Number(a));
      if (kind === 'j') promised.entries.push(Number(a));
    }
  });
  const early = child.exited.then(({ stderr }) => ready.reject(new Error(`the kiosk did not start: ${stderr}`)));
  await ready.promise;
  await new Promise((resolve) => setTimeout(resolve, after));
  child.kill('SIGKILL');
  await child.exited;
  await early;
  return promised;
}

/** The next start: recovers, closes a lesson over the time before the kill, and packs it. */
async function restart(
  data: string,
  { promised, started, killedAt, round }: { promised: Promised; started: EpochMs; killedAt: EpochMs; round: number },
): Promise<Pick<Killed, 'alarms' | 'recovered' | 'lostMs'>> {
  await using kiosk = await openKiosk(data, { clock: systemClock, keeper: false });
  const cameras = [...promised.frames.keys()];
  const code = classCode(`K${String(round)}`);
  const ends = cameras.map((camera) => {
    const segments = kiosk.index.segments(camera, { from: started, to: systemClock.now() });
    return { camera, end: Math.max(started, ...segments.map(({ to }) => to)) };
  });
  const lostMs = Math.max(...ends.map(({ camera, end }) => (promised.frames.get(camera) ?? 0) - end));
  const first = Math.min(
    ...cameras.map(
      (camera) => kiosk.index.segments(camera, { from: started, to: systemClock.now() })[0]?.from ?? killedAt,
    ),
  );
  const expected = { from: epochMs(first + 100), to: epochMs(Math.max(first + 200, killedAt - 1000)) };
  await kiosk.evidence.closeLesson({
    ...{ class: code, date: '2026-10-08' as LocalDate, no: 1, cameras, classEnds: null },
    ...{ lesson: expected, expected, records: [], coverage: [] },
  });
  await kiosk.evidence.pack({ out: join(data, 'package'), class: code, month: null, by: 'test' });
  const recovered = kiosk.facts.filter((fact) => fact.kind === 'segment' && fact.note === 'recovered').length;
  return { alarms: kiosk.alarms.map(({ code: alarm, message }) => `${alarm}: ${message}`), recovered, lostMs };
}

function missing(data: string, promised: Promised): Pick<Killed, 'lostRecords' | 'lostEntries'> {
  using db = openDatabase(join(data, 'zaike.db'));
  const ids = new Set(db.prepare('select id from record').pluck().all() as number[]);
  const lines = readFileSync(join(data, 'evidence/journal/log.jsonl'), 'utf8').split('\n').length - 1;
  return {
    lostRecords: promised.records.filter((id) => !ids.has(id)).length,
    lostEntries: promised.entries.filter((seq) => seq >= lines).length,
  };
}
