import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CenterRole } from '../../core/contract/center/actor.ts';
import type { KioskState } from '../../core/contract/center/link.ts';
import { formatVerifierKey } from '../../core/domain/checkpoint.ts';
import { cameraId } from '../../core/domain/ids.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { kioskKey } from '../../kiosk/evidence/key.ts';
import { startCenter, type TestCenter } from '../support/center/center.ts';
import { startTestKiosk, type TestKiosk } from '../support/center/kiosk.ts';
import { seedClasses, seededClass, seededState } from '../support/center/seed.ts';
import { sha256Bytes } from '../support/center/sha256.ts';
import { axeFindings, launchChromium, until } from '../support/screen/browser.ts';
import { LoopCamera } from '../support/screen/loop-camera.ts';
import { PLAYING } from '../support/screen/page-state.ts';
import { renderSquare, type Video } from '../support/screen/video.ts';

const SHOTS = '.cache/shots';
const LINKED = 6;

/** The brightest and the darkest of the picture that the page's video shows, 0–255. */
const BRIGHTNESS = `(() => {
  const video = document.querySelector('video');
  const context = new OffscreenCanvas(64, 36).getContext('2d');
  context.drawImage(video, 0, 0, 64, 36);
  const { data } = context.getImageData(0, 0, 64, 36);
  let [least, most] = [255, 0];
  for (let at = 0; at < data.length; at += 4) {
    const sum = (data[at] + data[at + 1] + data[at + 2]) / 3;
    least = Math.min(least, sum);
    most = Math.max(most, sum);
  }
  return [least, most];
})()`;

const NAMES = `[...document.querySelectorAll('article')].map((one) => one.getAttribute('aria-label'))`;

