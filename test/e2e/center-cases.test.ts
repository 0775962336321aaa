import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CenterRole } from '../../core/contract/center/actor.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { PASSWORD, startCenter, type TestCenter } from '../support/center/center.ts';
import { checkedTell, tellClass, workedMonth } from '../support/center/filed.ts';
import { startTestKiosk, type TestKiosk } from '../support/center/kiosk.ts';
import { monthKept } from '../support/center/month-kept.ts';
import { pairByCode } from '../support/center/pairing.ts';
import { axeFindings, launchChromium, still } from '../support/screen/browser.ts';

const SHOTS = '.cache/shots';

describe('filings, months and subsidy at the center', () => {
  let browser: Browser;
  let test: TestCenter;
  let kiosk: TestKiosk;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await launchChromium();
    test = await startCenter();
    kiosk = startTestKiosk(test.origin, {
      carryOut: () => Promise.resolve({ answer: { kind: 'done', result: null, files: [] }, files: [] }),
    });
    await pairByCode(test, kiosk);
    tellClass(
      checkedTell((kind, body) => kiosk.outbox.put(kind, body, systemClock.now())),
      workedMonth(),
    );
    await monthKept(test);
  });
  afterAll(async () => {
    await browser.close();
    await kiosk[Symbol.asyncDispose]();
    await test[Symbol.asyncDispose]();
  });

  async function open(role: CenterRole, path: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1366, height: 900 } });
    const page = await context.newPage();
    await test.signIn(page, role);
    await page.goto(`${test.origin}/center${path}`);
    return page;
  }

  it('an inspector reads a filing, sees the numbers on asking, and approves it with a second person', async () => {
    const page = await open('inspector', '/filings');
    await page.getByText('等中心答复').last().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/center-filings.png` });
    await page.getByRole('link', { name: /DSJ-2026-01/ }).click();
    await page.getByRole('heading', { name: '沈阳工学院 DSJ-2026-01' }).waitFor();
    await page.getByRole('cell', { name: '210402********0017' }).waitFor();
    expect(await page.getByText('210402200001010017').count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/center-filing.png`, fullPage: true });
    await page.getByRole('button', { name: /显示完整号码/ }).click();
    await page.getByRole('cell', { name: '210402200001010017' }).waitFor();
    await page.getByRole('button', { name: '批准开班' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('批准日期').fill('2026-09-28');
    await dialog.getByLabel('批准日期').press('Enter');
    await dialog.getByLabel('批复文号').fill('抚就培〔2026〕7号');
    await dialog.getByLabel('复核人账号').fill('second');
    await dialog.getByLabel('复核人密码').fill(PASSWORD);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/center-approve.png` });
    await dialog.getByRole('button', { name: '批准' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('已送达').waitFor();
    await page.getByText(/批准开班（抚就培〔2026〕7号）/).waitFor();
    await page.context().close();
  });

  it('the month adds up, and an accountant’s entries give 附件8 and the publicity list', async () => {
    const totals = await open('accountant', '/totals');
    await totals.getByRole('combobox', { name: '月份' }).waitFor();
    await totals.getByRole('cell', { name: '95.63' }).first().waitFor();
    expect(await axeFindings(totals)).toEqual([]);
    await totals.screenshot({ path: `${SHOTS}/center-totals.png` });
    await totals.context().close();

    const page = await open('accountant', '/subsidy');
    await page
      .getByRole('link', { name: /DSJ-2026-01/ })
      .first()
      .click();
    await page.getByRole('heading', { name: /补贴核算 沈阳工学院/ }).waitFor();
    const unknown = page.getByText('未录入', { exact: true });
    const entered = page.getByText('未通过', { exact: true });
    const before = await entered.count();
    await page.getByRole('button', { name: '未录入的都通过' }).click();
    await unknown.first().waitFor({ state: 'hidden' });
    expect(await entered.count()).toBe(before); // what was entered stays
    await page.getByLabel('孙旷课 已参保').check();
    await page.getByRole('button', { name: '加一项' }).click();
    await page.getByLabel('扣减百分比').fill('1.5');
    await page.getByLabel('违规事由').fill('虚报一天');
    await page.getByLabel('公示开始日').fill('2026-11-02');
    await page.getByLabel('公示开始日').press('Enter');
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/center-subsidy-entry.png` });
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('公示到 2026-11-09').waitFor();
    await page.getByRole('link', { name: '全部班级' }).click();
    await page.getByText('实际补贴合计').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/center-subsidy.png` });
    await page.getByRole('link', { name: '公示名单' }).click();
    await page.getByText('公示 2026-11-02 至 2026-11-09').waitFor();
    await page
      .getByRole('cell', { name: /210402\*{8}/ })
      .first()
      .waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: '换成深色' }).click();
    await still(page);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/center-publicity-dark.png` });
    await page.context().close();
  });
});
