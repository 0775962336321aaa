import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  type EnrolmentView,
  enrolmentSchema,
  type LiveView,
  type PhotoReportView,
  photoReportSchema,
} from '../../core/contract/office/enrolment.ts';
import type { JobView } from '../../core/contract/web/job.ts';
import { modelId } from '../../core/domain/ids.ts';
import { milliseconds } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { CODE, frameOf, startEnrolmentOffice } from '../support/enrolment/office.ts';
import { PACK, type PaintedPhoto, PaintedVision, painted } from '../support/enrolment/painted-vision.ts';
import type { OfficeClient } from '../support/office/client.ts';
import { PASSWORD } from '../support/office/office.ts';

let vision: PaintedVision;
let office: Awaited<ReturnType<typeof startEnrolmentOffice>>;
let teacher: OfficeClient;
beforeEach(async () => {
  vision = new PaintedVision();
  office = await startEnrolmentOffice(vision);
  teacher = await office.as('teacher');
});
afterEach(() => office[Symbol.asyncDispose]());

const view = async (): Promise<EnrolmentView> =>
  z.parse(enrolmentSchema, (await teacher.get(`/classes/${CODE}/enrolment`)).body);
const agree = (people: readonly string[] = ['t1']) =>
  teacher.send('POST', '/enrolment/consents', { people, date: '2026-09-28', textVersion: '2026-1', how: 'paper' });
const add = (person: string, photo: PaintedPhoto) =>
  teacher.upload<PhotoReportView>(
    'POST',
    `/enrolment/people/${person}/photos?name=a.jpg`,
    new Uint8Array(painted(photo)),
  );
const audit = () => office.db.prepare('select action, subject, detail from audit order by id').all();

describe('the office enrols', () => {
  it('a person by consent and photos, each in the audit', async () => {
    expect((await agree()).status).toBe(204);
    const { body } = await add('t1', { quality: { eyeDistance: 75 } });
    expect(z.parse(photoReportSchema, body)).toMatchObject({
      ...{ kind: 'kept', standing: 'usable', pending: false },
      findings: [{ code: 'small', refused: false, text: '两眼间距 75 像素，最好不少于 90：请靠近重拍或换高清照片' }],
    });
    expect((await view()).people[0]).toMatchObject({
      name: '王小明',
      enrolled: true,
      next: 'photos',
      photos: [{ counts: true }],
    });
    expect(audit()).toContainEqual({
      action: 'consent-given',
      subject: 't1',
      detail: '登记 王小明 于 2026-09-28 在纸上同意（文本 2026-1）',
    });
    expect(audit()).toContainEqual({ action: 'photo-added', subject: 't1', detail: '为 王小明 添加照片' });
  });

  it('and forgets them when consent is withdrawn', async () => {
    await agree();
    await add('t1', {});
    expect(vision.gallery).toHaveLength(1);
    const answer = await teacher.send('POST', '/enrolment/people/t1/withdraw', { date: '2026-10-09', why: '' });
    expect(answer.status).toBe(204);
    expect(vision.gallery).toEqual([]);
    expect((await view()).people[0]).toMatchObject({ consent: { kind: 'withdrawn', date: '2026-10-09' }, photos: [] });
  });

  it('later photos only with trainee and a second person', async () => {
    await agree();
    for (const take of [1, 2, 3]) await add('t1', { take });
    const { body } = await add('t1', { take: 4, face: 20 });
    expect(body.pending).toBe(true);
    const later = { photos: [body.photo], why: '换了眼镜', signature: [[100, 100, 900, 400]] };
    const confirm = (user: string) =>
      teacher.send<{ error?: { code: string } }>('POST', '/enrolment/people/t1/later', {
        ...later,
        countersign: { user, password: PASSWORD },
      });
    expect((await confirm('teacher')).body.error?.code).toBe('second-person-missing');
    expect((await confirm('viewer')).body.error?.code).toBe('second-person-missing');
    expect((await confirm('second')).status).toBe(200);
    expect((await view()).people[0]?.photos.every(({ counts }) => counts)).toBe(true);
    expect(audit()).toContainEqual({
      action: 'later-photos-confirmed',
      subject: 't1',
      detail: '王小明 补充 1 张照片：换了眼镜；学员签名确认，复核人 second',
    });
  });

  it('anew by one job when the model changed', async () => {
    await agree();
    await add('t1', {});
    vision.use = { ...PACK, modelId: modelId('painted/2') };
    expect((await view()).stale).toBe(1);
    const { body } = await teacher.send<{ job: string }>('POST', '/enrolment/re-enrol');
    await until(async () => (await teacher.get<JobView>(`/jobs/${body.job}`)).body.state === 'done');
    expect((await view()).stale).toBe(0);
  });

  it('staff, who are no trainees', async () => {
    const { body } = await teacher.send<{ id: string }>('POST', '/staff', { name: '王老师', duty: '教师' });
    await agree([body.id]);
    await add(body.id, {});
    expect(vision.gallery).toMatchObject([{ person: { kind: 'staff' } }]);
    expect((await view()).people.map(({ id }) => id)).toEqual(['t1', 't2', 't3']);
    await teacher.send('DELETE', `/staff/${body.id}`);
    expect(vision.gallery).toEqual([]);
  });
});

