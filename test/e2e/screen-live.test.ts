import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/platform/clock.ts';
import { launchChromium, openPage, until } from '../support/screen/browser.ts';
import { playVision, startKiosk, type TestKiosk } from '../support/screen/kiosk.ts';
import { LoopCamera } from '../support/screen/loop-camera.ts';
import { boxErrors, LAG, PLAYING, trouble } from '../support/screen/page-state.ts';
import { FRONT, sampleClass } from '../support/screen/sample-class.ts';
import { renderSquare, type Video } from '../support/screen/video.ts';

let browser: Browser;
let video: Video;
beforeAll(async () => {
  [browser, video] = await Promise.all([launchChromium(), renderSquare(60)]);
});
afterAll(() => browser.close());

describe('the live picture', () => {
  const facts = sampleClass(12, systemClock.now());
  let camera: LoopCamera;
  let kiosk: TestKiosk;
  let page: Page;
  let faults: readonly string[];
  beforeEach(async () => {
    camera = new LoopCamera(FRONT, video, systemClock);
    kiosk = await startKiosk(facts, camera);
    ({ page, faults } = await openPage(browser, kiosk.http.url));
  });
  afterEach(async () => {
    await page.close();
    await kiosk[Symbol.asyncDispose]();
    camera[Symbol.dispose]();
  });

  it('plays the class live: it moves, it is not black, it keeps near the newest packet', async () => {
    await until(page, PLAYING);
    const [square, ground] = await page.evaluate<number[][]>(`(() => {
      const video = document.querySelector('video');
      const context = new OffscreenCanvas(640, 360).getContext('2d');
      context.drawImage(video, 0, 0, 640, 360);
      const row = context.getImageData(0, 180, 640, 1).data;
      let at = 0;
      for (let x = 0; x < 640; x += 1) if (row[x * 4] > row[at * 4]) at = x;
      return [[...row.slice(at * 4, at * 4 + 3)], [...row.slice(2480, 2483)]];
    })()`);
    expect(Math.min(...(square ?? [0]))).toBeGreaterThan(200);
    expect(ground?.[2]).toBeGreaterThan(60);
    expect(ground?.[0]).toBeLessThan(60);
    await until(page, `${LAG} <= 0.7`);
    expect(faults).toEqual([]);
  });

  it('trims what has been played, up to a keyframe', async () => {
    await until(page, PLAYING);
    await until(
      page,
      `(() => { const { buffered, currentTime } = document.querySelector('video');
      return currentTime > 8 && buffered.length === 1 && currentTime - buffered.start(0) < 7; })()`,
    );
    await until(page, PLAYING);
  });

  it('goes on with the next run when the camera was connected anew', async () => {
    await until(page, PLAYING);
    await until(page, `document.querySelector('video').currentTime > 2`);
    camera.goDark();
    await page.waitForTimeout(1000);
    camera.begin();
    await until(page, `document.querySelector('video').currentTime < 2`);
    await until(page, PLAYING);
    expect(await page.evaluate(`document.querySelector('.trouble')`)).toBeNull();
  });

  it('says that the picture stands, and plays on when packets come again', async () => {
    await until(page, PLAYING);
    camera.goDark();
    await until(page, trouble('画面停住了'));
    camera.begin();
    await until(page, PLAYING);
    await until(page, `!document.querySelector('.trouble')`);
  });

  it('says that its browser cannot play H.265, and that check-in goes on', async () => {
    camera.begin({ ...video, codec: 'hvc1.1.6.L93.B0' });
    await until(page, trouble('浏览器不能播放 H.265 画面'));
    await until(page, trouble('签到不受影响'));
    camera.begin(video);
    await until(page, PLAYING);
  });

  it('catches up after its browser was busy', async () => {
    await until(page, PLAYING);
    await page.evaluate(`(() => { const end = performance.now() + 4000; while (performance.now() < end); })()`);
    await until(page, `${LAG} <= 0.7`);
    await until(page, PLAYING);
  });

  it('draws each box on its face in the very picture on show', async () => {
    playVision(camera, kiosk.board, 250);
    await until(page, PLAYING);
    await until(page, `${LAG} <= 0.7`);
    // The picture first comes to wait for its faces.
    let errors: readonly number[] = [1];
    for (let tries = 0; tries < 10 && (errors[20] ?? 1) > 0.012; tries += 1)
      errors = (await page.evaluate<number[]>(boxErrors(40))).sort((a, b) => a - b);
    // The square swings at up to 225 pixels a second: a box one result (200 ms) late would be 7 % off.
    expect(errors[20]).toBeLessThan(0.012);
    expect(errors[35]).toBeLessThan(0.04);
  });
});
