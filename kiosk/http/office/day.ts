import * as z from 'zod/mini';
import { cameraIdSchema, instantSchema } from '../../../core/contract/live.ts';
import type { Actor } from '../../../core/contract/office/actor.ts';
import {
  type AnswerBody,
  answerBodySchema,
  type ClipPlan,
  type CorrectionBody,
  classCodeSchema,
  correctionBodySchema,
  type Day,
  type DisputeView,
  dateSchema,
  type LeaveBody,
  type LeaveView,
  type LessonView,
  leaveBodySchema,
  type ManualBody,
  type ManualView,
  manualBodySchema,
  type SettleView,
  whyBodySchema,
} from '../../../core/contract/office/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { CameraId, ClassCode } from '../../../core/domain/ids.ts';
import type { EpochMs, LocalDate, Span } from '../../../core/domain/units.ts';
import { fileAnswer, type Route, route } from './route.ts';

/** What came of entering something: its id, and how many closed records it corrected. */
export interface Entered {
  readonly id: number;
  readonly corrected: number;
}

/** The day's work: `kiosk/desk/day/desk.ts` satisfies it. */
export interface DayDesk {
  /** A day; null: today. */
  day(date: LocalDate | null): Day;
  lesson(code: ClassCode, date: LocalDate, no: number): LessonView;
  leave(from: LocalDate, to: LocalDate): readonly LeaveView[];
  enterLeave(body: LeaveBody, actor: Actor): Promise<Entered>;
  withdrawLeave(id: number, actor: Actor, why: string): void;
  proveLeave(id: number, name: string, bytes: AsyncIterable<Uint8Array>, actor: Actor): Promise<void>;
  proof(id: number): Promise<{ readonly path: string; readonly type: string; readonly name: string }>;
  manual(date: LocalDate): readonly ManualView[];
  enterManual(body: ManualBody, actor: Actor): Promise<Entered>;
  withdrawManual(id: number, actor: Actor, why: string): void;
  correct(body: CorrectionBody, actor: Actor): Promise<{ readonly id: number; readonly record: number | null }>;
  sign(id: number, actor: Actor): Promise<void>;
  refuse(id: number, actor: Actor, why: string): void;
  settle(): SettleView;
  disputes(): readonly DisputeView[];
  answer(id: number, body: AnswerBody, actor: Actor): Promise<void>;
}

/** Video and pictures beside a mark: evidence/viewing satisfies it. */
export interface DayViewing {
  plan(camera: CameraId, span: Span): Promise<ClipPlan>;
  clip(id: string, signal: AbortSignal): Promise<string | null>;
  frame(
    camera: CameraId,
    at: EpochMs,
    proof: { readonly run: number; readonly decodeTime: number } | null,
  ): Promise<string | null>;
  sheet(
    title: string,
    cameras: readonly { readonly id: CameraId; readonly name: string }[],
    lesson: Span,
  ): Promise<string>;
}

const number = z.coerce.number().check(z.int(), z.nonnegative());
const instant = z.pipe(number, instantSchema);
const rangeQuery = z.strictObject({ from: dateSchema, to: dateSchema });
const clipQuery = z.strictObject({ camera: cameraIdSchema, from: instant, to: instant });
const frameQuery = z.strictObject({
  camera: cameraIdSchema,
  at: instant,
  run: z.optional(number),
  decodeTime: z.optional(number),
});

const idOf = ({ id = '' }: Readonly<Record<string, string>>): number => {
  const value = Number(id);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new ZaikeError('地址不对', { code: 'no-such-entry', retry: false });
};
const lessonSchema = z.strictObject({
  code: classCodeSchema,
  date: dateSchema,
  no: z.coerce.number().check(z.int(), z.positive()),
});
const lessonOf = (params: Readonly<Record<string, string>>): z.infer<typeof lessonSchema> => {
  const parsed = z.safeParse(lessonSchema, params);
  if (parsed.success) return parsed.data;
  throw new ZaikeError('没有这节课', { code: 'no-such-lesson', retry: false });
};

/** A scan has at most so many bytes. */
const MOST_PROOF = 20_000_000;
const proofQuery = z.strictObject({ name: z.string().check(z.minLength(1), z.maxLength(200)) });

