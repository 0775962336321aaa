import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CenterLink } from '../../core/contract/office/center.ts';
import { minutes, plus } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { startOffice, type TestOffice } from '../support/office/office.ts';
import { typeInto } from '../support/office/typing.ts';
import { axeFindings, launchChromium, still } from '../support/screen/browser.ts';

const SHOTS = '.cache/shots';

describe('the page of the center', () => {
  let browser: Browser;
  let office: TestOffice;
  const now = systemClock.now();
  let link: CenterLink = { kind: 'off' };
  let waiting = { count: 0, since: null as ReturnType<typeof systemClock.now> | null };
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await launchChromium();
    office = await startOffice({
      desk: {
        center: {
          center: { status: () => link, waiting: () => waiting, inspector: () => Promise.resolve(null) },
          url: 'https://center.example',
          clockState: () => 'synchronised',
        },
      },
    });
  });
  afterAll(async () => {
    await browser.close();
    await office[Symbol.asyncDispose]();
  });

  const open = async (role: 'administrator' | 'viewer', path: string) => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      timezoneId: 'America/New_York',
    });
    const page = await context.newPage();
    await office.signIn(page, role);
    await page.goto(`${office.origin}/office${path}`);
    return page;
  };

  it('shows the pairing code large, with its time; then, by itself, that the link stands', async () => {
    link = { kind: 'unpaired', code: 'K7QD-3MPX', expiresAt: plus(systemClock.now(), minutes(10)) };
    const page = await open('administrator', '/center');
    await page.getByRole('img', { name: '配对码 K 7 Q D' }).waitFor();
    await page.getByText(/还有 [89] 分 \d\d 秒有效/).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-center-code.png` });
    link = { kind: 'connected', since: now, institution: '沈阳工学院', room: 'B301' };
    await page.getByText('已连接监管中心').waitFor();
    await page.getByText('没有，中心已收到全部内容').waitFor();
    expect(await page.getByRole('img', { name: /配对码/ }).count()).toBe(0);
    await page.context().close();
  });

  it('says in plain words why the center cannot be reached, and what waits', async () => {
    link = {
      kind: 'connecting',
      since: plus(now, minutes(-200)),
      failure: 'certificate',
      detail: 'self-signed certificate',
    };
    waiting = { count: 12_345, since: plus(now, minutes(-200)) };
    const page = await open('administrator', '/center');
    await page.getByText('中心的证书不被信任').waitFor();
    await page.getByText('12,345 条，最早的是 3 小时前的').waitFor();
    await page.getByRole('button', { name: '换成深色' }).click();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-center-down-dark.png` });
    await page.context().close();
  });

  it('an announced power-off is there until it is taken back', async () => {
    link = { kind: 'connected', since: now, institution: '沈阳工学院', room: 'B301' };
    const page = await open('administrator', '/center');
    await page.getByRole('button', { name: '预告停用' }).click();
    const dialog = page.getByRole('dialog');
    await still(page); // the dialog opens with a movement, and takes the focus at its end
    await typeInto(dialog.getByLabel('几点起'), '00:01');
    await dialog.getByLabel('几点止').fill('23:59');
    // The page asks every few seconds and draws itself anew: what is being typed meanwhile stays.
    for (let asked = 0; asked < 2; asked += 1) await page.waitForResponse(`${office.origin}/api/center`);
    await dialog.getByLabel('几点止').press('Tab');
    await dialog.getByLabel('原因').fill('午间断电');
    expect(await dialog.getByLabel('几点起').inputValue()).toBe('00:01');
    expect(await dialog.getByLabel('几点止').inputValue()).toBe('23:59');
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-center-absence.png` });
    await dialog
      .getByRole('button', { name: '预 告' })
      .or(dialog.getByRole('button', { name: '预告' }))
      .click();
    await page.getByRole('cell', { name: '正在停用' }).waitFor();
    await page
      .getByRole('button', { name: '撤回' })
      .or(page.getByRole('button', { name: '撤 回' }))
      .click();
    const second = page.getByRole('dialog', { name: /^撤回/ });
    await still(page); // a click on what still moves may fall beside it
    await second.getByLabel('撤回的原因').fill('改期');
    await second.getByRole('button', { name: /撤\s*回/ }).click();
    await page.getByText('已撤回（改期）').waitFor();
    await page.context().close();
  });

  it('everybody sees on every page that the link has been down for long; nobody while it stands', async () => {
    const well = await open('viewer', '/day');
    await well.getByRole('heading', { level: 1 }).waitFor();
    expect(await well.getByText('监管中心未连接').count()).toBe(0);
    await well.context().close();
    link = { kind: 'connecting', since: plus(now, minutes(-20)), failure: 'unreachable', detail: '' };
    const page = await open('viewer', '/day');
    await page.getByText('监管中心未连接').waitFor();
    await page.getByRole('heading', { level: 1 }).waitFor(); // the bell may be there before the page's own code
    expect(await page.getByRole('link', { name: '监管中心' }).count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-center-bell.png` });
    await page.context().close();
  });
});