describe('the office refuses', () => {
  it('a viewer to change or to see photos', async () => {
    const viewer = await office.as('viewer');
    expect((await viewer.get(`/classes/${CODE}/enrolment`)).status).toBe(200);
    expect((await viewer.send('POST', '/enrolment/consents', {})).status).toBe(403);
    expect((await viewer.get('/enrolment/photos/0123')).status).toBe(403);
  });

  it('what is not there, in words', async () => {
    expect((await teacher.get('/classes/none/enrolment')).status).toBe(404);
    expect((await teacher.get('/enrolment/photos/..%2Fkey')).status).toBe(404);
    expect((await add('nobody', {})).status).toBe(404);
    expect((await teacher.get('/enrolment/live/none')).status).toBe(404);
  });

  it('a photo of more than 20 MB', async () => {
    const huge = new Uint8Array(20_000_001);
    expect((await teacher.upload('POST', '/enrolment/people/t1/photos?name=a.jpg', huge)).status).toBe(413);
  });

  it('a photo while vision does not run, keeping nothing', async () => {
    vision.use = null;
    vision.down = '人脸识别没有运行：缺少模型文件';
    expect((await add('t1', {})).status).toBe(503);
    expect(await view()).toMatchObject({ model: null, trouble: '人脸识别没有运行：缺少模型文件' });
    expect((await view()).people[0]?.photos).toEqual([]);
  });
});

describe('a guided enrolment', () => {
  const start = (person = 't1') => teacher.send<LiveView>('POST', '/enrolment/live', { person, camera: 'front' });
  /** The camera shows this for one frame. */
  const show = async (id: string, pose: { yaw?: number; pitch?: number }, trainee?: string): Promise<LiveView> => {
    const before = (await teacher.get<LiveView>(`/enrolment/live/${id}`)).body.looks;
    vision.before = painted({ take: before, look: { pose: { yaw: 0, pitch: 0, roll: 0, ...pose } } });
    office.enrolment.live.watch(frameOf(1, trainee));
    await until(async () => (await teacher.get<LiveView>(`/enrolment/live/${id}`)).body.looks > before);
    return (await teacher.get<LiveView>(`/enrolment/live/${id}`)).body;
  };
  const whole = async (id: string, trainee?: string): Promise<LiveView> => {
    await show(id, {}, trainee);
    await show(id, { yaw: 20 }, trainee);
    await show(id, { yaw: -20 }, trainee);
    await show(id, { pitch: 12 }, trainee);
    return show(id, {}, trainee);
  };

  it('needs consent first', async () => {
    expect((await start()).body).toMatchObject({ error: { code: 'consent-needed' } });
  });

  it('asks for pose by pose and keeps what was accepted', async () => {
    await agree();
    const { id } = (await start()).body;
    expect(await show(id, { yaw: 30 })).toMatchObject({ taken: 0, hint: '请正对镜头' });
    office.enrolment.live.watch(frameOf(2));
    await until(async () =>
      (await teacher.get<LiveView>(`/enrolment/live/${id}`)).body.hint.startsWith('看到 2 张人脸'),
    );
    expect(await whole(id)).toMatchObject({ taken: 5, done: true, hint: '采集完成，请核对照片' });
    expect((await view()).people[0]?.photos).toEqual([]);
    const accepted = await teacher.send('POST', `/enrolment/live/${id}/accept`, { without: ['up'] });
    expect(accepted.body).toEqual({ person: 't1', kept: 4, pending: false });
    expect((await view()).people[0]).toMatchObject({ next: 'done', enrolled: true });
    expect((await teacher.get(`/enrolment/live/${id}`)).status).toBe(404);
  });

  it('discarded leaves nothing', async () => {
    await agree();
    const { id } = (await start()).body;
    await whole(id);
    await teacher.send('DELETE', `/enrolment/live/${id}`);
    expect((await view()).people[0]?.photos).toEqual([]);
    expect(office.db.prepare('select count(*) from enrolmentPhoto').pluck().get()).toBe(0);
  });

  it('is the trainee\u2019s confirmation of later photos when the face was identified as theirs', async () => {
    await agree();
    for (const take of [11, 12, 13]) await add('t1', { take });
    const { id } = (await start()).body;
    expect(await whole(id, 't1')).toMatchObject({ matched: true });
    expect((await teacher.send('POST', `/enrolment/live/${id}/accept`, { without: [] })).body).toMatchObject({
      pending: true,
    });
    const photos = (await view()).people[0]?.photos.filter(({ pending }) => pending).map((photo) => photo.id);
    const countersign = { user: 'second', password: PASSWORD };
    const body = { photos, why: '剪了头发', signature: null, countersign };
    expect((await teacher.send('POST', '/enrolment/people/t1/later', body)).status).toBe(200);
  });

  it('is no confirmation when another person was identified in it', async () => {
    await agree();
    for (const take of [11, 12, 13]) await add('t1', { take });
    const { id } = (await start()).body;
    await show(id, {}, 't2');
    expect(await whole(id, 't1')).toMatchObject({ matched: false, other: '李小红' });
  });
});

describe('a photo is shown', () => {
  it('upright, small, and without what the camera wrote beside it', async () => {
    const bytes = await sharp({ create: { width: 2000, height: 1000, channels: 3, background: '#a88' } })
      .withExif({ IFD0: { Make: 'SecretCamera' } })
      .jpeg()
      .toBuffer();
    vision.examine = () => Promise.resolve({ kind: 'no-face' });
    const { body } = await teacher.upload<PhotoReportView>(
      'POST',
      '/enrolment/people/t1/photos?name=a.jpg',
      new Uint8Array(bytes),
    );
    expect(body.findings.map(({ text }) => text)).toEqual([
      '没有找到人脸，请换一张正面、清晰的照片；照片里脸太小（不到照片宽度的十分之一）时请靠近重拍',
    ]);
    const shown = await teacher.get(`/enrolment/photos/${body.photo ?? ''}?size=small`);
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(await sharp(shown.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 240 });
    expect(Buffer.from(shown.bytes).includes('SecretCamera')).toBe(false);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries > 200) throw new Error('waited in vain');
    await systemClock.sleep(milliseconds(10));
  }
}
