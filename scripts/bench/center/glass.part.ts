import type { Browser, Page } from 'playwright-core';
import { cookieName } from '../../../core/web/session.ts';
import { readStamps } from '../../../test/support/center/busy/stamp.ts';
import { seededClass } from '../../../test/support/center/seed.ts';
import { launchChromium, until } from '../../../test/support/screen/browser.ts';
import { PLAYING } from '../../../test/support/screen/page-state.ts';

/** When something was painted, in milliseconds since the page was asked for. */
const painted = (selector: string): string => `new Promise((resolve) => {
  const look = () => {
    if (document.querySelector(${JSON.stringify(selector)}) === null) requestAnimationFrame(look);
    else requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
  };
  look();
})`;

/** In milliseconds since the page was asked for. */
export interface WallPaint {
  /** Its classrooms are shown. */
  readonly cards: number;
  /** Menu and choices are shown around them. */
  readonly whole: number;
}

/** The dashboard in the real Chromium, until disposed of. */
export interface Glass extends AsyncDisposable {
  /** Has the wall show a seeded class alone, live, and waits until its picture moves. */
  open(index: number): Promise<void>;
  /** Milliseconds from the instant burnt into a picture to its being shown, of the next `count` pictures. */
  measure(count: number): Promise<number[]>;
  /** How long the wall takes in a browser that knows nothing of it, so many times. */
  wall(times: number): Promise<readonly WallPaint[]>;
}

/** @param url a hub's. @param token of an inspector's session. */
export async function openGlass(url: string, token: string): Promise<Glass> {
  await using opened = new AsyncDisposableStack();
  const browser = await launchChromium();
  opened.defer(() => browser.close());
  const tab = await signedIn(browser, url, token);
  const resources = opened.move();
  return {
    open: async (index) => {
      await tab.goto(`${url}/center/`);
      await tab.getByRole('searchbox', { name: '查找教室或班级' }).fill(seededClass(index).room);
      await tab.keyboard.press('Enter');
      await tab.getByRole('switch', { name: '显示实时画面' }).click();
      await until(tab, PLAYING, 60_000);
      await tab.waitForTimeout(3000); // the player has found its distance
    },
    measure: async (count) =>
      (await tab.evaluate<[number, number][]>(readStamps(count))).map(([taken, shown]) => shown - taken),
    wall: async (times) => {
      const took: WallPaint[] = [];
      for (let at = 0; at < times; at += 1) {
        const page = await signedIn(browser, url, token);
        await page.goto(`${url}/center/`, { waitUntil: 'commit' });
        const cards = await page.evaluate<number>(painted('article'));
        took.push({ cards, whole: await page.evaluate<number>(painted('nav')) });
        await page.context().close();
      }
      return took;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function signedIn(browser: Browser, url: string, token: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: 'no-preference' });
  await context.addCookies([{ name: cookieName(url), value: token, url, httpOnly: true, sameSite: 'Strict' }]);
  return await context.newPage();
}
