import type { WallCamera, WallCard } from '../../core/contract/center/inspector.ts';
import type { KioskState } from '../../core/contract/center/link.ts';
import { cameraId } from '../../core/domain/ids.ts';
import type { Trouble } from '../../core/domain/trouble.ts';
import { type ExpectedDay, isWatched } from './troubles.ts';
import type { Place, PlacedClass } from './wall-places.ts';

/** How a kiosk is now. */
export interface RoomNow {
  /** Null: not linked to any hub, or it has told no state yet. */
  readonly state: KioskState | null;
  readonly connected: boolean;
  readonly troubles: readonly Trouble[];
}

type ClassNow = KioskState['classes'][number];

/** Each class's hours today: as it is filed, else as its kiosk says. */
export function expectedDays({ classes }: Place, state: KioskState | null): readonly ExpectedDay[] {
  const filed = classes.map(({ class: code, lessons }) => ({
    class: code,
    from: Math.min(...lessons.map(({ from }) => from)),
    to: Math.max(...lessons.map(({ to }) => to)),
  }));
  const told = (state?.classes ?? []).flatMap(({ class: code, day }) =>
    day === null || filed.some((one) => one.class === code) ? [] : [{ class: code, ...day }],
  );
  return [...filed, ...told];
}

/** The cards of a room: one for each class that has lessons there today, or one for the room. */
export function cardsOf(place: Place, room: RoomNow, now: number): readonly WallCard[] {
  const { id: kiosk, institution, room: name, lastSeenAt } = place.kiosk;
  const days = expectedDays(place, room.state);
  const away = place.announced.find(({ from, to }) => from <= now && now <= to) ?? null;
  const codes = days.map(({ class: code }) => code);
  const watched = days.filter((day) => isWatched(day, now)).map(({ class: code }) => code);
  const shown = codes.length > 0 ? codes : [''];
  return shown.map((code): WallCard => {
    const filed = place.classes.find((one) => one.class === code);
    const told = room.state?.classes.find((one) => one.class === code);
    const day = days.find((one) => one.class === code);
    // What is wrong with the room is shown at whoever sits there now.
    const whole = watched.length === 0 ? code === shown[0] : watched.includes(code);
    return {
      ...{ kiosk, class: code, institution, room: name, at: now, connected: room.connected, lastSeenAt, away },
      specialty: told?.specialty || filed?.specialty || '',
      day: day === undefined ? null : { from: day.from, to: day.to },
      watched: watched.includes(code),
      lesson: lessonOf(filed, told, now),
      now: told === undefined ? null : countsOf(told),
      cameras: (room.state?.cameras ?? []).map(cameraOf),
      troubles: room.troubles.filter((each) => (each.class === '' ? whole : each.class === code)),
    };
  });
}

function lessonOf(filed: PlacedClass | undefined, told: ClassNow | undefined, now: number): WallCard['lesson'] {
  if (told?.lesson) {
    const { no, course, teacher, from, to, phase } = told.lesson;
    return { no, course, teacher, from, to, phase };
  }
  const lessons = filed?.lessons ?? [];
  const lesson = lessons.find(({ to }) => now <= to) ?? lessons.at(-1);
  if (lesson === undefined) return null;
  return { ...lesson, phase: now < lesson.from ? 'before' : now <= lesson.to ? 'running' : 'after' };
}

function countsOf({ due, seen, onLeave, pending, unidentified, heads, observed }: ClassNow): WallCard['now'] {
  return { due, seen, onLeave, pending, unidentified, heads, observed };
}

function cameraOf({ id, name, role, live, liveWhy = '', codec, health }: KioskState['cameras'][number]): WallCamera {
  const gap = health.kind === 'gap' ? health.why : null;
  return { ...{ id: cameraId(id), name, role, live, liveWhy, codec, gap } };
}