const KINDS = { personal: '事假', sick: '病假' } as const;
const at = ({ date, no, trainee }: { readonly date: string; readonly no: number; readonly trainee: string }): string =>
  `${trainee} ${date} 第 ${no} 课时`;

/** The day: lessons, leave, check-ins by hand, corrections, disputes, and the video beside them. */
export function dayRoutes(desk: DayDesk, viewing: DayViewing): readonly Route[] {
  return [...readingRoutes(desk), ...enteringRoutes(desk), ...viewingRoutes(desk, viewing)];
}

function readingRoutes(desk: DayDesk): readonly Route[] {
  const least = 'viewer';
  return [
    route({ method: 'GET', path: '/day', least, handle: () => desk.day(null) }),
    route({
      method: 'GET',
      path: '/day/:date',
      least,
      handle: ({ params: { date = '' } }) => {
        const parsed = z.safeParse(dateSchema, date);
        if (!parsed.success) throw new ZaikeError('日期要写成 2026-10-08 这样', { code: 'no-such-day', retry: false });
        return desk.day(parsed.data);
      },
    }),
    route({
      method: 'GET',
      path: '/classes/:code/lessons/:date/:no',
      least,
      handle: ({ params }) => {
        const { code, date, no } = lessonOf(params);
        return desk.lesson(code, date, no);
      },
    }),
    route({
      method: 'GET',
      path: '/leave',
      least,
      query: rangeQuery,
      handle: ({ query: { from, to } }) => desk.leave(from, to),
    }),
    route({
      method: 'GET',
      path: '/check-ins',
      least,
      query: z.strictObject({ date: dateSchema }),
      handle: ({ query: { date } }) => desk.manual(date),
    }),
    route({ method: 'GET', path: '/settle', least, handle: () => desk.settle() }),
    route({ method: 'GET', path: '/disputes', least, handle: () => desk.disputes() }),
  ];
}

