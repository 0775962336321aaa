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

  async function blank(role: CenterRole, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
    const page = await context.newPage();
    await test.signIn(page, role);
    return page;
  }
  async function open(role: CenterRole, colorScheme: 'light' | 'dark' = 'light', path = ''): Promise<Page> {
    const page = await blank(role, colorScheme);
    await page.goto(`${test.origin}/center/${path}`);
    await page.getByRole('navigation', { name: '主菜单' }).waitFor(); // not only the cards, which come first
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
    await cardOf(page, 0).getByText('25 / 25 人').waitFor();
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
    await cardOf(page, 4).getByText('后方：画面太暗').waitFor();
    await cardOf(page, 2).getByText('到课率不足 80%').waitFor();
    const names = await page.evaluate<string[]>(NAMES);
    const at = (index: number): number => names.findIndex((name) => name.includes(seededClass(index).room));
    expect(at(4)).toBeLessThan(at(2));
    expect(at(2)).toBeLessThan(at(0));
    expect(await axeFindings(page)).toEqual([]);
    await page.getByText('有情况', { exact: false }).first().click();
    await cardOf(page, 0).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /提醒：\d+ 条未处理/ }).waitFor();
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
    await cardOf(page, 0).getByText('25 / 25 人').waitFor();
    await page.getByRole('switch', { name: '显示实时画面' }).click();
    await until(page, PLAYING);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/wall-dark.png` });
  });

  it('asks for what it shows while its scripts come, and draws once it is there', async () => {
    const page = await open('inspector');
    await cardOf(page, 0).waitFor();
    const asked = (path: string) =>
      page.evaluate<string[]>(
        `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith(${JSON.stringify(path)})).map((one) => one.initiatorType)`,
      );
    expect(await asked('/api/welcome')).toEqual(['link']);
    // Asked for again over the page's own fetch only once it is told of changes: what came in between is read.
    expect((await asked('/api/wall')).slice(0, 1)).toEqual(['link']);
    expect((await asked('/api/wall')).length).toBeLessThanOrEqual(2);
    expect(new URL(page.url()).pathname).toBe('/center/wall');
  });

  it('shows the cards before the rest of the page has come, and moves nothing when it does', async () => {
    const page = await blank('inspector');
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    const told = async (): Promise<number> => {
      const answer = (await (await page.request.get(`${test.origin}/api/wall`)).json()) as { cards: unknown[] };
      return answer.cards.length;
    };
    await expect.poll(told, { timeout: 30_000 }).toBe(20); // the classes were put into the store after it was read
    const rest = Promise.withResolvers<undefined>();
    await page.route('**/main-*.js', async (route) => {
      await rest.promise;
      await route.continue();
    });
    await page.goto(`${test.origin}/center/`);
    const first = page.getByRole('article').first();
    await first.waitFor();
    const boxes = `[...document.querySelectorAll('h1, article')].map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return [x, y, width, height].map(Math.round).join(' ');
    })`;
    const [before, names] = [await page.evaluate<string[]>(boxes), await page.evaluate<string[]>(NAMES)];
    expect(names).toHaveLength(20);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/wall-first.png` });
    const star = first.getByRole('button', { name: /关注/ });
    await star.click();
    expect(await star.getAttribute('aria-pressed')).toBe('true');
    rest.resolve(undefined);
    await page.getByRole('navigation', { name: '主菜单' }).waitFor();
    expect(await page.locator('.first').count()).toBe(0);
    expect(await page.evaluate<string[]>(NAMES)).toEqual(names);
    expect(await page.evaluate<string[]>(boxes)).toEqual(before);
    expect(await first.getByRole('button', { name: /关注/ }).getAttribute('aria-pressed')).toBe('true');
    await page.getByText('我关注的 1').waitFor();
    expect(faults).toEqual([]);
  });

  it('brings little before the cards', async () => {
    const page = await blank('inspector');
    const read = async (path: string) => (await page.request.get(`${test.origin}${path}`)).text();
    const names = (await read('/center/')).match(/\/center\/assets\/[^"]+\.js/g) ?? [];
    expect(names.length).toBeGreaterThan(0);
    const sizes = await Promise.all(names.map(async (name) => (await read(name)).length));
    // React, the schemas and the cards; antd and what it needs would be a megabyte.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(450_000);
  });

  it('shows no cards in their place where another page is opened', async () => {
    const page = await blank('inspector');
    await page.goto(`${test.origin}/center/alerts`);
    await page.getByRole('heading', { name: '提醒' }).waitFor();
    const asked = `performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/api/wall'))`;
    expect(await page.evaluate(asked)).toBe(false);
    expect(await page.locator('.first').count()).toBe(0);
  });

  it('asks for nothing that is refused where nobody is signed in', async () => {
    context = await browser.newContext();
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('response', (response) => {
      asked.push(`${String(response.status())} ${new URL(response.url()).pathname}`);
    });
    await page.goto(`${test.origin}/center/`);
    await page.getByRole('button', { name: '登录' }).waitFor();
    expect(asked).toContain('200 /api/welcome');
    expect(asked.filter((one) => !one.startsWith('200 ') || one.includes('/api/wall'))).toEqual([]);
    expect(new URL(page.url()).pathname).toBe('/center/');
  });

  it('an institution sees its own classrooms only', async () => {
    const page = await open('institution');
    await cardOf(page, 0).waitFor();
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
