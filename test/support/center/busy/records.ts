import type { ItemBody } from '../../../../core/contract/center/items.ts';
import { dateAt, monthOf } from '../../../../core/domain/day.ts';
import { cameraId } from '../../../../core/domain/ids.ts';
import type { EpochMs } from '../../../../core/domain/units.ts';
import { facts as factTable } from '../../../../server/store/facts.ts';
import type { CenterDb } from '../../../../server/store/open.ts';
import { SEEDED_TRAINEES, seededClass, seededTrainee } from '../seed.ts';

export const FRONT = cameraId('front');
/** Rows of one insertion. */
const AT_ONCE = 1000;
/** Records of a month that was held before: above all that a busy kiosk puts. */
const BEFORE = 1_000_000;

/** A record of today's lessons of a seeded class, with all that a kiosk says of it. */
export function busyRecord(code: string, id: number, now: EpochMs, of: Partial<Held> = {}): ItemBody<'record'> {
  const { trainee, date, no } = {
    ...{ trainee: seededTrainee(code, id % SEEDED_TRAINEES), date: dateAt(now), no: (id % 6) + 1 },
    ...of,
  };
  const sighting = {
    ...{ trainee, at: now, camera: FRONT },
    proof: {
      ...{ run: 1, frame: id, decodeTime: id * 512, box: { x: 0.4, y: 0.3, width: 0.05, height: 0.1 } },
      ...{ similarity: 0.81, runnerUp: { trainee: seededTrainee(code, 1), similarity: 0.32 } },
      ...{ model: 'standard', liveness: 'live', clock: 'synchronised' as const },
    },
  };
  const seen = { arrival: sighting, inside: sighting, middle: sighting, departure: sighting, last: sighting };
  return {
    ...{ v: 1, id, class: code, closedAt: now, replaces: null },
    record: { ...{ trainee, date, no, outcome: 'present', notes: [] }, ...{ due: true, seen, correction: null } },
  };
}

interface Held {
  readonly trainee: string;
  readonly date: string;
  readonly no: number;
}

/** Puts the records of this month's days before today into a store, for each of `classes` seeded classes. @returns how many of one class. */
export async function fillMonth(db: CenterDb, classes: number, now: EpochMs): Promise<number> {
  let each = 0;
  for (let index = 0; index < classes; index += 1) {
    const { kiosk, class: code } = seededClass(index);
    const [timetable] = await factTable(db).of('timetable', { kiosk });
    const today = dateAt(now);
    const held = (timetable?.body.lessons ?? []).filter(
      ({ date }) => date < today && monthOf(date as typeof today) === monthOf(today),
    );
    const rows = held.flatMap(({ date, no, end }, lesson) =>
      Array.from({ length: SEEDED_TRAINEES }, (_, at) => {
        const id = BEFORE + lesson * SEEDED_TRAINEES + at;
        const body = busyRecord(code, id, end as EpochMs, { trainee: seededTrainee(code, at), date, no });
        return { kiosk, kind: 'record', key: String(id), class: code, day: date, item: id, body: JSON.stringify(body) };
      }),
    );
    for (let from = 0; from < rows.length; from += AT_ONCE)
      await db.query
        .insertInto('fact')
        .values(rows.slice(from, from + AT_ONCE))
        .execute();
    each = rows.length;
  }
  return each;
}
