import { setImmediate } from 'node:timers/promises';
import { type CenterActor, maySee } from '../../core/contract/center/actor.ts';
import type { ItemBody } from '../../core/contract/center/items.ts';
import { readScenario } from '../../core/contract/scenario-read.ts';
import type { Calendar, OfficialYear } from '../../core/domain/calendar.ts';
import type { ClassFile } from '../../core/domain/class-file.ts';
import { timetableOf } from '../../core/domain/class-records.ts';
import { type LocalMonth, monthOf } from '../../core/domain/day.ts';
import { traineeId } from '../../core/domain/ids.ts';
import type { Leave } from '../../core/domain/leave.ts';
import type { Timetable } from '../../core/domain/timetable.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import type { Log } from '../../core/platform/log.ts';
import type { FactReader, KioskPlace, PlaceReader } from './ports.ts';
import { ownOnly } from './scope.ts';

type Filed = ItemBody<'filing'>;

/** A class as its kiosk filed it. */
export interface CenterClass {
  readonly kiosk: string;
  /** The kiosk's, as the center paired it: whose people may see the class. */
  readonly institution: string;
  readonly room: string;
  readonly code: string;
  /** The item that the filing came in: another one, another filing. */
  readonly item: number;
  readonly filed: Omit<Filed, 'filing'>;
  readonly filing: NonNullable<Filed['filing']>;
  readonly file: ClassFile;
  readonly calendar: Calendar;
  readonly timetable: Timetable;
}

/** The classes of all kiosks, also of those that were unpaired: what they delivered goes on to count. */
export interface CenterClasses {
  /** Those that this person may see, by institution and code. One that was taken to another kiosk is that one's. */
  list(actor: CenterActor): Promise<CenterClass[]>;
  /** @throws ZaikeError `no-such-class`. */
  find(actor: CenterActor, kiosk: string, code: string): Promise<CenterClass>;
}

type FilingMark = Awaited<ReturnType<FactReader['marks']>>[number];

/** A filing that was read: kept until a newer item comes. */
type ReadFiling = Pick<CenterClass, 'item' | 'filed' | 'filing' | 'file' | 'calendar' | 'timetable'>;

/** @param packaged the official calendars that the program carries: what came with a filing beats them */
export function centerClasses(
  facts: FactReader,
  places: PlaceReader,
  packaged: readonly OfficialYear[],
  log: Log,
): CenterClasses {
  const known = new Map<string, { readonly item: number; readonly filing: ReadFiling | null }>();

  const read = (kiosk: string, item: number, body: Filed): ReadFiling | null => {
    const { filing, ...filed } = body;
    if (filing === null) return null;
    const told = filing.calendars as unknown as readonly OfficialYear[];
    const reading = readScenario(filing.scenario, [...packaged, ...told]);
    if (reading.kind === 'faulty') {
      log.warn('a filing cannot be read', { kiosk, class: body.class });
      return null;
    }
    const { file, calendar } = reading;
    return { item, filed, filing, file, calendar, timetable: timetableOf(file, calendar) };
  };

  /** The filing of a mark: its body, which may hold hundreds of people, is read once. */
  const filingOf = async ({ kiosk, key, item }: FilingMark): Promise<ReadFiling | null> => {
    const at = `${kiosk}/${key}`;
    const before = known.get(at);
    if (before?.item === item) return before.filing;
    await setImmediate(); // milliseconds for each of hundreds: pictures are relayed meanwhile
    const [fact] = await facts.of('filing', { kiosk, key });
    const filing = fact === undefined ? null : read(kiosk, fact.item, fact.body);
    known.set(at, { item: fact?.item ?? item, filing });
    return filing;
  };

  const whole = async (
    query: { kiosk?: string; class?: string },
    ever: readonly KioskPlace[],
  ): Promise<CenterClass[]> => {
    const place = new Map(ever.map((each) => [each.id, each]));
    const leave = Map.groupBy(await facts.of('leave', query), ({ kiosk, class: code }) => `${kiosk}/${code}`);
    const found: CenterClass[] = [];
    for (const mark of await facts.marks('filing', query)) {
      const at = place.get(mark.kiosk);
      const filing = at === undefined ? null : await filingOf(mark);
      if (at === undefined || filing === null) continue;
      const { kiosk, class: code } = mark;
      const entered = (leave.get(`${kiosk}/${code}`) ?? []).flatMap(({ body }) => leaveOf(body));
      const file = { ...filing.file, leave: [...filing.file.leave, ...entered] };
      found.push({ kiosk, institution: at.institution, room: at.room, code, ...filing, file });
    }
    return found;
  };

  /** Of a class that several kiosks filed, that of the one which was paired the longest. */
  const current = async (): Promise<CenterClass[]> => {
    const ever = await places.ever();
    const pairedUntil = new Map(ever.map(({ id, unpairedAt }) => [id, unpairedAt ?? Number.POSITIVE_INFINITY]));
    const until = ({ kiosk }: CenterClass): number => pairedUntil.get(kiosk) ?? 0;
    const same = Map.groupBy(await whole({}, ever), ({ institution, code }) => `${institution}/${code}`);
    return [...same.values()].flatMap((all) => {
      const newest = Math.max(...all.map(until));
      return all.filter((each) => until(each) === newest);
    });
  };

  return {
    list: async (actor) =>
      (await current())
        .filter(({ institution }) => maySee(actor, institution))
        .sort((a, b) => a.institution.localeCompare(b.institution, 'zh-Hans-CN') || a.code.localeCompare(b.code)),
    find: async (actor, kiosk, code) => {
      const [found] = await whole({ kiosk, class: code }, await places.ever());
      return ownOnly(actor, found, { what: 'class', id: `${kiosk}/${code}`, log });
    },
  };
}

/** The months that a class has lessons in, earliest first. */
export function monthsIn({ timetable }: Pick<CenterClass, 'timetable'>): readonly LocalMonth[] {
  return [...new Set(timetable.lessons.map(({ date }) => monthOf(date)))];
}

/** Leave as the kiosk entered it; none that was taken back. */
function leaveOf(item: ItemBody<'leave'>): Leave[] {
  const { trainee, kind, from, to, lessons, enteredAt, withdrawn } = item;
  if (withdrawn !== null) return [];
  return [
    {
      ...{ trainee: traineeId(trainee), kind, lessons, enteredAt: epochMs(enteredAt) },
      ...{ from: from as LocalDate, to: to as LocalDate },
    },
  ];
}
