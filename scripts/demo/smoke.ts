import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cameraId } from '../../core/domain/ids.ts';
import { epochMs } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { systemProcesses } from '../../core/platform/process.ts';
import { SMOKE, smokeScript } from '../../test/support/camera/film/script.ts';
import { type RemoteCamera, startRemoteCamera } from '../../test/support/camera/remote-camera.ts';
import { accessOf, demoFilm, fail } from './camera.ts';
import { type DemoCenter, startCenter } from './center.ts';
import { writeSite } from './class.ts';
import { FIRST } from './classrooms.ts';
import { LEAD_SECONDS, startOf } from './day.ts';
import { startKiosk } from './kiosk.ts';
import type { DemoOptions } from './options.ts';
import { type SmokeReport, smokeReport, type ToldCenter } from './report.ts';
import { say } from './say.ts';

const CODE = 'DEMO-SMOKE';
/** A second of the film in which nobody comes or goes. */
const WATCHED_AT = 52;
const PICTURE_WITHIN_MS = 20_000;
/** What the kiosk has yet to deliver at the film's end is there this soon after. */
const DELIVERED_WITHIN_MS = 30_000;

/** Two lessons by the script, told to a center unless `one`; then what kiosk and center have of them. */
export async function smoke(folder: string, options: DemoOptions, signal: AbortSignal): Promise<SmokeReport> {
  const files = await demoFilm(smokeScript());
  await using center = options.one ? null : await startCenter(join(folder, 'center'), 0);
  const start = await startOf(LEAD_SECONDS, SMOKE.seconds, signal);
  const airing = { idleGops: 10, loopGops: null };
  await using camera = await startRemoteCamera(systemProcesses, { ...files, airing, from: epochMs(start) });
  const lessons = SMOKE.lessons.map((lesson) => ({
    no: lesson.no,
    start: start + lesson.start * 1000,
    end: start + lesson.end * 1000,
  }));
  const site = { folder, classroom: FIRST, code: CODE, lessons, camera: accessOf(camera), port: options.port };
  const config = await writeSite({ ...site, center: center?.origin ?? null });
  const told = await play({ config, camera, center, start, signal });
  return smokeReport(folder, { code: CODE, filmStart: start, told });
}

interface Play {
  readonly config: string;
  readonly camera: RemoteCamera;
  readonly center: DemoCenter | null;
  /** When the film begins. */
  readonly start: number;
  readonly signal: AbortSignal;
}

/** Runs the kiosk through the film. @returns what the center has then; null: there is none. */
async function play({ config, camera, center, start, signal }: Play): Promise<ToldCenter | null> {
  await using kiosk = startKiosk(config);
  const ended = kiosk.exited.then((code) => Promise.reject(new Error(`the kiosk ended with ${String(code)}`)));
  ended.catch(() => undefined); // at the end it is asked to
  const until = async (second: number): Promise<void> => {
    const wait = start + second * 1000 - systemClock.now();
    await Promise.race([delay(Math.max(0, wait), undefined, { signal }), ended]);
  };
  const screen = await kiosk.logged('the check-in screen is at');
  say(`the check-in screen: ${String(screen['url'])}`);
  const watched = until(WATCHED_AT);
  const id = await Promise.race([center?.join(kiosk, FIRST), watched.then(() => '')]);
  await watched;
  const pictureMs = center === null ? null : await pictureOf(center, id ?? '');
  await until(SMOKE.outage.from);
  say('the camera fails');
  await fail(camera);
  await until(SMOKE.outage.to);
  say('the camera is back');
  await camera.tell({ do: 'accept' });
  await until(SMOKE.seconds);
  return center === null ? null : { ...(await allDelivered(center, id ?? '', signal)), pictureMs };
}

/** How long a live picture of the classroom took through the center; null: none came. */
async function pictureOf(center: DemoCenter, kiosk: string): Promise<number | null> {
  try {
    return await center.firstPicture(kiosk, cameraId('front'), PICTURE_WITHIN_MS);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** What the center has, once it has a record of every lesson for every trainee and a proven head, or the time is over. */
async function allDelivered(center: DemoCenter, kiosk: string, signal: AbortSignal) {
  const until = systemClock.monotonic() + DELIVERED_WITHIN_MS;
  for (;;) {
    const held = await center.held(kiosk, CODE);
    const all = held.records.length >= SMOKE.lessons.length * FIRST.trainees.length && held.head.proven;
    if (all || systemClock.monotonic() > until) return held;
    await delay(500, undefined, { signal });
  }
}
