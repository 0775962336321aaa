import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { trackId } from '../../core/domain/ids.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { axeFindings, launchChromium, openPage, until } from '../support/screen/browser.ts';
import { startKiosk, type TestKiosk } from '../support/screen/kiosk.ts';
import { LoopCamera } from '../support/screen/loop-camera.ts';
import { FRONT, greetingFor, mixedMarks, resultFor, sampleClass } from '../support/screen/sample-class.ts';
import { renderSquare, squareAt, type Video } from '../support/screen/video.ts';

/** Frames that move by, in media seconds since the last call. */
const PLAYING = `(() => { const v = document.querySelector('video'); if (!v) return false; const was = window.was ?? 0; window.was = v.currentTime;
  return v.currentTime !== was && !v.paused && v.readyState >= 3; })()`;
/** The distance from the newest packet in seconds. */
const LAG = `(() => { const v = document.querySelector('video'); return v?.buffered.length ? v.buffered.end(v.buffered.length - 1) - v.currentTime : 99; })()`;
const trouble = (words: string): string => `document.querySelector('.trouble')?.innerText.includes('${words}')`;

let browser: Browser;
let video: Video;
beforeAll(async () => {
  [browser, video] = await Promise.all([launchChromium(), renderSquare(60)]);
});
afterAll(() => browser.close());

