import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantAt } from '../../core/domain/day.ts';
import { classCode } from '../../core/domain/ids.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { importClassFile } from '../../kiosk/desk/classes/import-file.ts';
import { openClasses } from '../../kiosk/open-classes.ts';
import { sampleScenario, sha256 } from '../support/office/classes.ts';
import { PASSWORD, startOffice, type TestOffice } from '../support/office/office.ts';
import { typeInto } from '../support/office/typing.ts';
import { axeFindings, launchChromium, still } from '../support/screen/browser.ts';

const SHOTS = '.cache/shots';
const NOW = instantAt('2026-11-02' as LocalDate, 36_000_000);

/** A picture of one red pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

describe('classes in the office', () => {
  let browser: Browser;
  let office: TestOffice;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await launchChromium();
    office = await startOffice({ desk: { clock: { ...systemClock, now: () => NOW } } });
  });
  afterAll(async () => {
    await browser.close();
    await office[Symbol.asyncDispose]();
  });

  const opened = async (
    path: string,
    role: 'administrator' | 'teacher' | 'viewer' = 'administrator',
    reducedMotion: 'reduce' | 'no-preference' = 'reduce',
  ) => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: 'zh-CN',
      reducedMotion,
    });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await office.signIn(page, role);
    await page.goto(`${office.origin}/office${path}`);
    return { page, faults, context };
  };
  const shot = (page: Page, name: string) =>
    page.screenshot({ path: `${SHOTS}/office-classes-${name}.png`, fullPage: true });

  it('from an empty office to an approved class: a draft, the filing, the center’s paper with a second signature', async () => {
    const { page, faults, context } = await opened('/classes');
    await page.getByText('还没有班级').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'empty');
    await page.getByRole('button', { name: '新建班级' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '建立草稿' }).click();
    await dialog.getByText('请填写班级编号').waitFor();
    await dialog.getByLabel('班级编号').fill('DSJ-2026-09');
    await dialog.getByLabel('专业').fill('大数据开发');
    await dialog.getByText('附件1 规定：480 课时').waitFor();
    await typeInto(dialog.getByLabel('开班日期'), '2026-10-08');
    await typeInto(dialog.getByLabel('结课日期'), '2026-10-01');
    await dialog.getByText('结课不能早于开班').waitFor();
    await typeInto(dialog.getByLabel('结课日期'), '2026-12-31');
    await dialog.getByLabel('教室').fill('B301');
    await still(page);
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'new');
    await dialog.getByRole('button', { name: '建立草稿' }).click();
    await page.getByRole('heading', { name: 'DSJ-2026-09 草稿' }).waitFor();
    await page.getByText('请在 2026-09-23 到 2026-10-08 之间把材料报中心').waitFor();
    await still(page);
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'draft');

    await page.getByRole('button', { name: '登记备案' }).click();
    await typeInto(page.getByRole('dialog').getByLabel('备案日期'), '2026-09-24');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /登\s?记/ })
      .click();
    await page.getByText('中心同意前上的课会记录，但不计入应到').waitFor();
    await page.getByRole('button', { name: '录入批复' }).click();
    const approval = page.getByRole('dialog').last();
    await typeInto(approval.getByLabel('批准日期'), '2026-09-28');
    await approval.getByLabel('批复文件编号').fill('抚就字〔2026〕12号');
    await approval.getByLabel('复核人账号').fill('administrator');
    await approval.getByText('不能是同一个人').waitFor();
    await approval.getByLabel('复核人账号').fill('second');
    await approval.getByLabel('复核人密码').fill('wrong-password');
    await approval.getByRole('button', { name: /录\s?入/ }).click();
    await approval.getByText('账号或密码不对').waitFor();
    await still(page);
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'approval-refused');
    await approval.getByLabel('复核人密码').fill(PASSWORD);
    await approval.getByRole('button', { name: /录\s?入/ }).click();
    await page.getByText('2026-09-28 起的课时计入').waitFor();
    expect(await page.getByText('未经中心确认').count()).toBeGreaterThan(0);
    await still(page);
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'approved');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('a cancelled lesson is owed until its make-up is registered', async () => {
    const { page, context } = await opened('/classes/DSJ-2026-09/changes', 'teacher', 'no-preference');
    await page.getByText('没有欠课').waitFor();
    const add = async (fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void>): Promise<void> => {
      await page.getByRole('button', { name: '登记停课、调课或补课' }).click();
      const dialog = page.getByRole('dialog');
      await fill(dialog);
      await dialog.getByRole('button', { name: /^登\s?记$/ }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    await add(async (dialog) => {
      await typeInto(dialog.getByLabel('原日期'), '2026-11-10');
      await dialog.getByLabel('第几课时').fill('2');
      await dialog.getByLabel('原因').fill('停电');
    });
    await page.getByText('还欠 1 课时').waitFor();
    await page.getByRole('button', { name: '登记停课、调课或补课' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('补课', { exact: true }).click();
    await typeInto(dialog.getByLabel('补哪天的课'), '2026-11-10');
    await dialog.getByLabel('第几课时', { exact: true }).fill('2');
    await typeInto(dialog.getByLabel('改到日期'), '2026-11-12');
    await dialog.getByLabel('改到第几课时').fill('3');
    await typeInto(dialog.getByLabel('开始时间'), '10:20');
    await typeInto(dialog.getByLabel('结束时间'), '11:05');
    await dialog.getByLabel('原因').fill('补停电的课');
    // As on a machine where no frame is drawn until the answer is there: what fades has not begun to. A fade that is just
    // beginning when the rate changes is put down by Chromium to begin an hour later: none may be now, and afterwards all end.
    await still(page);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Animation.enable');
    await devtools.send('Animation.setPlaybackRate', { playbackRate: 0.001 }); // 0 leaves some standing for good
    await dialog.getByRole('button', { name: /^登\s?记$/ }).click();
    await dialog.getByText('应为空着的节次').waitFor();
    // What was refused can be pressed again, and says of itself no longer that it is at work.
    expect(await dialog.getByRole('button', { name: '登记', exact: true }).count()).toBe(1);
    await devtools.send('Animation.setPlaybackRate', { playbackRate: 1 });
    await devtools.detach();
    await page.evaluate(`document.getAnimations()
      .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
      .forEach((fading) => fading.finish())`);
    await still(page);
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'change-refused');
    await dialog.getByLabel('改到第几课时').fill('7');
    await typeInto(dialog.getByLabel('开始时间'), '15:45');
    await typeInto(dialog.getByLabel('结束时间'), '16:30');
    await dialog.getByRole('button', { name: /^登\s?记$/ }).click();
    await page.getByText('没有欠课').waitFor();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('cell', { name: '2026-11-12 第 7 课时 15:45–16:30' }).waitFor();
    await still(page);
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'changes');
    await context.close();
  });

  it('papers are uploaded, shown, refused by what they are, and waived with a reason', async () => {
    importClassFile(openClasses(office.db), sampleScenario('DG-2026-01'), sha256, epochMs(0));
    const { page, context } = await opened('/classes/DG-2026-01/papers', 'teacher');
    await page.getByText('还差 20 份材料').waitFor();
    const pick = async (label: string, name: string, buffer: Buffer): Promise<void> => {
      await page.getByLabel(label).setInputFiles({ name, mimeType: 'image/png', buffer });
    };
    await pick('班级材料的开班申请文件', '开班申请.png', PIXEL);
    await page.getByRole('link', { name: '开班申请.png' }).waitFor();
    await page.getByText('还差 19 份材料').waitFor();
    await pick('王小明的身份证文件', '身份证.pdf', Buffer.from('MZ this is a program'));
    await page.getByText('身份证：只能上传 PDF、JPEG 或 PNG').waitFor();
    await page.getByRole('button', { name: '王小明的户籍证明不需要' }).click();
    await page.getByRole('dialog').getByLabel('原因').fill('在省内就读');
    await page.getByRole('dialog').getByRole('button', { name: '标为不需要' }).click();
    await page.getByText('还差 18 份材料').waitFor();
    await still(page);
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'papers');
    await page.getByRole('button', { name: '换成深色' }).click();
    await still(page);
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'papers-dark');
    await context.close();
  });

  it('somebody else’s change in between is told and read, and what is entered stays', async () => {
    const { page, faults, context } = await opened('/classes/DG-2026-01', 'teacher');
    await page.getByLabel('培训机构').fill('甲学院');
    await page.getByLabel('培训地点').fill('实训楼三楼');
    const other = await office.as('administrator');
    const { body } = await other.get<{ version: number; facts: object }>('/classes/DG-2026-01');
    await other.send('PUT', '/classes/DG-2026-01', {
      version: body.version,
      facts: { ...body.facts, institution: '乙学院', counsellorPhone: '13900001111' },
    });
    await page.getByRole('button', { name: '保存资料' }).click();
    await page.getByText('这个班级刚被别人改过，别人的改动已读入。您填的还没有保存').waitFor();
    await page.getByText('您和别人都改了：培训机构。这里留着您填的，保存后以您的为准。').waitFor();
    const fields = ['培训机构', '培训地点', '辅导员联系电话'];
    const filled = () => Promise.all(fields.map((label) => page.getByLabel(label).inputValue()));
    expect(await filled()).toEqual(['甲学院', '实训楼三楼', '13900001111']);
    expect((await other.get<{ facts: object }>('/classes/DG-2026-01')).body.facts).toMatchObject({
      institution: '乙学院',
    });
    await still(page);
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'stale');
    await page.getByRole('button', { name: '保存资料' }).click();
    await page.getByText('已保存', { exact: true }).waitFor();
    await page.getByText('这个班级刚被别人改过').waitFor({ state: 'hidden' });
    const saved = (await other.get<{ facts: object }>('/classes/DG-2026-01')).body;
    expect(saved.facts).toMatchObject({
      institution: '甲学院',
      place: '实训楼三楼',
      counsellorPhone: '13900001111',
    });
    expect(await filled()).toEqual(['甲学院', '实训楼三楼', '13900001111']);
    expect(faults.filter((fault) => !fault.includes('409'))).toEqual([]);
    await context.close();
  });

  it('a viewer reads the list and a class, and is offered no change', async () => {
    const { page, faults, context } = await opened('/classes', 'viewer');
    await page.getByRole('link', { name: 'DG-2026-01' }).waitFor();
    await still(page);
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'list');
    expect(await page.getByRole('button', { name: '新建班级' }).count()).toBe(0);
    await page.getByRole('link', { name: 'DG-2026-01' }).click();
    await page.getByRole('heading', { name: /DG-2026-01/ }).waitFor();
    expect(await page.getByRole('button', { name: '保存资料' }).count()).toBe(0);
    await page.getByRole('button', { name: '换成深色' }).click();
    await still(page);
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'class-dark');
    expect(faults).toEqual([]);
    await context.close();
  });

  it('a class that is not there is said so', async () => {
    const { page, context } = await opened('/classes/NOPE', 'viewer');
    await page.getByText('没有编号为 NOPE 的班级').waitFor();
    await context.close();
  });

  it('a draft is removed by an administrator after saying what goes; a teacher is not offered it', async () => {
    const { class: facts, ...rest } = sampleScenario('TMP-1', 'tmp');
    const draft = { ...rest, class: { ...facts, approvedOn: null } };
    openClasses(office.db).save(classCode('TMP-1'), draft, { version: 0, by: 'teacher', at: epochMs(0) });
    const teacher = await opened('/classes/TMP-1', 'teacher');
    await teacher.page.getByRole('button', { name: '登记备案' }).waitFor();
    expect(await teacher.page.getByRole('button', { name: '删除草稿' }).count()).toBe(0);
    await teacher.context.close();
    const { page, faults, context } = await opened('/classes/TMP-1');
    await page.getByRole('button', { name: '删除草稿' }).click();
    const dialog = page.getByRole('dialog', { name: '删除草稿班级 TMP-1？' });
    await dialog.getByText('不能恢复').waitFor();
    await still(page);
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'remove');
    await dialog.getByRole('button', { name: '删除班级' }).click();
    await page.waitForURL(/\/office\/classes$/);
    await page.getByText('草稿班级 TMP-1 已删除').waitFor();
    expect(await page.getByRole('link', { name: 'TMP-1' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });
});
