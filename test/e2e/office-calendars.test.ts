import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Calendars } from '../../core/contract/office/calendars.ts';
import { startOffice, type TestOffice } from '../support/office/office.ts';
import { axeFindings, launchChromium } from '../support/screen/browser.ts';

const SHOTS = '.cache/shots';

describe('the official calendars in the office', () => {
  let browser: Browser;
  let office: TestOffice;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await launchChromium();
    office = await startOffice();
  });
  afterAll(async () => {
    await browser.close();
    await office[Symbol.asyncDispose]();
  });

  it('the next year is filled in from a table, checked, and saved', async () => {
    const { missing } = (await (await office.as('administrator')).get<Calendars>('/calendars')).body;
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await office.signIn(page, 'administrator');
    await page.goto(`${office.origin}/office/calendars`);
    await page.getByText('软件自带').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-calendars.png` });

    await page.getByRole('button', { name: `录入 ${missing} 年` }).click();
    const dialog = page.getByRole('dialog', { name: `${missing} 年放假安排` });
    const table = (may: string) =>
      Buffer.from(
        `日期,至,类型,名称\n${missing}-01-01,${missing}-01-03,放假,元旦\n${may}${missing}-10-01,${missing}-10-07,放假,国庆节\n`,
      );
    const give = async (buffer: Buffer, second: string): Promise<void> => {
      await dialog.getByLabel('放假安排的表格').setInputFiles({ name: '放假.csv', mimeType: 'text/csv', buffer });
      const name = dialog.getByLabel('第 2 个假期的名称');
      await vi.waitFor(async () => expect(await name.inputValue({ timeout: 500 })).toBe(second), 30_000);
    };
    await give(table(''), '国庆节');
    await dialog.getByLabel('通知的文号').fill('国办发明电〔2026〕7号');
    await dialog.getByRole('button', { name: '核对' }).click();
    await dialog.getByText(`缺少 ${missing}-05-01`).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-calendar-wrong.png` });
    await give(table(`${missing}-05-01,${missing}-05-05,放假,劳动节\n`), '劳动节');
    await dialog.getByRole('button', { name: '核对' }).click();
    await dialog.getByText('没有写错的地方').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-calendar-checked.png` });
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.getByText('国办发明电〔2026〕7号').waitFor();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: '换成深色' }).click();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-calendars-dark.png` });
    expect(faults).toEqual([]);
    await context.close();
  });
});
