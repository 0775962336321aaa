import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cameraId } from '../../core/domain/ids.ts';
import type { CaptureEvent } from '../../core/domain/media.ts';
import { epochMs, plus, seconds } from '../../core/domain/units.ts';
import { run, systemProcesses } from '../../core/platform/process.ts';
import { digestOf } from '../../kiosk/evidence/digest.ts';
import { dataFolder, fastClock, openKiosk, type TestKiosk } from '../support/evidence/kiosk.ts';
import { type Film, film, initOf, packetOf } from '../support/evidence/packets.ts';

const room = cameraId('room');
const t0 = epochMs(Date.parse('2026-10-08T08:00:00+08:00'));
const later = () => fastClock(plus(t0, seconds(600)));
let clip: Film;

beforeAll(async () => {
  clip = await film();
});

/** Records 70 s and copies the folder while the second segment grows: what a power cut leaves. */
async function killed(data: string): Promise<void> {
  const running = join(data, '..', 'running');
  await using kiosk = await openKiosk(running);
  await kiosk.evidence.record(room, recording(kiosk, running, data));
}

async function* recording(kiosk: TestKiosk, running: string, data: string): AsyncGenerator<CaptureEvent> {
  yield initOf(clip, room);
  for (let n = 0; n < 70 * clip.fps; n += 1) {
    if (n % 25 === 0) await new Promise(setImmediate);
    yield packetOf(clip, room, n, t0);
  }
  const folderOf = join(kiosk.directory, 'segments/room/2026-10-08');
  const parts = (): string[] => (existsSync(folderOf) ? readdirSync(folderOf) : []);
  while (parts().length < 2 || !parts().some((name) => name.endsWith('.mp4')))
    await new Promise((resolve) => setTimeout(resolve, 10));
  await new Promise((resolve) => setTimeout(resolve, 50));
  cpSync(running, data, { recursive: true });
}

async function folder(): Promise<AsyncDisposable & { path: string; at: (path: string) => string }> {
  const outer = await dataFolder();
  const path = join(outer.path, 'data');
  await killed(path);
  return {
    path,
    at: (name) => join(path, 'evidence', name),
    [Symbol.asyncDispose]: () => outer[Symbol.asyncDispose](),
  };
}

const segmentsOf = (kiosk: TestKiosk) => kiosk.index.segments(room, { from: t0, to: plus(t0, seconds(7200)) });
const gapsOf = (kiosk: TestKiosk) => kiosk.index.gaps(room, { from: t0, to: plus(t0, seconds(7200)) });
const quarantined = (kiosk: TestKiosk) => kiosk.facts.filter(({ kind }) => kind === 'quarantined');

