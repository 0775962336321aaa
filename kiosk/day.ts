import { join } from 'node:path';
import type { CameraId, ClassCode } from '../core/domain/ids.ts';
import { type Lesson, lessonKey } from '../core/domain/lesson.ts';
import { minutes, seconds } from '../core/domain/units.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import { givenApprovals } from './approvals.ts';
import { isHere } from './classes.ts';
import type { Classes } from './desk/classes/classes.ts';
import type { DayDesk } from './desk/day/desk.ts';
import { type EnteredByHand, enteredByHand } from './desk/day/entered.ts';
import type { DayClass, DayPorts } from './desk/day/ports.ts';
import type { Desk } from './desk.ts';
import type { Evidence } from './evidence/evidence.ts';
import { openViewing, type Viewing } from './evidence/viewing.ts';
import type { OwnService } from './http/screen-own.ts';
import { centerDecisions } from './store/center-decisions.ts';
import { corrections } from './store/corrections.ts';
import { disputes } from './store/disputes.ts';
import { evidenceIndex } from './store/evidence.ts';
import { type ForeignRecords, foreignRecords } from './store/foreign-records.ts';
import { leaveEntries } from './store/leave.ts';
import { manualEntries } from './store/manual.ts';
import { observations } from './store/observations.ts';
import type { Db } from './store/open.ts';
import { outbox } from './store/outbox.ts';
import { records } from './store/records.ts';

/** What people entered on this kiosk, for the classes' files. */
export function openEntered(db: Db): EnteredByHand {
  return enteredByHand({
    leave: leaveEntries(db),
    manual: manualEntries(db),
    corrections: corrections(db, records(db)),
    center: centerDecisions(db),
    approvals: givenApprovals(db),
  });
}

export interface DayOptions {
  readonly db: Db;
  readonly dataDir: string;
  readonly classes: Classes;
  /** Only its lessons, and those that name no room, are held here; null: all. */
  readonly room: string | null;
  readonly entered: EnteredByHand;
  readonly evidence: Pick<Evidence, 'correct' | 'growing'>;
  readonly cameraName: (camera: CameraId) => string;
  readonly strangersNow: () => number;
  readonly visionTrouble: () => string | null;
  readonly sightingEverySeconds: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** The classroom's day over the store and the evidence, and the video beside it. */
export function openDay(options: DayOptions): { readonly ports: Omit<DayPorts, 'months'>; readonly viewing: Viewing } {
  const { db, dataDir, entered, evidence, clock, log } = options;
  const kept = records(db);
  const foreign = foreignRecords(db);
  const index = evidenceIndex(db);
  const told = outbox(db);
  return {
    ports: {
      now: () => clock.now(),
      classes: { list: dayClasses(options, foreign) },
      observed: observations(db),
      records: {
        ...kept,
        // What another room's kiosk recorded is settled there, beside its video.
        toSettle: (code) =>
          kept.toSettle(code).filter(({ record: { date, no } }) => foreign.lesson(code, date, no) === null),
      },
      leave: leaveEntries(db),
      manual: manualEntries(db),
      disputes: disputes(db),
      corrections: corrections(db, kept),
      journal: {
        isSealed: (lesson) => index.lesson(lesson) !== null,
        correct: (due) => evidence.correct(due),
      },
      hasCenter: () => told.isOpen(),
      cameraName: options.cameraName,
      strangersNow: options.strangersNow,
      visionTrouble: options.visionTrouble,
      sightingEvery: seconds(options.sightingEverySeconds),
      changed: () => entered.changed(),
      warn: (message, facts) => log.warn(message, facts),
    },
    viewing: openViewing({
      evidence: join(dataDir, 'evidence'),
      cache: join(dataDir, 'clips'),
      index,
      clock,
      growing: (camera) => evidence.growing(camera),
    }),
  };
}

/**
 * The classes with the lessons of this kiosk's room; one whose file did not change is the same object as before. A lesson
 * whose records came from another kiosk is never one of this room, however the timetable changes.
 */
function dayClasses({ classes, room, log }: DayOptions, foreign: ForeignRecords): () => readonly DayClass[] {
  const known = new Map<
    ClassCode,
    { readonly came: number; readonly file: DayClass['file']; readonly day: DayClass }
  >();
  const read = (code: ClassCode): DayClass | null => {
    try {
      const file = classes.file(code);
      const before = known.get(code);
      const came = foreign.revision();
      if (before?.file === file && before.came === came) return before.day;
      const carried = new Set(foreign.lessons(code).map(lessonKey));
      const all = classes.timetable(code).lessons;
      const isOwn = (lesson: Lesson): boolean => isHere(lesson, room) && !carried.has(lessonKey(lesson));
      const day: DayClass = {
        file,
        lessons: all.filter(isOwn),
        elsewhere: all.filter((lesson) => !isOwn(lesson)),
        calendar: classes.calendar(code),
      };
      known.set(code, { came, file, day });
      return day;
    } catch (error) {
      log.warn('a class cannot be read', { class: code, error });
      return known.get(code)?.day ?? null;
    }
  };
  return () => classes.list().flatMap((code) => read(code) ?? []);
}

/** What the check-in screen asks of the day and of the accounts. */
export function ownService(
  { accounts, audit, day }: Pick<Desk, 'accounts' | 'audit' | 'day'>,
  { front, clock, log }: { readonly front: OwnService['front']; readonly clock: Clock; readonly log: Log },
): OwnService | null {
  if (day === null) return null;
  const nobody = { user: '', name: '', role: 'viewer' } as const;
  return {
    desk: day,
    front,
    teacher: (user, password) => accounts.countersigner(nobody, { user, password }),
    firstRunCode: () => accounts.firstRunCode(),
    checkedIn: (teacher, name, lesson) => {
      const detail = `在签到屏凭身份证登记 ${name} 第 ${lesson} 课时`;
      audit.write({ at: clock.now(), ...teacher, action: 'checked-in-by-hand', subject: name, detail });
    },
    clock,
    log,
  };
}

/** Tells the journal of corrections that a power cut or a full disk kept from it: at the start and every minute. */
export async function keepTelling(day: Pick<DayDesk, 'flush'>, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await day.flush();
    await clock.sleep(minutes(1), signal).catch(() => undefined);
  }
}
