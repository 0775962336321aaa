import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { traineeId } from '../../core/domain/ids.ts';
import type { EpochMs } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { raiseDispute } from '../../kiosk/desk/day/disputes.ts';
import { openViewing } from '../../kiosk/evidence/viewing.ts';
import { evidenceIndex } from '../../kiosk/store/evidence.ts';
import { openDatabase } from '../../kiosk/store/open.ts';
import { cameras, morningData } from '../support/evidence/lesson.ts';
import { classesOf } from '../support/office/classes.ts';
import { at, CODE, DAY, openDay, ROOM, sampleFile, sampleScenario, type TestDay } from '../support/office/day.ts';
import { PASSWORD, startOffice, type TestOffice } from '../support/office/office.ts';
import { axeFindings, launchChromium, still, until } from '../support/screen/browser.ts';

const SHOTS = '.cache/shots';

/** An office in the third lesson's eleventh minute: the first lesson is closed, some of it is pending. */
async function startDay(
  count: number,
  fill: (day: TestDay) => void,
  scheme: 'light' | 'dark' = 'light',
  firstLesson: { readonly start?: EpochMs; readonly end?: EpochMs } = {},
): Promise<AsyncDisposable & { office: TestOffice; day: TestDay; page: Page; faults: string[] }> {
  const data = await morningData();
  const videos = openDatabase(join(data.path, 'zaike.db'));
  const viewing = openViewing({
    evidence: join(data.path, 'evidence'),
    cache: join(data.path, 'clips'),
    index: evidenceIndex(videos),
    clock: systemClock,
  });
  const [, room] = cameras;
  const file = sampleFile(count);
  const [first, ...others] = file.lessons;
  const lessons = first === undefined ? others : [{ ...first, ...firstLesson }, ...others];
  const opened: TestDay[] = [];
  const office = await startOffice({
    desk: (db) => {
      const saving = { version: 0, by: 'class.json', at: at('07:00') };
      classesOf(db).importFile(CODE, sampleScenario(count), 'sample', saving);
      const day = openDay(db, { ...file, lessons, file: { ...file.file, cameras: room === undefined ? [] : [room] } });
      fill(day);
      opened.push(day);
      return { day: { ports: day.ports, viewing } };
    },
  });
  const [day] = opened;
  if (day === undefined) throw new Error('expected the office to open its day');
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: scheme });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('422')) faults.push(message.text());
  });
  await office.signIn(page, 'teacher');
  return {
    ...{ office, day, page, faults },
    [Symbol.asyncDispose]: async () => {
      await context.close();
      await office[Symbol.asyncDispose]();
      videos[Symbol.dispose]();
      await data[Symbol.asyncDispose]();
    },
  };
}

let browser: Browser;
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** Lesson 1 closed with a pending one, lesson 2 in its eleventh minute with two missing. */
function morning(day: TestDay): void {
  day.observe('07:30–08:58', '09:05–09:40');
  const [first = 't1', ...others] = day.of.file.trainees.map(({ id }) => id);
  for (const id of others.slice(0, -2)) {
    day.see(id, '08:25', '08:50', '09:12');
    for (let minute = 16; minute <= 36; minute += 1) day.see(id, `09:${minute}`);
  }
  day.see(first, '08:25');
  day.now = at('09:24');
  day.close(1);
  day.now = at('09:36');
  day.strangers = 1;
}

/** A teacher vouched for somebody in lesson 2 at the touch screen. */
function signIn(day: TestDay, trainee: string): void {
  day.ports.manual.add({
    ...{ class: CODE, trainee: traineeId(trainee), date: DAY, lessons: { first: 2, last: 2 } },
    ...{ teacher: '李老师（teacher）', signature: [[100, 100, 400, 300, 700, 120]], at: 'screen' },
    ...{ by: '李老师（teacher）', enteredAt: day.now },
  });
}

