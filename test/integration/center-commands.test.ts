import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { clipResultSchema, markResultSchema, snapshotResultSchema } from '../../core/contract/center/commands.ts';
import type { Command } from '../../core/contract/center/link.ts';
import { cameraId, classCode } from '../../core/domain/ids.ts';
import type { CaptureEvent } from '../../core/domain/media.ts';
import { verifyInclusion } from '../../core/domain/merkle.ts';
import { plus, seconds } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { silentLog } from '../../core/platform/log.ts';
import { systemProcesses } from '../../core/platform/process.ts';
import type { Camera } from '../../kiosk/camera/camera.ts';
import { HealthLog } from '../../kiosk/camera/health.ts';
import { CameraHub } from '../../kiosk/camera/hub.ts';
import { openCommands } from '../../kiosk/commands.ts';
import { digestOf, sha256 } from '../../kiosk/evidence/digest.ts';
import { openKey } from '../../kiosk/evidence/key.ts';
import { openViewing } from '../../kiosk/evidence/viewing.ts';
import { audit } from '../../kiosk/store/audit.ts';
import { openDatabase } from '../../kiosk/store/open.ts';
import { records } from '../../kiosk/store/records.ts';
import type { UplinkPorts } from '../../kiosk/uplink/ports.ts';
import { startHub, type TestHub } from '../support/center/hub.ts';
import { type TestKiosk as Linked, pair, startTestKiosk } from '../support/center/kiosk.ts';
import { openKiosk, type TestKiosk } from '../support/evidence/kiosk.ts';
import { lessonToClose, morningData, t0 } from '../support/evidence/lesson.ts';
import { type Film, film, initOf, packetOf } from '../support/evidence/packets.ts';

const BY = '李检（inspector-1）';
const at = (second: number) => plus(t0, seconds(second));
const signal = new AbortController().signal;
const [door, room, hevc] = ['door', 'room', 'hevc'].map(cameraId) as [
  ReturnType<typeof cameraId>,
  ReturnType<typeof cameraId>,
  ReturnType<typeof cameraId>,
];

/** A camera that gave these events so far. */
function cameraOf(id: typeof door, events: readonly CaptureEvent[]): Camera {
  const hub = new CameraHub(silentLog);
  const health = new HealthLog(id, systemClock);
  for (const event of events) {
    hub.publish(event);
    health.note(event);
  }
  const closed = (): Promise<void> => Promise.resolve();
  const subscribe = hub.subscribe.bind(hub);
  return { hub, subscribe, health: () => health.read(), renew: () => undefined, [Symbol.asyncDispose]: closed };
}

const packets = (source: Film, id: typeof door, count: number): CaptureEvent[] => [
  initOf(source, id),
  ...Array.from({ length: count }, (_, n) => packetOf(source, id, n, t0)),
];

let data: Awaited<ReturnType<typeof morningData>>;
let db: ReturnType<typeof openDatabase>;
let kiosk: TestKiosk;
let center: TestHub;
let linked: Linked;
let carryOut: UplinkPorts['carryOut'];
let recordIds: number[];
let turning: Film;

beforeAll(async () => {
  data = await morningData();
  kiosk = await openKiosk(data.path, { keeper: false, key: openKey(join(data.path, 'keys/journal.pem')) });
  db = openDatabase(join(data.path, 'zaike.db'));
  recordIds = records(db).close(
    classCode('DSJ-2026-01'),
    lessonToClose(1).records.map(({ record }) => record),
    at(90),
  );
  turning = await film({ gop: 50 });
  const gone: CaptureEvent = {
    ...{ kind: 'gap', camera: door, from: at(140), to: null },
    ...{ why: 'unreachable', detail: 'connection refused' },
  };
  const cameras = new Map([
    [door, cameraOf(door, [gone])],
    [room, cameraOf(room, packets(turning, room, 38))],
    [hevc, cameraOf(hevc, packets(await film({ codec: 'libx265' }), hevc, 10))],
  ]);
  carryOut = openCommands({
    ...{ db, dataDir: data.path, evidence: kiosk.evidence, processes: systemProcesses },
    clock: { ...systemClock, now: () => at(600) },
    troubleOf: () => null,
    challenges: { call: () => expect.fail('expected no call'), cancel: () => undefined },
    decide: expect.anything() as never,
    cameras: {
      ids: [...cameras.keys()],
      camera: (id) => cameras.get(id) ?? cameraOf(id, []),
      facts: () => [...cameras.keys()].map((id) => ({ id, name: `${id} 机`, role: 'room', health: { kind: 'ok' } })),
    },
    viewing: openViewing({
      ...{ evidence: kiosk.directory, cache: join(data.path, 'clips'), index: kiosk.index, clock: systemClock },
      growing: (camera) => kiosk.evidence.growing(camera),
    }),
  });
  center = await startHub(':memory:');
  linked = startTestKiosk(center.url, { carryOut });
  await pair(center, 'k1', linked.verifierKey);
  await vi.waitFor(() => expect(center.hub.linked().has('k1')).toBe(true), 30_000);
});
afterAll(async () => {
  await linked[Symbol.asyncDispose]();
  await center[Symbol.asyncDispose]();
  await kiosk[Symbol.asyncDispose]();
  db[Symbol.dispose]();
  await data[Symbol.asyncDispose]();
});

