import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CenterRole } from '../../core/contract/center/actor.ts';
import type { KioskState } from '../../core/contract/center/link.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { PASSWORD, startCenter, type TestCenter } from '../support/center/center.ts';
import { carryOutInLesson, stateInLesson } from '../support/center/classroom.ts';
import { checkedTell, type Tell, tellClass, workedMonth } from '../support/center/filed.ts';
import { startTestKiosk, type TestKiosk } from '../support/center/kiosk.ts';
import { monthKept } from '../support/center/month-kept.ts';
import { pairByCode } from '../support/center/pairing.ts';
import { axeFindings, launchChromium, still } from '../support/screen/browser.ts';

const SHOTS = '.cache/shots';

describe('the card before phoning and the spot check', () => {
  let browser: Browser;
  let test: TestCenter;
  let kiosk: TestKiosk;
  let health: KioskState['cameras'][number]['health'] = { kind: 'ok' };
  const stateNow = (): KioskState => {
    const state = stateInLesson(3);
    return { ...state, cameras: state.cameras.map((each) => (each.id === 'cam-2' ? { ...each, health } : each)) };
  };
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await launchChromium();
    test = await startCenter();
    kiosk = startTestKiosk(test.origin, { state: stateNow, carryOut: carryOutInLesson([]) });
    await pairByCode(test, kiosk);
    tellClass(
      checkedTell((kind, body) => kiosk.outbox.put(kind, body, systemClock.now())),
      workedMonth(),
      { state: 'approved' },
    );
    await vi.waitFor(async () => expect((await test.center.facts.of('filing')).length).toBe(1), 30_000);
  });
  afterAll(async () => {
    await browser.close();
    await kiosk[Symbol.asyncDispose]();
    await test[Symbol.asyncDispose]();
  });

  async function open(role: CenterRole, path: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1366, height: 1000 } });
    const page = await context.newPage();
    await test.signIn(page, role);
    await page.goto(`${test.origin}/center${path}`);
    return page;
  }

  it('an inspector saves the moment, notes the call, checks in two clicks; the institution answers; two decide', async () => {
    const page = await open('inspector', '/filings');
    await page.getByText('全部', { exact: true }).click();
    await page.getByRole('link', { name: /DSJ-2026-01/ }).click();
    await page.getByRole('link', { name: '电话核查与抽查' }).click();
    await page.getByText(/正在上课：第 2 课时/).waitFor();
    await page.getByRole('cell', { name: '13800000003' }).waitFor();
    await page.getByText('，低于 80%').waitFor();
    await page.getByText('今天没见到').first().waitFor();
    await page.getByRole('button', { name: '保存此刻' }).click();
    await page.getByText('教室后方：没有画面').waitFor();
    await page.getByLabel('打给谁').click();
    await page.getByTitle(/^钱中退 13800000003$/).click();
    expect(await page.getByLabel('打给谁').inputValue()).toBe('钱中退'); // the number is for dialling, not noted
    await page.getByLabel('打给谁').fill('辅导员');
    await page.getByRole('combobox', { name: '电话结果' }).click();
    await page.getByTitle('接通，情况一致').click();
    await page.getByRole('button', { name: '记下电话' }).click();
    await page.getByText(/打给 辅导员：接通，情况一致/).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/center-card.png`, fullPage: true });

    await page.getByRole('button', { name: '抽查', exact: true }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '抽查', exact: true }).click();
    await page.getByText('没有人来', { exact: true }).waitFor();
    await page.getByText('到课率低于 80%，建议认定').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/center-check.png`, fullPage: true });

    const school = await open('institution', '/checks');
    await school.getByRole('link', { name: /^20/ }).first().click();
    await school.getByRole('columnheader', { name: '最后见到' }).waitFor();
    expect(await school.getByRole('columnheader', { name: '电话' }).count()).toBe(0); // not for them, and not “none”
    await school.getByLabel('说明情况').fill('两人去取教材');
    await school.getByRole('button', { name: '提交' }).click();
    await school.getByText('两人去取教材').waitFor();
    expect(await school.getByRole('button', { name: '签字决定' }).count()).toBe(0);
    await school.context().close();

    await page.reload();
    await page.getByText('两人去取教材').waitFor();
    await page.getByLabel('理由').fill('情况属实');
    await page.getByLabel('复核人账号').fill('second');
    await page.getByLabel('复核人密码').fill(PASSWORD);
    await page.getByRole('button', { name: '签字决定' }).click();
    await page.getByText('已认定：到课率不足 80%').waitFor();
    await page.getByRole('link', { name: '全部抽查' }).click();
    await page.getByRole('cell', { name: '已认定' }).waitFor();
    await page.getByRole('button', { name: '换成深色' }).click();
    await still(page);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/center-checks-dark.png` });
    await page.context().close();
  });

  it('an inspector answers an overdue dispute with a second person', async () => {
    const tell = checkedTell((kind, body) => kiosk.outbox.put(kind, body, systemClock.now()));
    tell('dispute', {
      ...{ class: 'DSJ-2026-01', id: 1, date: '2026-10-12', no: 1, trainee: 'absent', text: '我在教室' },
      ...{ raisedAt: Date.parse('2026-10-12T02:00:00Z'), answer: null },
    });
    await vi.waitFor(async () => expect((await test.center.facts.of('dispute')).length).toBe(1), 30_000);
    const page = await open('inspector', '/matters');
    await page.getByText('未答复，转中心').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/center-matters.png` });
    await page.getByRole('link', { name: '由中心答复' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('异议不成立').check();
    await dialog.getByLabel('理由').fill('录像里没有此人');
    await dialog.getByLabel('复核人账号').fill('second');
    await dialog.getByLabel('复核人密码').fill(PASSWORD);
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: '签字决定' }).click();
    await page.getByText('中心：不成立，录像里没有此人').waitFor();
    await page.getByRole('tab', { name: /待核过多/ }).click();
    await page.getByText('没有待核超过 5% 的月份').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.context().close();
  });

  it('a class’s page says what is wrong with a camera as long as it lasts, who is there, and enlarges a picture', async () => {
    const kioskId = [...test.center.hub.linked().keys()][0] ?? '';
    const page = await open('inspector', `/classes/${kioskId}/DSJ-2026-01`);
    await page.getByText(/最近 10 分钟见到 3 \/ 5 人，请假 0，待核 0，画面里 4 人，未识别 1/).waitFor();
    const wrong = page.getByRole('status').filter({ hasText: '到课率不足 80%' });
    await wrong.waitFor();
    for (const [kind, words] of [
      ['blocked', '教室后方：镜头被遮挡'],
      ['dark', '教室后方：画面太暗'],
      ['frozen', '教室后方：画面静止或重复'],
      ['moved', '教室后方：摄像头被移动'],
    ] as const) {
      health = { kind, since: systemClock.now() - 1000 };
      await wrong.getByText(words).waitFor();
    }
    expect(await axeFindings(page)).toEqual([]);
    await still(page);
    await page.screenshot({ path: `${SHOTS}/center-class-trouble.png` });
    health = { kind: 'ok' };
    await wrong.getByText('教室后方：').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: '放大 沈阳工学院 B301 教室后方' }).click();
    await page
      .getByRole('dialog')
      .getByText(/观看会记入操作记录/)
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('结课验收截止').waitFor();
    await page.getByRole('link', { name: '附件6 2026-10', exact: true }).waitFor();
    await page.context().close();
  });

  it('a class’s page shows each trainee’s strips, and leads from a mark to the video behind it', async () => {
    tellStripsOf(checkedTell((kind, body) => kiosk.outbox.put(kind, body, systemClock.now())));
    await vi.waitFor(async () => expect((await test.center.facts.of('strips')).length).toBe(2), 30_000);
    await monthKept(test);
    const kioskId = [...test.center.hub.linked().keys()][0] ?? '';
    const page = await open('inspector', `/classes/${kioskId}/DSJ-2026-01`);
    await page.getByRole('heading', { name: '沈阳工学院 DSJ-2026-01' }).waitFor();
    await page.getByRole('region', { name: '实时画面' }).waitFor();
    await page.getByLabel('看哪一天').fill('2026-10-12');
    await page.getByLabel('看哪一天').press('Enter');
    await page.getByRole('button', { name: /^王全勤 第 1 课时 出勤/ }).waitFor();
    const strip = page.getByRole('img', { name: /^王全勤 第 1 课时出勤条/ });
    expect(await strip.getAttribute('aria-label')).toBe(
      '王全勤 第 1 课时出勤条：见到 45 分钟，没见到 8 分钟，没有观察 7 分钟',
    );
    expect(await strip.locator('.strip-unobserved').count()).toBe(1);
    const absent = page.getByRole('img', { name: '孙旷课 第 1 课时出勤条：没见到 53 分钟，没有观察 7 分钟' });
    expect(await absent.locator('.strip-seen').count()).toBe(0);
    await page.getByRole('columnheader', { name: /第 2 课时.*出勤条截至 09:50/ }).waitFor();
    await page.getByRole('columnheader', { name: /第 3 课时.*这台教室电脑没有送来细节/ }).waitFor();
    expect(await page.getByRole('columnheader', { name: /没有送来细节/ }).count()).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/center-class.png`, fullPage: true });
    await page.getByRole('button', { name: '换成深色' }).click();
    await still(page);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/center-class-dark.png` });
    await page.getByRole('button', { name: '换成浅色' }).click();
    await still(page);
    await page.getByRole('button', { name: /^王全勤 第 1 课时 出勤/ }).click();
    await page.getByRole('dialog').getByLabel('到课的录像').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/center-evidence.png` });
    await page.context().close();
  });
});

/** The first lesson of 12 October whole, the second so far; of the third only what was observed, as an older kiosk tells. */
function tellStripsOf(tell: Tell): void {
  const date = '2026-10-12';
  const reach = (start: string) => {
    const from = Date.parse(`${date}T${start}:00+08:00`) - 10 * 60_000;
    return { from, to: from + 60 * 60_000, start: from + 10 * 60_000 };
  };
  const strips = (no: number, start: string, until: number): void => {
    const { from, to } = reach(start);
    /** In minutes after the reach's beginning, as far as it is told. */
    const stays = (...all: [number, number][]): [number, number][] =>
      all.filter(([a]) => a < until).map(([a, b]) => [a * 60, Math.min(b, until) * 60]);
    tell('strips', {
      ...{ class: 'DSJ-2026-01', date, no, from, to, until: from + until * 60_000 },
      windows: { arrival: { from, to: from + 25 * 60_000 }, departure: { from: from + 40 * 60_000, to } },
      unobserved: stays([30, 37]),
      seen: [
        { trainee: 'all', stays: stays([5, 30], [37, 57]) },
        { trainee: 'late', stays: stays([14, 14], [18, 29], [38, 56]) },
        { trainee: 'leave', stays: [] },
        { trainee: 'gone', stays: stays([8, 21], [33, 34]) },
        { trainee: 'absent', stays: [] },
      ],
    });
  };
  strips(1, '08:30', 60);
  strips(2, '09:25', 35);
  const { from, to } = reach('10:20');
  tell('coverage', {
    ...{ class: 'DSJ-2026-01', date, no: 3, from, to, unidentified: [] },
    cameras: [{ camera: 'room', observed: [{ from, to: to - 5 * 60_000 }] }],
  });
}
