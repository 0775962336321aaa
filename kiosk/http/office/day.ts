import * as z from 'zod/mini';
import type { Day, LessonView } from '../../../core/contract/office/day.ts';
import type { LeaveView, ManualView } from '../../../core/contract/office/day-entries.ts';
import { dateSchema } from '../../../core/contract/office/day-fields.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { type EnteringDesk, enteringRoutes } from './day-entries.ts';
import { lessonOf } from './day-paths.ts';
import { type SettlingDesk, settlingRoutes } from './day-settling.ts';
import { type Route, route } from './route.ts';
import { type DayViewing, viewingRoutes } from './viewing.ts';

/** The day's work: `kiosk/desk/day/desk.ts` satisfies it. */
export interface DayDesk extends EnteringDesk, SettlingDesk {
  /** A day; null: today. */
  day(date: LocalDate | null): Day;
  lesson(code: ClassCode, date: LocalDate, no: number): LessonView;
  leave(from: LocalDate, to: LocalDate): readonly LeaveView[];
  manual(date: LocalDate): readonly ManualView[];
}

const rangeQuery = z.strictObject({ from: dateSchema, to: dateSchema });

/** The day: lessons, leave, check-ins by hand, corrections, disputes, and the video beside them. */
export function dayRoutes(desk: DayDesk, viewing: DayViewing): readonly Route[] {
  return [...readingRoutes(desk), ...enteringRoutes(desk), ...settlingRoutes(desk), ...viewingRoutes(desk, viewing)];
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
  ];
}
