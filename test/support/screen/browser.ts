import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

const require = createRequire(import.meta.url);

/** What must come comes within this, however much else the machine does, ms. */
const WITHIN = 60_000;

/**
 * The real Chromium, without a network of its own. Its pages move no dialogs and fade no colours unless a context says so
 * (`reducedMotion: 'no-preference'`): a click that falls on what still moves may fall beside it, as no person's does.
 */
export async function launchChromium(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    // Without a locale of UTF-8 Chromium calls every download of a Chinese name "download".
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  browser.on('context', (context) => context.setDefaultTimeout(WITHIN));
  const newContext = browser.newContext.bind(browser);
  browser.newContext = (options) => newContext({ reducedMotion: 'reduce', ...options });
  return browser;
}

/** A page that remembers what went wrong in it: uncaught errors, console errors, breaches of the security policy. */
export async function openPage(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<{ readonly page: Page; readonly faults: readonly string[] }> {
  const page = await browser.newPage({
    viewport: { width: 1920, height: 1080 },
    reducedMotion: 'no-preference', // the check-in screen's greetings come as they do in a classroom
    ...options,
  });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(url);
  return { page, faults };
}

/** axe-core's findings on the page once it stands still, one line each; empty when it has none. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  await still(page);
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  return await page.evaluate<string[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target + ': ' + failureSummary)))`);
}

/** Waits until the expression `holds` in the page. (Playwright's own waiting uses eval, which the page's policy forbids.) */
export async function until(page: Page, holds: string, timeout = WITHIN): Promise<void> {
  const end = performance.now() + timeout;
  const now = (): Promise<boolean> =>
    page.evaluate<boolean>(`Boolean(${holds})`).catch((error: unknown) => {
      if (String(error).includes('context was destroyed')) return false; // the page loads itself anew
      throw error;
    });
  while (!(await now())) {
    if (performance.now() > end) throw new Error(`expected within ${timeout} ms: ${holds}`);
    await page.waitForTimeout(50);
  }
}

/**
 * Resolves when nothing has moved or faded over a few pictures, with what still does when that takes too long; what turns
 * for ever, as a spinner, is not waited for.
 */
const STANDING = `(async () => {
  const moving = () => document.getAnimations().filter(({ playState, effect }) =>
    playState === 'running' && effect?.getComputedTiming().endTime !== Infinity);
  const end = performance.now() + ${WITHIN};
  for (let standing = 0; standing < 3; standing = moving().length > 0 ? 0 : standing + 1) {
    if (performance.now() > end)
      return moving().map((one) => [one.animationName ?? one.transitionProperty, one.effect.target?.className, one.currentTime].join(' '));
    // What was just clicked begins to move with one of the next pictures.
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    await new Promise((waited) => setTimeout(waited, 40));
  }
  return [];
})()`;

/** Waits until colours have faded and dialogs have moved: on a busy machine that takes longer than any fixed time. */
export async function still(page: Page): Promise<void> {
  const moving = await page.evaluate<readonly string[] | null>(STANDING).catch((error: unknown) => {
    if (String(error).includes('context was destroyed')) return null; // the page loads itself anew
    throw error;
  });
  if (moving === null) await still(page);
  else if (moving.length > 0) throw new Error(`expected a page that stands still, got ${moving.join('; ')}`);
}
