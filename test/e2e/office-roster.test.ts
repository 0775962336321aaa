import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../core/contract/office/actor.ts';
import { classCode } from '../../core/domain/ids.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { classesOf, sampleScenario } from '../support/office/classes.ts';
import { startOffice, type TestOffice } from '../support/office/office.ts';
import { typeInto } from '../support/office/typing.ts';
import { ANNEX_4, rowOf, workbookOf } from '../support/roster/files.ts';
import { memoryIntake } from '../support/roster/intake.ts';
import { axeFindings, launchChromium, still } from '../support/screen/browser.ts';

const SHOTS = '.cache/shots';
const code = 'DSJ-2026-01';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

describe('the roster and the timetable in a browser', () => {
  let browser: Browser;
  let office: TestOffice;
  let gate = Promise.withResolvers<undefined>();
  const memory = memoryIntake(() => gate.promise);
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await launchChromium();
    office = await startOffice({ desk: { intake: memory.intake } });
    const far = (date: string): never => date.replace('2026-', '2027-') as never; // nothing of it has begun
    const { class: facts, ...rest } = sampleScenario();
    const calendars = [{ year: 2027, off: ['2027-10-01'], work: ['2027-10-10'], source: '测试' }] as never;
    const scenario = {
      ...rest,
      calendars,
      trainees: [],
      class: { ...facts, opens: far('2026-10-08'), ends: far('2026-12-31') },
    };
    const saved = classesOf(office.db).save(classCode(code), scenario, {
      version: 0,
      by: 'test',
      at: systemClock.now(),
    });
    expect(saved).toMatchObject({ kind: 'saved' });
  });
  afterAll(async () => {
    await browser.close();
    await office[Symbol.asyncDispose]();
  });

  async function open(path: string, role: Role): Promise<{ page: Page; faults: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, colorScheme: 'light' });
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

  it('a secretary imports a roster with photos: bad rows named, corrected, cancelled, imported', async () => {
    const { page, faults } = await open(`/classes/${code}/roster`, 'teacher');
    await page.getByText('还没有学员').waitFor();
    await shot(page, 'roster-empty');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('link', { name: '导入名单与照片' }).click();
    await page.getByRole('heading', { name: `导入名单与照片 ${code}` }).waitFor();
    await shot(page, 'roster-import-files');
    expect(await axeFindings(page)).toEqual([]);

    const jpeg = (background: string) =>
      sharp({ create: { width: 300, height: 400, channels: 3, background } })
        .jpeg()
        .toBuffer();
    const choose = async (rows: readonly (readonly unknown[])[]): Promise<void> => {
      const inputs = page.locator('input[type=file]');
      await inputs
        .nth(0)
        .setInputFiles({ name: '名单.xlsx', mimeType: XLSX, buffer: Buffer.from(await workbookOf(rows)) });
      await inputs.nth(1).setInputFiles([
        { name: '学员乙1_1.jpg', mimeType: 'image/jpeg', buffer: await jpeg('#964') },
        { name: '谁.jpg', mimeType: 'image/jpeg', buffer: await jpeg('#469') },
        { name: '学员丙2.heic', mimeType: 'image/heic', buffer: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1') },
      ]);
      await page.getByRole('button', { name: '下一步：查看预览' }).click();
    };
    const head = [...ANNEX_4, '同意书日期', '班主任'];
    const row = (index: number, over = {}) => [...rowOf(index, over), '2026-09-01', '赵'];
    await choose([head, row(1), row(2, { 身份证号: '210402200002290018' }), row(3)]);
    await page.getByText('还不能导入').waitFor();
    await page.getByText('身份证号的校验位不对').waitFor();
    await page.getByText('附件4没有这一列').waitFor();
    await page.getByRole('cell', { name: /请转换为 JPEG/ }).waitFor();
    expect(await page.getByRole('button', { name: '确认导入' }).isDisabled()).toBe(true);
    await shot(page, 'roster-import-faults');
    expect(await axeFindings(page)).toEqual([]);

    await page.getByRole('button', { name: '重新选择文件' }).click();
    await choose([head, row(1), row(2), row(3)]);
    await page.getByRole('button', { name: '全部不导入' }).click();
    await page.getByText('新增 3 人，修改 0 人').waitFor();
    await shot(page, 'roster-import-preview');
    expect(await axeFindings(page)).toEqual([]);
    gate = Promise.withResolvers();
    await page.getByRole('button', { name: '确认导入' }).click();
    await page.getByText('检查照片 0/1').waitFor();
    await shot(page, 'roster-import-progress');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: '取消', exact: true }).click();
    gate.resolve(undefined);
    await page.getByText('已取消，没有写入任何内容').waitFor();
    expect(memory.written).toEqual([]);
    await page.getByRole('button', { name: '确认导入' }).click();
    await page.getByText('导入完成').waitFor();
    await shot(page, 'roster-import-done');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('link', { name: '查看花名册' }).click();
    await page.getByRole('cell', { name: '学员丙2', exact: true }).waitFor();
    await shot(page, 'roster');
    expect(await axeFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('adds, changes and withdraws one trainee; an administrator sees a number whole; a viewer changes nothing', async () => {
    const { page, faults } = await open(`/classes/${code}/roster`, 'administrator');
    await page.getByRole('button', { name: '加一名学员' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('姓名').fill('王新人');
    await dialog.getByLabel('身份证号').fill('210402200002290018');
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.getByText('身份证号的校验位不对').waitFor();
    await shot(page, 'roster-person');
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByLabel('身份证号').fill('210402200002290014');
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.getByRole('cell', { name: '王新人', exact: true }).waitFor();
    await page.getByRole('button', { name: '查看 王新人 的完整身份证号' }).click();
    await page.getByText('210402200002290014').waitFor();
    await page.getByRole('button', { name: '王新人 的更多操作' }).click();
    await page.getByText('中途退出…').click();
    await typeInto(page.getByRole('dialog', { name: '王新人 中途退出' }).getByLabel('退出日期'), '2027-10-20');
    await page.getByLabel('退出原因').fill('就业');
    await page.keyboard.press('Escape'); // the list of reasons
    await page.getByRole('button', { name: '登记退出' }).click();
    await page.getByText('2027-10-20 起退出：就业').waitFor();
    await page.getByRole('button', { name: '换成深色' }).click();
    await shot(page, 'roster-dark');
    expect(await axeFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
    const viewer = await open(`/classes/${code}/roster`, 'viewer');
    await viewer.page.getByRole('cell', { name: '王新人', exact: true }).waitFor();
    expect(await viewer.page.getByRole('button', { name: '加一名学员' }).count()).toBe(0);
  });

  it('a timetable is edited by keyboard and by mouse, copied, given a new bell, and imported', async () => {
    const { page, faults } = await open(`/classes/${code}/timetable`, 'teacher');
    await page.getByRole('heading', { name: `课程表 ${code}` }).waitFor();
    await page.getByText('调休上班').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    const lesson = page.getByRole('button', { name: /^2027-10-08 第 1 节/ });
    await lesson.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: '2027-10-08 第 1 节' });
    await dialog.getByLabel('课程', { exact: true }).fill('数据库原理');
    await dialog.getByLabel('教师', { exact: true }).fill('王晓明');
    await dialog.getByText('实操').click();
    await typeInto(dialog.getByLabel('结束'), '09:10');
    await shot(page, 'timetable-lesson');
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.getByText('2027-10-08 第 1 节是 40 分钟，应为 45 分钟').waitFor();
    await dialog.waitFor({ state: 'hidden' });
    await page
      .getByRole('button', { name: /2027-10-08 第 1 节.*数据库原理/ })
      .dragTo(page.getByRole('button', { name: /^2027-10-08 第 3 节/ }));
    await page.getByRole('button', { name: /2027-10-08 第 3 节.*数据库原理/ }).waitFor();
    await shot(page, 'timetable');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: '复制本周' }).click();
    await page.getByRole('button', { name: '复制', exact: true }).click();
    await page.getByText('不是工作日，没有复制').first().waitFor();
    await shot(page, 'timetable-copied');
    await page.getByRole('button', { name: /知道了|确.?定|OK/ }).click();
    await page.getByRole('button', { name: '下一周' }).click();
    await page.getByRole('button', { name: /2027-10-15 第 3 节.*数据库原理/ }).waitFor();
    await page.getByRole('button', { name: '作息时间' }).click();
    await page.getByRole('button', { name: '加一节' }).click();
    await shot(page, 'timetable-bell');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('dialog', { name: '作息时间' }).getByRole('button', { name: '保存' }).click();
    await page.getByRole('button', { name: /^2027-10-15 第 7 节/ }).waitFor();
    await page.getByRole('button', { name: '导入课程表' }).click();
    const csv =
      '日期,节次,开始,结束,课程,教师,类型\n2027-10-12,1,08:30,09:15,Python,李老师,理论\n2027-02-30,1,08:30,09:15,,,\n';
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '课程表.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByText('“2027-02-30”不是存在的日期').waitFor();
    await shot(page, 'timetable-import-faults');
    expect(await axeFindings(page)).toEqual([]);
    const good = csv.split('\n').slice(0, 2).join('\n');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '课程表.csv', mimeType: 'text/csv', buffer: Buffer.from(good) });
    await page.getByText(/1 天：/).waitFor();
    await page.getByRole('button', { name: '确认导入' }).click();
    await page.getByRole('button', { name: /2027-10-12 第 1 节.*Python/ }).waitFor();
    await page.getByRole('button', { name: '换成深色' }).click();
    await shot(page, 'timetable-dark');
    expect(await axeFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
  });
});
