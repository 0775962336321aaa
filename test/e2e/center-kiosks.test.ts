import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCenter, type TestCenter } from '../support/center/center.ts';
import { startTestKiosk } from '../support/center/kiosk.ts';
import { shownCode } from '../support/center/pairing.ts';
import { axeFindings, launchChromium } from '../support/screen/browser.ts';

const SHOTS = '.cache/shots';

describe('the dashboard’s kiosks', () => {
  let browser: Browser;
  let test: TestCenter;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await launchChromium();
    test = await startCenter();
  });
  afterAll(async () => {
    await browser.close();
    await test[Symbol.asyncDispose]();
  });

  it('an inspector pairs a kiosk by its code and sees it connected', async () => {
    await using kiosk = startTestKiosk(test.origin);
    const code = await shownCode(kiosk);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await test.signIn(page, 'inspector');
    await page.goto(`${test.origin}/center/kiosks`);
    await page.getByText('还没有配对的教室电脑').waitFor();
    await page.getByRole('button', { name: '配对一台' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('配对码').fill('AAAA-BBBB');
    await dialog.getByLabel('机构').fill('沈阳工学院');
    await dialog.getByLabel('教室').fill('B301');
    await dialog.getByRole('button', { name: '配对' }).click();
    await dialog.getByText('没有教室电脑显示这个配对码').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByLabel('配对码').fill(code.toLowerCase());
    await dialog.getByRole('button', { name: '配对' }).click();
    await page.getByText('已连接', { exact: true }).waitFor();
    await dialog.waitFor({ state: 'hidden' });
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/center-kiosks.png` });
    await context.close();
  });
});
