import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../core/contract/office/actor.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { traineeId } from '../../core/domain/ids.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { silentLog } from '../../core/platform/log.ts';
import { dayDesk } from '../../kiosk/desk/day/desk.ts';
import { answerDispute } from '../../kiosk/desk/day/disputes.ts';
import { ScreenBoard } from '../../kiosk/http/screen-board.ts';
import type { OwnService } from '../../kiosk/http/screen-own.ts';
import { createHttp } from '../../kiosk/http/server.ts';
import { openDatabase } from '../../kiosk/store/open.ts';
import { buildPages } from '../../scripts/pages.ts';
import { at, CODE, DAY, openDay, sampleFile, type TestDay } from '../support/office/day.ts';
import { axeFindings, launchChromium, openPage, until } from '../support/screen/browser.ts';
import { PAGES } from '../support/screen/kiosk.ts';
import { LoopCamera } from '../support/screen/loop-camera.ts';
import { FRONT, resultFor, sampleClass } from '../support/screen/sample-class.ts';
import { packetOf, renderSquare, type Video } from '../support/screen/video.ts';

const SHOTS = '.cache/shots';
let browser: Browser;
let video: Video;
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  [browser, video] = await Promise.all([launchChromium(), renderSquare(60)]);
});
afterAll(() => browser.close());

interface OwnKiosk extends AsyncDisposable {
  readonly page: Page;
  readonly faults: readonly string[];
  readonly day: TestDay;
  readonly board: ScreenBoard;
  readonly url: string;
  code: string | null;
  /** A face before the camera, as large as this share of the picture's height. */
  stand(trainee: string | null, height?: number): void;
}

const TEACHER: Actor = { user: 'teacher', name: '李老师', role: 'teacher' };

/** A kiosk's screen in the second lesson; lesson 1 is closed, 王小明's is pending. */
async function startOwn(
  options: { viewport?: { width: number; height: number }; colorScheme?: 'dark' } = {},
): Promise<OwnKiosk> {
  await buildPages();
  const db = openDatabase(':memory:');
  const day = openDay(db, sampleFile(6));
  day.observe('07:30–08:58', '09:05–09:40');
  day.see('t1', '08:25');
  day.see('t2', '08:46');
  day.now = at('09:24');
  day.close(1);
  day.now = at('09:41');
  const desk = dayDesk(
    day.ports,
    { countersigner: () => Promise.reject(new Error('nobody')) },
    { keep: () => Promise.reject(new Error('no files')), newest: () => Promise.resolve(null) },
  );
  const camera = new LoopCamera(FRONT, video, systemClock);
  const roster = sampleClass(6, systemClock.now());
  const board = new ScreenBoard(roster, { clock: systemClock });
  const kiosk = { code: null as string | null };
  const own: OwnService = {
    desk,
    front: () => board.front(),
    teacher: (user, password) =>
      user === 'teacher' && password === 'right'
        ? Promise.resolve(TEACHER)
        : Promise.reject(new ZaikeError('账号或密码不对', { code: 'sign-in-refused', retry: false })),
    firstRunCode: () => Promise.resolve(kiosk.code),
    checkedIn: () => undefined,
    clock: systemClock,
    log: silentLog,
  };
  const http = await createHttp({
    port: 0,
    pages: PAGES,
    feed: board,
    live: camera,
    own,
    clock: systemClock,
    log: silentLog,
  });
  const { page, faults } = await openPage(browser, http.url, options);
  await until(page, `document.querySelectorAll('.tile').length === 6`);
  return {
    ...{ page, faults, day, board, url: http.url },
    get code() {
      return kiosk.code;
    },
    set code(code) {
      kiosk.code = code;
    },
    stand: (trainee, height = 0.4) => {
      const packet = packetOf(video, FRONT, camera.run, 1, systemClock.now());
      if (!packet) throw new Error('expected a packet');
      const box = { x: 0.3, y: 0.2, width: height / 2, height };
      board.show(resultFor(packet, { width: 640, height: 360 }, [{ track: 1, box, trainee }]));
    },
    [Symbol.asyncDispose]: async () => {
      await page.close();
      await http[Symbol.asyncDispose]();
      camera[Symbol.dispose]();
      db[Symbol.dispose]();
    },
  };
}

const dialog = (words: string): string => `document.querySelector('.dialog')?.innerText.includes('${words}')`;
const tap = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const type = async (page: Page, idNumber: string): Promise<void> => {
  for (const key of idNumber) await tap(page, key);
};