describe('the wall', () => {
  let browser: Browser;
  let video: Video;
  let test: TestCenter;
  let camera: LoopCamera;
  let context: BrowserContext;
  const kiosks: TestKiosk[] = [];
  const states: KioskState[] = [];

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    [browser, video, test] = await Promise.all([launchChromium(), renderSquare(30), startCenter()]);
    camera = new LoopCamera(cameraId('room'), video, systemClock);
    const keys = Array.from({ length: LINKED }, () => kioskKey(generateKeyPairSync('ed25519').privateKey));
    const now = systemClock.now();
    await seedClasses(test.center, 20, now, (index) => {
      const key = keys[index];
      return key === undefined ? `seed+${String(index)}+none` : formatVerifierKey(sha256Bytes, key);
    });
    for (const [index, key] of keys.entries()) {
      states.push(seededState(seededClass(index).class, now));
      kiosks.push(
        startTestKiosk(test.origin, {
          key,
          state: () => ({ ...(states[index] as KioskState), at: systemClock.now() }),
          live: { subscribe: (request, signal) => camera.subscribe(cameraId(request.camera), signal) },
        }),
      );
    }
  });
  afterAll(async () => {
    for (const kiosk of kiosks) await kiosk[Symbol.asyncDispose]();
    camera[Symbol.dispose]();
    await browser.close();
    await test[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    for (let index = 0; index < LINKED; index += 1)
      states[index] = seededState(seededClass(index).class, systemClock.now());
  });
  afterEach(() => context.close());

  async function open(role: CenterRole, colorScheme: 'light' | 'dark' = 'light', path = ''): Promise<Page> {
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
    const page = await context.newPage();
    await test.signIn(page, role);
    await page.goto(`${test.origin}/center/${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }
  const cardOf = (page: Page, index: number) =>
    page.getByRole('article', { name: `${seededClass(index).institution} ${seededClass(index).room}` });

  it('plays the classrooms live, and one of them large', async () => {
    const { cameras, ...state } = states[0] as KioskState;
    const liveWhy = '主码流是 H.265，改送 H.264 的辅码流';
    states[0] = { ...state, cameras: cameras.map((one) => ({ ...one, liveWhy })) };
    const page = await open('inspector');
    await cardOf(page, 0).getByText('25 / 25 人').waitFor({ timeout: 20_000 });
    await page.getByRole('searchbox', { name: '查找教室或班级' }).fill('教室 001');
    await page.keyboard.press('Enter');
    await page.getByRole('switch', { name: '显示实时画面' }).click();
    await until(page, PLAYING);
    const [least, most] = await page.evaluate<[number, number]>(BRIGHTNESS);
    expect(most).toBeGreaterThan(200); // the white square
    expect(least).toBeLessThan(120);
    const before = await page.evaluate<number>(`document.querySelector('video').currentTime`);
    await until(page, `document.querySelector('video').currentTime > ${String(before + 1)}`);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: /^放大/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('观看会记入操作记录').waitFor();
    await dialog.getByText(liveWhy).waitFor();
    await until(page, `document.querySelector('[role=dialog] video')?.currentTime > 0.5`);
    await page.waitForTimeout(400); // antd fades its colours
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/wall-large.png` });
    await context.close();
    const lines = await test.as('administrator');
    await until2(async () => {
      const { body } = await lines.get<{ lines: { action: string; detail: string }[] }>('/audit?subject=seed-001');
      return body.lines.some(({ action, detail }) => action === 'watched' && detail.includes('大图'));
    });
  });

  it('shows the worst first, counts alerts, and has note taken of one', async () => {
    const dark = { kind: 'dark', since: systemClock.now() - 120_000 } as const;
    const low = seededState(seededClass(2).class, systemClock.now(), { seen: 19, due: 25, onLeave: 1 });
    states[2] = low;
    const state = states[4] as KioskState;
    states[4] = { ...state, cameras: state.cameras.map((one) => (one.id === 'room' ? { ...one, health: dark } : one)) };
    const page = await open('inspector');
    await cardOf(page, 4).getByText('后方：画面太暗').waitFor({ timeout: 20_000 });
    await cardOf(page, 2).getByText('到课率不足 80%').waitFor();
    const names = await page.evaluate<string[]>(NAMES);
    const at = (index: number): number => names.findIndex((name) => name.includes(seededClass(index).room));
    expect(at(4)).toBeLessThan(at(2));
    expect(at(2)).toBeLessThan(at(0));
    expect(await axeFindings(page)).toEqual([]);
    await page.getByText('有情况', { exact: false }).first().click();
    await cardOf(page, 0).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /提醒：\d+ 条未处理/ }).waitFor({ timeout: 15_000 });
    await page.screenshot({ path: `${SHOTS}/wall-worst.png` });
    await page.getByRole('button', { name: /提醒：\d+ 条未处理/ }).click();
    await page.getByText('后方：画面太暗').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/alerts.png` });
    const line = page.getByRole('listitem').filter({ hasText: '后方：画面太暗' });
    await line.getByRole('button', { name: '处理' }).click();
    await page
      .getByRole('dialog')
      .getByLabel(/查到了什么/)
      .fill('已电话通知开灯');
    await page.getByRole('dialog').getByRole('button', { name: '处理', exact: true }).click();
    await page.getByText(/吴检查 处理：已电话通知开灯/).waitFor();
  });

  it('is legible in the dark, with pictures', async () => {
    const page = await open('inspector', 'dark');
    await cardOf(page, 0).getByText('25 / 25 人').waitFor({ timeout: 20_000 });
    await page.getByRole('switch', { name: '显示实时画面' }).click();
    await until(page, PLAYING);
    await page.waitForTimeout(600);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/wall-dark.png` });
  });

  it('an institution sees its own classrooms only', async () => {
    const page = await open('institution');
    await cardOf(page, 0).waitFor({ timeout: 20_000 });
    const names = await page.evaluate<string[]>(NAMES);
    expect(names).toHaveLength(4);
    expect(names.every((name) => name.startsWith('沈阳工学院'))).toBe(true);
  });
});

async function until2(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('expected within 10 s');
    await new Promise((later) => setTimeout(later, 200));
  }
}
