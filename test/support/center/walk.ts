import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochMs } from '../../../core/domain/units.ts';
import { systemClock } from '../../../core/platform/clock.ts';
import { systemProcesses } from '../../../core/platform/process.ts';
import { accessOf } from '../../../scripts/demo/camera.ts';
import { writeSite } from '../../../scripts/demo/class.ts';
import { FIRST } from '../../../scripts/demo/classrooms.ts';
import { startOf } from '../../../scripts/demo/day.ts';
import { type KioskProgram, startKiosk } from '../../../scripts/demo/kiosk.ts';
import { buildPages } from '../../../scripts/pages.ts';
import { centerAccounts } from '../../../server/desk/accounts.ts';
import { accounts } from '../../../server/store/accounts.ts';
import { openCenterDb } from '../../../server/store/open.ts';
import { classFilm, movedFilm } from '../camera/film/render-film.ts';
import { loopScript } from '../camera/film/script.ts';
import { type RemoteCamera, startRemoteCamera } from '../camera/remote-camera.ts';
import { startCenterProgram } from './busy/program.ts';

/** Of every account at the center; no kiosk's. */
export const CENTER_PASSWORD = 'only-for-this-center';

/** A classroom and the center as they run in a town: each its own program, nothing in this process. */
export interface Town extends AsyncDisposable {
  readonly center: { readonly url: string };
  readonly kiosk: KioskProgram;
  /** The classroom's camera: its light can go off, and somebody can turn it. */
  readonly camera: Pick<RemoteCamera, 'tell'>;
  /** `http://127.0.0.1:<port>` of the kiosk. */
  readonly kioskUrl: string;
  readonly code: string;
}

const CODE = 'DEMO-WALK';
const PEOPLE = [
  { user: 'administrator', name: '周管理', role: 'administrator', institution: null },
  { user: 'inspector', name: '吴检查', role: 'inspector', institution: null },
  { user: 'school', name: '演示学院教务', role: 'institution', institution: FIRST.institution },
] as const;
const LEAD_SECONDS = 20;
/** The film shows the class in a loop; the lesson lasts as long as the walk. */
const LOOP = { breakSeconds: 20, lessonSeconds: 60 };
const LESSON_SECONDS = 1200;

/** Starts both, not paired yet, with a class in a long lesson before a simulated camera. The center's people: administrator, inspector, school (its institution's). */
export async function startTown(): Promise<Town> {
  await buildPages(); // programs serve what was built
  await using started = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'zaike-town-'));
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const files = await classFilm(systemProcesses, loopScript(LOOP), () => undefined);
  const database = join(folder, 'center.db');
  {
    await using db = await openCenterDb(database);
    const people = centerAccounts(accounts(db), systemClock);
    for (const person of PEOPLE) await people.add(person, CENTER_PASSWORD);
  }
  const center = started.use(await startCenterProgram(database));
  const airing = { idleGops: 10, loopGops: LOOP.breakSeconds + LOOP.lessonSeconds };
  const moved = await movedFilm(systemProcesses, files);
  const streams = { main: { ...files.main, moved: moved.main }, sub: { ...files.sub, moved: moved.sub } };
  const camera = started.use(await startRemoteCamera(systemProcesses, { ...streams, airing }));
  const start = await startOf(LEAD_SECONDS, LESSON_SECONDS, new AbortController().signal);
  await camera.tell({ do: 'play', from: epochMs(start) });
  const lessons = [{ no: 1, start, end: start + LESSON_SECONDS * 1000 }];
  const site = { folder: join(folder, 'kiosk'), classroom: FIRST, code: CODE, lessons, camera: accessOf(camera) };
  const kiosk = started.use(startKiosk(await writeSite({ ...site, port: 0, center: center.url })));
  const { url } = await kiosk.logged('the check-in screen is at');
  const resources = started.move();
  return {
    ...{ center, kiosk, camera, kioskUrl: new URL(String(url)).origin, code: CODE },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
