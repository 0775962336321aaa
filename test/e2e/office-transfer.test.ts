import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepRecords } from '../support/office/records.ts';
import { axeFindings, launchChromium, still } from '../support/screen/browser.ts';
import { CODE, HOME, startKiosk, type TransferKiosk, twoRooms, WORKSHOP } from '../support/transfer/kiosk.ts';

const SHOTS = '.cache/shots';

describe('a class on two kiosks, in a browser', () => {
  let browser: Browser;
  let home: TransferKiosk;
  let workshop: TransferKiosk;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await launchChromium();
    home = await startKiosk({ room: HOME, scenario: twoRooms() });
    workshop = await startKiosk({ room: WORKSHOP });
  });
  afterAll(async () => {
    await browser.close();
    await home[Symbol.asyncDispose]();
    await workshop[Symbol.asyncDispose]();
  });

  const open = async ({ office }: TransferKiosk, path: string): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, colorScheme: 'light' });
    const page = await context.newPage();
    await office.signIn(page, 'administrator');
    await page.goto(`${office.origin}/office${path}`);
    return page;
  };
  const look = async (page: Page, name: string): Promise<void> => {
    await still(page);
    await page.screenshot({ path: `${SHOTS}/office-transfer-${name}.png`, fullPage: true });
    expect(await axeFindings(page)).toEqual([]);
  };
  const saved = async (page: Page): Promise<{ name: string; mimeType: string; buffer: Buffer }> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^保存文件/ }).click(),
    ]);
    const buffer = await readFile(await download.path());
    return { name: download.suggestedFilename(), mimeType: 'application/octet-stream', buffer };
  };
  const choose = (page: Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> =>
    page.locator('input[type=file]').setInputFiles(file);

  it('the class goes to the workshop and its records come home', async () => {
    const from = await open(home, `/classes/${CODE}/transfers`);
    await from.getByRole('button', { name: '导出班级资料' }).click();
    const passphrase = (await from.locator('.passphrase').innerText()).trim();
    expect(passphrase).toMatch(/^(\w{4}-){4}\w{4}$/);
    const file = await saved(from);
    expect(file.name).toMatch(/^班级-DSJ-2026-01-\d{12}\.zaike$/);
    await look(from, 'made');

    const to = await open(workshop, '/classes');
    await to.getByRole('link', { name: '从另一台电脑导入' }).click();
    await choose(to, { ...file, buffer: Buffer.from('PK\x03\x04 a zip', 'latin1') });
    await to.getByText('这不是在课导出的班级文件或记录文件').waitFor();
    await choose(to, file);
    await to.getByLabel('口令').fill('0000-0000-0000-0000-0000');
    await to.getByRole('button', { name: '查看预览' }).click();
    await to.getByText('口令不对').waitFor();
    await look(to, 'wrong-passphrase');
    await to.getByLabel('口令').fill(passphrase.toLowerCase());
    await to.getByRole('button', { name: '查看预览' }).click();
    await to.getByText('2 名学员').waitFor();
    await look(to, 'class-preview');
    await to.getByRole('button', { name: '确认导入' }).click();
    await to.getByText('导入完成').waitFor();
    await look(to, 'done');

    keepRecords(home.office.db, twoRooms(), ({ room }) => (room ?? HOME) === HOME);
    keepRecords(workshop.office.db, twoRooms(), ({ room }) => room === WORKSHOP);
    await to.goto(`${workshop.office.origin}/office/classes/${CODE}/transfers`);
    await to.getByRole('button', { name: '导出课时记录' }).click();
    const records = await saved(to);
    const fingerprint = await to.locator('.fingerprint').first().innerText();
    await choose(from, records);
    await from.getByText('两边的指纹一样').waitFor();
    expect(await from.locator('.fingerprint').nth(1).innerText()).toBe(fingerprint);
    expect(await from.getByRole('button', { name: '确认导入' }).isDisabled()).toBe(true);
    await look(from, 'records-preview');
    await from.getByText('两边的指纹一样').click();
    await from.getByRole('button', { name: '确认导入' }).click();
    await from.getByText('导入完成').waitFor();

    await from.goto(`${home.office.origin}/office/classes/${CODE}/months/2026-10`);
    await from.getByText('有课时在其他教室，由那里的电脑记录').waitFor();
    await from.getByText(/实训室 的电脑（kiosk-.*2 课时/).waitFor();
    await look(from, 'month');
    await from.goto(`${home.office.origin}/office/classes/${CODE}/transfers`);
    await from.getByText('导入 2026-10 课时记录').waitFor();
    await from.getByRole('button', { name: '换成深色' }).click();
    await look(from, 'dark');
  });
});
