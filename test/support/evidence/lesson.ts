import { cpSync, existsSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll } from 'vitest';
import { cameraId, classCode, modelId, traineeId } from '../../../core/domain/ids.ts';
import type { CaptureEvent } from '../../../core/domain/media.ts';
import type { ProvenSighting } from '../../../core/domain/opening.ts';
import type { LessonRecord } from '../../../core/domain/record.ts';
import { unseen } from '../../../core/domain/seen.ts';
import type { SightingProof } from '../../../core/domain/sighting.ts';
import { type EpochMs, epochMs, type LocalDate, plus, seconds } from '../../../core/domain/units.ts';
import type { LessonToClose } from '../../../kiosk/evidence/close-lesson.ts';
import { type KioskKey, openKey } from '../../../kiosk/evidence/key.ts';
import { dataFolder, openKiosk, type TestKiosk } from './kiosk.ts';
import { type Film, film, initOf, packetOf } from './packets.ts';

export const t0 = epochMs(Date.parse('2026-10-08T08:00:00+08:00'));
export const cameras = ['door', 'room'].map(cameraId);
const [door, room] = cameras as [ReturnType<typeof cameraId>, ReturnType<typeof cameraId>];
const date = '2026-10-08' as LocalDate;

const NAMES = ['王小明', '李梅', '张伟', '赵敏'];
export const people = NAMES.map((name, i) => ({
  trainee: traineeId(`t${String(i + 1)}`),
  name,
  idNumber: `210402********00${String(14 + i)}`,
}));

function proof(frame: number, similarity: number): SightingProof {
  const runnerUp = { trainee: traineeId('t2'), similarity: 0.21 };
  const facts = { model: modelId('face-api/tiny/68+mirror'), liveness: 'live', clock: 'synchronised' } as const;
  return {
    run: 1,
    frame,
    decodeTime: frame * 512,
    box: { x: 60, y: 40, width: 48, height: 52 },
    similarity,
    runnerUp,
    ...facts,
  };
}

function seenAt(trainee: string, second: number): ProvenSighting {
  const frame = Math.round(second * 25);
  return {
    trainee: traineeId(trainee),
    camera: room,
    at: plus(t0, seconds((frame + 1) / 25)),
    proof: proof(frame, 0.62),
  };
}

function record(
  no: number,
  trainee: string,
  outcome: LessonRecord['outcome'],
  times: readonly number[],
): LessonRecord<ProvenSighting> {
  const [arrival, inside, departure] = times.map((second) => seenAt(trainee, second));
  const seen = {
    ...unseen,
    arrival: arrival ?? null,
    inside: inside ?? null,
    departure: departure ?? null,
    last: departure ?? null,
  };
  const notes = outcome === 'absent' ? (['too-late'] as const) : [];
  return { trainee: traineeId(trainee), date, no, outcome, notes: [...notes], due: true, seen, correction: null };
}

/** One of the two lessons of the test morning; the first from 0:20 to 1:20, the second from 2:00 to 3:00. */
export function lessonToClose(no: 1 | 2): LessonToClose {
  const start = no === 1 ? 20 : 120;
  const at = (second: number): EpochMs => plus(t0, seconds(start + second));
  const records = [
    record(no, 't1', 'present', [start - 5, start + 10, start + 55]),
    record(no, 't2', 'late', [start + 6, start + 6, start + 58]),
    record(no, 't3', 'absent', [start + 30, start + 30]),
    record(no, 't4', no === 1 ? 'personalLeave' : 'pending', []),
  ];
  return {
    class: classCode('DSJ-2026-01'),
    date,
    no,
    lesson: { from: at(0), to: at(60) },
    expected: { from: at(-10), to: at(65) },
    cameras,
    classEnds: '2026-12-31' as LocalDate,
    people,
    records: records.map((each, i) => ({ id: no * 10 + i, record: each })),
    coverage: cameras.map((camera) => ({ camera, from: at(-10), to: at(65) })),
  };
}

let clip: Film | null = null;

/** 200 s of two cameras; the door camera is unreachable from 2:20 to 2:45. */
async function* morning(camera: typeof door): AsyncGenerator<CaptureEvent> {
  clip ??= await film();
  yield initOf(clip, camera);
  let run = 1;
  for (let n = 0; n < 200 * 25; n += 1) {
    if (n % 50 === 0) await new Promise(setImmediate);
    if (camera === door && n === 140 * 25) {
      const gap = {
        kind: 'gap',
        camera,
        from: plus(t0, seconds(140)),
        why: 'unreachable',
        detail: 'connection refused',
      } as const;
      yield { ...gap, to: null };
      n = 165 * 25;
      run = 2;
      yield { ...gap, to: plus(t0, seconds(165)) };
      yield initOf(clip, camera, run);
    }
    yield packetOf(clip, camera, n, t0, run);
  }
}

async function close(kiosk: TestKiosk, no: 1 | 2): Promise<void> {
  const lesson = lessonToClose(no);
  const jpeg = await sharp({
    create: { width: 96, height: 96, channels: 3, background: { r: 40 * no, g: 120, b: 90 } },
  })
    .jpeg()
    .toBuffer();
  for (const { record: kept } of lesson.records)
    if (kept.seen.arrival) {
      const { camera, trainee, at } = kept.seen.arrival;
      await kiosk.evidence.keepPicture({
        camera,
        trainee,
        capturedAt: at,
        jpeg: Buffer.concat([jpeg, Buffer.from(trainee)]),
      });
    }
  await kiosk.evidence.closeLesson(lesson);
}

/** A kiosk's data after a morning of two lessons and one correction; made once, then copied. */
export async function morningData(): Promise<AsyncDisposable & { readonly path: string }> {
  master ??= make();
  const from = await master;
  const folder = await dataFolder();
  cpSync(from, folder.path, { recursive: true });
  return folder;
}

let master: Promise<string> | null = null;

afterAll(async () => {
  if (master !== null) rmSync(await master, { recursive: true, force: true });
});

async function make(): Promise<string> {
  const { path } = await dataFolder();
  await using kiosk = await openKiosk(path, { key: openKey(join(path, 'keys/journal.pem')) });
  await Promise.all(cameras.map((camera) => kiosk.evidence.record(camera, morning(camera))));
  await close(kiosk, 1);
  await close(kiosk, 2);
  const corrected = lessonToClose(2).records[3]?.record;
  if (!corrected) throw new Error('no record');
  await kiosk.evidence.correct({
    ...{ class: classCode('DSJ-2026-01'), date, no: 2, id: 99, replaces: 23 },
    record: {
      ...corrected,
      outcome: 'present',
      correction: {
        to: 'present',
        why: '摄像头故障，任课教师证明在场',
        by: 'u1',
        countersignedBy: 'u2',
        before: 'pending',
        at: t0,
      },
    },
  });
  return path;
}

/** The package of that morning, and what the center knows of it. */
export interface MorningPackage extends AsyncDisposable {
  readonly path: string;
  readonly data: string;
  readonly key: KioskKey;
  /** The package's head, as a signed note. */
  readonly head: string;
}

export async function morningPackage(): Promise<MorningPackage> {
  const data = await morningData();
  const path = join(data.path, 'package');
  await mkdir(path);
  const key = openKey(join(data.path, 'keys/journal.pem'));
  await using kiosk = await openKiosk(data.path, { keeper: false, key });
  const { head } = await kiosk.evidence.pack({ out: path, class: null, month: null, by: 'test' });
  if (!existsSync(join(path, 'index.html'))) throw new Error('no package');
  return { path, data: data.path, key, head: head.note, [Symbol.asyncDispose]: () => data[Symbol.asyncDispose]() };
}
