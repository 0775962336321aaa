import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

const require = createRequire(import.meta.url);

/** The real Chromium, without a network of its own. */
export async function launchChromium(): Promise<Browser> {
  return await chromium.launch({
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
}

/** A page that remembers what went wrong in it: uncaught errors, console errors, breaches of the security policy. */
export async function openPage(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<{ readonly page: Page; readonly faults: readonly string[] }> {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, ...options });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(url);
  return { page, faults };
}

/** Whether something moves or fades that will end; a spinner never does. */
const MOVING = `document.getAnimations().some(({ playState, effect }) =>
  playState === 'running' && effect?.getComputedTiming().endTime !== Infinity)`;

/** Waits until what moves and fades stands: on a busy machine that takes longer than any fixed time. */
async function standsStill(page: Page): Promise<void> {
  // What was just clicked begins to move with the next frame.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await until(page, `!(${MOVING})`);
}

/** axe-core's findings on the page once it stands still, one line each; empty when it has none. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  await standsStill(page);
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  return await page.evaluate<string[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target + ': ' + failureSummary)))`);
}

/** Waits until the expression `holds` in the page. (Playwright's own waiting uses eval, which the page's policy forbids.) */
export async function until(page: Page, holds: string, timeout = 20_000): Promise<void> {
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

/** Waits until colours have faded and dialogs have moved; what turns for ever is not waited for. */
export async function still(page: Page): Promise<void> {
  await page.waitForTimeout(50); // a change that was just made begins to fade
  const moving = `document.getAnimations().some((one) =>
    one.playState === 'running' && one.effect?.getComputedTiming().iterations !== Infinity)`;
  await until(page, `!${moving}`);
}
