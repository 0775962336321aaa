/**
 * `npm run bench -- roster [--faces DIR]`: a roster of 50 with 150 photos through the office's own HTTP
 * interface and a real vision process: uploaded, previewed, examined and embedded, written. Photos are the
 * npm package's sample photographs in 150 shades, or those of `DIR/person/photo.jpg` (three each).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { RosterPreview } from '../../core/contract/office/roster-import.ts';
import type { JobView } from '../../core/contract/web/job.ts';
import { classCode } from '../../core/domain/ids.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { createLog } from '../../core/platform/log.ts';
import { systemWorkers } from '../../core/platform/worker.ts';
import { openEnrolment, traineesOf } from '../../kiosk/enrolment.ts';
import { keyMemory } from '../../kiosk/store/key-memory.ts';
import { openVault } from '../../kiosk/vault/open-vault.ts';
import { superviseVision } from '../../kiosk/vision/supervisor.ts';
import { ENROLLED } from '../../test/support/camera/film/people.ts';
import { enrolmentPhotos } from '../../test/support/camera/film/photographs.ts';
import { classesOf, sampleScenario } from '../../test/support/office/classes.ts';
import { startOffice } from '../../test/support/office/office.ts';
import { ANNEX_4, rowOf, workbookOf } from '../../test/support/roster/files.ts';
import { readPeople } from '../faces/people.ts';

const [TRAINEES, PHOTOS] = [50, 3];
const code = classCode('BENCH');
const root = join(import.meta.dirname, '..', '..');

/** Measures one import from the first upload to the last write. */
export async function bench(args: readonly string[]): Promise<unknown> {
  const at = args.indexOf('--faces');
  const folder = at < 0 ? undefined : args[at + 1];
  const photos = folder === undefined ? await samplePhotos() : await photosOf(folder);
  const log = createLog('bench', 'warn');
  const running = Promise.withResolvers<string>();
  await using vision = superviseVision(
    {
      program: join(root, 'kiosk', 'vision.main.ts'),
      models: join(root, 'models'),
      cameras: [],
      pack: 'auto',
      runtime: 'auto',
      siteThresholds: null,
    },
    {
      ...{ workers: systemWorkers, clock: systemClock, log },
      feed: () => undefined,
      onResult: () => undefined,
      onState: (state) => {
        if (state.kind === 'running') running.resolve(state.pack.modelId);
      },
    },
  );
  const model = await running.promise;
  const desk: Record<string, unknown> = {};
  await using office = await startOffice({
    desk,
    fill: (db, dataDir) => {
      const scenario = { ...sampleScenario(code, 't'), trainees: [] };
      const classes = classesOf(db);
      classes.save(code, scenario, { version: 0, by: 'bench', at: systemClock.now() });
      const enrolment = openEnrolment({
        ...{
          db,
          dataDir,
          clock: systemClock,
          log,
          vault: openVault(join(dataDir, 'keys', 'vault.key'), keyMemory(db)),
        },
        trainees: traineesOf(classes),
        vision: {
          pack: () => (vision.state.kind === 'running' ? vision.state.pack : null),
          trouble: () => vision.trouble,
          examine: (...photo) => vision.examine(...photo),
          picture: (...face) => vision.picture(...face),
          setGallery: (gallery) => vision.setGallery(gallery),
        },
      });
      desk['intake'] = enrolment.rosterIntake;
    },
  });
  const client = await office.as('teacher');
  const head = [...ANNEX_4, '同意书日期'];
  const rows = Array.from({ length: TRAINEES }, (_, index) => [...rowOf(index), '2026-09-01']);
  const roster = Uint8Array.from(await workbookOf([head, ...rows]));

  const started = performance.now();
  const { id } = (await client.send<{ id: string }>('POST', `/classes/${code}/roster-imports`)).body;
  await client.upload('PUT', `/roster-imports/${id}/roster?name=a.xlsx`, roster);
  const rosterRead = performance.now();
  for (const [index, own] of photos.entries())
    for (const [number, bytes] of own.entries()) {
      const name = encodeURIComponent(`${String(rows[index]?.[1])}_${number + 1}.jpg`);
      await client.upload('POST', `/roster-imports/${id}/photos?name=${name}`, bytes);
    }
  const photosRead = performance.now();
  const preview = (await client.get<RosterPreview>(`/roster-imports/${id}`)).body;
  const previewed = performance.now();
  const { job } = (await client.send<{ job: string }>('POST', `/roster-imports/${id}/commit`)).body;
  const ended = await endOf(job, async () => (await client.get<JobView>(`/jobs/${job}`)).body);
  const done = performance.now();
  const ms = (from: number, to: number): number => Math.round(to - from);
  return {
    ...{ trainees: TRAINEES, photos: photos.flat().length, faces: folder === undefined ? 'samples' : 'folder', model },
    ...{ ready: preview.ready, state: ended.state, error: ended.error, result: summary(ended.result) },
    readRosterMs: ms(started, rosterRead),
    readPhotosMs: ms(rosterRead, photosRead),
    previewMs: ms(photosRead, previewed),
    examineEmbedWriteMs: ms(previewed, done),
    totalMs: ms(started, done),
  };
}

async function endOf(job: string, view: () => Promise<JobView>): Promise<JobView> {
  let told = '';
  for (;;) {
    const now = await view();
    if (now.note !== told && /0\/\d+$/.test(now.note)) process.stderr.write(`roster: ${now.note}\n`);
    told = now.note;
    if (now.state !== 'running') return now;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function summary(result: unknown): unknown {
  if (typeof result !== 'object' || result === null) return result;
  const { remarks, ...counts } = result as { remarks?: readonly unknown[] };
  return { ...counts, remarks: remarks?.length ?? 0 };
}

/** Each of the samples' people in many shades, so that no two files are the same. */
async function samplePhotos(): Promise<Uint8Array<ArrayBuffer>[][]> {
  const people = await Promise.all(ENROLLED.map(enrolmentPhotos));
  return await Promise.all(
    Array.from({ length: TRAINEES }, async (_, index) => {
      const own = people[index % people.length] ?? [];
      const brightness = 1 - Math.floor(index / people.length) * 0.02;
      return await Promise.all(
        own
          .slice(0, PHOTOS)
          .map(async (path) =>
            Uint8Array.from(await sharp(path).modulate({ brightness }).jpeg({ quality: 92 }).toBuffer()),
          ),
      );
    }),
  );
}

async function photosOf(folder: string): Promise<Uint8Array<ArrayBuffer>[][]> {
  const people = (await readPeople(folder, '--faces')).filter(({ files }) => files.length >= PHOTOS).slice(0, TRAINEES);
  return await Promise.all(
    people.map(
      async ({ files }) =>
        await Promise.all(files.slice(0, PHOTOS).map(async (path) => Uint8Array.from(await readFile(path)))),
    ),
  );
}
