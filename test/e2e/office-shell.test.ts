import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/platform/clock.ts';
import { startOffice, type TestOffice } from '../support/office/office.ts';
import { axeFindings, launchChromium, openPage, until } from '../support/screen/browser.ts';

const SHOTS = '.cache/shots';

describe('the office’s frame', () => {
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

  it('a person signs in, adds an account and reads in the audit who did it', async () => {
    const { page, faults } = await openPage(browser, `${office.origin}/office/`, {
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
    });
    await page.getByLabel('账号').fill('administrator');
    await page.getByLabel('密码').fill('wrong-password');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByText('账号或密码不对').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByLabel('密码').fill('zaike-test-password');
    await page.getByLabel('密码').press('Enter');
    await page.getByRole('link', { name: '账号' }).click();
    await page.getByRole('heading', { name: '账号', level: 1 }).waitFor();
    await page.getByRole('button', { name: '新建账号' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('姓名').fill('冯老师');
    await dialog.getByLabel('账号').fill('feng');
    await dialog.getByLabel('密码').fill('feng-password-1');
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.getByRole('cell', { name: '冯老师', exact: true }).waitFor();
    await dialog.waitFor({ state: 'hidden' });
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-accounts.png` });
    office.desk.audit.write({
      ...{ at: systemClock.now(), user: 'api:教务系统', name: '教务系统', role: 'client', action: 'api-read' },
      ...{ subject: 'DSJ-2026-01', detail: '读取 2026-10 考勤' },
    });
    await page.getByRole('link', { name: '操作记录' }).click();
    await page.getByRole('cell', { name: '数据接口', exact: true }).waitFor();
    await page.getByText('新建账号 冯老师（feng），角色 teacher').waitFor();
    await page.getByRole('button', { name: '换成深色' }).click();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-audit-dark.png` });
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
    await page.close();
  });

  it('a page that reads anew says whether somebody is at it', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await office.signIn(page, 'viewer');
    const next = async (): Promise<string | undefined> =>
      (await page.waitForRequest(/\/api\/day$/)).headers()['x-zaike-active'];
    const [first] = await Promise.all([next(), page.goto(`${office.origin}/office/day`)]);
    expect([first, await next()]).toEqual([undefined, undefined]);
    await page.keyboard.press('Tab');
    expect([await next(), await next()]).toEqual(['yes', undefined]);
    await context.close();
  });

  it('fades and moves nothing for people who asked for less motion, also when they ask while the page is open', async () => {
    const context = await browser.newContext({ reducedMotion: 'no-preference' });
    const page = await context.newPage();
    await page.goto(`${office.origin}/office/`);
    await page.getByRole('button', { name: '登录' }).waitFor();
    const fades = `getComputedStyle(document.querySelector('button[type=submit]')).transitionDuration.split(', ').some((one) => one !== '0s')`;
    expect(await page.evaluate(fades)).toBe(true);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await until(page, `!${fades}`);
    await page.reload();
    await page.getByRole('button', { name: '登录' }).waitFor();
    expect(await page.evaluate(fades)).toBe(false);
    await context.close();
  });

  it('a viewer does not see what is the administrator’s', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await office.signIn(page, 'viewer');
    await page.goto(`${office.origin}/office/accounts`);
    await page.getByText('没有这个页面').waitFor();
    expect(await page.getByRole('link', { name: '账号' }).count()).toBe(0);
    await context.close();
  });

  it('on the first run the code of the screen makes the administrator', async () => {
    await using fresh = await startOffice({ empty: true });
    const { page } = await openPage(browser, `${fresh.origin}/office/`, {
      viewport: { width: 900, height: 1000 },
      reducedMotion: 'reduce',
    });
    await page.getByLabel('初始化码').fill((await fresh.desk.accounts.firstRunCode()) ?? '');
    await page.getByLabel('您的姓名').fill('主任');
    await page.getByLabel('账号').fill('boss');
    await page.getByLabel('密码').fill('zaike-test-password');
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-first-run.png` });
    await page.getByRole('button', { name: '建立并登录' }).click();
    await page.getByRole('button', { name: '主任 · 管理员' }).waitFor();
    await page.close();
  });
});
