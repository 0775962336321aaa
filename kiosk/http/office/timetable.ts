import type { Readable } from 'node:stream';
import * as z from 'zod/mini';
import {
  bellSchema,
  copyWeekSchema,
  type Edited,
  editLessonsSchema,
  type LessonForm,
  swapLessonsSchema,
  type TimetablePreview,
  type WeekView,
} from '../../../core/contract/office/timetable.ts';
import { type ClassCode, classCode } from '../../../core/domain/ids.ts';
import { type Route, route } from './route.ts';

interface Change {
  readonly version: number;
  readonly by: string;
}
type Place = { readonly date: string; readonly no: number };

/** The timetable of classes: `kiosk/desk/timetable/timetable` satisfies it. */
export interface TimetableDesk {
  week(code: ClassCode, week: number | null): WeekView;
  edit(code: ClassCode, lessons: readonly LessonForm[], removed: readonly Place[], change: Change): Edited;
  swap(code: ClassCode, one: Place, other: Place, change: Change): Edited;
  copy(code: ClassCode, week: number, to: number, change: Change): Edited;
  bell(code: ClassCode, from: string, bell: readonly { start: string; end: string }[], change: Change): Edited;
  preview(code: ClassCode, name: string, bytes: Uint8Array): Promise<TimetablePreview>;
  import(code: ClassCode, name: string, bytes: Uint8Array, change: Change): Promise<Edited>;
}

const weekQuery = z.strictObject({ week: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200))) });
const named = z.strictObject({ name: z.string().check(z.minLength(1), z.maxLength(500)) });
const namedAt = z.strictObject({ ...named.shape, version: z.coerce.number().check(z.int()) });
const MOST_BYTES = 20_000_000;

/** The week view, its edits and the import. */
export function timetableRoutes(desk: TimetableDesk): readonly Route[] {
  const codeOf = ({ code = '' }: Readonly<Record<string, string>>): ClassCode => classCode(code);
  const audited = (params: Readonly<Record<string, string>>, detail: string) => ({
    action: 'timetable-changed',
    subject: params['code'] ?? '',
    detail,
  });
  return [
    route({
      method: 'GET',
      path: '/classes/:code/timetable',
      least: 'viewer',
      query: weekQuery,
      handle: ({ params, query: { week } }) => desk.week(codeOf(params), week ?? null),
    }),
    route({
      method: 'PUT',
      path: '/classes/:code/timetable/lessons',
      least: 'teacher',
      body: editLessonsSchema,
      handle: ({ params, body: { version, lessons, removed }, actor }) =>
        desk.edit(codeOf(params), lessons, removed, { version, by: actor.user }),
      audit: ({ params, body: { lessons, removed } }, { changed }) => {
        const places = [...lessons, ...removed].slice(0, 5).map(({ date, no }) => `${date} 第 ${no} 节`);
        return changed === 0 ? null : audited(params, `修改课程表 ${changed} 节：${places.join('、')}`);
      },
    }),
    route({
      method: 'POST',
      path: '/classes/:code/timetable/swap',
      least: 'teacher',
      body: swapLessonsSchema,
      handle: ({ params, body: { version, one, other }, actor }) =>
        desk.swap(codeOf(params), one, other, { version, by: actor.user }),
      audit: ({ params, body: { one, other } }, { changed }) =>
        changed === 0
          ? null
          : audited(params, `对调 ${one.date} 第 ${one.no} 节与 ${other.date} 第 ${other.no} 节的课程`),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/timetable/copy',
      least: 'teacher',
      body: copyWeekSchema,
      handle: ({ params, body: { version, week, to }, actor }) =>
        desk.copy(codeOf(params), week, to, { version, by: actor.user }),
      audit: ({ params, body: { week, to } }, { changed }) =>
        changed === 0 ? null : audited(params, `把第 ${week} 周复制到其后 ${to} 周，共 ${changed} 节`),
    }),
    route({
      method: 'PUT',
      path: '/classes/:code/timetable/bell',
      least: 'teacher',
      body: bellSchema,
      handle: ({ params, body: { version, from, bell }, actor }) =>
        desk.bell(codeOf(params), from, bell, { version, by: actor.user }),
      audit: ({ params, body: { from, bell } }, { changed }) =>
        changed === 0 ? null : audited(params, `自 ${from} 起作息改为每天 ${bell.length} 节`),
    }),
    route({
      method: 'POST',
      path: '/classes/:code/timetable/preview',
      least: 'teacher',
      query: named,
      upload: { mostBytes: MOST_BYTES },
      handle: async ({ params, query: { name }, upload }) => desk.preview(codeOf(params), name, await bytesOf(upload)),
      audit: () => null, // looks only
    }),
    route({
      method: 'POST',
      path: '/classes/:code/timetable/import',
      least: 'teacher',
      query: namedAt,
      upload: { mostBytes: MOST_BYTES },
      handle: async ({ params, query: { name, version }, upload, actor }) =>
        desk.import(codeOf(params), name, await bytesOf(upload), { version, by: actor.user }),
      audit: ({ params, query: { name } }, { changed }) => audited(params, `导入课程表 ${name}，改动 ${changed} 节`),
    }),
  ];
}

async function bytesOf(upload: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of upload) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
