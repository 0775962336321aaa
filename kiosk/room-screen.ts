import type { ScreenCamera, ScreenState } from '../core/contract/screen.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { LiveClasses } from './classes.ts';
import { ScreenBoard } from './http/screen-board.ts';
import type { Lessons } from './lessons.ts';
import type { ClockGuard } from './presence/clock-guard.ts';
import { classOf, lessonOf, rosterOf, rosterOutside } from './wall.ts';

export interface RoomScreenOptions {
  readonly clock: Clock;
  readonly guard: Pick<ClockGuard, 'state'>;
  readonly live: LiveClasses;
  readonly room: Lessons['room'];
  /** The cameras as they are now. */
  readonly cameras: () => ScreenCamera[];
}

/** The check-in screen of the room: `show` brings clock, cameras, class, lesson and roster up to now. */
export function roomScreen({ clock, guard, live, room, cameras }: RoomScreenOptions): {
  readonly board: ScreenBoard;
  show(): void;
} {
  const board = new ScreenBoard(
    {
      class: null,
      lesson: null,
      clock: guard.state,
      cameras: cameras(),
      vision: { kind: 'starting', since: clock.now() },
      roster: [],
    },
    { clock, nameOf: (trainee) => live.people.get(trainee)?.name },
  );
  const classAndRoster = (): Pick<ScreenState, 'class' | 'lesson' | 'roster'> => {
    const now = clock.now();
    const current = live.plan.current(now);
    const shown = current ?? live.plan.lessons.at(-1);
    const file = shown === undefined ? null : live.file(shown.code);
    return {
      class: file === null ? null : classOf(file.class),
      lesson: current === null ? null : lessonOf(current),
      roster:
        current === null
          ? rosterOutside(file?.trainees ?? [], live.people)
          : rosterOf(room.live(current, now), live.people),
    };
  };
  return {
    board,
    show: () => board.update({ clock: guard.state, cameras: cameras(), ...classAndRoster() }),
  };
}
