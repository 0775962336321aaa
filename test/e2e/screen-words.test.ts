import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { trackId } from '../../core/domain/ids.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { launchChromium, openPage, until } from '../support/screen/browser.ts';
import { PAGES, startKiosk, type TestKiosk } from '../support/screen/kiosk.ts';
import { LoopCamera } from '../support/screen/loop-camera.ts';
import { PLAYING, trouble } from '../support/screen/page-state.ts';
import { FRONT, greetingFor, sampleClass } from '../support/screen/sample-class.ts';
import { renderSquare, type Video } from '../support/screen/video.ts';

let browser: Browser;
let video: Video;
beforeAll(async () => {
  [browser, video] = await Promise.all([launchChromium(), renderSquare(60)]);
});
afterAll(() => browser.close());

describe('the check-in screen', () => {
  // Five minutes before the bell: people are greeted in large.
  const facts = sampleClass(12, systemClock.now(), -5);
  let camera: LoopCamera;
  let kiosk: TestKiosk;
  let page: Page;
  beforeEach(async () => {
    camera = new LoopCamera(FRONT, video, systemClock);
    kiosk = await startKiosk(facts, camera);
    ({ page } = await openPage(browser, kiosk.http.url));
  });
  afterEach(async () => {
    await page.close();
    await kiosk[Symbol.asyncDispose]();
    camera[Symbol.dispose]();
  });

  it('greets by name, in large, and changes the mark in the list', async () => {
    await until(page, `document.querySelectorAll('.tile').length === 12`);
    const first = `document.querySelector('.tile').innerText`;
    expect(await page.evaluate<string>(first)).toMatch(/王小明[^]*210402\*{8}0014[^]*未到/);
    const now = systemClock.now();
    kiosk.board.greet(greetingFor(facts.roster, 0, now));
    kiosk.board.update({
      roster: facts.roster.map((entry, at) => (at === 0 ? { ...entry, mark: 'present', since: now } : entry)),
    });
    await until(page, `document.querySelector('.card')?.innerText.includes('王小明')`);
    expect(await page.evaluate<string>(`document.querySelector('.card').innerText`)).toMatch(
      /王小明[^]*第3课时 · 已到/,
    );
    expect(await page.evaluate<string>(`document.querySelector('[aria-live]').innerText`)).toBe(
      '王小明 · 第3课时 · 已到',
    );
    expect(
      await page.evaluate<number>(`parseFloat(getComputedStyle(document.querySelector('.card-name')).fontSize)`),
    ).toBeGreaterThan(100);
    await until(page, `${first}.includes('已到')`);
    await until(page, `document.querySelector('.sums-here b').innerText === '1'`);
    await until(page, `!document.querySelector('.card')`);
  });

  it('greets small, and goes on saying what matters, while the lesson is held', async () => {
    kiosk.board.update(sampleClass(12, systemClock.now(), 5));
    await until(page, `document.querySelector('.lesson-phase')?.innerText.includes('上课中')`);
    kiosk.board.greet(greetingFor(facts.roster, 0, systemClock.now()));
    await until(page, `document.querySelector('.card')?.innerText.includes('王小明')`);
    const size = `parseFloat(getComputedStyle(document.querySelector('.card-name')).fontSize)`;
    expect(await page.evaluate<number>(size)).toBeLessThan(40);
    expect(await page.evaluate<string>(`document.querySelector('.prompt').innerText`)).toContain('请看镜头签到');
  });

  it('tells an unknown face kindly what to do, and stops when the face is known', async () => {
    await until(page, `document.querySelector('.prompt')`);
    kiosk.board.greet({ kind: 'unknown', id: 'u', at: systemClock.now(), track: trackId(1) });
    await until(
      page,
      `document.querySelector('.card')?.innerText.includes('请正对镜头停留一下；仍不行请找老师用身份证签到')`,
    );
    kiosk.board.greet(greetingFor(facts.roster, 0, systemClock.now()));
    await until(
      page,
      `document.querySelectorAll('.card').length === 1 && document.querySelector('.card').innerText.includes('王小明')`,
    );
  });

  it('says which camera is off, since when and what to do, and that check-in goes on without a face', async () => {
    const [own] = facts.cameras;
    if (!own) throw new Error('expected a camera');
    const since = systemClock.now();
    kiosk.board.update({ cameras: [{ ...own, health: { kind: 'gap', since, why: 'unreachable' } }] });
    const at = new Intl.DateTimeFormat('zh-CN', {
      timeZone: 'Asia/Shanghai',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(since);
    await until(page, trouble('连不上摄像头'));
    await until(page, trouble(`${at} 起没有画面`));
    await until(page, trouble('请检查摄像头的电源和网线'));
    await until(page, `document.querySelector('.prompt').innerText.includes('请找老师用身份证登记')`);
    await until(page, `document.querySelector('.devices').innerText.includes('教室前方 ${at} 起连不上摄像头')`);
    kiosk.board.update({ cameras: facts.cameras });
    await until(page, `!document.querySelector('.trouble')`);
  });

  it('says that the kiosk is gone, and comes back by itself', async () => {
    await until(page, PLAYING);
    const { port } = kiosk.http;
    await kiosk[Symbol.asyncDispose]();
    await until(page, trouble('与本机服务断开，正在重连'));
    await until(page, `document.querySelector('.devices').innerText.includes('本机服务 断开')`);
    kiosk = await startKiosk(
      sampleClass(12, systemClock.now(), 8, () => 'late'),
      camera,
      port,
    );
    await until(
      page,
      `!document.querySelector('.trouble') && document.querySelector('.tile').innerText.includes('迟到')`,
    );
    await until(page, PLAYING);
  });

  it('asks nobody but its kiosk', async () => {
    const hosts = new Set<string>();
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url())) hosts.add(new URL(request.url()).host);
    });
    await page.reload();
    await until(page, PLAYING);
    expect([...hosts]).toEqual([`127.0.0.1:${kiosk.http.port}`]);
  });

  it('shows who may be asked for what: the notice, and the way without a face', async () => {
    await until(page, `document.querySelector('.notice')`);
    const notice = await page.evaluate<string>(`document.querySelector('.notice').innerText`);
    expect(notice).toContain('本教室用人脸识别签到');
    expect(notice).toContain('不分析表情和注意力');
    expect(notice).toMatch(/不愿刷脸，可凭身份证由老师登记、本人签名，效力相同/);
  });

  it('loads itself anew, once, when the kiosk has come back with other pages', async () => {
    await until(page, `document.querySelector('.tile')`);
    const folder = await mkdtemp(join(tmpdir(), 'pages-'));
    await cp(PAGES, folder, { recursive: true });
    await writeFile(join(folder, 'screen', 'build.json'), '{"hash":"0123456789abcdef"}');
    let loads = 0;
    page.on('load', () => (loads += 1));
    const { port } = kiosk.http;
    await kiosk[Symbol.asyncDispose]();
    kiosk = await startKiosk(facts, camera, port, folder);
    await until(page, `sessionStorage.getItem('build') === '0123456789abcdef' && document.querySelector('.tile')`);
    await until(page, PLAYING);
    await page.waitForTimeout(1000);
    expect(loads).toBe(1);
    await rm(folder, { recursive: true });
  });
});