/** As an inspector's page would: over the link, with all files. */
async function ask(command: Command) {
  const { answer, files } = await center.hub.ask('k1', command, signal);
  return { result: answer.result, files };
}

function picture(file: Uint8Array | string): Promise<Buffer> {
  return sharp(file).resize(320, 180, { fit: 'fill' }).greyscale().raw().toBuffer();
}

/** Mean difference of two pictures, in grey levels. */
const apart = (a: Buffer, b: Buffer): number =>
  a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length;

describe('a snapshot', () => {
  it('shows the newest picture of each camera with its time, and says why one gives none', async () => {
    const { result, files } = await ask({ kind: 'snapshot', by: BY });
    const { cameras } = snapshotResultSchema.parse(result);
    expect(cameras.map(({ camera, picture: { kind } }) => [camera, kind])).toEqual([
      [door, 'none'],
      [room, 'picture'],
      [hevc, 'picture'],
    ]);
    expect(cameras[0]?.picture).toMatchObject({ why: expect.stringContaining('连接不上') as string, since: at(140) });
    expect(cameras[1]).toMatchObject({ name: 'room 机', picture: { file: 0, at: at(38 / 25) } });
    // The 38th frame of the GOP, not its keyframe.
    const [shot, last, keyframe] = await Promise.all(
      [files[0]?.data ?? new Uint8Array(), await frameOf(37), await frameOf(0)].map(picture),
    );
    expect(apart(shot as Buffer, last as Buffer)).toBeLessThan(4);
    expect(apart(shot as Buffer, keyframe as Buffer)).toBeGreaterThan(8);
    expect(await sharp(files[1]?.data).metadata()).toMatchObject({ format: 'jpeg', width: 320 });
  });
});

describe('a clip', () => {
  it('begins and ends at the very instants that were asked for', async () => {
    const { result, files } = await ask({ kind: 'clip', by: BY, camera: room, from: at(30.4), to: at(38.4) });
    const clip = clipResultSchema.parse(result);
    expect(clip).toMatchObject({ parts: [{ file: 0, from: at(30.4), to: at(38.4), sealed: true }], holes: [] });
    const file = files[0];
    expect(lengthOf(file?.data)).toBeCloseTo(8, 1);
    // The film's first frame is captured 40 ms after its beginning.
    const wanted = execFileSync('ffmpeg', [
      ...['-v', 'error', '-ss', '30.36', '-i', roomSegment(), '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png', '-'],
    ]);
    expect(apart(await picture(firstFrame(file?.data)), await picture(wanted))).toBeLessThan(1);
  });

  it('names the seconds that there are none of', async () => {
    const { result } = await ask({ kind: 'clip', by: BY, camera: door, from: at(130), to: at(180) });
    const { parts, holes } = clipResultSchema.parse(result);
    // The last frame before the gap is shown until it ends.
    expect(holes).toEqual([{ from: at(140.04), to: at(165.04), why: 'unreachable' }]);
    expect(parts.map(({ from, to }) => [from, to])).toEqual([
      [at(130), at(140.04)],
      [at(165.04), at(180)],
    ]);
  });

  it('of a time before all recording is all hole', async () => {
    const { result, files } = await ask({ kind: 'clip', by: BY, camera: room, from: at(-600), to: at(-590) });
    expect(clipResultSchema.parse(result)).toMatchObject({ parts: [], holes: [{ from: at(-600), to: at(-590) }] });
    expect(files).toEqual([]);
  });

  it('is at most five minutes, and not of the future', async () => {
    const wanted = { kind: 'clip', by: BY, camera: room } as const;
    await expect(ask({ ...wanted, from: at(0), to: at(301) })).rejects.toThrow('最长 5 分钟');
    await expect(ask({ ...wanted, from: at(700), to: at(710) })).rejects.toThrow('还没有到');
    await expect(ask({ ...wanted, from: at(10), to: at(10) })).rejects.toThrow('晚于开始');
  });

  it('reaches into the segment in the writing', async () => {
    await using folder = await morningData();
    await using writing = await openKiosk(folder.path, {
      keeper: false,
      key: openKey(join(folder.path, 'keys/journal.pem')),
    });
    const stop = Promise.withResolvers<undefined>();
    const from = at(3600);
    const growing = writing.evidence.record(
      room,
      (async function* () {
        yield initOf(turning, room);
        for (let n = 0; n < 20 * 25; n += 1) yield packetOf(turning, room, n, from);
        await stop.promise;
      })(),
    );
    await expect
      .poll(() => writing.evidence.growing(room)?.to, { timeout: 60_000 })
      .toBeGreaterThan(plus(from, seconds(19)));
    const viewing = openViewing({
      ...{ evidence: writing.directory, cache: join(folder.path, 'clips'), index: writing.index },
      ...{ clock: { now: () => plus(from, seconds(20)) }, growing: (camera) => writing.evidence.growing(camera) },
    });
    const cut = await viewing.cut(room, { from: plus(from, seconds(10)), to: plus(from, seconds(25)) }, signal);
    expect(cut.parts).toMatchObject([{ from: plus(from, seconds(10)), sealed: false }]);
    expect(cut.holes).toMatchObject([{ to: plus(from, seconds(25)), why: 'in-writing' }]);
    stop.resolve(undefined);
    await growing;
  });
});

