import type { Readable } from 'node:stream';
import * as z from 'zod/mini';
import type { Actor } from '../../../core/contract/office/actor.ts';
import {
  type Calendars,
  type YearEffect,
  type YearForm,
  type YearReading,
  yearFormSchema,
} from '../../../core/contract/office/calendars.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { type Route, route } from './route.ts';

/** The official calendars: kiosk/desk/calendars satisfies it. */
export interface CalendarsDesk {
  list(): Calendars;
  preview(year: number, form: YearForm): YearEffect;
  save(year: number, form: YearForm, actor: Actor): YearEffect;
  remove(year: number, actor: Actor): void;
  read(name: string, bytes: Uint8Array): Promise<YearReading>;
}

const MOST_BYTES = 2_000_000;

/** Official calendars of the whole kiosk: seen by all, entered by an administrator. */
export function calendarRoutes(desk: CalendarsDesk): readonly Route[] {
  const audited = (action: string, year: string, detail: string) => ({ action, subject: `calendar/${year}`, detail });
  return [
    route({ method: 'GET', path: '/calendars', least: 'viewer', handle: () => desk.list() }),
    route({
      method: 'POST',
      path: '/calendars/:year/preview',
      least: 'administrator',
      body: yearFormSchema,
      handle: ({ params: { year = '' }, body }) => desk.preview(yearOf(year), body),
      audit: () => null, // looks only
    }),
    route({
      method: 'PUT',
      path: '/calendars/:year',
      least: 'administrator',
      body: yearFormSchema,
      handle: ({ actor, params: { year = '' }, body }) => desk.save(yearOf(year), body, actor),
      audit: ({ params: { year = '' }, body: { source, off, work } }, { classes }) => {
        const days = off.map(({ from, to, name }) => `${name} ${from}${from === to ? '' : ` 至 ${to}`}`).join('，');
        const of = classes.map(({ code, added, removed }) => `${code} 增 ${added} 减 ${removed} 课时`).join('，');
        const detail = `录入 ${year} 年放假安排（${source}）：放假 ${days}；上班 ${work.join('，') || '无'}`;
        return audited('calendar-entered', year, `${detail}${of === '' ? '' : `；影响 ${of}`}`);
      },
    }),
    route({
      method: 'DELETE',
      path: '/calendars/:year',
      least: 'administrator',
      handle: ({ actor, params: { year = '' } }) => desk.remove(yearOf(year), actor),
      audit: ({ params: { year = '' } }) => audited('calendar-withdrawn', year, `撤回录入的 ${year} 年放假安排`),
    }),
    route({
      method: 'POST',
      path: '/calendars/reading',
      least: 'administrator',
      query: z.strictObject({ name: z.string().check(z.minLength(1), z.maxLength(300)) }),
      upload: { mostBytes: MOST_BYTES },
      handle: async ({ query: { name }, upload }) => desk.read(name, await bytesOf(upload)),
      audit: () => null, // looks only
    }),
  ];
}

function yearOf(text: string): number {
  if (/^20[2-9]\d$/.test(text)) return Number(text);
  throw new ZaikeError('年份应为 2027 的样子', { code: 'no-such-year', retry: false });
}

async function bytesOf(upload: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of upload) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