describe('one’s own record on the check-in screen', () => {
  it('opens for the face before the camera, says why, takes a dispute and shows its answer', async () => {
    await using kiosk = await startOwn();
    const { page, day, faults } = kiosk;
    await tap(page, '我的记录');
    await until(page, dialog('请一个人正对镜头，走近一点'));
    kiosk.stand('t1');
    await until(page, dialog('王小明 的记录'));
    await until(page, dialog('08:25 到，离课时段摄像机有一段未观察（08:58–09:05），待核'));
    await until(page, dialog('还可以缺'));
    const shown = await page.evaluate<string>(`document.querySelector('.dialog').innerText`);
    expect(shown).not.toContain('旷课');
    expect(shown).not.toContain('李婷');
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/own-record.png` });
    await page.getByRole('button', { name: '第1课时有异议' }).click();
    await tap(page, '我一直在教室，没有认出我');
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/own-dispute.png` });
    await tap(page, '提交，老师 3 个工作日内答复');
    await until(page, dialog('等老师答复，最晚 10月12日'));
    const [dispute] = day.ports.disputes.ofTrainee(CODE, traineeId('t1'));
    expect(dispute).toMatchObject({ date: DAY, no: 1, text: '我一直在教室，没有认出我' });
    await tap(page, '关闭');
    answerDispute(day.ports, dispute?.id ?? 0, { text: '已看录像，确实不在', correction: null }, TEACHER, null);
    kiosk.stand('t1');
    await tap(page, '我的记录');
    await until(page, dialog('李老师（teacher） 答复：已看录像，确实不在'));
    expect(faults).toEqual([]);
  });

  it('opens by a tapped name only for that person, and for nobody far away', async () => {
    await using kiosk = await startOwn();
    const { page } = kiosk;
    kiosk.stand('t2');
    await page.locator('.tile').first().click();
    await until(page, dialog('镜头前的人不是您点的名字'));
    kiosk.stand('t1', 0.08);
    await until(page, dialog('请一个人正对镜头，走近一点'));
    kiosk.stand('t1');
    await until(page, dialog('还可以缺'));
  });

  it('opens by the ID number, and not after five wrong ones', async () => {
    await using kiosk = await startOwn({ viewport: { width: 800, height: 1280 }, colorScheme: 'dark' });
    const { page } = kiosk;
    await tap(page, '我的记录');
    await tap(page, '用身份证号');
    await type(page, '110105194912310048');
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/own-keys-dark.png` });
    await tap(page, '看记录');
    await until(page, dialog('08:46 到，超过 15 分钟，本课时不计'));
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/own-record-dark.png` });
    await tap(page, '关闭');
    await tap(page, '我的记录');
    await tap(page, '用身份证号');
    await type(page, '110105194912319999');
    for (let tries = 0; tries < 5; tries += 1) {
      await tap(page, '看记录');
      await until(page, dialog('没有找到这个身份证号'));
      await page.waitForTimeout(100);
    }
    await tap(page, '看记录');
    await until(page, dialog('输错次数过多'));
  });

  it('hides when nobody touches it for 20 s, and does not come back by itself', async () => {
    await using kiosk = await startOwn();
    const { page } = kiosk;
    kiosk.stand('t1');
    await tap(page, '我的记录');
    await until(page, dialog('还可以缺'));
    await page.waitForTimeout(15_000);
    expect(await page.locator('.dialog').count()).toBe(1);
    await until(page, `!document.querySelector('.dialog')`);
    expect(await page.evaluate<string>('document.body.innerText')).not.toContain('还可以缺');
  });
});

describe('the check-in without a face', () => {
  it('wants the ID number, the trainee’s hand and a teacher', async () => {
    await using kiosk = await startOwn();
    const { page, day } = kiosk;
    await tap(page, '不刷脸签到');
    await type(page, '110105194912310064');
    await tap(page, '下一步：签名');
    const box = await page.getByRole('img', { name: '签名处' }).boundingBox();
    if (box === null) throw new Error('expected a field to sign in');
    await page.mouse.move(box.x + 60, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + 300, box.y + 120, { steps: 10 });
    await page.mouse.move(box.x + 520, box.y + 70, { steps: 10 });
    await page.mouse.up();
    await page.screenshot({ path: `${SHOTS}/check-in-signature.png` });
    await tap(page, '下一步：老师确认');
    for (const key of 'teacher') await tap(page, key);
    await page.getByLabel('密码').click();
    for (const key of 'wrong') await tap(page, key);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/check-in-teacher.png` });
    await tap(page, '确认签到');
    await until(page, dialog('账号或密码不对'));
    for (const key of 'right') await tap(page, key);
    await tap(page, '确认签到');
    await until(page, dialog('张浩然 · 第2课时 · 已登记'));
    expect(day.ports.manual.list(CODE, DAY, DAY)).toMatchObject([
      { trainee: 't3', at: 'screen', teacher: '李老师（teacher）', lessons: { first: 2, last: 2 } },
    ]);
  });
});

describe('the first run', () => {
  it('shows the code while there is no administrator, on the kiosk’s own screen', async () => {
    await using kiosk = await startOwn();
    const { page } = kiosk;
    kiosk.code = 'ABCD-2345';
    await until(page, `document.querySelector('.first-run-code')?.innerText === 'ABCD-2345'`);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/first-run.png` });
    kiosk.code = null;
    await until(page, `!document.querySelector('.first-run-code')`);
  });
});