describe('the day’s page', () => {
  it('says who is missing after ten minutes, and settles it on the spot', async () => {
    await using open = await startDay(50, morning);
    const { page, day, office, faults } = open;
    await page.goto(`${office.origin}/office/`);
    await page.getByText('点名：未到 3 人，画面里没认出 1 人').waitFor();
    expect(await page.locator('.day-here').innerText()).toMatch(/在课\s*47\s*\/ 50 人/);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/day-50.png` });

    await page.getByRole('button', { name: '王小明 在教室，凭身份证登记' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '登记', exact: true }).click();
    await dialog.getByText('请学员本人在框里签上姓名').waitFor();
    const pad = dialog.getByRole('img', { name: '学员签名处' });
    await still(page); // the dialog opens with a movement, and grows by what it says
    const box = await pad.boundingBox();
    if (box === null) throw new Error('expected a field to sign in');
    // As on a machine that draws nothing between the first touch and the last: no point is lost.
    await page.evaluate(`(() => {
      const pad = document.querySelector('svg.signature');
      const { left, top, width, height } = pad.getBoundingClientRect();
      const told = (type, x, y) => pad.dispatchEvent(new PointerEvent(type, {
        bubbles: true, pointerId: 1, clientX: left + (x / 1000) * width, clientY: top + (y / 500) * height,
      }));
      told('pointerdown', 100, 400);
      for (let x = 110; x <= 600; x += 10) told('pointermove', x, 400 - (x % 50));
      told('pointerup', 600, 400);
    })()`);
    await page.mouse.move(box.x + 40, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 90, { steps: 8 });
    await page.mouse.move(box.x + 360, box.y + 50, { steps: 8 });
    await page.mouse.up();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/day-signature.png` });
    await dialog.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('点名：未到 2 人').waitFor();
    day.visionTrouble = '人脸识别没有运行：缺少模型文件 tiny-1280.onnx ，请管理员运行 npm run models，之后自动恢复';
    await page.reload();
    await page.getByText('现在不能自动考勤：请人工点名，录像照常进行').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/day-no-vision.png` });
    day.visionTrouble = null;
    await page.reload();
    await page.getByText('点名：未到 2 人').waitFor();
    expect(day.ports.manual.list(CODE, DAY, DAY)).toMatchObject([
      { trainee: 't1', teacher: '李老师（teacher）', at: 'office', lessons: { first: 2, last: 2 } },
    ]);
    expect(day.ports.manual.list(CODE, DAY, DAY)[0]?.signature.map(({ length }) => length / 2)).toEqual([51, 17]);

    await page.getByRole('button', { name: '学员50 请假' }).click();
    await page.getByRole('dialog').getByLabel('事由').fill('感冒');
    await page.getByRole('dialog').getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('其中 1 个课时已经关闭').waitFor();
    await page.getByLabel('复核人账号').fill('second');
    await page.getByLabel('复核人密码').fill(PASSWORD);
    await page.getByRole('button', { name: '复核并保存' }).click();
    await page.getByText('点名：未到 1 人').waitFor();
    const administrator = await office.as('administrator');
    const { lines } = (await administrator.get<{ lines: { action: string; detail: string }[] }>('/audit')).body;
    const audited = lines.find(({ action }) => action === 'leave-entered');
    expect(audited?.detail).toContain('更正 1 条已关闭的记录');
    expect(faults).toEqual([]);
  });

  it('leads from somebody unknown to the second of video, and tells the lessons of other rooms', async () => {
    await using open = await startDay(
      6,
      (day) => {
        morning(day);
        const stay = (from: string, to: string) =>
          day.observed.addUnidentified({ camera: ROOM, from: at(from), to: at(to) });
        stay('08:40', '08:40:20');
        stay('08:41', '09:01:30');
        const isElsewhere = ({ date, no }: { date: string; no: number }): boolean => date === DAY && no > 4;
        const { lessons } = day.of;
        const elsewhere = lessons.filter(isElsewhere).map((each) => ({ ...each, room: '实训室 B105' }));
        day.of = { ...day.of, lessons: lessons.filter((each) => !isElsewhere(each)), elsewhere };
      },
      'light',
    );
    const { page, office, faults } = open;
    await page.goto(`${office.origin}/office/day/2026-10-08`);
    await page.getByText('这一天另有 2 课时在别的教室上，不在本机的名单里').waitFor();
    await page.getByText('第 5、6 课时（14:25–16:05）在 实训室 B105：请到那间教室的电脑上看').waitFor();
    await page.getByRole('button', { name: /第1课时/ }).click();
    await page.getByText('没认出的人停留较久 1 次').waitFor();
    await page.getByText('另有 1 次较短的').click();
    await page.getByRole('button', { name: '08:40:00–08:40:20（20 秒）教室后方' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/day-strangers.png`, fullPage: true });
    await page.getByRole('button', { name: '08:41:00–09:01:30（20 分 30 秒）教室后方' }).click();
    const dialog = page.getByRole('dialog', { name: '08:41:00–09:01:30（20 分 30 秒）教室后方' });
    await dialog.getByText('离开时').click();
    await dialog
      .getByText(/没有录像/)
      .first()
      .waitFor(); // this film is of eight o'clock
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/day-stranger-moment.png` });
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
  });

  it('has a lesson’s details beside its video, in the dark too', async () => {
    await using open = await startDay(6, morning, 'dark');
    const { page, office, faults } = open;
    await page.goto(`${office.origin}/office/day/2026-10-08`);
    await page.getByRole('button', { name: /第1课时/ }).click();
    await page.getByRole('button', { name: '王小明', exact: true }).click();
    await page.getByText('到课时段首次：08:25:00').waitFor();
    await page.getByText('08:25 到，离课时段摄像机有一段未观察（08:58–09:05），待核').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/day-details-dark.png` });
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
  });

  it('says so on a day without lessons, and before anybody came', async () => {
    await using open = await startDay(50, (day) => {
      day.now = at('08:25');
    });
    const { page, office } = open;
    await page.goto(`${office.origin}/office/day/2026-10-11`);
    await page.getByText('这一天没有课').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.goto(`${office.origin}/office/day/2026-10-08`);
    await page.locator('.day-here').waitFor();
    expect(await page.locator('.day-here').innerText()).toMatch(/在课\s*0\s*\/ 50 人/);
    await page.getByText('08:45 以前见到都算到课').first().waitFor();
    await page.screenshot({ path: `${SHOTS}/day-nobody.png` });
  });
});

