import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FilmPerson, PEOPLE } from '../support/camera/film/people.ts';
import { enrolmentPhotos } from '../support/camera/film/photographs.ts';
import { CENTER_PASSWORD, startTown, type Town } from '../support/center/walk.ts';
import { drawSignature, startWalker, type Walker } from '../support/center/walker.ts';
import { axeFindings, until } from '../support/screen/browser.ts';

const OFFICE_PASSWORD = 'only-for-this-office';
const WAITING = '新照片与原来的人脸相似度偏低。中心同意前，仍用原来的人脸识别，考勤不受影响';

describe('an inspector’s walk through a classroom and the center, each a program of its own', () => {
  let walker: Walker;
  let town: Town;
  let center: Page;
  let office: Page;
  let screen: Page;
  beforeAll(async () => {
    [walker, town] = await Promise.all([startWalker(), startTown()]);
    center = await walker.page('center');
    office = await walker.page('office');
    screen = await walker.page('screen', 1920, 1080);
  }, 180_000);
  afterAll(async () => {
    await walker[Symbol.asyncDispose]();
    await town[Symbol.asyncDispose]();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await walker.failed();
  });

  it('the classroom computer is set up by the code on its screen, and paired by the code in its office', async () => {
    await screen.goto(`${town.kioskUrl}/screen/`);
    const code = await screen.getByRole('complementary', { name: '初始化码' }).locator('.first-run-code').innerText();
    await walker.shot(screen, '01-screen', false);
    await office.goto(`${town.kioskUrl}/office/`);
    await office.getByLabel('初始化码').fill(code);
    await office.getByLabel('您的姓名').fill('李主任');
    await office.getByLabel('账号').fill('li');
    await office.getByLabel('密码').fill(OFFICE_PASSWORD);
    await office.getByRole('button', { name: '建立并登录' }).click();
    await office.getByRole('link', { name: '监管中心', exact: true }).click();
    const pairing = await office
      .getByText(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/)
      .first()
      .innerText();
    await walker.shot(office, '02-office-center');

    await signIn(center, 'inspector');
    await center.getByRole('link', { name: '教室电脑' }).click();
    await center.getByRole('button', { name: '配对一台' }).click();
    await center.getByLabel('配对码').fill(pairing);
    await center.getByLabel('机构').fill('演示学院');
    await center.getByLabel('教室', { exact: true }).fill('B301');
    await walker.shot(center, '03-pairing', false);
    await center.getByRole('button', { name: '配对', exact: true }).click();
    await center.getByText('已连接').waitFor();
    await office.getByText('B301', { exact: true }).first().waitFor();
    await office.getByText('监管中心待配对').waitFor({ state: 'hidden' });
    await walker.shot(office, '04-office-paired');
  }, 180_000);

  it('the on-site review: a code taken at the center proves at the classroom computer who compares and signs', async () => {
    await center.getByRole('button', { name: '现场审核码' }).click();
    const code = await center.locator('.visit-code').innerText();
    await walker.shot(center, '05-visit-code', false);
    await center.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click();

    await office.goto(`${town.kioskUrl}/office/classes/${town.code}/enrolment`);
    await office.getByText('已完成 10', { exact: true }).waitFor(); // no face changes while they are compared
    await walker.shot(office, '06-enrolment');
    await office.getByRole('link', { name: '现场审核' }).click();
    await office.getByLabel('现场审核码').fill(code);
    await office.getByRole('button', { name: '核实', exact: true }).click();
    await office.getByText('中心已核实：吴检查（inspector）').waitFor();
    await office
      .getByText(/相似度/)
      .first()
      .waitFor(); // somebody is before the camera
    for (const { name } of PEOPLE.filter(({ enrolled }) => enrolled).slice(0, 9))
      for (const what of ['身份证与本人', '本人与登记照片'])
        await office
          .getByRole('radiogroup', { name: `${name} ${what}` })
          .getByText('一致', { exact: true })
          .click();
    await drawSignature(office, '检查人员手写签名');
    await walker.shot(office, '07-review');
    await office.getByRole('button', { name: '签名并存档' }).click();
    await office.getByText('现场审核已签名并存档').waitFor();
    await office.getByText('最近一次审核签署的人脸库没有变化').waitFor();
    await office.getByText('逐人核对（0 / 10 人已核对）').waitFor(); // the form is empty for the next one
    expect(await axeFindings(office)).toEqual([]);
    await walker.shot(office, '08-review-signed');

    await center.getByRole('link', { name: '异议与登记' }).click();
    await center.getByRole('tab', { name: '现场审核' }).click();
    await center.getByText('本人凭码核实').waitFor();
    expect(await axeFindings(center)).toEqual([]);
    await walker.shot(center, '09-center-review');
    expect(walker.faults).toEqual([]);
  }, 240_000);

  it('a later enrolment of another face waits at the center; the classroom goes by the old one until it says', async () => {
    // Another account of the institution, who countersigns what comes later.
    await office.getByRole('link', { name: '账号' }).click();
    await office.getByRole('button', { name: '新建账号' }).click();
    const form = office.getByRole('dialog');
    await form.getByLabel('姓名').fill('孙老师');
    await form.getByLabel('账号').fill('sun');
    await form.getByLabel('密码').fill(OFFICE_PASSWORD);
    await form.getByText('教师', { exact: true }).click();
    await form.getByRole('button', { name: '保存' }).click();
    await form.waitFor({ state: 'hidden' });

    await office.goto(`${town.kioskUrl}/office/classes/${town.code}/enrolment`);
    const [first, second] = [await enrolAsOther('t09', 'x01'), await enrolAsOther('t10', 'x02')];
    await walker.shot(office, '10-waits');

    await waits(2);
    // From the reviews the menu leads to what waits.
    await center.getByRole('link', { name: /^异议与登记/ }).click();
    await center.getByRole('tab', { name: '重新登记', selected: true }).waitFor();
    await walker.shot(center, '11-center-enrolment');
    await decide(first, '同意：新登记可以使用', '视频核对是本人');
    await waits(1);
    await decide(second, '不同意：恢复原来的登记', '照片不是本人');
    await center.getByRole('link', { name: '异议与登记', exact: true }).waitFor();
    expect(await axeFindings(center)).toEqual([]);
    await walker.shot(center, '12-decided');

    await office.reload();
    await cardOf(second).getByText('照片不是本人。新照片没有采用').waitFor();
    await cardOf(first).getByText(WAITING).waitFor({ state: 'hidden' });
    await cardOf(first).getByText('可以识别', { exact: true }).waitFor();
    await walker.shot(office, '13-told');
    await office.getByRole('link', { name: /中心的决定/ }).click();
    for (const why of [/视频核对是本人/, /照片不是本人/]) await office.getByText(why).first().waitFor();
    expect(walker.faults).toEqual([]);
  }, 240_000);

  it('a spot check in two clicks seals the moment, calls a trainee on the classroom’s screen, and is decided by two', async () => {
    await center.getByRole('link', { name: '教室', exact: true }).click();
    await center.getByRole('link', { name: 'B301' }).click();
    await center.getByRole('button', { name: '抽查', exact: true }).click();
    await center.getByRole('tooltip').getByRole('button', { name: '抽查', exact: true }).click();
    const title = await center.getByText(/^请 .+ 到摄像头前：/).innerText();
    expect(title).toMatch(/：向[左右上]看(，向[左右上]看){1,2}$/);
    await screen.locator('.band.call .call-from').waitFor();
    await walker.shot(screen, '20-called', false);
    await until(center, `document.querySelector('img[alt="front.jpg"]')?.naturalWidth > 0`, 60_000);
    await center.locator('video[aria-label^="front-"]').waitFor();
    await walker.shot(center, '21-check');

    const school = await walker.page('school');
    await signIn(school, 'school');
    await school.getByRole('link', { name: '抽查' }).click();
    await school.getByRole('link', { name: /^20/ }).click();
    await school.getByLabel('说明情况').fill('学员都在教室');
    await school.getByRole('button', { name: '提交' }).click();
    await school.getByText('学员都在教室', { exact: true }).waitFor();

    // Nobody of the film can turn: how the call ends, a minute later, is not waited for.
    await center.getByText('学员都在教室', { exact: true }).waitFor();
    await center.getByLabel('结论').fill('与机构核对过，正常');
    await center.getByLabel('复核人账号').fill('administrator');
    await center.getByLabel('复核人密码').fill(CENTER_PASSWORD);
    await center.getByRole('button', { name: '签字存档' }).click();
    await center.getByText('与机构核对过，正常').waitFor();
    await center.getByText(/吴检查，复核 周管理/).waitFor();
    expect(await axeFindings(center)).toEqual([]);
    await walker.shot(center, '22-decided');
    expect(walker.faults).toEqual([]);
  }, 300_000);

  it('a camera that was turned, and a room without light, are told of in the office and at the center while they last', async () => {
    await office.getByRole('link', { name: '摄像头', exact: true }).click();
    await office.getByRole('button', { name: '设为参照画面' }).click();
    await office.getByText(/参照画面：20/).waitFor();
    await center.getByRole('link', { name: '教室', exact: true }).click();
    for (const [what, title] of [
      ['moved', '摄像头被移动'],
      ['dark', '画面太暗'],
    ] as const) {
      await town.camera.tell({ do: 'show', what });
      await office.getByText(title, { exact: true }).waitFor();
      await center.getByText(`教室前方：${title}`).waitFor();
      await walker.shot(office, `30-office-${what}`);
      await walker.shot(center, `31-center-${what}`);
    }
    expect(await axeFindings(office)).toEqual([]);
    expect(await axeFindings(center)).toEqual([]);
    await town.camera.tell({ do: 'show', what: 'film' });
    await center.getByText('教室前方：').waitFor({ state: 'hidden' });
    await office.getByText('正常', { exact: true }).waitFor();
    expect(walker.faults).toEqual([]);
  }, 300_000);

  /** Counting is spared while the machine is busy. */
  const waits = (count: number): Promise<void> =>
    center
      .getByRole('link', { name: new RegExp(`^异议与登记 ?，${String(count)} 件等您处理$`) })
      .waitFor({ timeout: 120_000 });

  const cardOf = (name: string) => office.locator('.ant-card').filter({ hasText: name });

  /** Gives a trainee the photos of somebody else, signed by the trainee and a second teacher. @returns their name. */
  async function enrolAsOther(trainee: string, other: string): Promise<string> {
    const [of, from] = [personOf(trainee), personOf(other)];
    await cardOf(of.name)
      .locator('input[type=file]')
      .setInputFiles([...(await enrolmentPhotos(from))]);
    await office.getByRole('button', { name: `学员和教师确认：${of.name}` }).click();
    await office.getByLabel('为什么补充').fill('换了发型');
    await drawSignature(office, '学员签名处');
    await office.getByLabel('复核人账号').fill('sun');
    await office.getByLabel('复核人密码').fill(OFFICE_PASSWORD);
    await office.getByRole('button', { name: '确认使用' }).click();
    await cardOf(of.name).getByText(WAITING).waitFor();
    return of.name;
  }

  async function decide(name: string, what: string, why: string): Promise<void> {
    await center.getByRole('row').filter({ hasText: name }).getByRole('link', { name: '作出决定' }).click();
    const dialog = center.getByRole('dialog');
    await dialog
      .getByText(new RegExp(`^${name}，.*登记（li，复核 sun），.*相似度 0\\.\\d\\d，低于识别的要求`))
      .waitFor();
    await dialog.getByLabel(what).check();
    await dialog.getByLabel('理由').fill(why);
    await dialog.getByRole('button', { name: '签字决定' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await center.getByRole('row').filter({ hasText: name }).getByText(why).waitFor();
  }

  async function signIn(page: Page, user: string): Promise<void> {
    await page.goto(`${town.center.url}/center/`);
    await page.getByLabel('账号').fill(user);
    await page.getByLabel('密码').fill(CENTER_PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
  }
});

function personOf(id: string): FilmPerson {
  const found = PEOPLE.find((each) => each.id === id);
  if (found === undefined) throw new Error(`expected somebody of the film, got ${id}`);
  return found;
}
