import { mkdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemFault } from '../../core/contract/center/items.ts';
import type { VisitAnswer } from '../../core/contract/center/visits.ts';
import type { ReviewView } from '../../core/contract/office/review.ts';
import type { JournalFact } from '../../core/domain/evidence.ts';
import { epochMs } from '../../core/domain/units.ts';
import { facesSeen } from '../../kiosk/desk/review/faces-seen.ts';
import { centerDecisions } from '../../kiosk/store/center-decisions.ts';
import { drawSignature } from '../support/center/walker.ts';
import { CODE, frameOf, startEnrolmentOffice } from '../support/enrolment/office.ts';
import { PaintedVision, painted } from '../support/enrolment/painted-vision.ts';
import type { OfficeClient } from '../support/office/client.ts';
import { PASSWORD } from '../support/office/office.ts';
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
  let reachable = true;
  const answerTo = (code: string): VisitAnswer =>
    code === 'ABCD2345' ? { kind: 'verified', visit: 'v1', user: 'wu', name: '吴检查' } : { kind: 'wrong' };
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await launchChromium();
    office = await startEnrolmentOffice(new PaintedVision(), {
      center: {
        center: {
          status: () =>
            reachable
              ? { kind: 'connected', since: epochMs(0), institution: '沈阳工学院', room: 'B301' }
              : { kind: 'connecting', since: epochMs(0), failure: 'unreachable', detail: '' },
          waiting: () => ({ count: 0, since: null }),
          inspector: (code) => Promise.resolve(reachable ? answerTo(code) : null),
        },
        ...{ url: 'https://center.example', clockState: () => 'synchronised' },
      },
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
  const byName = {
    kind: 'name',
    inspector: '李检',
    workNumber: 'FS-017',
    countersign: { user: 'second', password: PASSWORD },
  };
  const body = async (more: object = {}) => ({
    ...{ reviewer: byName, signature, note: '', gallery: (await view()).gallery },
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
    const alone = { ...byName, countersign: { user: 'administrator', password: PASSWORD } };
    expect((await sign({ reviewer: alone })).body.error.code).toBe('second-person-missing');
    expect((await sign({ reviewer: { kind: 'visit', visit: 'v1' } })).body.error.code).toBe('visit-over');
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
    // Whoever goes to mend an enrolment finds again what is compared; a face enrolled anew is to be compared anew.
    await page.getByRole('link', { name: '返回人脸登记' }).click();
    await page.getByRole('heading', { name: /人脸登记/ }).waitFor();
    await add('t1', 90);
    await page.goto(`${office.origin}/office/classes/${CODE}/review`);
    await page.getByText('登记变了，请重新核对').waitFor();
    await page.getByText('逐人核对（1 / 3 人已核对）').waitFor();
    expect(await page.getByLabel('张大力 备注').inputValue()).toBe('身份证照片不是本人');
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-review-again.png`, fullPage: true });
    await page.getByRole('radiogroup', { name: '王小明 本人与登记照片' }).getByText('一致', { exact: true }).click();
    await page.getByText('登记变了，请重新核对').waitFor({ state: 'hidden' });
    await page.getByText('逐人核对（2 / 3 人已核对）').waitFor();
    // First the inspector's code: a wrong one is refused, the right one names whom the center knows.
    await page.getByLabel('现场审核码').fill('abcd-2346');
    await page.getByRole('button', { name: '核实', exact: true }).click();
    await page.getByText('现场审核码不对、已用过或已过期').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByLabel('现场审核码').fill('abcd-2345');
    await page.getByLabel('现场审核码').press('Enter');
    await page.getByText('中心已核实：吴检查（wu）').waitFor();
    await drawSignature(page, '检查人员手写签名');
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-review.png`, fullPage: true });
    await page.getByRole('button', { name: '签名并存档' }).click();
    await page.getByText('最近一次审核签署的人脸库没有变化').waitFor();
    await page.getByText('不一致 1 人').waitFor();
    await page.getByText('中心已核实', { exact: true }).waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForTimeout(3500); // the message goes
    expect(await axeFindings(page)).toEqual([]);
    await page.screenshot({ path: `${SHOTS}/office-review-signed-dark.png`, fullPage: true });
    expect(faults).toEqual([]);
    await context.close();
  });

  it('is journalled with its hash, told to the center without the signature, and shown as outdated by a later face', async () => {
    const note = journal.findLast((fact) => fact.kind === 'note' && fact.about === `review ${CODE}`);
    expect(note).toMatchObject({
      by: 'inspector: 吴检查（wu）',
      detail: expect.stringMatching(/^现场审核 3 人，中心核实 v1，签署人脸库 [0-9a-f]{64}$/) as unknown,
    });
    const item = office.db
      .prepare<[], string>("select body from outbox where kind = 'review' order by id desc limit 1")
      .pluck()
      .get();
    const told = JSON.parse(item ?? '{}') as Record<string, unknown>;
    expect(itemFault({ kind: 'review', body: told as never })).toBe('');
    expect(told).toMatchObject({
      ...{ inspector: '吴检查（wu）', visit: 'v1' },
      people: [
        { trainee: 't1', alike: 0.95 },
        { trainee: 't2', alike: null },
        { trainee: 't3', idCard: 'differs' },
      ],
    });
    expect(Object.keys(told)).not.toContain('signature');
    expect((await view()).reviews).toMatchObject([
      { current: true, differing: 1, people: 3, standing: 'verified', countersignedBy: null },
    ]);
    expect(() => office.db.exec('delete from review')).toThrow('append-only');
    await administrator.send('POST', '/enrolment/people/t2/withdraw', { date: '2026-10-09', why: '' });
    expect((await view()).reviews).toMatchObject([{ current: false }]);
  });

  it('goes on without the center by name and a second person, marked until the center has said whose it was', async () => {
    reachable = false;
    const begin = await administrator.send<Refusal>('POST', `${REVIEW}/visit`, { code: 'ABCD-2345' });
    expect([begin.status, begin.body.error.code]).toEqual([422, 'center-silent']);
    expect((await view()).center).toBe('down');
    expect((await sign()).status).toBe(200);
    const [newest] = (await view()).reviews;
    expect(newest).toMatchObject({
      standing: 'unverified',
      inspector: '李检（工号 FS-017）',
      countersignedBy: '孙复核（second）',
    });
    expect(journal.at(-1)).toMatchObject({ detail: expect.stringContaining('未经中心核实') as unknown });
    const common = { class: CODE as never, by: '吴检查', countersignedBy: null, at: 1, note: '' };
    const decision = { kind: 'review-decided', id: 'd1', ...common, review: newest?.id ?? 0, confirmed: true } as const;
    centerDecisions(office.db).add(decision, epochMs(1));
    expect((await view()).reviews[0]).toMatchObject({ standing: 'confirmed' });
  });

  it('signs each class once by one visit, and takes no more codes after wrong ones than a person would type', async () => {
    reachable = true;
    const visit = { kind: 'visit', visit: 'v1' };
    expect((await sign({ reviewer: visit })).body.error.code).toBe('visit-over');
    for (let wrong = 0; wrong < 5; wrong += 1)
      await administrator.send('POST', `${REVIEW}/visit`, { code: 'XXXX-XXXX' });
    const next = await administrator.send<Refusal>('POST', `${REVIEW}/visit`, { code: 'ABCD-2345' });
    expect([next.status, next.body.error.code]).toEqual([429, 'too-many-tries']);
  });
});
