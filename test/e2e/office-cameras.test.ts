import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../core/contract/office/actor.ts';
import type { FrameResult, TrackInFrame } from '../../core/domain/face.ts';
import { type CameraId, trackId } from '../../core/domain/ids.ts';
import { epochMs, milliseconds } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { systemProcesses } from '../../core/platform/process.ts';
import { classFilm } from '../support/camera/film/render-film.ts';
import { smokeScript } from '../support/camera/film/script.ts';
import { type SimulatedCamera, startSimulatedCamera } from '../support/camera/simulated-camera.ts';
import { frameResult } from '../support/frame-result.ts';
import { type CameraOffice, startCameraOffice } from '../support/office/camera-office.ts';
import { axeFindings, launchChromium, until } from '../support/screen/browser.ts';
import { PLAYING } from '../support/screen/page-state.ts';

const SHOTS = '.cache/shots';
let browser: Browser;
let simulated: SimulatedCamera;
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  browser = await launchChromium();
  const film = await classFilm(systemProcesses, smokeScript());
  const from = epochMs(systemClock.now() - 30_000);
  const options = { main: film.sub, from, discovery: { port: 0, name: 'Classroom_B301' } };
  simulated = await startSimulatedCamera(options, systemClock);
});
afterAll(async () => {
  await browser.close();
  await simulated[Symbol.asyncDispose]();
});

describe('the cameras in the office', () => {
  let site: CameraOffice;
  let context: BrowserContext;
  beforeEach(async () => {
    const port = simulated.discovery?.port ?? 0;
    site = await startCameraOffice({
      search: { networks: ['127.0.0.1'], port, listen: milliseconds(800) },
      measure: milliseconds(4000),
      live: () => ({ kind: 'sub', why: '已通过 ONVIF 把辅码流设为 H.264' }),
    });
  });
  afterEach(async () => {
    await context.close();
    await site[Symbol.asyncDispose]();
  });

  async function open(role: Role, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    context = await browser.newContext({ viewport: { width: 1360, height: 900 }, colorScheme });
    const page = await context.newPage();
    await site.office.signIn(page, role);
    await page.goto(`${site.office.origin}/office/cameras`);
    await page.getByRole('heading', { name: '摄像头', level: 1 }).waitFor();
    return page;
  }
  const settings = (password = 'zaike-2026') => ({
    ...{ name: '教室前方', role: 'room' as const, address: simulated.onvifXaddr, stream: 'main' as const },
    account: { username: 'admin', password },
  });
  async function kept(password?: string): Promise<CameraId> {
    const { id } = site.store.add(settings(password), systemClock.now());
    await site.world.apply({ camera: id, what: 'added', by: 'test' });
    return id;
  }
  const shot = (page: Page, name: string) => page.screenshot({ path: `${SHOTS}/cameras-${name}.png` });

  it('an administrator finds a camera, tries it with a wrong and the right password, and sees it live', async () => {
    const page = await open('administrator');
    await page.getByText('还没有摄像头，请添加').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'empty');
    await page.getByRole('button', { name: '添加摄像头' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '搜索网络中的摄像头' }).click();
    await dialog.getByText('Classroom B301').waitFor();
    await dialog.getByRole('button', { name: '选用' }).click();
    expect(await dialog.getByLabel('地址').inputValue()).toBe(simulated.onvifXaddr);
    await dialog.getByLabel('用户名').fill('admin');
    await dialog.getByLabel('密码').fill('not-this-one');
    await dialog.getByRole('button', { name: '测试连接' }).click();
    await dialog.getByText('用户名或密码不对').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'wrong-password');
    await dialog.getByLabel('密码').fill('zaike-2026');
    await dialog.getByRole('button', { name: '测试连接' }).click();
    await dialog.getByText('连接成功，已收到画面').waitFor();
    await dialog.getByRole('img', { name: '测试收到的画面' }).scrollIntoViewIfNeeded();
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'trial');
    await dialog.getByLabel('名称').fill('教室前方');
    await dialog.getByRole('button', { name: '添加', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('heading', { name: '教室前方' }).waitFor();
    await until(page, PLAYING);
    await page.getByText('正常', { exact: true }).waitFor();
    await page.getByText('中心看到的画面：摄像头的辅码流（已通过 ONVIF 把辅码流设为 H.264）').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'live');
  });

  it('a camera that is off or refuses the password is told in words, in dark colours too', async () => {
    const id = await kept('wrong');
    const page = await open('administrator', 'dark');
    await page.getByText('摄像头密码不对').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'refused-dark');
    const { version, ...before } = site.store.get(id);
    const right = { ...before, account: { username: 'admin', password: 'zaike-2026' } };
    site.store.change(id, version, right);
    await site.world.apply({ camera: id, what: 'renamed', by: 'test' });
    await until(page, PLAYING);
    site.troubles.set(id, { kind: 'blocked', since: epochMs(systemClock.now() - 60_000) });
    await page.getByText('镜头被遮挡').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'blocked-dark');
  });

  it('the placement check measures, draws its result over the picture, and the card remembers it', async () => {
    const id = await kept();
    const page = await open('teacher');
    await until(page, PLAYING);
    await page.getByRole('button', { name: '摆放检查' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('没有人的地方结果为').waitFor();
    await dialog.getByRole('button', { name: '开始检查（1 分钟）' }).click();
    const playing = setInterval(() => site.world.note(classResult(id)), 100);
    await dialog.getByText(/已分析 \d+ 帧，见到 4 张人脸/).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'placement-running');
    await dialog.getByRole('region', { name: '检查结果' }).waitFor();
    clearInterval(playing);
    await dialog.getByText('认不出', { exact: true }).first().waitFor();
    await dialog.getByText('把摄像头移近，或换焦距更长的镜头').waitFor();
    await until(page, `document.querySelector('.placement-drawing img')?.naturalWidth > 0`);
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'placement');
    await dialog.getByRole('button', { name: '关闭' }).last().click();
    await page.getByText('第 1 排能认出，第 2 排勉强，第 3 排认不出').waitFor();
    await until(page, PLAYING);
    await shot(page, 'placed-card');
  });

  it('a removal asks first, says what stays, and then the camera is gone', async () => {
    await kept();
    const page = await open('administrator');
    await page.getByRole('button', { name: '移除' }).click();
    await page.getByText('已有的录像和证据保留到期满').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shot(page, 'remove');
    await page.getByRole('dialog').getByRole('button', { name: '移除' }).click();
    await page.getByText('还没有摄像头，请添加').waitFor();
    expect(site.store.list()).toEqual([]);
  });

  it('a viewer looks on, and can change nothing', async () => {
    await kept();
    const page = await open('viewer');
    await until(page, PLAYING);
    for (const name of ['移除', '修改', '设为参照画面', '添加摄像头'])
      expect(await page.getByRole('button', { name }).count()).toBe(0);
  });
});

/** Three rows of people: near ones large, far ones too small. */
function classResult(id: CameraId): FrameResult {
  const face = (n: number, x: number, y: number, eyeDistance: number): TrackInFrame => ({
    ...{ track: trackId(n), confidence: 0.9, identification: { kind: 'unknown' }, liveness: 'live', detected: true },
    box: { x, y, width: eyeDistance * 2.5, height: eyeDistance * 3 },
    quality: { eyeDistance, sharpness: 0.8, frontality: 0.9, light: 0.9 },
    since: epochMs(0),
  });
  const tracks = [face(1, 300, 780, 44), face(2, 1300, 770, 40), face(3, 900, 450, 14), face(4, 700, 120, 9)];
  return frameResult(systemClock.now(), tracks, id);
}