describe('the evidence of a mark', () => {
  it('is its seconds of video, its picture and the proof that its lesson is in the journal', async () => {
    const { result, files } = await ask({ kind: 'mark', by: BY, record: recordIds[0] ?? 0 });
    const mark = markResultSchema.parse(result);
    expect(mark.record).toMatchObject({ trainee: 't1', outcome: 'present', date: '2026-10-08', no: 1, replaces: null });
    expect(mark.openings.map(({ window, at: instant }) => [window, instant])).toEqual([
      ['arrival', at(15.04)],
      ['inside', at(30.04)],
      ['departure', at(75.04)],
    ]);
    for (const { clip, at: instant, proof } of mark.openings) {
      expect(proof).toMatchObject({ similarity: 0.62, liveness: 'live' });
      expect(clip?.parts[0]).toMatchObject({ from: instant - 5000, to: instant + 5000 });
      expect(lengthOf(files[clip?.parts[0]?.file ?? -1]?.data)).toBeCloseTo(10, 0);
    }
    const kept = mark.openings[0]?.picture;
    expect(digestOf(files[kept?.file ?? -1]?.data ?? new Uint8Array())).toBe(kept?.sha256);
    const { seq, size, root, leaf, path } = mark.journal ?? expect.fail('expected a proof');
    const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex');
    const claim = { index: seq, size, leaf: bytes(leaf), root: bytes(root), proof: path.map(bytes) };
    expect(verifyInclusion(sha256, claim)).toBe(true);
    expect(verifyInclusion(sha256, { ...claim, index: seq + 1 })).toBe(false);
    expect(mark.sheet).toBeNull();
    expect(JSON.stringify(result)).not.toMatch(/王小明|210402/);
  });

  it('where nobody was seen is a sheet of the whole lesson', async () => {
    const { result, files } = await ask({ kind: 'mark', by: BY, record: recordIds[3] ?? 0 });
    const mark = markResultSchema.parse(result);
    expect(mark).toMatchObject({ record: { outcome: 'personalLeave' }, openings: [] });
    expect((await sharp(files[mark.sheet ?? -1]?.data).metadata()).width).toBeGreaterThan(600);
  });

  it('of no such record is a failure in words', async () => {
    await expect(ask({ kind: 'mark', by: BY, record: 4711 })).rejects.toThrow('没有这条记录');
  });
});

describe('who asked', () => {
  it('is journalled and audited before anything leaves, also for what then fails', async () => {
    await carryOut({ kind: 'clip', by: '王某', camera: room, from: at(20), to: at(21) }, signal);
    await expect(carryOut({ kind: 'mark', by: '王某', record: 4711 }, signal)).rejects.toThrow();
    const [second, first] = audit(db).read({ user: 'center', limit: 2 });
    expect(first).toMatchObject({
      name: '王某',
      action: 'center-clip',
      subject: room,
      detail: expect.stringContaining('08:00:20') as string,
    });
    expect(second).toMatchObject({ name: '王某', action: 'center-mark', subject: '4711' });
    const views = kiosk.facts.filter(({ kind }) => kind === 'view');
    expect(views.at(-2)).toMatchObject({ by: 'center: 王某', what: expect.stringContaining('room 机') as string });
  });
});

const roomSegment = (): string => {
  const [segment] = kiosk.index.segments(room, { from: at(30), to: at(31) });
  return join(kiosk.directory, segment?.path ?? '');
};

/** Written to a file: what comes in a pipe is not looked through to its end. */
const onDisk = (bytes: Uint8Array = new Uint8Array()): string => {
  const path = join(data.path, `${digestOf(bytes)}.mp4`);
  writeFileSync(path, bytes);
  return path;
};

const lengthOf = (bytes: Uint8Array | undefined): number => {
  const asked = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', onDisk(bytes)];
  return Number(execFileSync('ffprobe', asked));
};

const firstFrame = (bytes: Uint8Array | undefined): Buffer =>
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-i',
    onDisk(bytes),
    '-frames:v',
    '1',
    '-f',
    'image2pipe',
    '-c:v',
    'png',
    '-',
  ]);

/** The n-th frame of the turning film, decoded by itself. */
function frameOf(n: number): Promise<Buffer> {
  const media = Buffer.concat(
    packets(turning, room, n + 1).map((event) => ('data' in event ? event.data : new Uint8Array())),
  );
  const select = `select=eq(n\\,${String(n)})`;
  return Promise.resolve(
    execFileSync(
      'ffmpeg',
      ['-v', 'error', '-i', 'pipe:0', '-vf', select, '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png', '-'],
      { input: media },
    ),
  );
}