describe('a start after a kill', () => {
  it('seals the unfinished segment up to its last whole frame, and it plays', async () => {
    await using data = await folder();
    await using kiosk = await openKiosk(data.path, { clock: later() });
    const [first, second] = segmentsOf(kiosk);
    expect([first?.note, second?.note]).toEqual([null, 'recovered']);
    const file = data.at(second?.path ?? '');
    expect(digestOf(readFileSync(file))).toBe(second?.sha256);
    expect((await run(systemProcesses, 'ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'])).toString()).toBe('');
    expect(second?.to).toBe(plus(second?.from ?? t0, seconds((second?.frames ?? 0) / 25)));
  });

  it('cuts what was half written', async () => {
    await using data = await folder();
    const folderOf = data.at('segments/room/2026-10-08');
    const part = readdirSync(folderOf).find((name) => name.endsWith('.part')) ?? '';
    const bytes = readFileSync(join(folderOf, part));
    writeFileSync(join(folderOf, part), bytes.subarray(0, bytes.length - 777));
    await using kiosk = await openKiosk(data.path, { clock: later() });
    const second = segmentsOf(kiosk)[1];
    expect(second?.bytes).toBeLessThan(bytes.length - 777);
    const file = data.at(second?.path ?? '');
    expect((await run(systemProcesses, 'ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-'])).toString()).toBe('');
  });

  it('tells the time in which it was down, from the last frame to the start', async () => {
    await using data = await folder();
    await using kiosk = await openKiosk(data.path, { clock: later() });
    await kiosk.evidence.record(room, none());
    const last = segmentsOf(kiosk).at(-1);
    const down = gapsOf(kiosk).find(({ why }) => why === 'kiosk-down');
    expect(down?.from).toBe(last?.to);
    expect((down?.to ?? 0) - t0).toBeGreaterThanOrEqual(600_000);
  });

  it('gives a segment its name that was journalled before the kill', async () => {
    await using data = await folder();
    const folderOf = data.at('segments/room/2026-10-08');
    const sealed = readdirSync(folderOf).find((name) => name.endsWith('.mp4')) ?? '';
    renameSync(join(folderOf, sealed), join(folderOf, `${sealed}.part`));
    await using kiosk = await openKiosk(data.path, { clock: later() });
    expect(existsSync(join(folderOf, sealed))).toBe(true);
    expect(segmentsOf(kiosk).map(({ state }) => state)).toEqual(['kept', 'kept']);
    expect(kiosk.alarms).toEqual([]);
  });

  it('sets a file aside that the journal does not know, and never deletes it', async () => {
    await using data = await folder();
    writeFileSync(data.at('segments/room/2026-10-08/strange.mp4'), 'what is this');
    symlinkSync('/nowhere', data.at('segments/room/link.mp4'));
    await using kiosk = await openKiosk(data.path, { clock: later() });
    expect(kiosk.alarms.map(({ code }) => code)).toEqual(['file-unknown', 'file-unknown']);
    const [strange] = quarantined(kiosk).filter((fact) => fact.kind === 'quarantined' && fact.bytes > 0);
    expect(strange).toMatchObject({ path: 'segments/room/2026-10-08/strange.mp4', sha256: digestOf('what is this') });
    const to = strange?.kind === 'quarantined' ? strange.to : '';
    expect(readFileSync(data.at(to), 'utf8')).toBe('what is this');
  });

  it('journals a segment as lost that the disk lacks, or that has become a folder', async () => {
    await using data = await folder();
    const folderOf = data.at('segments/room/2026-10-08');
    const sealed = readdirSync(folderOf).find((name) => name.endsWith('.mp4')) ?? '';
    rmSync(join(folderOf, sealed));
    mkdirSync(join(folderOf, sealed));
    await using kiosk = await openKiosk(data.path, { clock: later() });
    expect(segmentsOf(kiosk).map(({ state }) => state)).toEqual(['lost', 'kept']);
    expect(kiosk.alarms.map(({ code }) => code)).toEqual(['segment-lost']);
    expect(kiosk.facts.find(({ kind }) => kind === 'lost')).toMatchObject({ why: 'missing' });
  });

  it('drops a part that never got a frame: it shows nothing', async () => {
    await using data = await folder();
    const folderOf = data.at('segments/room/2026-10-08');
    writeFileSync(join(folderOf, 'room.20261008T080500.000.1-1-9.mp4.part'), clip.init.data);
    await using kiosk = await openKiosk(data.path, { clock: later() });
    expect(readdirSync(folderOf).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(segmentsOf(kiosk)).toHaveLength(2);
  });

  it('finds the same after a second and a third kill during the recovery itself', async () => {
    await using data = await folder();
    const before = join(data.path, '..', 'copy');
    cpSync(data.path, before, { recursive: true });
    const [once, twice] = [await openKiosk(data.path, { clock: later() }), await openKiosk(before, { clock: later() })];
    expect(segmentsOf(once).map(({ sha256 }) => sha256)).toEqual(segmentsOf(twice).map(({ sha256 }) => sha256));
    await twice[Symbol.asyncDispose]();
    await once[Symbol.asyncDispose]();
    await using third = await openKiosk(data.path, { clock: later() });
    expect(segmentsOf(third)).toHaveLength(2);
    expect(third.alarms).toEqual([]);
  });
});

async function* none(): AsyncGenerator<CaptureEvent> {
  // a camera that gives nothing
}
