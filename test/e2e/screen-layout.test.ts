import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/platform/clock.ts';
import { axeFindings, launchChromium, openPage, until } from '../support/screen/browser.ts';
import { startKiosk } from '../support/screen/kiosk.ts';
import { LoopCamera } from '../support/screen/loop-camera.ts';
import { FRONT, greetingFor, mixedMarks, sampleClass } from '../support/screen/sample-class.ts';
import { renderSquare, type Video } from '../support/screen/video.ts';

let browser: Browser;
let video: Video;
beforeAll(async () => {
  [browser, video] = await Promise.all([launchChromium(), renderSquare(60)]);
});
afterAll(() => browser.close());

describe.each([
  [1920, 1080, 50],
  [1920, 1080, 12],
  [1280, 800, 50],
  [1280, 800, 30],
  [800, 1280, 50],
  [800, 1280, 12],
])('at %d × %d with %d trainees', (width, height, count) => {
  it.each(['light', 'dark'] as const)(
    'everybody fits, nothing is cut, and axe finds nothing (%s)',
    async (colorScheme) => {
      using camera = new LoopCamera(FRONT, video, systemClock);
      // In light before the bell, with large greetings; in dark while the lesson is held, with small ones.
      const facts = sampleClass(count, systemClock.now(), colorScheme === 'light' ? -5 : 8, mixedMarks);
      await using kiosk = await startKiosk(facts, camera);
      const { page, faults } = await openPage(browser, kiosk.http.url, { viewport: { width, height }, colorScheme });
      await until(page, `document.querySelectorAll('.tile').length === ${count}`);
      for (const at of [0, 1, 2]) kiosk.board.greet(greetingFor(facts.roster, at, systemClock.now()));
      await until(page, `document.querySelectorAll('.card').length === 3`);
      await page.waitForTimeout(400);
      // Whatever hides what does not fit must have nothing to hide; nothing may run over its own width.
      const cut = await page.evaluate<
        string[]
      >(`[...document.querySelectorAll('.roster-list, .tile, .tile *, .sums, .sums *, .card, .card-name, .header *, .notice, .devices')]
      .filter((e) => e instanceof HTMLElement && getComputedStyle(e).display !== 'inline')
      .filter((e) => e.scrollWidth > e.clientWidth + 1 ||
        (getComputedStyle(e).overflowY !== 'visible' && e.scrollHeight > e.clientHeight + 6))
      .map((e) => e.className + ': ' + e.innerText.slice(0, 20))`);
      expect(cut).toEqual([]);
      const outside = await page.evaluate<
        string[]
      >(`[...document.querySelectorAll('.tile, .notice, .devices li, .stage, .card')]
      .filter((e) => { const r = e.getBoundingClientRect(); return r.right > innerWidth + 1 || r.bottom > innerHeight + 1 || r.width === 0; })
      .map((e) => e.className)`);
      expect(outside).toEqual([]);
      expect(await page.evaluate<string>('document.body.innerText')).not.toContain('旷课');
      expect(await axeFindings(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.close();
    },
  );
});

describe('a screen with nothing to show', () => {
  it('says so in words, and axe finds nothing', async () => {
    using camera = new LoopCamera(FRONT, video, systemClock);
    const facts = { ...sampleClass(0, systemClock.now()), class: null, lesson: null, cameras: [] };
    await using kiosk = await startKiosk(facts, camera);
    const { page } = await openPage(browser, kiosk.http.url);
    for (const words of ['还没有设置班级', '还没有设置摄像头', '名单还是空的', '今天没有课了'])
      await until(page, `document.body.innerText.includes('${words}')`);
    kiosk.board.update({ class: sampleClass(0, systemClock.now()).class });
    await until(page, `document.body.innerText.includes('有课时，名单会显示在这里')`);
    expect(await axeFindings(page)).toEqual([]);
    await page.close();
  });

  it('stands still for people who asked for less motion, and shows where the keyboard is', async () => {
    using camera = new LoopCamera(FRONT, video, systemClock);
    const facts = sampleClass(3, systemClock.now());
    await using kiosk = await startKiosk(facts, camera);
    const { page } = await openPage(browser, kiosk.http.url, { reducedMotion: 'reduce' });
    await until(page, `document.querySelectorAll('.tile').length === 3`);
    kiosk.board.greet(greetingFor(facts.roster, 0, systemClock.now()));
    await until(page, `document.querySelector('.card')`);
    expect(await page.evaluate<number>('document.getAnimations().length')).toBe(0);
    for (let tabs = 0; tabs < 12; tabs += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate<boolean>(`document.activeElement.innerText === '明暗'`)) break;
    }
    const outline = `parseFloat(getComputedStyle(document.activeElement).outlineWidth)`;
    expect(await page.evaluate<number>(outline)).toBeGreaterThanOrEqual(3);
    await page.keyboard.press('Enter');
    expect(await page.evaluate<string>('document.documentElement.dataset.theme')).toBe('dark');
    await page.close();
  });
});