function enteringRoutes(desk: DayDesk): readonly Route[] {
  const least = 'teacher';
  return [
    route({
      method: 'POST',
      path: '/leave',
      least,
      body: leaveBodySchema,
      handle: ({ body, actor }) => desk.enterLeave(body, actor),
      audit: ({ body }, { corrected }) => ({
        action: 'leave-entered',
        subject: body.trainee,
        detail: `登记${KINDS[body.kind]} ${body.from} 至 ${body.to}${range(body.lessons)}：${body.why}${more(corrected)}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/leave/:id/withdrawal',
      least,
      body: whyBodySchema,
      handle: ({ params, body: { why }, actor }) => desk.withdrawLeave(idOf(params), actor, why),
      audit: ({ params: { id = '' }, body: { why } }) => ({
        action: 'leave-withdrawn',
        subject: id,
        detail: `撤回假条：${why}`,
      }),
    }),
    route({
      method: 'PUT',
      path: '/leave/:id/proof',
      least,
      query: proofQuery,
      upload: { mostBytes: MOST_PROOF },
      handle: ({ params, query: { name }, upload, actor }) => desk.proveLeave(idOf(params), name, upload, actor),
      audit: ({ params: { id = '' }, query: { name } }) => ({
        action: 'leave-proven',
        subject: id,
        detail: `上传假条证明：${name}`,
      }),
    }),
    route({
      method: 'GET',
      path: '/leave/:id/proof',
      least,
      handle: async ({ params }) => {
        const { path, type, name } = await desk.proof(idOf(params));
        return fileAnswer({ type, name, inline: true, content: { path } });
      },
    }),
    route({
      method: 'POST',
      path: '/check-ins',
      least,
      body: manualBodySchema,
      handle: ({ body, actor }) => desk.enterManual(body, actor),
      audit: ({ body }, { corrected }) => ({
        action: 'checked-in-by-hand',
        subject: body.trainee,
        detail: `凭身份证登记 ${body.date}${range(body.lessons)}${more(corrected)}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/check-ins/:id/withdrawal',
      least,
      body: whyBodySchema,
      handle: ({ params, body: { why }, actor }) => desk.withdrawManual(idOf(params), actor, why),
      audit: ({ params: { id = '' }, body: { why } }) => ({
        action: 'check-in-withdrawn',
        subject: id,
        detail: `撤回登记：${why}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/corrections',
      least,
      body: correctionBodySchema,
      handle: ({ body, actor }) => desk.correct(body, actor),
      audit: ({ body }, { record }) => ({
        action: record === null ? 'correction-asked' : 'record-corrected',
        subject: body.trainee,
        detail: `${record === null ? '申请更正' : '更正'} ${at(body)}：${body.why}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/corrections/:id/signature',
      least,
      handle: ({ params, actor }) => desk.sign(idOf(params), actor),
      audit: ({ params: { id = '' } }) => ({ action: 'correction-signed', subject: id, detail: '复核更正' }),
    }),
    route({
      method: 'POST',
      path: '/corrections/:id/refusal',
      least,
      body: whyBodySchema,
      handle: ({ params, body: { why }, actor }) => desk.refuse(idOf(params), actor, why),
      audit: ({ params: { id = '' }, body: { why } }) => ({
        action: 'correction-refused',
        subject: id,
        detail: `退回更正：${why}`,
      }),
    }),
    route({
      method: 'POST',
      path: '/disputes/:id/answer',
      least,
      body: answerBodySchema,
      handle: ({ params, body, actor }) => desk.answer(idOf(params), body, actor),
      audit: ({ params: { id = '' }, body: { text, correction } }) => ({
        action: 'dispute-answered',
        subject: id,
        detail: `答复异议${correction === null ? '' : '并更正记录'}：${text}`,
      }),
    }),
  ];
}

function viewingRoutes(desk: DayDesk, viewing: DayViewing): readonly Route[] {
  const least = 'viewer';
  const jpeg = (path: string | null) => {
    if (path === null) throw new ZaikeError('这一刻没有录像', { code: 'no-such-video', retry: false });
    return fileAnswer({ type: 'image/jpeg', name: 'picture.jpg', inline: true, content: { path } });
  };
  return [
    route({
      method: 'GET',
      path: '/video',
      least,
      query: clipQuery,
      handle: ({ query: { camera, from, to } }) => {
        if (to < from) throw new ZaikeError('录像的结束不能早于开始', { code: 'bad-input', retry: false });
        return viewing.plan(camera, { from, to });
      },
      audit: ({ query: { camera, from, to } }) => ({
        action: 'video-viewed',
        subject: camera,
        detail: `查看录像 ${new Date(from).toISOString()} 至 ${new Date(to).toISOString()}`,
      }),
    }),
    route({
      method: 'GET',
      path: '/video/:id',
      least,
      handle: async ({ params: { id = '' }, signal }) => {
        const path = await viewing.clip(id, signal);
        if (path === null)
          throw new ZaikeError('这段录像要重新打开，请刷新页面', { code: 'no-such-video', retry: false });
        return fileAnswer({ type: 'video/mp4', name: `${id}.mp4`, inline: true, content: { path } });
      },
    }),
    route({
      method: 'GET',
      path: '/frame',
      least,
      query: frameQuery,
      handle: async ({ query: { camera, at: instant, run, decodeTime } }) => {
        const proof = run === undefined || decodeTime === undefined ? null : { run, decodeTime };
        return jpeg(await viewing.frame(camera, instant, proof));
      },
    }),
    route({
      method: 'GET',
      path: '/classes/:code/lessons/:date/:no/sheet',
      least,
      handle: async ({ params }) => {
        const { code, date, no } = lessonOf(params);
        const { lesson, cameras } = desk.lesson(code, date, no);
        const title = `${lesson.className}  ${date}  第${no}课时`;
        return jpeg(await viewing.sheet(title, cameras, { from: lesson.from, to: lesson.to }));
      },
    }),
  ];
}

const range = (lessons: { readonly first: number; readonly last: number } | null): string =>
  lessons === null ? '' : ` 第 ${lessons.first}–${lessons.last} 课时`;
const more = (corrected: number): string => (corrected === 0 ? '' : `；更正 ${corrected} 条已关闭的记录`);
