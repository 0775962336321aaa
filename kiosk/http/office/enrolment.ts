import * as z from 'zod/mini';
import type { Actor } from '../../../core/contract/office/actor.ts';
import { currentConsentText } from '../../../core/contract/office/consent-text.ts';
import { strokesSchema } from '../../../core/contract/office/day-entries.ts';
import {
  type EnrolmentView,
  giveConsentSchema,
  type PhotoReportView,
  withdrawSchema,
} from '../../../core/contract/office/enrolment.ts';
import { findingText } from '../../../core/contract/office/enrolment-words.ts';
import { countersignSchema } from '../../../core/contract/web/person.ts';
import type { PhotoFinding } from '../../../core/domain/enrolment.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { fileAnswer } from '../../../core/web/route.ts';
import { type Route, route } from './route.ts';

/** What the routes need of `kiosk/desk/enrolment`. */
export interface EnrolmentDesk {
  ofClass(code: string): EnrolmentView;
  give(
    people: readonly string[],
    entry: { date: LocalDate; textVersion: string; how: 'paper' | 'screen'; by: string },
  ): Promise<void>;
  withdraw(person: string, entry: { date: LocalDate; why: string; by: string }): Promise<void>;
  /** Deletes what is kept of a class's faces; answers how many people it has. */
  settle(code: string, by: string): Promise<number>;
  /** A photo as a page shows it: an upright JPEG without what the camera wrote beside it. */
  shown(photo: string, size: 'small' | 'large'): Promise<Uint8Array>;
  take(
    person: string,
    name: string,
    bytes: Uint8Array,
    by: string,
  ): Promise<Omit<PhotoReportView, 'findings'> & { findings: readonly PhotoFinding[] }>;
  remove(photo: string): Promise<{ person: string }>;
  confirmLater(later: {
    person: string;
    photos: readonly string[];
    why: string;
    signature: readonly (readonly number[])[] | null;
    by: string;
    countersignedBy: string;
  }): Promise<void>;
  /** Starts the job. */
  reEnrol(): string;
  /** For messages and the audit. */
  nameOf(person: string): string;
}

export interface EnrolmentRoutePorts {
  readonly desk: EnrolmentDesk;
  readonly countersigner: (actor: Actor, signature: { user: string; password: string }) => Promise<{ user: string }>;
}

const MOST_PHOTO_BYTES = 20_000_000;
const laterSchema = z.strictObject({
  photos: z.array(z.string()).check(z.minLength(1), z.maxLength(20)),
  why: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
  signature: z.nullable(strokesSchema),
  countersign: countersignSchema,
});

/** Consent, photos and the doctor's findings of a class. */
export function enrolmentRoutes({ desk, countersigner }: EnrolmentRoutePorts): readonly Route[] {
  const name = (person: string): string => desk.nameOf(person);
  return [
    route({
      method: 'GET',
      path: '/classes/:code/enrolment',
      least: 'viewer',
      handle: ({ params: { code = '' } }) => desk.ofClass(code),
    }),
    route({ method: 'GET', path: '/enrolment/consent-text', least: 'viewer', handle: () => currentConsentText }),
    route({
      method: 'POST',
      path: '/enrolment/consents',
      least: 'teacher',
      body: giveConsentSchema,
      handle: ({ actor, body: { people, date, textVersion, how } }) =>
        desk.give(people, { date: date as LocalDate, textVersion, how, by: actor.user }),
      audit: ({ body: { people, date, textVersion, how } }) => ({
        action: 'consent-given',
        subject: people.join(' '),
        detail: `登记 ${people.map(name).join('、')} 于 ${date} ${how === 'paper' ? '在纸上' : '在屏幕上'}同意（文本 ${textVersion}）`,
      }),
    }),
    route({
      method: 'POST',
      path: '/enrolment/people/:person/withdraw',
      least: 'teacher',
      body: withdrawSchema,
      handle: ({ actor, params: { person = '' }, body: { date, why } }) =>
        desk.withdraw(person, { date: date as LocalDate, why, by: actor.user }),
      audit: ({ params: { person = '' }, body: { date, why } }) => ({
        action: 'consent-withdrawn',
        subject: person,
        detail: `${name(person)} 于 ${date} 撤回同意，已停止识别并删除照片和模板${why === '' ? '' : `：${why}`}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/enrolment/people/:person/photos',
      least: 'teacher',
      upload: { mostBytes: MOST_PHOTO_BYTES },
      query: z.strictObject({ name: z.string().check(z.minLength(1), z.maxLength(200)) }),
      handle: async ({ actor, params: { person = '' }, query, upload }): Promise<PhotoReportView> => {
        const bytes = Buffer.concat(await Array.fromAsync(upload as AsyncIterable<Uint8Array>));
        const { kind, photo, standing, pending, findings } = await desk.take(person, query.name, bytes, actor.user);
        return {
          ...{ kind, photo, standing, pending },
          findings: findings.map((each) => ({ code: each.code, refused: each.refused, text: findingText(each) })),
        };
      },
      audit: ({ params: { person = '' } }, { kind, pending }) =>
        kind === 'kept'
          ? {
              action: 'photo-added',
              subject: person,
              detail: `为 ${name(person)} 添加照片${pending ? '（待学员和教师确认）' : ''}`,
            }
          : null,
    }),
    route({
      method: 'GET',
      path: '/enrolment/photos/:photo',
      least: 'teacher',
      query: z.strictObject({ size: z.optional(z.enum(['small', 'large'])) }),
      handle: async ({ params: { photo = '' }, query: { size = 'large' } }) =>
        fileAnswer({ type: 'image/jpeg', name: `${photo}.jpg`, inline: true, content: await desk.shown(photo, size) }),
    }),
    route({
      method: 'DELETE',
      path: '/enrolment/photos/:photo',
      least: 'teacher',
      handle: ({ params: { photo = '' } }) => desk.remove(photo),
      audit: (_call, { person }) => ({
        action: 'photo-removed',
        subject: person,
        detail: `删除 ${name(person)} 的一张照片`,
      }),
    }),
    route({
      method: 'POST',
      path: '/enrolment/people/:person/later',
      least: 'teacher',
      body: laterSchema,
      handle: async ({ actor, params: { person = '' }, body: { countersign, ...later } }) => {
        const { user } = await countersigner(actor, countersign);
        await desk.confirmLater({ ...later, person, by: actor.user, countersignedBy: user });
        return { countersignedBy: user };
      },
      audit: ({ params: { person = '' }, body }, { countersignedBy }) => ({
        action: 'later-photos-confirmed',
        subject: person,
        detail: `${name(person)} 补充 ${body.photos.length} 张照片：${body.why}；学员${body.signature === null ? '现场识别' : '签名'}确认，复核人 ${countersignedBy}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/enrolment/settled',
      least: 'administrator',
      handle: async ({ actor, params: { code = '' } }) => ({ people: await desk.settle(code, actor.user) }),
      audit: ({ params: { code = '' } }) => ({
        action: 'enrolment-settled',
        subject: code,
        detail: '补贴已结算，删除本班的登记照片和人脸模板',
      }),
    }),
    route({
      method: 'POST',
      path: '/enrolment/re-enrol',
      least: 'teacher',
      handle: () => ({ job: desk.reEnrol() }),
      audit: () => ({ action: 're-enrolled', subject: '', detail: '用保存的照片按新模型重新登记' }),
    }),
  ];
}
