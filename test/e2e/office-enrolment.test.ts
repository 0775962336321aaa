import { mkdirSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../core/contract/office/actor.ts';
import { badPhotos } from '../support/enrolment/odd-photos.ts';
import { CODE, startEnrolmentOffice } from '../support/enrolment/office.ts';
import { people, portrait, RealVision } from '../support/enrolment/real-vision.ts';
import { PASSWORD } from '../support/office/office.ts';
import { typeInto } from '../support/office/typing.ts';
import { axeFindings, launchChromium, still, until } from '../support/screen/browser.ts';
import { filmOf, samplePhoto } from '../support/vision/film.ts';

const SHOTS = '.cache/shots';

describe('enrolment in a browser, with the real vision process', () => {
  let browser: Browser;
  let real: RealVision;
  let office: Awaited<ReturnType<typeof startEnrolmentOffice>>;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await launchChromium();
    const shown = join(tmpdir(), `zaike-camera-${String(process.pid)}.jpg`);
    await writeFile(shown, await portrait(people.zhao));
    real = new RealVision(await filmOf(shown));
    rmSync(shown);
    office = await startEnrolmentOffice(real.vision);
    real.enrolment = office.enrolment;
    await real.running();
  });
  afterAll(async () => {
    await browser.close();
    await office[Symbol.asyncDispose]();
    await real[Symbol.asyncDispose]();
  });

  async function open(
    path: string,
    role: Role,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<{ page: Page; faults: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, colorScheme });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of (404|409|422)/.test(message.text())) faults.push(message.text());
    });
    await office.signIn(page, role);
    await page.goto(`${office.origin}/office${path}`);
    return { page, faults };
  }
  const shot = async (page: Page, name: string): Promise<void> => {
    await still(page);
    await page.screenshot({ path: `${SHOTS}/office-${name}.png`, fullPage: true });
  };
  const photo = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer });
  const card = (page: Page, name: string) =>
    page
      .getByRole('listitem')
      .filter({ has: page.getByText(name, { exact: true }) })
      .first();

  it('consent first, then photos with what to do about each, then a person who can be recognised', async () => {
    const { page, faults } = await open(`/classes/${CODE}/enrolment`, 'teacher');
    await page.getByRole('heading', { name: `人脸登记 ${CODE}` }).waitFor();
    await card(page, '王小明').getByText('先登记本人的书面同意').waitFor();
    await shot(page, 'enrolment-empty');
    expect(await axeFindings(page)).toEqual([]);

    await page.getByRole('button', { name: '登记同意（3 人未登记）' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('王小明').click();
    await dialog.getByText('李小红').click();
    await typeInto(dialog.getByLabel('签署日期'), '2026-09-28');
    await shot(page, 'enrolment-consent');
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: '登记同意' }).click();
    await card(page, '王小明').getByText('2026-09-28 纸质同意（文本 2026-2）').waitFor();

    const files = card(page, '王小明').locator('input[type=file]');
    const aside = { photo: 5, left: 500, top: 335, width: 370 };
    await files.setInputFiles([
      photo('正面.jpg', await portrait(people.wang)),
      photo('反.jpg', await portrait(people.wang, { mirrored: true })),
      photo('小.jpg', await portrait(people.wang, { side: 400 })),
    ]);
    await card(page, '王小明')
      .getByText(/两眼间距 \d+ 像素，至少需要 60：请靠近重拍或换高清照片/)
      .waitFor();
    await page.getByText('已添加 3 张照片，其中 1 张不合格，请按提示重拍').waitFor();
    await card(page, '王小明').getByText('可用照片 2 张，请按提示重拍不合格的照片').waitFor();
    await card(page, '李小红')
      .locator('input[type=file]')
      .setInputFiles([
        photo('合影.jpg', await readFile(samplePhoto(4))),
        photo('侧.jpg', await portrait(aside, { side: 1200 })),
        photo('同一人.jpg', await portrait(people.wang, { brightness: 1.1 })),
      ]);
    await card(page, '李小红')
      .getByText(/侧脸偏大（朝本人左侧 \d+°），请正对镜头重拍/)
      .waitFor();
    await page.getByText('需要核对的人脸').waitFor();
    expect(await page.getByText('没有添加').count()).toBe(0);
    await shot(page, 'enrolment-findings');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByText(/^已完成 \d+$/).click(); // 李小红 is not among these
    await page.getByRole('button', { name: '去看李小红' }).first().click();
    await until(
      page,
      `document.activeElement?.id.startsWith('person-') && document.activeElement.innerText.includes('李小红')`,
    );

    await files.setInputFiles([photo('亮.jpg', await portrait(people.wang, { brightness: 1.1 }))]);
    await page.locator('.ant-message-success').getByText('已添加 1 张照片').waitFor();
    await card(page, '王小明').getByText('可以识别', { exact: true }).waitFor();
    expect(faults).toEqual([]);
  });

  it('files that are no photos are named together, each with what to do', async () => {
    const { page, faults } = await open(`/classes/${CODE}/enrolment`, 'teacher');
    const bad = await badPhotos();
    await card(page, '李小红')
      .locator('input[type=file]')
      .setInputFiles(bad.map(([name, bytes]) => photo(name, bytes)));
    const notice = page.getByRole('alert').filter({ hasText: `${String(bad.length)} 张照片没有添加` });
    await notice.waitFor();
    await shot(page, 'enrolment-no-photos');
    const lines = (await notice.locator('.refused-photos').innerText()).split('\n');
    expect(lines).toHaveLength(bad.length);
    for (const [i, [, , words]] of bad.entries()) expect(lines[i]).toMatch(words);
    expect(await page.locator('.ant-message-success').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('a later photo needs the trainee\u2019s signature and a second teacher', async () => {
    const { page, faults } = await open(`/classes/${CODE}/enrolment`, 'teacher');
    await card(page, '王小明')
      .locator('input[type=file]')
      .setInputFiles([photo('新.jpg', await portrait(people.wang, { brightness: 0.9 }))]);
    await page.getByRole('button', { name: '学员和教师确认：王小明' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('为什么补充').fill('换了眼镜');
    await still(page); // the dialog opens with a movement
    const pad = await dialog.getByLabel('学员签名处').boundingBox();
    if (pad === null) throw new Error('expected a field to sign on');
    await page.mouse.move(pad.x + pad.width * 0.1, pad.y + pad.height * 0.3);
    await page.mouse.down();
    for (let n = 1; n <= 10; n++)
      await page.mouse.move(pad.x + pad.width * (0.1 + 0.08 * n), pad.y + pad.height * (n % 2 ? 0.7 : 0.3));
    await page.mouse.up();
    await dialog.getByLabel('复核人账号').fill('second');
    await dialog.getByLabel('复核人密码').fill(PASSWORD);
    await shot(page, 'enrolment-later');
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: '确认使用' }).click();
    await page.getByText('已确认', { exact: true }).waitFor();
    expect(faults).toEqual([]);
  });

  it('a guided enrolment follows the camera, and keeps what was accepted', async () => {
    const { page, faults } = await open(`/classes/${CODE}/enrolment`, 'teacher');
    await page.getByRole('button', { name: '登记同意：张大力' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '登记同意' }).click();
    await card(page, '张大力')
      .getByText(/纸质同意/)
      .waitFor();
    await page.getByRole('button', { name: '现场采集：张大力' }).click();
    const dialog = page.getByRole('dialog').filter({ hasText: '现场采集 张大力' });
    await dialog.getByRole('button', { name: '开始采集' }).click();
    await dialog.getByText('请把头向左转一点').waitFor();
    await dialog.getByAltText('已采集：正对镜头').waitFor();
    await shot(page, 'enrolment-live');
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: '提前结束，保存 1 张' }).click();
    await card(page, '张大力').getByAltText('张大力的第 1 张照片').waitFor();
    expect(faults).toEqual([]);
  });

  it('withdrawal says what it deletes and deletes it', async () => {
    const { page, faults } = await open(`/classes/${CODE}/enrolment`, 'teacher');
    await page.getByRole('button', { name: '撤回同意：张大力' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/永久删除 1 张照片/).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: '撤回并删除' }).click();
    await card(page, '张大力').getByText('本人已撤回同意，用身份证由教师登记签到').waitFor();
    expect(faults).toEqual([]);
  });

  it('staff are added and enrolled on a page of their own; the consent text is printed', async () => {
    const { page, faults } = await open('/staff', 'teacher', 'dark');
    await page.getByText('还没有登记教师或工作人员').waitFor();
    await page.getByRole('button', { name: '添加人员' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('姓名').fill('周老师');
    await dialog.getByLabel('职务（可不填）').fill('任课教师');
    await dialog.getByRole('button', { name: /保\s*存/ }).click();
    await page.getByRole('button', { name: '登记同意：周老师' }).waitFor();
    await shot(page, 'staff');
    expect(await axeFindings(page)).toEqual([]);
    await page.goto(`${office.origin}/office/consent-text`);
    await page.getByRole('heading', { name: '人脸信息处理单独同意书' }).waitFor();
    await page.emulateMedia({ media: 'print' });
    await shot(page, 'consent-text');
    await page.emulateMedia({ media: 'screen' });
    expect(await axeFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('a viewer sees who is enrolled, but neither faces nor buttons', async () => {
    const { page, faults } = await open(`/classes/${CODE}/enrolment`, 'viewer');
    await card(page, '王小明').getByText('可以识别', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /添加照片|撤回|删除|现场采集/ }).count()).toBe(0);
    expect(await page.locator('img.photo-image').count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('when the subsidy is settled an administrator deletes the class\u2019s faces', async () => {
    const { page, faults } = await open(`/classes/${CODE}/enrolment`, 'administrator');
    await page.getByRole('button', { name: '补贴已结算…' }).click();
    const dialog = page.getByRole('dialog').filter({ hasText: '将永久删除本班 2 人的登记照片和人脸模板' });
    await dialog.getByRole('button', { name: '删除照片和模板' }).click();
    await card(page, '王小明').getByText('请添加照片，或用摄像头现场采集').waitFor();
    expect(await page.locator('img.photo-image').count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
  });
});
