import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FacePose } from '../../core/domain/enrolment.ts';
import { traineeId } from '../../core/domain/ids.ts';
import { plus, seconds } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { type Challenges, challenges } from '../../kiosk/commands/challenge.ts';
import { axeFindings, launchChromium, openPage, until } from '../support/screen/browser.ts';
import { startKiosk, type TestKiosk } from '../support/screen/kiosk.ts';
import { LoopCamera } from '../support/screen/loop-camera.ts';
import { FRONT, greetingFor, resultFor, sampleClass } from '../support/screen/sample-class.ts';
import { renderSquare, type Video } from '../support/screen/video.ts';

const SHOTS = join(import.meta.dirname, '../../.cache/shots');
const BAND = `document.querySelector('.band')?.innerText`;
const signal = new AbortController().signal;

let browser: Browser;
let video: Video;
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  [browser, video] = await Promise.all([launchChromium(), renderSquare(60)]);
});
afterAll(() => browser.close());

/*
 * The film's faces are photographs: none of them can turn. Frames and boxes are the camera's own, the pose is what the
 * test says at the port of vision; that a turned head is read as turned is tested with vision's own pictures.
 */
describe('a trainee called by the center', () => {
  const facts = sampleClass(24, systemClock.now());
  let camera: LoopCamera;
  let kiosk: TestKiosk;
  let page: Page;
  let faults: readonly string[];
  let calls: Challenges;
  let pose: FacePose;
  let who: string | null;
  beforeEach(async () => {
    camera = new LoopCamera(FRONT, video, systemClock);
    kiosk = await startKiosk(facts, camera);
    pose = { yaw: 0, pitch: 0, roll: 0 };
    who = null;
    calls = challenges({
      clock: systemClock,
      show: (call) => kiosk.board.call(call),
      calledName: () => '王**',
      isEnrolled: () => true,
      isCheckIn: () => true,
      visionRuns: () => true,
      look: () => Promise.resolve({ jpeg: new Uint8Array([1]), pose }),
      keepPicture: () => Promise.resolve({ sha256: 'b'.repeat(64) }),
      ended: () => Promise.resolve(),
    });
    camera.onPacket = (packet, { width, height }) => {
      const box = { x: 0.4, y: 0.3, width: 0.2, height: 0.35 };
      const faces = who === null ? [] : [{ track: 1, box, trainee: who }];
      const result = resultFor(packet, { width, height }, faces);
      kiosk.board.show(result);
      calls.watch(result);
    };
    ({ page, faults } = await openPage(browser, kiosk.http.url));
  });
  afterEach(async () => {
    await page.close();
    await kiosk[Symbol.asyncDispose]();
    camera[Symbol.dispose]();
  });
  const call = (within = 60) =>
    calls.call(
      { kind: 'challenge', by: '李检', trainee: 't1', moves: ['look-left', 'look-up'], seconds: within },
      signal,
    );
  const says = (words: string): Promise<void> => until(page, `${BAND}?.includes('${words}')`);

  it('is asked to come, led through the moves with a countdown, and thanked; nobody is greeted meanwhile', async () => {
    const done = call();
    await says('请 王** 到签到摄像头前');
    await says('中心抽查');
    const left = `Number(document.querySelector('.call-seconds').textContent)`;
    const first = await page.evaluate<number>(left);
    expect(first).toBeGreaterThan(50);
    await until(page, `${left} < ${String(first)}`);
    kiosk.board.greet(greetingFor(facts.roster, 3, systemClock.now()));
    expect(await page.evaluate(`document.querySelector('.band .card')`)).toBeNull();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: join(SHOTS, 'screen-call-come.png') });
    who = 't1';
    await says('向左看');
    await page.screenshot({ path: join(SHOTS, 'screen-call-left.png') });
    // A screen that is loaded anew in the middle shows the same step.
    await page.reload();
    await says('向左看');
    pose = { yaw: 25, pitch: 0, roll: 0 };
    await says('向上看');
    expect(await page.evaluate(`document.querySelectorAll('.call-steps [data-done="true"]').length`)).toBe(1);
    pose = { yaw: 0, pitch: 14, roll: 0 };
    await says('请再正对镜头');
    pose = { yaw: 0, pitch: 0, roll: 0 };
    await says('抽查完成，谢谢');
    const { result } = await done;
    expect(result).toMatchObject({ outcome: 'passed', moves: [{ move: 'look-left' }, { move: 'look-up' }] });
    await until(page, `document.querySelector('.band.call') === null`);
    expect(faults).toEqual([]);
  });

  it('is told no reproach when the call was called off, also in the dark', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    const done = call();
    await says('到签到摄像头前');
    calls.cancel(traineeId('t1'));
    await says('这次抽查不计结果');
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: join(SHOTS, 'screen-call-over-dark.png') });
    expect((await done).result.outcome).toBe('cancelled');
  });

  it('that is not on the link is not shown: a screen without its kiosk says so', async () => {
    kiosk.board.call({
      id: 'x',
      name: '王**',
      step: 'come',
      done: 0,
      moves: 2,
      until: plus(systemClock.now(), seconds(30)),
    });
    await says('到签到摄像头前');
    await kiosk[Symbol.asyncDispose]();
    await says('暂时不能刷脸签到');
  });
});
