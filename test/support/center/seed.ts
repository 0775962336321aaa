import type { ItemBody } from '../../../core/contract/center/items.ts';
import type { KioskState } from '../../../core/contract/center/link.ts';
import { faultLine } from '../../../core/contract/fault.ts';
import type { ScenarioJson } from '../../../core/contract/scenario-json.ts';
import { readScenario } from '../../../core/contract/scenario-read.ts';
import { addDays, dateAt, instantAt, yearOf } from '../../../core/domain/day.ts';
import type { EpochMs, LocalDate } from '../../../core/domain/units.ts';
import type { Center } from '../../../server/center.ts';

/** A class of a seeded kiosk. */
export interface SeededClass {
  readonly kiosk: string;
  readonly class: string;
  readonly institution: string;
  readonly room: string;
}

const INSTITUTIONS = ['沈阳工学院', '大连职业技术学院', '抚顺技师学院', '鞍山高级技工学校', '本溪机电学院'];
const SPECIALTIES = ['大数据开发', '软件系统操作', '数字新媒体制作', '数控车工', '电工'];
/** What is filed; what is held today is told by the timetable, around whatever the time is. */
const BELL: [string, string][] = [
  ['08:30', '09:15'],
  ['09:25', '10:10'],
  ['10:20', '11:05'],
  ['13:00', '13:45'],
  ['13:55', '14:40'],
  ['14:50', '15:35'],
];
const MINUTE = 60_000;

const nth = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** People of a seeded class. */
export const SEEDED_TRAINEES = 25;

/** The trainee `index`, from 0, of a seeded class. */
export const seededTrainee = (code: string, index: number): string => `${code}-${String(index + 1).padStart(2, '0')}`;

/** The seeded class `index`, from 0. */
export function seededClass(index: number): SeededClass {
  const institution = nth(INSTITUTIONS, index);
  const number = String(index + 1).padStart(3, '0');
  return { kiosk: `seed-${number}`, class: `C${number}`, institution, room: `教室 ${number}` };
}

/** The running lesson of every seeded class at `now`: it began 20 minutes ago. */
export function lessonNow(now: EpochMs): { readonly from: EpochMs; readonly to: EpochMs } {
  const from = (Math.floor((now - 20 * MINUTE) / MINUTE) * MINUTE) as EpochMs;
  return { from, to: (from + 45 * MINUTE) as EpochMs };
}

/**
 * Puts `count` paired kiosks with a filed class each into a center's store: 80 days of six lessons, today's running now.
 * @param key the verifier key of kiosk `index`, for kiosks that connect; without it nobody can.
 */
export async function seedClasses(
  { kiosks, facts }: Pick<Center, 'kiosks' | 'facts'>,
  count: number,
  now: EpochMs,
  key: (index: number) => string = (index) => `seed+${String(index)}+none`,
): Promise<readonly SeededClass[]> {
  const seeded = Array.from({ length: count }, (_, index) => seededClass(index));
  for (const [index, { kiosk, class: code, institution, room }] of seeded.entries()) {
    await kiosks.pair({ id: kiosk, key: key(index), institution, room, pairedAt: now, pairedBy: 'seed' });
    const common = { kiosk, key: code, class: code, day: '', item: 1 };
    await facts.put([
      { ...common, kind: 'timetable', body: timetable(code, now) },
      { ...common, kind: 'filing', body: filing(code, nth(SPECIALTIES, index), institution, room, now) },
    ]);
  }
  return seeded;
}

/** A healthy kiosk's state with its class in the running lesson. */
export function seededState(
  code: string,
  now: EpochMs,
  change: Partial<KioskState['classes'][number]> = {},
): KioskState {
  const lesson = lessonNow(now);
  return {
    ...{ at: now, clock: 'synchronised', vision: 'ok', disk: { freeBytes: 2e12, daysLeft: 400 } },
    cameras: [
      {
        ...{ id: 'front', name: '前方', role: 'check-in', codec: 'avc1.64001F', live: 'sub' },
        health: { kind: 'ok' },
      },
      { ...{ id: 'room', name: '后方', role: 'room', codec: 'avc1.64001F', live: 'sub' }, health: { kind: 'ok' } },
    ],
    classes: [
      {
        ...{ class: code, specialty: '大数据开发', day: lesson, cancelledToday: 0 },
        lesson: {
          ...{ date: dateAt(now), no: 3, course: 'Python 数据分析', teacher: '王老师', phase: 'running' },
          ...lesson,
        },
        ...{ due: 25, seen: 25, onLeave: 0, pending: 0, unidentified: 0, heads: 24, standings: [], observed: 1 },
        ...change,
      },
    ],
  };
}

function timetable(code: string, now: EpochMs): ItemBody<'timetable'> {
  const today = dateAt(now);
  const running = lessonNow(now);
  const lessons: ItemBody<'timetable'>['lessons'] = [];
  for (let day = -40; day < 40; day += 1) {
    const date: LocalDate = addDays(today, day);
    for (let no = 1; no <= 6; no += 1) {
      const shift = instantAt(date, 0) - instantAt(today, 0);
      const start = running.from + shift + (no - 3) * 55 * MINUTE;
      lessons.push({
        ...{ date, no, start, end: start + 45 * MINUTE, kind: 'theory', course: 'Python 数据分析' },
        ...{ teacher: '王老师', room: null, here: true, makeUp: false },
      });
    }
  }
  return { v: 1, class: code, revision: 1, at: now, lessons, cancelled: [], owed: 0 };
}

function filing(code: string, specialty: string, institution: string, room: string, now: EpochMs): ItemBody<'filing'> {
  const today = dateAt(now);
  const [opens, ends] = [addDays(today, -40), addDays(today, 40)];
  const trainees = Array.from({ length: SEEDED_TRAINEES }, (_, index) => ({
    id: seededTrainee(code, index),
    person: {
      name: `${nth(['王', '李', '张', '刘', '陈', '杨'], index)}${nth(['芳', '伟', '娜', '敏', '静'], index >> 1)}`,
    },
  }));
  const scenario: ScenarioJson = {
    institution,
    class: { code, specialty, opens, ends, approvedOn: opens, room, teachers: ['王老师'], bell: BELL },
    trainees,
    cameras: ['room'],
  };
  const years = [...new Set([yearOf(opens), yearOf(ends)])];
  const calendars = years.map((year) => ({ year, off: [], work: [], source: 'seed' }));
  const read = readScenario(scenario, calendars);
  if (read.kind === 'faulty') throw new Error(read.faults.map(faultLine).join('\n'));
  return {
    ...{ v: 1, class: code, revision: 1, at: now, by: 'seed', hash: '0'.repeat(64) },
    filing: {
      ...{ institution, room, reasons: {}, changesBy: [], calendars, checklist: { complete: null, lines: [] } },
      state: { kind: 'approved', on: opens, paper: null, source: 'center' },
      events: [],
      scenario,
    },
  };
}
