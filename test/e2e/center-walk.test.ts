import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE } from '../support/camera/film/people.ts';
import { CENTER_PASSWORD, startTown, type Town } from '../support/center/walk.ts';
import { axeFindings, launchChromium, still } from '../support/screen/browser.ts';

const SHOTS = '.cache/shots';
const OFFICE_PASSWORD = 'only-for-this-office';
/** Programs, models and Chromium share the machine. */
const WITHIN = 60_000;

describe('an inspector’s walk through a classroom and the center, each a program of its own', () => {
  let browser: Browser;
  let town: Town;
  let center: Page;
  let office: Page;
  let screen: Page;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    [browser, town] = await Promise.all([launchChromium(), startTown()]);
    [center, office, screen] = [await page(), await page(), await page(1920, 1080)];
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await town[Symbol.asyncDispose]();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    for (const [name, of] of Object.entries({ center, office, screen }))
      await of.screenshot({ path: `${SHOTS}/walk-failed-${name}.png` });
  });

  const faults: string[] = [];
  async function page(width = 1366, height = 768): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' });
    const opened = await context.newPage();
    opened.setDefaultTimeout(WITHIN);
    opened.on('pageerror', (error) => faults.push(error.message));
    return opened;
  }
  const shot = async (of: Page, name: string, fullPage = true): Promise<void> => {
    await still(of);
    await of.screenshot({ path: `${SHOTS}/walk-${name}.png`, fullPage });
  };
  /** Draws a signature. */
  async function sign(of: Page, label: string): Promise<void> {
    const field = of.getByRole('img', { name: label });
    await field.scrollIntoViewIfNeeded();
    const pad = await field.boundingBox();
    if (pad === null) throw new Error(`expected a field to sign in: ${label}`);
    await of.mouse.move(pad.x + 30, pad.y + 40);
    await of.mouse.down();
    for (const [x, y] of [
      [120, 90],
      [180, 40],
      [260, 100],
    ] as const)
      await of.mouse.move(pad.x + x, pad.y + y);
    await of.mouse.up();
  }

  it('the classroom computer is set up by the code on its screen, and paired by the code in its office', async () => {
    await screen.goto(`${town.kioskUrl}/screen/`);
    const code = await screen.getByRole('complementary', { name: '初始化码' }).locator('.first-run-code').innerText();
    await shot(screen, '01-screen', false);
    await office.goto(`${town.kioskUrl}/office/`);
    await office.getByLabel('初始化码').fill(code);
    await office.getByLabel('您的姓名').fill('李主任');
    await office.getByLabel('账号').fill('li');
    await office.getByLabel('密码').fill(OFFICE_PASSWORD);
    await office.getByRole('button', { name: '建立并登录' }).click();
    await office.getByRole('link', { name: '监管中心' }).click();
    const pairing = await office
      .getByText(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/)
      .first()
      .innerText();
    await shot(office, '02-office-center');

    await center.goto(`${town.center.url}/center/`);
    await center.getByLabel('账号').fill('inspector');
    await center.getByLabel('密码').fill(CENTER_PASSWORD);
    await center.getByRole('button', { name: '登录' }).click();
    await center.getByRole('link', { name: '教室电脑' }).click();
    await center.getByRole('button', { name: '配对一台' }).click();
    await center.getByLabel('配对码').fill(pairing);
    await center.getByLabel('机构').fill('演示学院');
    await center.getByLabel('教室', { exact: true }).fill('B301');
    await shot(center, '03-pairing', false);
    await center.getByRole('button', { name: '配对', exact: true }).click();
    await center.getByText('已连接').waitFor();
    await office.getByText('B301', { exact: true }).first().waitFor();
    await shot(office, '04-office-paired');
  }, 180_000);

  it('the on-site review: a code taken at the center proves at the classroom computer who compares and signs', async () => {
    await center.getByRole('button', { name: '现场审核码' }).click();
    const code = await center.locator('.visit-code').innerText();
    await shot(center, '05-visit-code', false);
    await center.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click();

    await office.goto(`${town.kioskUrl}/office/classes/${town.code}/enrolment`);
    await office.getByText('共 10 人').waitFor();
    await shot(office, '06-enrolment');
    await office.getByRole('link', { name: '现场审核' }).click();
    await office.getByLabel('现场审核码').fill(code);
    await office.getByRole('button', { name: '核实', exact: true }).click();
    await office.getByText('中心已核实：吴检查（inspector）').waitFor();
    await office
      .getByText(/相似度/)
      .first()
      .waitFor(); // somebody is before the camera
    for (const { name } of PEOPLE.filter(({ enrolled }) => enrolled).slice(0, 9))
      for (const what of ['身份证与本人', '本人与登记照片'])
        await office
          .getByRole('radiogroup', { name: `${name} ${what}` })
          .getByText('一致', { exact: true })
          .click();
    await sign(office, '检查人员手写签名');
    await shot(office, '07-review');
    await office.getByRole('button', { name: '签名并存档' }).click();
    await office.getByText('现场审核已签名并存档').waitFor();
    await office.getByText('最近一次审核签署的人脸库没有变化').waitFor();
    await office.getByText('逐人核对（0 / 10 人已核对）').waitFor(); // the form is empty for the next one
    expect(await axeFindings(office)).toEqual([]);
    await shot(office, '08-review-signed');

    await center.getByRole('link', { name: '异议与登记' }).click();
    await center.getByRole('tab', { name: '现场审核' }).click();
    await center.getByText('本人凭码核实').waitFor();
    expect(await axeFindings(center)).toEqual([]);
    await shot(center, '09-center-review');
    expect(faults).toEqual([]);
  }, 240_000);
});
