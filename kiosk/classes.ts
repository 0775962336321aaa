import type { ClassFile } from '../core/domain/class-file.ts';
import { vouchedThrough } from '../core/domain/class-records.ts';
import type { Room, Through } from '../core/domain/close.ts';
import type { CameraId, ClassCode, TraineeId } from '../core/domain/ids.ts';
import type { Leave } from '../core/domain/leave.ts';
import { type Lesson, reachOf } from '../core/domain/lesson.ts';
import type { Timetable } from '../core/domain/timetable.ts';
import type { EpochMs, LocalDate } from '../core/domain/units.ts';
import type { Log } from '../core/platform/log.ts';
import type { Classes } from './desk/classes/classes.ts';
import { type LessonPlan, lessonPlan, type PlannedLesson, planLessons } from './presence/lesson-plan.ts';
import type { WallPeople, WallPerson } from './wall.ts';

export interface LiveClassesOptions {
  readonly classes: Classes;
  /** This kiosk's room: only its lessons, and those that name no room, are watched here. Null: all lessons are. */
  readonly room: string | null;
  /** The room cameras of a lesson whose windows begin at `from`. */
  readonly cameras: (from: EpochMs) => readonly CameraId[];
  readonly now: () => EpochMs;
  readonly log: Log;
}

/**
 * The classes of a kiosk as its running parts see them: always as the office last saved them, without a restart.
 * A class that cannot be read any more stays as it last was.
 */
export interface LiveClasses {
  /** Lessons of all classes in this kiosk's room. The object stays, what it tells changes with {@link LiveClasses.refresh}. */
  readonly plan: LessonPlan;
  /** Takes over what was saved since; cheap when nothing was. @returns whether anything changed. */
  refresh(): boolean;
  /** The classes in the order of their codes. */
  codes(): readonly ClassCode[];
  file(code: ClassCode): ClassFile | null;
  readonly classOf: (trainee: TraineeId) => ClassCode | null;
  /** Everybody on a roster. */
  readonly people: WallPeople;
  readonly endOf: (code: ClassCode) => LocalDate | null;
  readonly room: (planned: Pick<PlannedLesson, 'code' | 'windows'>) => Room;
  readonly leave: (planned: Pick<PlannedLesson, 'code'>) => readonly Leave[];
  readonly through: (planned: Pick<PlannedLesson, 'code'>) => readonly Through[];
}

interface Live {
  readonly file: ClassFile;
  readonly timetable: Timetable;
  readonly planned: readonly PlannedLesson[];
  readonly through: readonly Through[];
}

/** Reads all classes once; {@link LiveClasses.refresh} keeps up with the office. */
export function liveClasses({ classes, room, cameras, now, log }: LiveClassesOptions): LiveClasses {
  let live = new Map<ClassCode, Live>();
  let plan = lessonPlan([]);
  let people: WallPeople = new Map();
  let classOf = new Map<TraineeId, ClassCode>();
  const unreadable = new Set<ClassCode>();

  const read = (code: ClassCode): Live | undefined => {
    const before = live.get(code);
    try {
      const file = classes.file(code);
      unreadable.delete(code);
      if (before?.file === file) return before;
      const timetable = classes.timetable(code);
      const through = [...vouchedThrough(file, timetable.lessons).values()].flat();
      return {
        file,
        timetable,
        through,
        planned: before && isSamePlan(before, file, timetable) ? before.planned : planOf(file, timetable),
      };
    } catch (error) {
      if (!unreadable.has(code)) log.error('a class cannot be read: it stays as it was', { class: code, error });
      unreadable.add(code);
      return before;
    }
  };

  /** A draft may hold slips of the pen: what would already be over is not closed behind anybody's back. */
  const planOf = (file: ClassFile, { lessons }: Timetable): readonly PlannedLesson[] => {
    const { code } = file.class;
    const here = planLessons(
      code,
      lessons.filter((lesson) => isHere(lesson, room)),
      file.policies,
    );
    const isDraft = classes.filing(code).kind === 'draft';
    return isDraft ? here.filter(({ closes }) => closes >= now()) : here;
  };

  const refresh = (): boolean => {
    const next = new Map<ClassCode, Live>();
    for (const code of classes.list()) {
      const each = read(code);
      if (each) next.set(code, each);
    }
    if (next.size === live.size && [...next].every(([code, each]) => live.get(code) === each)) return false;
    live = next;
    plan = lessonPlan([...live.values()].flatMap(({ planned }) => planned));
    const all = [...live.values()].flatMap(({ file }) =>
      file.trainees.map((trainee) => ({ code: file.class.code, trainee })),
    );
    classOf = new Map(all.map(({ code, trainee }) => [trainee.id, code]));
    people = new Map(
      all.map(({ trainee: { id, person } }): [TraineeId, WallPerson] => [
        id,
        { name: person.name ?? id, idNumber: person.idNumber ?? '' },
      ]),
    );
    return true;
  };
  refresh();

  return {
    plan: {
      get lessons() {
        return plan.lessons;
      },
      current: (at) => plan.current(at),
      around: (at) => plan.around(at),
    },
    refresh,
    codes: () => [...live.keys()],
    file: (code) => live.get(code)?.file ?? null,
    classOf: (trainee) => classOf.get(trainee) ?? null,
    get people() {
      return people;
    },
    endOf: (code) => live.get(code)?.file.class.ends ?? null,
    room: ({ code, windows }) => {
      const file = live.get(code)?.file;
      const there = cameras(reachOf(windows).from);
      return { roster: file?.trainees ?? [], cameras: there, approvedOn: file?.class.approvedOn ?? null };
    },
    leave: ({ code }) => live.get(code)?.file.leave ?? [],
    through: ({ code }) => live.get(code)?.through ?? [],
  };
}

/** Whether a lesson is held in this kiosk's room: one that names no room is held wherever a kiosk knows its class. */
export function isHere({ room }: Pick<Lesson, 'room'>, own: string | null): boolean {
  return own === null || room === null || room.trim() === '' || room.trim() === own;
}

/** Whether leave, roster or anything but the lessons changed: planned lessons then stay the same objects. */
function isSamePlan(before: Live, file: ClassFile, timetable: Timetable): boolean {
  return (
    before.timetable === timetable &&
    before.file.policies === file.policies &&
    before.file.filedOn === file.filedOn &&
    before.file.class.approvedOn === file.class.approvedOn
  );
}
