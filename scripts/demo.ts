/**
 * `npm run demo`: a simulated camera, a class whose lessons last a minute, the kiosk and its check-in
 * screen, until Ctrl-C. `-- --smoke` runs two lessons by a script, prints one line of JSON, and exits 0
 * only if every outcome is what the script says. `--keep DIR` leaves the kiosk's data there.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { epochMs } from '../core/domain/units.ts';
import { systemClock } from '../core/platform/clock.ts';
import { systemProcesses } from '../core/platform/process.ts';
import { classFilm } from '../test/support/camera/film/render-film.ts';
import { type FilmScript, loopScript, SMOKE, smokeScript } from '../test/support/camera/film/script.ts';
import { type RemoteCamera, startRemoteCamera } from '../test/support/camera/remote-camera.ts';
import { DEFAULT_CREDENTIALS } from '../test/support/camera/simulated-camera.ts';
import { type DemoLesson, dayOf, writeSite } from './demo/class.ts';
import { startKiosk } from './demo/kiosk.ts';
import { type DemoOptions, demoOptions } from './demo/options.ts';
import { smokeReport } from './demo/report.ts';

/** From the kiosk's start to the film's: models are loaded and thirty photos embedded. */
const LEAD_SECONDS = 20;
const LOOP = { breakSeconds: 20, lessonSeconds: 60 };
/** Lessons of a day are numbered to 99; then a new class begins. */
const MOST_LESSONS = 99;

const say = (text: string): void => void process.stderr.write(`demo: ${text}\n`);
const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stopping.abort());

try {
  const options = demoOptions(process.argv.slice(2));
  const folder = await dataFolder(options);
  try {
    if (options.smoke) await smoke(folder);
    else await endless(folder, options.port);
  } finally {
    if (options.keep === null) await rm(folder, { recursive: true, force: true });
    else say(`the kiosk's data is in ${folder}`);
  }
} catch (error) {
  if (!stopping.signal.aborted) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

async function dataFolder({ keep }: DemoOptions): Promise<string> {
  if (keep === null) return mkdtemp(join(tmpdir(), 'zaike-demo-'));
  const folder = resolve(keep);
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0)
    throw new Error(
      `--keep ${keep}: expected a folder that is empty or not there, got one with ${there.length} entries`,
    );
  return folder;
}

async function film(script: FilmScript) {
  let told = -1;
  return classFilm(systemProcesses, script, (done) => {
    const tenth = Math.floor(done * 10);
    if (tenth > told) say(`rendering the class film, once: ${tenth * 10} %`);
    told = tenth;
  });
}

/** The next instant on a whole second, `lead` seconds from now, from which `length` seconds fit into the day. */
async function startOf(lead: number, length: number): Promise<number> {
  for (;;) {
    const start = Math.ceil(systemClock.now() / 1000 + lead) * 1000;
    if (dayOf(start) === dayOf(start + length * 1000)) return start;
    say('waiting for midnight in Asia/Shanghai: the lessons must lie on one day');
    await delay(10_000, undefined, { signal: stopping.signal });
  }
}

async function smoke(folder: string): Promise<void> {
  const files = await film(smokeScript());
  const start = await startOf(LEAD_SECONDS, SMOKE.seconds);
  const airing = { idleGops: 10, loopGops: null };
  await using camera = await startRemoteCamera(systemProcesses, { ...files, airing, from: epochMs(start) });
  const lessons = SMOKE.lessons.map((lesson) => ({
    no: lesson.no,
    start: start + lesson.start * 1000,
    end: start + lesson.end * 1000,
  }));
  const code = 'DEMO-SMOKE';
  const config = await writeSite({ folder, code, lessons, camera: addressOf(camera), port: 0 });
  {
    await using kiosk = startKiosk(config);
    const screen = await kiosk.logged('the check-in screen is at');
    say(`the check-in screen: ${String(screen['url'])}`);
    const until = async (second: number): Promise<void> => {
      const wait = start + second * 1000 - systemClock.now();
      const ended = kiosk.exited.then((exitCode) =>
        Promise.reject(new Error(`the kiosk ended with ${String(exitCode)}`)),
      );
      await Promise.race([delay(Math.max(0, wait), undefined, { signal: stopping.signal }), ended]);
    };
    await until(SMOKE.outage.from);
    say('the camera fails');
    await camera.tell({ do: 'refuse' });
    await camera.tell({ do: 'drop', how: 'reset' });
    await until(SMOKE.outage.to);
    say('the camera is back');
    await camera.tell({ do: 'accept' });
    await until(SMOKE.seconds);
    await kiosk.stop();
  }
  const report = smokeReport(folder, code, start);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}

async function endless(folder: string, port: number): Promise<void> {
  const files = await film(loopScript(LOOP));
  const seconds = LOOP.breakSeconds + LOOP.lessonSeconds;
  await using camera = await startRemoteCamera(systemProcesses, {
    ...files,
    airing: { idleGops: 10, loopGops: seconds },
  });
  for (let round = 1; !stopping.signal.aborted; round += 1) {
    const start = await startOf(LEAD_SECONDS, seconds);
    await camera.tell({ do: 'play', from: epochMs(start) });
    const lessons: DemoLesson[] = [];
    for (let no = 1; no <= MOST_LESSONS; no += 1) {
      const begins = start + ((no - 1) * seconds + LOOP.breakSeconds) * 1000;
      const lesson = { no, start: begins, end: begins + LOOP.lessonSeconds * 1000 };
      if (dayOf(lesson.end) !== dayOf(start)) break;
      lessons.push(lesson);
    }
    const config = await writeSite({ folder, code: `DEMO-${round}`, lessons, camera: addressOf(camera), port });
    await using kiosk = startKiosk(config);
    const screen = await kiosk.logged('the check-in screen is at');
    const office = String(screen['url']).replace('/screen/', '/office/');
    process.stdout.write(
      `\n  签到屏 / check-in screen: ${String(screen['url'])}\n  机构管理 / office: ${office} （初始化码在签到屏上 / the code is on the screen）\n  每节课 60 秒，Ctrl-C 结束 / lessons last 60 s, Ctrl-C ends\n\n`,
    );
    const over = (lessons.at(-1)?.end ?? start) + 20_000 - systemClock.now();
    const ended = kiosk.exited.then((exitCode) =>
      Promise.reject(new Error(`the kiosk ended with ${String(exitCode)}`)),
    );
    await Promise.race([delay(over, undefined, { signal: stopping.signal }), ended]);
  }
}

function addressOf(camera: RemoteCamera) {
  const { username, password } = camera.credentials ?? DEFAULT_CREDENTIALS;
  return { address: camera.onvifXaddr, username, password };
}
