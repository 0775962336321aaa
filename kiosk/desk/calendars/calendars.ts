import type { Actor } from '../../../core/contract/office/actor.ts';
import type {
  Calendars,
  ShownYear,
  YearEffect,
  YearForm,
  YearReading,
} from '../../../core/contract/office/calendars.ts';
import type { OfficialYear } from '../../../core/domain/calendar.ts';
import { dateAt, datesBetween, weekdayOf, yearOf } from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { lessonKey } from '../../../core/domain/lesson.ts';
import { type NamedYear, officialYear, type YearFault, yearFaults } from '../../../core/domain/official-year.ts';
import type { EpochMs, LocalDate } from '../../../core/domain/units.ts';
import type { Classes } from '../classes/classes.ts';
import type { TableReading } from '../tables/table.ts';
import { readYear } from './read-year.ts';

/** Where entered calendars are kept: kiosk/store/official-years satisfies it. */
export interface YearKeeper {
  all(): readonly (NamedYear & { readonly by: string; readonly at: EpochMs })[];
  put(year: number, calendar: NamedYear | null, by: string, at: EpochMs): void;
}

export interface CalendarOptions {
  readonly keeper: YearKeeper;
  readonly packaged: readonly OfficialYear[];
  readonly holidays: ReadonlyMap<LocalDate, string>;
  readonly classes: Pick<Classes, 'list' | 'timetable' | 'lessonsUnder'>;
  readonly read: (name: string, bytes: Uint8Array) => Promise<TableReading>;
  readonly now: () => EpochMs;
}

/** The official calendars of the kiosk: every class without one of its own is counted by them. */
export interface CalendarDesk {
  list(): Calendars;
  /** What saving it would change; nothing is written. */
  preview(year: number, form: YearForm): YearEffect;
  /** @throws ZaikeError `calendar-refused` with every fault. */
  save(year: number, form: YearForm, actor: Actor): YearEffect;
  /** Takes an entered calendar back: the program's counts again. @throws ZaikeError `no-such-calendar`, `calendar-needed`. */
  remove(year: number, actor: Actor): void;
  read(name: string, bytes: Uint8Array): Promise<YearReading>;
}

export function calendarDesk({ keeper, packaged, holidays, classes, read, now }: CalendarOptions): CalendarDesk {
  /** All years with this one instead of what is entered of it; null: as the program has it. */
  const yearsWith = (year: number, calendar: NamedYear | null): readonly OfficialYear[] => {
    const others = keeper.all().filter((each) => each.year !== year);
    return [...packaged, ...others.map(officialYear), ...(calendar === null ? [] : [officialYear(calendar)])];
  };

  const effectOf = (year: number, calendar: NamedYear | null): YearEffect => {
    const years = yearsWith(year, calendar);
    const at = now();
    const faults = calendar === null ? [] : yearFaults(calendar).map(faultWords);
    const changed = classes.list().flatMap((code) => {
      const after = classes.lessonsUnder(code, years);
      if (after === null) {
        faults.push(`班级 ${code} 的课程表按这个日历读不出来（缺年份，或调课落在了没有课的日子），请先改班级`);
        return [];
      }
      const before = lessonsNow(code);
      const [was, is] = [new Set(before.map(lessonKey)), new Set(after.map(lessonKey))];
      const added = after.filter((lesson) => !was.has(lessonKey(lesson)));
      const removed = before.filter((lesson) => !is.has(lessonKey(lesson))).length;
      const past = added.filter(({ end }) => end < at).length;
      return added.length + removed === 0 ? [] : [{ code, added: added.length, removed, past }];
    });
    return { faults, classes: changed };
  };
  /** A class that cannot be read now, for want of this very calendar, has no lessons yet. */
  const lessonsNow = (code: Parameters<Classes['timetable']>[0]) => {
    try {
      return classes.timetable(code).lessons;
    } catch (error) {
      if (error instanceof ZaikeError && error.code === 'class-unreadable') return [];
      throw error;
    }
  };

  const carried = ({ year, off, work, source }: OfficialYear): ShownYear => {
    const named = off.map((date) => ({ from: date, to: date, name: holidays.get(date) ?? '放假' }));
    return { year, source, off: runs(named), work: [...work], entered: null, free: freeOf(off) };
  };
  const own = ({ by, at, ...year }: ReturnType<YearKeeper['all']>[number]): ShownYear => {
    const { off } = officialYear(year);
    return { ...year, entered: { by, at }, free: freeOf(off) };
  };

  return {
    list: () => {
      const entered = keeper.all();
      const mine = new Set(entered.map(({ year }) => year));
      const today = yearOf(dateAt(now()));
      const shown = packaged.filter(({ year }) => year >= today - 1 && !mine.has(year)).map(carried);
      const years = [...shown, ...entered.map(own)].sort((a, b) => b.year - a.year);
      const known = new Set([...packaged, ...entered].map(({ year }) => year));
      let missing = today;
      while (known.has(missing)) missing += 1;
      return { years, missing };
    },
    preview: (year, form) => effectOf(year, { year, ...form }),
    save: (year, form, actor) => {
      const effect = effectOf(year, { year, ...form });
      if (effect.faults.length > 0)
        throw new ZaikeError(effect.faults.join('；'), { code: 'calendar-refused', retry: false });
      keeper.put(year, { year, ...form }, actor.user, now());
      return effect;
    },
    remove: (year, actor) => {
      if (!keeper.all().some((each) => each.year === year))
        throw new ZaikeError(`${year} 年的日历不是录入的`, { code: 'no-such-calendar', retry: false });
      const { faults } = effectOf(year, null);
      if (faults.length > 0)
        throw new ZaikeError(`还有班级要用 ${year} 年的日历，不能撤回：${faults.join('；')}`, {
          code: 'calendar-needed',
          retry: false,
        });
      keeper.put(year, null, actor.user, now());
    },
    read: async (name, bytes) => {
      const tables = await read(name, bytes);
      if (tables.kind === 'tables') return readYear(tables.tables);
      const fault = { severity: 'refused', row: null, column: null, what: tables.what, advice: tables.advice } as const;
      return { year: null, off: [], work: [], faults: [fault] };
    },
  };
}

const freeOf = (off: readonly LocalDate[]): number =>
  new Set(off).size - [...new Set(off)].filter((date) => [0, 6].includes(weekdayOf(date))).length;

/** Days of one name that follow one another as one line. */
function runs(off: NamedYear['off']): NamedYear['off'] {
  return off.reduce<NamedYear['off']>((lines, each) => {
    const last = lines.at(-1);
    const follows = last?.name === each.name && datesBetween(last.to, each.from).length === 2;
    return last !== undefined && follows ? [...lines.slice(0, -1), { ...last, to: each.to }] : [...lines, each];
  }, []);
}

function faultWords({ kind, date }: YearFault): string {
  switch (kind) {
    case 'upside-down':
      return `${date} 起的假期，结束早于开始`;
    case 'too-long':
      return `${date} 起的假期太长，请核对结束日期`;
    case 'other-year':
      return `${date} 不在这一年里（只可以提到上一年 12 月的日子）`;
    case 'twice':
      return `${date} 写了两次`;
    case 'worked-anyway':
      return `${date} 不是周末，本来就上班，不用写进“调休上班”`;
    case 'not-named':
      return `缺少 ${date}：元旦、劳动节、国庆节当天每年都放假，请核对是否写全`;
  }
}
