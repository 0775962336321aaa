import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, still } from '../screen/browser.ts';

const SHOTS = '.cache/shots';

/** Who walks through the pages of several programs: a browser, its pages by name, and what went wrong in them. */
export interface Walker extends AsyncDisposable {
  /** A page with a session of its own; `name` is its picture's when a test fails. */
  page(name: string, width?: number, height?: number): Promise<Page>;
  /** Takes a page's picture once it stands still: `.cache/shots/walk-<name>.png`. */
  shot(page: Page, name: string, fullPage?: boolean): Promise<void>;
  /** Pictures of all pages as they are. */
  failed(): Promise<void>;
  /** Uncaught errors of all pages. */
  readonly faults: readonly string[];
}

/** Starts the browser. */
export async function startWalker(): Promise<Walker> {
  mkdirSync(SHOTS, { recursive: true });
  const browser: Browser = await launchChromium();
  const pages = new Map<string, Page>();
  const faults: string[] = [];
  return {
    faults,
    page: async (name, width = 1366, height = 768) => {
      const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' });
      const opened = await context.newPage();
      opened.on('pageerror', (error) => faults.push(error.message));
      pages.set(name, opened);
      return opened;
    },
    shot: async (page, name, fullPage = true) => {
      await still(page);
      await page.screenshot({ path: `${SHOTS}/walk-${name}.png`, fullPage });
    },
    failed: async () => {
      for (const [name, page] of pages) await page.screenshot({ path: `${SHOTS}/walk-failed-${name}.png` });
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/** Draws a signature on the field of this label. @throws Error when there is none. */
export async function drawSignature(page: Page, label: string): Promise<void> {
  const field = page.getByRole('img', { name: label });
  await field.scrollIntoViewIfNeeded();
  await still(page); // where it is now it stays
  const pad = await field.boundingBox();
  if (pad === null) throw new Error(`expected a field to sign in: ${label}`);
  await page.mouse.move(pad.x + 30, pad.y + 40);
  await page.mouse.down();
  for (const [x, y] of [
    [120, 90],
    [180, 40],
    [260, 100],
  ] as const)
    await page.mouse.move(pad.x + x, pad.y + y);
  await page.mouse.up();
}
