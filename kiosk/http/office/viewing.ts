import * as z from 'zod/mini';
import { cameraIdSchema, instantSchema } from '../../../core/contract/live.ts';
import type { ClipPlan, LessonView } from '../../../core/contract/office/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { CameraId, ClassCode } from '../../../core/domain/ids.ts';
import type { EpochMs, LocalDate, Span } from '../../../core/domain/units.ts';
import { fileAnswer } from '../../../core/web/route.ts';
import { lessonOf } from './day-paths.ts';
import { type Route, route } from './route.ts';

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

/** The lesson that a contact sheet shows. */
export interface ShownLessons {
  lesson(code: ClassCode, date: LocalDate, no: number): LessonView;
}

const number = z.coerce.number().check(z.int(), z.nonnegative());
const instant = z.pipe(number, instantSchema);
const clipQuery = z.strictObject({ camera: cameraIdSchema, from: instant, to: instant });
const frameQuery = z.strictObject({
  camera: cameraIdSchema,
  at: instant,
  run: z.optional(number),
  decodeTime: z.optional(number),
});

/** Video, frames and contact sheets beside a mark. */
export function viewingRoutes(desk: ShownLessons, viewing: DayViewing): readonly Route[] {
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
      audit: ({ params: { code = '', date = '', no = '' } }) => ({
        action: 'sheet-viewed',
        subject: code,
        detail: `查看 ${date} 第 ${no} 课时的画面一览`,
      }),
    }),
  ];
}
