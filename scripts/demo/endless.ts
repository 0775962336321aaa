import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { epochMs } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { systemProcesses } from '../../core/platform/process.ts';
import type { ClassFilm } from '../../test/support/camera/film/render-film.ts';
import { loopScript } from '../../test/support/camera/film/script.ts';
import { type RemoteCamera, startRemoteCamera } from '../../test/support/camera/remote-camera.ts';
import { accessOf, demoFilm, fail } from './camera.ts';
import { type DemoCenter, startCenter } from './center.ts';
import { type DemoLesson, writeSite } from './class.ts';
import { type DemoClassroom, FIRST, SECOND } from './classrooms.ts';
import { dayOf, LEAD_SECONDS, startOf } from './day.ts';
import { startKiosk } from './kiosk.ts';
import type { DemoOptions } from './options.ts';
import { say } from './say.ts';

const LOOP = { breakSeconds: 20, lessonSeconds: 60 };
const LOOP_SECONDS = LOOP.breakSeconds + LOOP.lessonSeconds;
/** Lessons of a day are numbered to 99; then a new class begins. */
const MOST_LESSONS = 99;
/** The second classroom's lessons begin half a lesson after the first's, so that there is always something to see. */
const SECOND_LATER_SECONDS = 40;
/** Its camera fails for a minute after each four. */
const TROUBLE = { everyMs: 240_000, lastsMs: 60_000 };

interface Stage {
  readonly classroom: DemoClassroom;
  readonly folder: string;
  readonly port: number;
  /** From the kiosk's start to the film's. */
  readonly lead: number;
  /** Whether its camera fails now and then. */
  readonly troubled: boolean;
  readonly files: ClassFilm;
  readonly center: DemoCenter | null;
  /** Called at each start of the kiosk with the check-in screen's address. */
  readonly ready: (screen: string) => void;
  readonly signal: AbortSignal;
}

/** Lessons of a minute in two classrooms and the center that watches them (`one`: one classroom alone) until `signal`. */
export async function endless(folder: string, { port, one }: DemoOptions, signal: AbortSignal): Promise<void> {
  const files = await demoFilm(loopScript(LOOP));
  const portOf = (further: number): number => (port === 0 ? 0 : port + further);
  await using center = one ? null : await startCenter(join(folder, 'center'), portOf(10));
  const screens = new Map<DemoClassroom, string>();
  const failed = new AbortController();
  const common = { files, center, signal: AbortSignal.any([signal, failed.signal]) };
  const rooms = [
    { classroom: FIRST, folder, port, lead: LEAD_SECONDS, troubled: false },
    {
      ...{ classroom: SECOND, folder: join(folder, 'second'), port: portOf(1), troubled: true },
      lead: LEAD_SECONDS + SECOND_LATER_SECONDS,
    },
  ].slice(0, one ? 1 : 2);
  const running = rooms.map(async (room) => {
    const ready = (screen: string): void => {
      screens.set(room.classroom, screen);
      if (screens.size === rooms.length) process.stdout.write(addresses(screens, center));
    };
    await classroom({ ...room, ...common, ready }).catch((error: unknown) => {
      failed.abort(); // the other one ends with it
      throw error;
    });
  });
  const ends = await Promise.allSettled(running);
  const first = ends.find((end) => end.status === 'rejected' && !isAbort(end.reason)) ?? ends[0];
  if (first?.status === 'rejected') throw first.reason;
}

const isAbort = (reason: unknown): boolean => reason instanceof Error && reason.name === 'AbortError';

/** One classroom, a class after the other. */
async function classroom(stage: Stage): Promise<void> {
  const { classroom: place, folder, port, lead, troubled, files, center, ready, signal } = stage;
  await using camera = await startRemoteCamera(systemProcesses, {
    ...files,
    airing: { idleGops: 10, loopGops: LOOP_SECONDS },
  });
  if (troubled) void trouble(camera, place.room, signal);
  for (let round = 1; !signal.aborted; round += 1) {
    const start = await startOf(lead, LOOP_SECONDS, signal);
    await camera.tell({ do: 'play', from: epochMs(start) });
    const lessons = lessonsFrom(start);
    const site = { folder, classroom: place, code: `${place.code}-${round}`, lessons, camera: accessOf(camera), port };
    const config = await writeSite({ ...site, center: center?.origin ?? null });
    await using kiosk = startKiosk(config, center === null ? '' : `${place.room} `);
    const ended = kiosk.exited.then((code) => Promise.reject(new Error(`the kiosk ended with ${String(code)}`)));
    const opened = kiosk.logged('the check-in screen is at').then(async ({ url }) => {
      await center?.join(kiosk, place);
      ready(String(url));
    });
    const over = (lessons.at(-1)?.end ?? start) + 20_000 - systemClock.now();
    await Promise.race([Promise.all([opened, delay(over, undefined, { signal })]), ended]);
  }
}

/** The lessons of a class whose film begins at `start`, to the end of the day. */
function lessonsFrom(start: number): DemoLesson[] {
  const lessons: DemoLesson[] = [];
  for (let no = 1; no <= MOST_LESSONS; no += 1) {
    const begins = start + ((no - 1) * LOOP_SECONDS + LOOP.breakSeconds) * 1000;
    const lesson = { no, start: begins, end: begins + LOOP.lessonSeconds * 1000 };
    if (dayOf(lesson.end) !== dayOf(start)) break;
    lessons.push(lesson);
  }
  return lessons;
}

/** The camera fails for a minute now and then: something for the center to see. */
async function trouble(camera: RemoteCamera, room: string, signal: AbortSignal): Promise<void> {
  try {
    for (;;) {
      await delay(TROUBLE.everyMs, undefined, { signal });
      say(`the camera of ${room} fails for a minute`);
      await fail(camera);
      await delay(TROUBLE.lastsMs, undefined, { signal });
      await camera.tell({ do: 'accept' });
    }
  } catch (error) {
    if (!signal.aborted) say(error instanceof Error ? error.message : String(error));
  }
}

/** Where everything is, for who started the demo. */
function addresses(screens: ReadonlyMap<DemoClassroom, string>, center: DemoCenter | null): string {
  const inOrder = [FIRST, SECOND].map((classroom) => ({ ...classroom, screen: screens.get(classroom) ?? '' }));
  const rooms = inOrder
    .slice(0, screens.size)
    .flatMap(({ institution, room, screen }) => [
      ...(center === null ? [] : [`${institution} ${room}`]),
      `签到屏 / check-in screen: ${screen}`,
      `机构管理 / office: ${screen.replace('/screen/', '/office/')} （初始化码在签到屏上 / the code is on the screen）`,
    ]);
  const watched =
    center === null
      ? []
      : [
          `监管中心 / center: ${center.url}`,
          `账号 / sign in as: ${center.users.join(' 或 / or ')}，密码 / password: ${center.password}`,
        ];
  const lines = [...rooms, ...watched, '每节课 60 秒，Ctrl-C 结束 / lessons last 60 s, Ctrl-C ends'];
  return `\n${lines.map((line) => `  ${line}\n`).join('')}\n`;
}
