import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filedClass, unobservedClass } from '../support/forms/october.ts';
import { monthOffice } from '../support/office/month-office.ts';
import { PASSWORD, type TestOffice } from '../support/office/office.ts';
import { typeInto } from '../support/office/typing.ts';
import { axeFindings, launchChromium } from '../support/screen/browser.ts';

const SHOTS = '.cache/shots';

describe('a month with more pending than the institution may settle', () => {
  let browser: Browser;
  let office: TestOffice;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await launchChromium();
    ({ office } = await monthOffice({ ...unobservedClass(), class: { ...filedClass, ends: '2026-10-31' } }));
  });
  afterAll(async () => {
    await browser.close();
    await office[Symbol.asyncDispose]();
  });

  it('says why nobody here settles it; the center’s paper is entered by two people and opens the way', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await office.signIn(page, 'administrator');
    await page.goto(`${office.origin}/office/settle`);
    await page.getByText('待核 36 课时，超过应到 480 课时的 5%，由市中心核定').waitFor();
    const settle = page.getByRole('button', { name: '定结果：赵子涵' }).first();
    expect(await settle.isDisabled()).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-settle-center.png` });

    await page.getByRole('link', { name: '2026-10 考勤' }).click();
    await page.getByText('待核超过 5%，由市中心核定').waitFor();
    expect(await page.getByRole('button', { name: '关账', exact: true }).isDisabled()).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-month-center.png` });
    await page.getByRole('button', { name: '录入中心核定' }).click();
    const dialog = page.getByRole('dialog', { name: '录入 2026-10 的中心核定' });
    await typeInto(dialog.getByLabel('核定日期'), '2026-11-03');
    await dialog.getByLabel('核定文件编号').fill('抚就核〔2026〕3号');
    await dialog.getByLabel('复核人账号').fill('second');
    await dialog.getByLabel('复核人密码').fill(PASSWORD);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-month-decision.png` });
    await dialog.getByRole('button', { name: '录入' }).click();
    await page.getByText('未经中心确认', { exact: true }).waitFor();
    await page.getByText('待核课时按市中心核定处理：抚就核〔2026〕3号（2026-11-03）').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-month-decided.png` });

    await page.getByRole('link', { name: '待处理', exact: true }).last().click();
    await page.getByText('的待核课时请按市中心核定处理：抚就核〔2026〕3号').waitFor();
    expect(await settle.isDisabled()).toBe(false);
    expect(await axeFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
