import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { systemClock } from '../../core/platform/clock.ts';
import { launchChromium, openPage, until } from '../../test/support/screen/browser.ts';
import { PAGES, playVision, startKiosk } from '../../test/support/screen/kiosk.ts';
import { LoopCamera } from '../../test/support/screen/loop-camera.ts';
import { boxErrors, PLAYING } from '../../test/support/screen/page-state.ts';
import { FRONT, greetingFor, mixedMarks, sampleClass } from '../../test/support/screen/sample-class.ts';
import { RATE, renderSquare } from '../../test/support/screen/video.ts';

const LOADS = 10;
const GREETINGS = 40;
const FRAMES = 250;
/** Milliseconds from a packet to its faces. */
const VISION_DELAY = 250;

/**
 * The check-in screen in the real Chromium without a GPU, 50 trainees, a live picture of 640 × 360 at 25 frames:
 * bytes of the page, first paint, first moving picture, the age of the pictures shown (from the kiosk's having the
 * packet), the time from telling the screen of a greeting to its being
 * painted (times in milliseconds), and how far a box is from its face, in thousandths of the picture's width, while the
 * face moves by up to a third of the width a second and vision gives five results a second, 250 ms late.
 */
export async function bench(): Promise<unknown> {
  const video = await renderSquare(120);
  using camera = new LoopCamera(FRONT, video, systemClock);
  const facts = sampleClass(50, systemClock.now(), 8, mixedMarks);
  await using kiosk = await startKiosk(facts, camera);
  const browser = await launchChromium();
  const begun = new Map<number, number>();
  camera.onPacket = (packet) => void begun.set(packet.run * 10_000 + packet.frame, packet.capturedAt);

  const paints: number[] = [];
  const pictures: number[] = [];
  for (let load = 0; load < LOADS; load += 1) {
    const { page } = await openPage(browser, kiosk.http.url);
    await until(page, PLAYING);
    paints.push(await page.evaluate<number>(`performance.getEntriesByName('first-contentful-paint')[0].startTime`));
    pictures.push(await page.evaluate<number>('performance.now()'));
    await page.close();
  }

  const { page } = await openPage(browser, kiosk.http.url);
  await until(page, PLAYING);
  await page.waitForTimeout(3000);
  const { run } = camera;
  const ages = (await shownFrames(page)).flatMap(([mediaTime, at]) => {
    const captured = begun.get(run * 10_000 + Math.round((mediaTime ?? 0) * RATE));
    return captured === undefined || at === undefined ? [] : [at - captured];
  });
  const greetings: number[] = [];
  for (let at = 0; at < GREETINGS; at += 1) {
    const painted = page.evaluate<number>(NEXT_CARD);
    await page.waitForTimeout(200);
    const told = systemClock.now();
    kiosk.board.greet(greetingFor(facts.roster, at, told));
    greetings.push((await painted) - told);
    await page.waitForTimeout(700);
  }
  camera.begin();
  playVision(camera, kiosk.board, VISION_DELAY);
  await page.waitForTimeout(8000);
  const boxes = await page.evaluate<number[]>(boxErrors(FRAMES));
  await browser.close();
  return {
    pageBytesGzip: await pageBytes(),
    firstPaint: spread(paints),
    firstPicture: spread(pictures),
    pictureAge: spread(ages),
    greetingPainted: spread(greetings),
    boxOffPerMille: spread(boxes.map((error) => error * 1000)),
  };
}

/** Media time and wall time (ms) of the next pictures presented. */
async function shownFrames(page: Page): Promise<readonly (readonly number[])[]> {
  return await page.evaluate<number[][]>(`new Promise((resolve) => {
    const video = document.querySelector('video');
    const shown = [];
    const next = () => video.requestVideoFrameCallback((_now, { mediaTime, expectedDisplayTime }) => {
      shown.push([mediaTime, performance.timeOrigin + expectedDisplayTime]);
      if (shown.length < ${FRAMES}) next(); else resolve(shown);
    });
    next();
  })`);
}

/** The wall time (ms) when the next greeting card has been painted. */
const NEXT_CARD = `new Promise((resolve) => {
  const known = new Set([...document.querySelectorAll('.card')].map((card) => card.innerText));
  const watch = new MutationObserver(() => {
    if (![...document.querySelectorAll('.card')].some((card) => !known.has(card.innerText))) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
  });
  watch.observe(document.querySelector('.band'), { childList: true, subtree: true });
})`;

async function pageBytes(): Promise<number> {
  const folder = join(PAGES, 'screen', 'assets');
  const files = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file))));
  return files.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0);
}

function spread(values: readonly number[]): { readonly n: number; readonly p50: number; readonly p95: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? NaN);
  return { n: sorted.length, p50: at(0.5), p95: at(0.95) };
}
