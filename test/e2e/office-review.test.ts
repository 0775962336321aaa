import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemFault } from '../../core/contract/center/items.ts';
import type { ReviewView } from '../../core/contract/office/review.ts';
import type { JournalFact } from '../../core/domain/evidence.ts';
import { facesSeen } from '../../kiosk/desk/review/faces-seen.ts';
import { CODE, frameOf, startEnrolmentOffice } from '../support/enrolment/office.ts';
import { PaintedVision, painted } from '../support/enrolment/painted-vision.ts';
import type { OfficeClient } from '../support/office/client.ts';
import { axeFindings, launchChromium } from '../support/screen/browser.ts';

const SHOTS = '.cache/shots';
const REVIEW = `/classes/${CODE}/review`;
const signature = [[100, 100, 400, 300, 700, 100, 900, 400]];

interface Refusal {
  readonly error: { readonly code: string };
}

describe('the on-site review', () => {
  const seen = facesSeen();
  const journal: JournalFact[] = [];
  let browser: Browser;
  let office: Awaited<ReturnType<typeof startEnrolmentOffice>>;
  let administrator: OfficeClient;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await launchChromium();
    office = await startEnrolmentOffice(new PaintedVision(), {
      seen,
      journal: (fact) => Promise.resolve({ seq: journal.push(fact) - 1 }),
    });
    office.db.exec('update centerLink set open = 1');
    administrator = await office.as('administrator');
    const consent = { people: ['t1', 't2'], date: '2026-09-28', textVersion: '2026-1', how: 'paper' };
    await administrator.send('POST', '/enrolment/consents', consent);
    await add('t1', 10);
  });
  afterAll(async () => {
    await browser.close();
    await office[Symbol.asyncDispose]();
  });

  const add = (person: string, face: number) =>
    administrator.upload('POST', `/enrolment/people/${person}/photos?name=a.jpg`, new Uint8Array(painted({ face })));
  const view = async (): Promise<ReviewView> => (await administrator.get<ReviewView>(REVIEW)).body;
  const body = async (more: object = {}) => ({
    ...{ inspector: '李检', workNumber: 'FS-017', signature, note: '', gallery: (await view()).gallery },
    people: ['t1', 't2', 't3'].map((trainee) => ({ trainee, idCard: 'agrees', face: 'agrees', note: '' })),
    ...more,
  });
  const sign = async (more: object = {}) => administrator.send<Refusal>('POST', REVIEW, await body(more));

  it('is the administrator’s to open, and takes only what was shown, whole and signed', async () => {
    expect((await (await office.as('teacher')).get(REVIEW)).status).toBe(403);
    expect((await sign({ signature: [[1, 1, 2, 2]] })).body.error.code).toBe('signature');
    const { people } = await body();
    expect((await sign({ people: people.slice(1) })).body.error.code).toBe('people-missing');
    expect((await sign({ people: [...people, { ...people[0], trainee: 'x' }] })).body.error.code).toBe(
      'no-such-trainee',
    );
    expect((await sign({ people: [...people, people[0]] })).body.error.code).toBe('no-such-trainee');
    const before = await body();
    await add('t2', 60);
    expect((await sign({ gallery: before.gallery })).body.error.code).toBe('gallery-changed');
    expect((await view()).reviews).toEqual([]);
    expect(office.db.prepare('select count(*) from review').pluck().get()).toBe(0);
  });

  it('compares each trainee with the photo and the face before the camera, and is signed by hand', async () => {
    seen.note(frameOf(1, 't1'));
    const context = await browser.newContext({ viewport: { width: 1360, height: 1000 } });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await office.signIn(page, 'administrator');
    await page.goto(`${office.origin}/office/classes/${CODE}/enrolment`);
    await page.getByRole('link', { name: '现场审核' }).click();
    await page.getByText('本班还没有做过现场审核').waitFor();
    await page.getByText('相似度 0.95').waitFor();
    await page.getByText('未登记人脸').waitFor();
    expect(await page.getByRole('button', { name: '签名并存档' }).isDisabled()).toBe(true);
    for (const name of ['王小明', '李小红'])
      for (const what of ['身份证与本人', '本人与登记照片'])
        await page
          .getByRole('radiogroup', { name: `${name} ${what}` })
          .getByText('一致', { exact: true })
          .click();
    await page.getByRole('radiogroup', { name: '张大力 身份证与本人' }).getByText('不一致').click();
    await page.getByLabel('张大力 备注').fill('身份证照片不是本人');
    await page.getByLabel('检查人员姓名').fill('李检');
    await page.getByLabel('工号').fill('FS-017');
    const pad = await page.getByRole('img', { name: '检查人员手写签名' }).boundingBox();
    if (pad === null) throw new Error('expected a field to sign in');
    await page.mouse.move(pad.x + 40, pad.y + 40);
    await page.mouse.down();
    for (const [x, y] of [
      [200, 120],
      [300, 50],
      [400, 150],
    ] as const)
      await page.mouse.move(pad.x + x, pad.y + y);
    await page.mouse.up();
    await page.waitForTimeout(400);
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-review.png`, fullPage: true });
    await page.getByRole('button', { name: '签名并存档' }).click();
    await page.getByText('最近一次审核签署的人脸库没有变化').waitFor();
    await page.getByText('不一致 1 人').waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForTimeout(3500); // the message goes
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-review-signed-dark.png`, fullPage: true });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('is journalled with its hash, told to the center without the signature, and shown as outdated by a later face', async () => {
    const note = journal.findLast((fact) => fact.kind === 'note' && fact.about === `review ${CODE}`);
    expect(note).toMatchObject({ by: 'inspector: 李检（工号 FS-017）' });
    const item = office.db
      .prepare<[], string>("select body from outbox where kind = 'review' order by id desc limit 1")
      .pluck()
      .get();
    const told = JSON.parse(item ?? '{}') as Record<string, unknown>;
    expect(itemFault({ kind: 'review', body: told as never })).toBe('');
    expect(told).toMatchObject({
      inspector: '李检（工号 FS-017）',
      people: [
        { trainee: 't1', alike: 0.95 },
        { trainee: 't2', alike: null },
        { trainee: 't3', idCard: 'differs' },
      ],
    });
    expect(Object.keys(told)).not.toContain('signature');
    expect((await view()).reviews).toMatchObject([{ current: true, differing: 1, people: 3 }]);
    expect(() => office.db.exec('delete from review')).toThrow('append-only');
    await administrator.send('POST', '/enrolment/people/t2/withdraw', { date: '2026-10-09', why: '' });
    expect((await view()).reviews).toMatchObject([{ current: false }]);
  });
});
