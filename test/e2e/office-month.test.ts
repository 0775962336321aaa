import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../core/contract/office/actor.ts';
import { largeClass } from '../support/forms/october.ts';
import { monthOffice } from '../support/office/month-office.ts';
import { PASSWORD, type TestOffice } from '../support/office/office.ts';
import { axeFindings, launchChromium } from '../support/screen/browser.ts';

const SHOTS = '.cache/shots';
const month = '/office/classes/DSJ-2026-01/months/2026-10';

async function signedIn(
  browser: Browser,
  office: TestOffice,
  role: Role,
  path: string,
): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 } });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await office.signIn(page, role);
  await page.goto(`${office.origin}${path}`);
  return { context, page, faults };
}

describe('the month in the office', () => {
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  it('a teacher opens the lessons behind a cell, closes the month with a second person, verifies it and attaches the scan', async () => {
    const { office } = await monthOffice();
    await using _ = office;
    const { page, context, faults } = await signedIn(browser, office, 'teacher', '/office/classes/DSJ-2026-01/months');
    await page.getByRole('link', { name: '2026-10', exact: true }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-months.png` });
    await page.getByRole('link', { name: '2026-10', exact: true }).click();
    const grid = page.getByRole('grid', { name: '2026-10 考勤' });
    await grid.waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-month.png` });

    await grid.getByRole('gridcell', { name: '钱浩然 10月12日 迟到' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('08:40 到，晚于 08:33，记迟到，算到课').waitFor();
    const link = drawer.getByRole('link', { name: '看录像：钱浩然 2026-10-12 第 1 节' });
    expect(await link.getAttribute('href')).toBe('/office/evidence/DSJ-2026-01/2026-10-12/1/late');
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-month-drawer.png` });
    await link.click();
    await page.getByRole('heading', { name: '钱浩然 · 2026-10-12 第1课时' }).waitFor();
    await page.getByText('08:40 到，晚于 08:33，记迟到，算到课').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-evidence.png` });
    await page.getByRole('link', { name: '回到 2026-10 考勤' }).click();
    await grid.waitFor();

    await page.getByRole('button', { name: '关账', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: '2026-10 关账' });
    await dialog.getByLabel('复核人账号').fill('second');
    await dialog.getByLabel('复核人密码').fill(PASSWORD);
    await dialog.getByRole('button', { name: '关账' }).click();
    await page.getByText('李老师（teacher）').waitFor();
    await page.getByRole('button', { name: '重新计算核验' }).click();
    await page.getByText('重新计算的结果与关账时逐字节一致').waitFor();
    await page.getByLabel('签字扫描件', { exact: true }).setInputFiles({
      name: '10月签字.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7\n% signed\n'),
    });
    await page.getByRole('link', { name: '10月签字.pdf' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-month-closed.png` });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('the arrows move through the sheet and Enter opens a cell; head and names stay in sight', async () => {
    const { office } = await monthOffice({ ...largeClass(50), class: { ...(largeClass(1).class as object) } });
    await using _ = office;
    const { page, context } = await signedIn(browser, office, 'viewer', month);
    const grid = page.getByRole('grid');
    await grid.waitFor();
    await page.getByRole('gridcell').first().focus();
    for (const key of [
      'ArrowDown',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
    ])
      await page.keyboard.press(key);
    expect(await page.evaluate('document.activeElement.dataset.cell')).toBe('1,7');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('2026-10-08 第 1 节').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    for (let row = 0; row < 48; row += 1) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    const sight = await page.evaluate<boolean[]>(`(() => {
      const box = document.querySelector('.month-sheet').getBoundingClientRect();
      const inside = (element) => { const r = element.getBoundingClientRect(); return r.top >= box.top - 2 && r.bottom <= box.bottom + 2 && r.left >= box.left - 2; };
      return [inside(document.querySelector('.month-sheet thead .sheet-name')), document.querySelector('.month-sheet tbody tr:last-child .sheet-name').getBoundingClientRect().left >= box.left - 2];
    })()`);
    expect(sight).toEqual([true, true]);
    expect(await page.getByRole('button', { name: '关账', exact: true }).count()).toBe(0);
    await page.screenshot({ path: `${SHOTS}/office-month-50.png` });
    await page.getByRole('button', { name: '换成深色' }).click();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-month-50-dark.png` });
    await context.close();
  });

  it('what keeps a running month from closing is said, lessons to come are shown as such', async () => {
    const { office } = await monthOffice(undefined, ({ date }) => date <= '2026-10-20');
    await using _ = office;
    const { page, context } = await signedIn(browser, office, 'teacher', month);
    await page.getByText('本月还有 48 课时未上').waitFor();
    expect(await page.getByRole('button', { name: '关账', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('gridcell', { name: '赵子涵 10月21日 未上' }).waitFor();
    await page.getByRole('gridcell', { name: '李梦瑶 10月21日 已退出' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-month-running.png` });
    await context.close();
  });

  it('an administrator re-opens a closed month with a reason; the old report stays readable', async () => {
    const { office } = await monthOffice();
    await using _ = office;
    const code = 'DSJ-2026-01' as never;
    const seen = office.desk.months.now(code, '2026-10' as never).paper.figures.reportId;
    office.desk.months.close(code, '2026-10' as never, seen, { by: 'a', countersignedBy: 'b', at: 0 as never });
    const { page, context } = await signedIn(browser, office, 'administrator', month);
    await page.getByRole('button', { name: '重新打开' }).click();
    const dialog = page.getByRole('dialog', { name: '重新打开 2026-10' });
    await dialog.getByLabel('原因').fill('漏登一次请假');
    await dialog.getByLabel('复核人账号').fill('second');
    await dialog.getByLabel('复核人密码').fill(PASSWORD);
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: '重新打开' }).click();
    await page.getByText('以前的关账（1）').click();
    await page.getByText('漏登一次请假').waitFor();
    await page.screenshot({ path: `${SHOTS}/office-month-reopened.png` });
    await context.close();
  });
});

describe('forms and the interface for other systems in the office', () => {
  let browser: Browser;
  let office: TestOffice;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await launchChromium();
    ({ office } = await monthOffice());
  });
  afterAll(async () => {
    await browser.close();
    await office[Symbol.asyncDispose]();
  });

  it('a form is previewed in the office, opens in a tab of its own and is downloaded as a workbook', async () => {
    const { page, context, faults } = await signedIn(
      browser,
      office,
      'administrator',
      '/office/classes/DSJ-2026-01/forms',
    );
    await page.getByRole('link', { name: '打印页：附件6 月份学生考勤情况签名汇总表' }).waitFor();
    await page.getByText('还没有考试结果').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-forms.png` });
    await page.getByRole('button', { name: '预览：附件6 月份学生考勤情况签名汇总表' }).click();
    const preview = page.getByRole('dialog', { name: '附件6 月份学生考勤情况签名汇总表' });
    await preview
      .frameLocator('iframe')
      .getByRole('heading', { name: '抚顺市高校毕业生专业转换及技能提升培训2026年10月份学生考勤情况签名汇总表' })
      .waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-form-preview.png` });
    await preview.getByRole('button', { name: '打印', exact: true, disabled: false }).waitFor();
    await preview.getByRole('button', { name: '关闭', exact: true }).last().click();
    await preview.waitFor({ state: 'hidden' });
    await page.route('**/forms/3/html', (route) =>
      route.fulfill({ status: 422, json: { error: { code: 'x', message: '还没有课时，请先录入课程表' } } }),
    );
    await page.getByRole('button', { name: '预览：附件3 开班备案表' }).click();
    await page.getByRole('dialog').getByText('还没有课时，请先录入课程表').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '关闭', exact: true }).last().click();
    const [printed] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: '打印页：附件4 学员开班花名册' }).click(),
    ]);
    await printed.getByRole('heading', { name: '抚顺市高校毕业生专业转换及技能提升培训学员开班花名册' }).waitFor();
    await printed.getByText('210402200201010011').waitFor();
    expect(await axeFindings(printed)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Excel：附件6 月份学生考勤情况签名汇总表' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('附件6-DSJ-2026-01-2026-10.xlsx');
    // The refusal above is the only one.
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
    await context.close();
  });

  it('an administrator makes a token, sees it once, and revokes it', async () => {
    const { page, context, faults } = await signedIn(browser, office, 'administrator', '/office/api-clients');
    await page.getByRole('button', { name: '新建令牌' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('给哪个系统用').fill('教务系统');
    await dialog.getByRole('button', { name: '建立' }).click();
    const token = (await dialog.locator('.token code').textContent())?.trim() ?? '';
    expect(token).toMatch(/^zk_[\w-]{43}$/);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-api-clients.png` });
    await dialog.getByRole('button', { name: '已抄下' }).click();
    const read = (): Promise<Response> =>
      fetch(`${office.origin}/api/v1/classes`, { headers: { Authorization: `Bearer ${token}` } });
    expect((await read()).status).toBe(200);
    await page.getByRole('button', { name: '停用 教务系统' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '停用', exact: true }).click();
    await page.getByText(/已停用/).waitFor();
    expect((await read()).status).toBe(401);
    expect(await axeFindings(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