describe('what proves a mark', () => {
  it('a check-in without a face is shown with its signature, and is taken back with a reason', async () => {
    await using open = await startDay(6, (day) => {
      morning(day);
      signIn(day, 't1');
      signIn(day, 't2');
    });
    const { page, day, office, faults } = open;
    await page.goto(`${office.origin}/office/day/2026-10-08`);
    await page.getByRole('link', { name: '当天的身份证登记' }).click();
    await page.getByRole('img', { name: '王小明 的签名' }).waitFor();
    expect(await page.locator('.signature-picture path').first().getAttribute('d')).toBe('M100 100 L400 300 L700 120');
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/check-ins.png` });
    await page.getByRole('link', { name: '王小明' }).click();
    await page.getByRole('heading', { name: '王小明 · 2026-10-08 第2课时' }).waitFor();
    await page.getByRole('img', { name: '王小明 的签名' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.goBack();
    await page.getByRole('button', { name: '撤回 王小明 的登记' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '撤回' }).click();
    await dialog.getByText('请写明原因，至少 2 个字').waitFor();
    await dialog.getByLabel('撤回的原因').fill('登记错了人');
    await dialog.getByRole('button', { name: '撤回' }).click();
    await page.getByText('李老师（teacher） 撤回：登记错了人').waitFor();
    expect(day.ports.manual.find(1)?.withdrawn).toMatchObject({ by: '李老师（teacher）', why: '登记错了人' });
    await office.signIn(page, 'viewer');
    await page.reload();
    await page.getByRole('img', { name: '李婷 的签名' }).waitFor();
    expect(await page.getByRole('button', { name: /撤回/ }).count()).toBe(0);
    await page.getByRole('button', { name: '前一天' }).click();
    await page.getByText('这一天没有身份证登记').waitFor();
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('a lesson at a glance leads to the frame and its video (%s)', async (scheme) => {
    const filmed = { start: at('08:00'), end: at('08:01:36') };
    await using open = await startDay(2, (day) => void (day.now = at('08:40')), scheme, filmed);
    const { page, office } = open;
    await page.goto(`${office.origin}/office/day/2026-10-08`);
    await page.getByRole('link', { name: '整节课的画面一览' }).click();
    await page.getByRole('heading', { name: '画面一览 · 2026-10-08 第1课时' }).waitFor();
    const sheet = page.getByRole('img', { name: '2026-10-08 第1课时的画面一览' });
    await until(page, `document.querySelector('.sheet img')?.naturalWidth > 0`);
    const box = await sheet.boundingBox();
    const size = await page.evaluate<number[]>(
      `[...document.querySelectorAll('.sheet img')].flatMap((img) => [img.naturalWidth, img.naturalHeight])`,
    );
    expect(size).toEqual([2004, 266]);
    expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(2004 / 266, 1);
    expect(await page.getByRole('button', { name: /看整幅画面/ }).count()).toBe(6);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/sheet-${scheme}.png` });
    await page.getByRole('button', { name: '教室后方 08:00:08 看整幅画面' }).click();
    await page
      .getByRole('dialog')
      .getByLabel(/^录像 /)
      .waitFor();
    await until(page, `document.querySelector('.ant-modal img')?.naturalWidth === 1280`);
    await until(page, `document.querySelector('.ant-modal video')?.readyState >= 1`);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/sheet-cell-${scheme}.png` });
    const administrator = await office.as('administrator');
    const { lines } = (await administrator.get<{ lines: { action: string; detail: string }[] }>('/audit')).body;
    expect(lines.find(({ action }) => action === 'sheet-viewed')?.detail).toBe('查看 2026-10-08 第 1 课时的画面一览');
  });
});

describe('what is to be settled', () => {
  it('is settled beside the video, with a second person', async () => {
    await using open = await startDay(6, morning);
    const { page, day, office } = open;
    await page.goto(`${office.origin}/office/settle`);
    const button = page.getByRole('button', { name: '定结果：王小明' });
    await button.waitFor();
    expect(await page.getByText('由市中心核定').count()).toBe(0); // one of the month's lessons: below 5 %
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/settle.png` });
    await button.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('出勤', { exact: true }).click();
    await dialog.getByLabel('依据').fill('录像里一直在座位上');
    await dialog.getByText('稍后由另一位老师登录复核').click();
    await dialog.getByRole('button', { name: '提交，等人复核' }).click();
    await page.getByRole('heading', { name: '更正待复核' }).waitFor();
    expect(await page.getByRole('button', { name: '同意' }).isDisabled()).toBe(true);
    await office.signIn(page, 'administrator');
    await page.reload();
    await page.getByRole('button', { name: '同意' }).click();
    await page.getByText('没有待处理的课时').waitFor();
    expect(day.records.inForce(CODE, DAY, DAY).find(({ record }) => record.trainee === 't1')?.record).toMatchObject({
      outcome: 'present',
      correction: { by: '李老师（teacher）', countersignedBy: '王管理（administrator）' },
    });
    expect(day.journalled).toHaveLength(1);
  });

  it('plays the window’s video, by ranges', async () => {
    await using open = await startDay(2, (day) => {
      day.now = at('08:10');
    });
    const { office, page } = open;
    const client = await office.as('teacher');
    const [from, to] = [at('08:00:20'), at('08:01:20')];
    const plan = await client.get<{ parts: { id: string }[] }>(`/video?camera=room&from=${from}&to=${to}`);
    const [part] = plan.body.parts;
    const some = await client.get(`/video/${part?.id}`, { Range: 'bytes=0-99' });
    expect([some.status, some.bytes.length, some.headers.get('content-type')]).toEqual([206, 100, 'video/mp4']);
    expect((await client.get(`/frame?camera=room&at=${from}`)).headers.get('content-type')).toBe('image/jpeg');
    expect((await client.get('/video/ffff')).status).toBe(404);
    await page.goto(`${office.origin}/office/`);
    const plays = await page.evaluate<number>(`new Promise((resolve, reject) => {
      const video = document.createElement('video');
      video.muted = true;
      video.src = '/api/video/${part?.id}';
      video.onloadeddata = () => resolve(video.duration);
      video.onerror = () => reject(new Error(video.error.message));
      document.body.append(video);
    })`);
    expect(plays).toBeGreaterThan(55);
    expect((await office.stranger().get(`/video/${part?.id}`)).status).toBe(401);
  });
});

describe('disputes', () => {
  it('are answered in the trainee’s favour with the correction', async () => {
    await using open = await startDay(6, (day) => {
      morning(day);
      raiseDispute(day.ports, {
        class: CODE,
        trainee: traineeId('t6'),
        date: DAY,
        no: 1,
        text: '我在教室，摄像头没认出我',
      });
    });
    const { page, day, office } = open;
    await page.goto(`${office.origin}/office/disputes`);
    await page.getByText('“我在教室，摄像头没认出我”').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/disputes.png` });
    await page.getByRole('button', { name: '答复' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('异议成立，更正记录').click();
    await dialog.getByLabel('给学员的答复').fill('录像可见，已更正');
    await dialog.getByLabel('复核人账号').fill('second');
    await dialog.getByLabel('复核人密码').fill(PASSWORD);
    await dialog.getByRole('button', { name: '答复' }).click();
    await page.getByText('异议成立', { exact: true }).waitFor();
    expect(day.records.inForce(CODE, DAY, DAY).find(({ record }) => record.trainee === 't6')?.record.outcome).toBe(
      'present',
    );
  });
});
