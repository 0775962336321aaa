import { type CenterActor, maySee } from '../../core/contract/center/actor.ts';
import type { ItemBody } from '../../core/contract/center/items.ts';
import { readScenario } from '../../core/contract/scenario-read.ts';
import type { Calendar, OfficialYear } from '../../core/domain/calendar.ts';
import type { ClassFile } from '../../core/domain/class-file.ts';
import { timetableOf } from '../../core/domain/class-records.ts';
import { traineeId } from '../../core/domain/ids.ts';
import type { Leave } from '../../core/domain/leave.ts';
import type { Timetable } from '../../core/domain/timetable.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import type { Log } from '../../core/platform/log.ts';
import type { FactReader, PlaceReader } from './ports.ts';
import { ownOnly } from './scope.ts';

type Filed = ItemBody<'filing'>;

/** A class as its kiosk filed it. */
export interface CenterClass {
  readonly kiosk: string;
  /** The kiosk's, as the center paired it: whose people may see the class. */
  readonly institution: string;
  readonly room: string;
  readonly code: string;
  readonly filed: Omit<Filed, 'filing'>;
  readonly filing: NonNullable<Filed['filing']>;
  readonly file: ClassFile;
  readonly calendar: Calendar;
  readonly timetable: Timetable;
}

/** The classes of all paired kiosks. */
export interface CenterClasses {
  /** Those that this person may see, by institution and code. */
  list(actor: CenterActor): Promise<CenterClass[]>;
  /** @throws ZaikeError `no-such-class`. */
  find(actor: CenterActor, kiosk: string, code: string): Promise<CenterClass>;
}

/** A filing that was read: kept until a newer item comes. */
interface ReadFiling extends Pick<CenterClass, 'filed' | 'filing' | 'file' | 'calendar' | 'timetable'> {
  readonly item: number;
}

export function centerClasses(facts: FactReader, places: PlaceReader, log: Log): CenterClasses {
  const known = new Map<string, ReadFiling | { readonly item: number; readonly file: null }>();

  const read = (kiosk: string, item: number, body: Filed): ReadFiling | null => {
    const key = `${kiosk}/${body.class}`;
    const before = known.get(key);
    if (before?.item === item) return before.file === null ? null : before;
    const { filing, ...filed } = body;
    const reading =
      filing === null ? null : readScenario(filing.scenario, filing.calendars as unknown as readonly OfficialYear[]);
    if (filing === null || reading === null || reading.kind === 'faulty') {
      if (reading?.kind === 'faulty') log.warn('a filing cannot be read', { kiosk, class: body.class });
      known.set(key, { item, file: null });
      return null;
    }
    const { file, calendar } = reading;
    const fresh = { item, filed, filing, file, calendar, timetable: timetableOf(file, calendar) };
    known.set(key, fresh);
    return fresh;
  };

  const whole = async (facts_: Awaited<ReturnType<typeof facts.of<'filing'>>>): Promise<CenterClass[]> => {
    const place = new Map((await places.all()).map((each) => [each.id, each]));
    const leave = Map.groupBy(await facts.of('leave'), ({ kiosk, class: code }) => `${kiosk}/${code}`);
    return facts_.flatMap(({ kiosk, item, body }) => {
      const at = place.get(kiosk);
      const filing = at === undefined ? null : read(kiosk, item, body);
      if (at === undefined || filing === null) return [];
      const { item: _item, ...found } = filing;
      const entered = (leave.get(`${kiosk}/${body.class}`) ?? []).flatMap(({ body: each }) => leaveOf(each));
      const file = { ...found.file, leave: [...found.file.leave, ...entered] };
      return [{ kiosk, institution: at.institution, room: at.room, code: body.class, ...found, file }];
    });
  };

  return {
    list: async (actor) =>
      (await whole(await facts.of('filing')))
        .filter(({ institution }) => maySee(actor, institution))
        .sort((a, b) => a.institution.localeCompare(b.institution, 'zh-Hans-CN') || a.code.localeCompare(b.code)),
    find: async (actor, kiosk, code) => {
      const [found] = await whole(await facts.of('filing', { kiosk, class: code }));
      return ownOnly(actor, found, { what: 'class', id: `${kiosk}/${code}`, log });
    },
  };
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
