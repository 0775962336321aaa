import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { epochMs } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { systemProcesses } from '../../core/platform/process.ts';
import { ENROLLED } from '../../test/support/camera/film/people.ts';
import { classFilm } from '../../test/support/camera/film/render-film.ts';
import { loopScript } from '../../test/support/camera/film/script.ts';
import { startRemoteCamera } from '../../test/support/camera/remote-camera.ts';
import { accessOf } from '../demo/camera.ts';
import { type DemoLesson, writeSite } from '../demo/class.ts';
import { FIRST } from '../demo/classrooms.ts';
import { startKiosk } from '../demo/kiosk.ts';
import { usageOf } from './usage.part.ts';

const LOOP = { breakSeconds: 20, lessonSeconds: 60 };
const LEAD_SECONDS = 25;
const CHROMIUM = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];

/**
 * From the film's first picture of somebody (who then fades in) to her name in large letters on the
 * check-in page in a real browser; and what the kiosk takes meanwhile. The first loop is left out:
 * everybody sits down at once there. `--arrivals N` (20 by default).
 */
export async function bench(args: readonly string[]): Promise<unknown> {
  const at = args.indexOf('--arrivals');
  const wanted = at < 0 ? 20 : Number(args[at + 1]);
  const folder = await mkdtemp(join(tmpdir(), 'zaike-greeting-'));
  const script = loopScript(LOOP);
  const seconds = LOOP.breakSeconds + LOOP.lessonSeconds;
  const files = await classFilm(systemProcesses, script);
  const start = Math.ceil(systemClock.now() / 1000 + LEAD_SECONDS) * 1000;
  try {
    await using camera = await startRemoteCamera(systemProcesses, {
      ...files,
      airing: { idleGops: 1, loopGops: seconds },
      from: epochMs(start),
    });
    const lessons: DemoLesson[] = [...new Array(30).keys()].map((no) => {
      const begins = start + (no * seconds + LOOP.breakSeconds) * 1000;
      return { no: no + 1, start: begins, end: begins + LOOP.lessonSeconds * 1000 };
    });
    const site = { folder, classroom: FIRST, code: 'BENCH', lessons, camera: accessOf(camera), port: 0, center: null };
    const config = await writeSite(site);
    await using kiosk = startKiosk(config);
    const { url } = await kiosk.logged('the check-in screen is at');
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: CHROMIUM });
    await using _browser = { [Symbol.asyncDispose]: () => browser.close() };
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    const greeted: { name: string; at: number }[] = [];
    await page.exposeFunction('greeted', (name: string, shownAt: number) => greeted.push({ name, at: shownAt }));
    await page.goto(String(url));
    await page.evaluate(watchGreetings);

    const arrivals = (): number[] => latencies(script, start, seconds, greeted);
    const load: { cpu: number; rss: number }[] = [];
    let before = usageOf(kiosk.pid);
    while (arrivals().length < wanted && systemClock.now() < start + 20 * seconds * 1000) {
      await delay(5000);
      const now = usageOf(kiosk.pid);
      load.push({ cpu: (now.cpuMs - before.cpuMs) / (now.at - before.at), rss: now.rssBytes });
      before = now;
      process.stderr.write(`greeting: ${arrivals().length} of ${wanted} arrivals\n`);
    }
    const found = arrivals().sort((a, b) => a - b);
    const quantile = (part: number): number | null =>
      found[Math.min(found.length - 1, Math.floor(part * found.length))] ?? null;
    return {
      arrivals: found.length,
      greetingMs: { p50: quantile(0.5), p95: quantile(0.95), max: found.at(-1) ?? null },
      kiosk: {
        cpuCores: mean(load.map(({ cpu }) => cpu)),
        rssMB: Math.round(Math.max(...load.map(({ rss }) => rss)) / 1e6),
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs in the page: tells each name that appears on a large card. */
function watchGreetings(): void {
  const page = globalThis as unknown as {
    document: { body: object; querySelectorAll(selector: string): Iterable<{ textContent: string | null }> };
    MutationObserver: new (seen: () => void) => { observe(what: object, how: object): void };
    greeted(name: string, at: number): void;
    Date: { now(): number };
  };
  let shown = new Set<string>();
  new page.MutationObserver(() => {
    const names = new Set(
      [...page.document.querySelectorAll('.card:not([data-mark=unknown]) .card-name')].map(
        (card) => card.textContent ?? '',
      ),
    );
    for (const name of names) if (!shown.has(name)) page.greeted(name, page.Date.now());
    shown = names;
  }).observe(page.document.body, { subtree: true, childList: true, characterData: true });
}

/** Milliseconds from each scripted coming, after the first loop, to the greeting that belongs to it. */
function latencies(
  script: ReturnType<typeof loopScript>,
  start: number,
  seconds: number,
  greeted: readonly { readonly name: string; readonly at: number }[],
): number[] {
  return greeted.flatMap(({ name, at }) => {
    const person = ENROLLED.find((each) => each.name === name);
    const stays = script.stays.find((each) => each.person.id === person?.id)?.stays ?? [];
    const loop = Math.floor((at - start) / (seconds * 1000));
    if (loop < 1) return [];
    const comings = stays.filter(({ from }) => from > 0).map(({ from }) => start + (loop * seconds + from) * 1000);
    const coming = comings.findLast((instant) => instant <= at);
    return coming === undefined ? [] : [at - coming];
  });
}

const mean = (values: readonly number[]): number =>
  Math.round((values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)) * 100) / 100;