describe('the check-in screen', () => {
  const facts = sampleClass(12, systemClock.now());
  let camera: LoopCamera;
  let kiosk: TestKiosk;
  let page: Page;
  let faults: readonly string[];
  beforeEach(async () => {
    camera = new LoopCamera(FRONT, video, systemClock);
    kiosk = await startKiosk(facts, camera);
    ({ page, faults } = await openPage(browser, kiosk.http.url));
  });
  afterEach(async () => {
    await page.close();
    await kiosk[Symbol.asyncDispose]();
    camera[Symbol.dispose]();
  });

  it('plays the class live: it moves, it is not black, it keeps near the newest packet', async () => {
    await until(page, PLAYING);
    const [square, ground] = await page.evaluate<number[][]>(`(() => {
      const video = document.querySelector('video');
      const context = new OffscreenCanvas(640, 360).getContext('2d');
      context.drawImage(video, 0, 0, 640, 360);
      const row = context.getImageData(0, 180, 640, 1).data;
      let at = 0;
      for (let x = 0; x < 640; x += 1) if (row[x * 4] > row[at * 4]) at = x;
      return [[...row.slice(at * 4, at * 4 + 3)], [...row.slice(2480, 2483)]];
    })()`);
    expect(Math.min(...(square ?? [0]))).toBeGreaterThan(200);
    expect(ground?.[2]).toBeGreaterThan(60);
    expect(ground?.[0]).toBeLessThan(60);
    await until(page, `${LAG} <= 0.7`);
    expect(faults).toEqual([]);
  });

  it('trims what has been played, up to a keyframe', async () => {
    await until(page, PLAYING);
    await until(
      page,
      `(() => { const { buffered, currentTime } = document.querySelector('video');
      return currentTime > 8 && buffered.length === 1 && currentTime - buffered.start(0) < 7; })()`,
    );
    await until(page, PLAYING);
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

  it('goes on with the next run when the camera was connected anew', async () => {
    await until(page, PLAYING);
    await until(page, `document.querySelector('video').currentTime > 2`);
    camera.goDark();
    await page.waitForTimeout(1000);
    camera.begin();
    await until(page, `document.querySelector('video').currentTime < 2`);
    await until(page, PLAYING);
    expect(await page.evaluate(`document.querySelector('.trouble')`)).toBeNull();
  });

  it('says that the picture stands, and plays on when packets come again', async () => {
    await until(page, PLAYING);
    camera.goDark();
    await until(page, trouble('画面停住了'));
    camera.begin();
    await until(page, PLAYING);
    await until(page, `!document.querySelector('.trouble')`);
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

  it('says that its browser cannot play H.265, and that check-in goes on', async () => {
    camera.begin({ ...video, codec: 'hvc1.1.6.L93.B0' });
    await until(page, trouble('浏览器不能播放 H.265 画面'));
    await until(page, trouble('签到不受影响'));
    camera.begin(video);
    await until(page, PLAYING);
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

  it('catches up after its browser was busy', async () => {
    await until(page, PLAYING);
    await page.evaluate(`(() => { const end = performance.now() + 4000; while (performance.now() < end); })()`);
    await until(page, `${LAG} <= 0.7`);
    await until(page, PLAYING);
  });

  it('draws each box on its face in the very picture on show', async () => {
    let due = 0;
    camera.onPacket = (packet, { width, height }) => {
      if (packet.frame < due && packet.frame !== 0) return;
      due = packet.frame + 5;
      const box = squareAt(packet.frame / 25);
      const result = resultFor(packet, { width, height }, [{ track: 1, box, trainee: 't1' }]);
      setTimeout(() => kiosk.board.show(result), 150);
    };
    await until(page, PLAYING);
    await until(page, `${LAG} <= 0.7`);
    const errors = await page.evaluate<number[]>(`new Promise((resolve) => {
      const video = document.querySelector('video');
      const overlay = document.querySelector('canvas');
      const context = new OffscreenCanvas(640, 360).getContext('2d', { willReadFrequently: true });
      const middle = (source, is) => {
        context.clearRect(0, 0, 640, 360);
        context.drawImage(source, 0, 0, 640, 360);
        const { data } = context.getImageData(0, 0, 640, 360);
        let n = 0;
        let sum = 0;
        for (let at = 0; at < data.length; at += 4)
          if (is(data[at], data[at + 1], data[at + 2], data[at + 3])) { n += 1; sum += (at / 4) % 640; }
        return n > 20 ? sum / n : null;
      };
      const errors = [];
      const step = () => video.requestVideoFrameCallback(() => {
        const square = middle(video, (r, g, b) => r > 200 && g > 200 && b > 200);
        const box = middle(overlay, (r, g, b, a) => a > 200 && g > 200 && r > 90 && r < 170);
        if (square !== null && box !== null) errors.push(Math.abs(square - box) / 640);
        if (errors.length < 80) step(); else resolve(errors);
      });
      step();
    })`);
    errors.sort((a, b) => a - b);
    // The square swings at up to 225 pixels a second: a box one result (200 ms) late would be 7 % off.
    expect(errors[40]).toBeLessThan(0.012);
    expect(errors[72]).toBeLessThan(0.04);
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
});

describe.each([
  [1920, 1080, 50],
  [1920, 1080, 12],
  [1280, 800, 50],
  [1280, 800, 30],
  [800, 1280, 50],
  [800, 1280, 12],
])('at %d × %d with %d trainees', (width, height, count) => {
  it.each(['light', 'dark'] as const)(
    'everybody fits, nothing is cut, and axe finds nothing (%s)',
    async (colorScheme) => {
      using camera = new LoopCamera(FRONT, video, systemClock);
      const facts = sampleClass(count, systemClock.now(), 8, mixedMarks);
      await using kiosk = await startKiosk(facts, camera);
      const { page, faults } = await openPage(browser, kiosk.http.url, { viewport: { width, height }, colorScheme });
      await until(page, `document.querySelectorAll('.tile').length === ${count}`);
      for (const at of [0, 1, 2]) kiosk.board.greet(greetingFor(facts.roster, at, systemClock.now()));
      await until(page, `document.querySelectorAll('.card').length === 3`);
      await page.waitForTimeout(400);
      // Whatever hides what does not fit must have nothing to hide; nothing may run over its own width.
      const cut = await page.evaluate<
        string[]
      >(`[...document.querySelectorAll('.roster-list, .tile, .tile *, .sums, .sums *, .card, .card-name, .header *, .notice, .devices')]
      .filter((e) => e instanceof HTMLElement && getComputedStyle(e).display !== 'inline')
      .filter((e) => e.scrollWidth > e.clientWidth + 1 ||
        (getComputedStyle(e).overflowY !== 'visible' && e.scrollHeight > e.clientHeight + 6))
      .map((e) => e.className + ': ' + e.innerText.slice(0, 20))`);
      expect(cut).toEqual([]);
      const outside = await page.evaluate<
        string[]
      >(`[...document.querySelectorAll('.tile, .notice, .devices li, .stage, .card')]
      .filter((e) => { const r = e.getBoundingClientRect(); return r.right > innerWidth + 1 || r.bottom > innerHeight + 1 || r.width === 0; })
      .map((e) => e.className)`);
      expect(outside).toEqual([]);
      expect(await page.evaluate<string>('document.body.innerText')).not.toContain('旷课');
      expect(await axeFindings(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.close();
    },
  );
});

describe('a screen with nothing to show', () => {
  it('says so in words, and axe finds nothing', async () => {
    using camera = new LoopCamera(FRONT, video, systemClock);
    const facts = { ...sampleClass(0, systemClock.now()), class: null, lesson: null, cameras: [] };
    await using kiosk = await startKiosk(facts, camera);
    const { page } = await openPage(browser, kiosk.http.url);
    for (const words of ['还没有设置班级', '还没有设置摄像头', '名单还是空的', '今天没有课了'])
      await until(page, `document.body.innerText.includes('${words}')`);
    expect(await axeFindings(page)).toEqual([]);
    await page.close();
  });

  it('stands still for people who asked for less motion, and shows where the keyboard is', async () => {
    using camera = new LoopCamera(FRONT, video, systemClock);
    const facts = sampleClass(3, systemClock.now());
    await using kiosk = await startKiosk(facts, camera);
    const { page } = await openPage(browser, kiosk.http.url, { reducedMotion: 'reduce' });
    await until(page, `document.querySelectorAll('.tile').length === 3`);
    kiosk.board.greet(greetingFor(facts.roster, 0, systemClock.now()));
    await until(page, `document.querySelector('.card')`);
    expect(await page.evaluate<number>('document.getAnimations().length')).toBe(0);
    for (let tabs = 0; tabs < 5; tabs += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate<boolean>(`document.activeElement.className === 'brightness'`)) break;
    }
    const outline = `parseFloat(getComputedStyle(document.querySelector('.brightness')).outlineWidth)`;
    expect(await page.evaluate<number>(outline)).toBeGreaterThanOrEqual(3);
    await page.keyboard.press('Enter');
    expect(await page.evaluate<string>('document.documentElement.dataset.theme')).toBe('dark');
    await page.close();
  });
});
