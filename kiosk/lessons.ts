import { camerasAt } from '../core/domain/camera-service.ts';
import { mergeSpans } from '../core/domain/coverage.ts';
import { monthOf } from '../core/domain/day.ts';
import { reachOf } from '../core/domain/lesson.ts';
import { maskIdNumber } from '../core/domain/person.ts';
import { type DurationMs, type EpochMs, milliseconds, minutes, plus, seconds } from '../core/domain/units.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import type { LiveClasses } from './classes.ts';
import type { Evidence } from './evidence/evidence.ts';
import { type Classroom, classroom } from './presence/classroom.ts';
import type { PlannedLesson } from './presence/lesson-plan.ts';
import { createSealing } from './recording.ts';
import type { CameraStore } from './store/cameras.ts';
import { monthReports } from './store/months.ts';
import type { Observations } from './store/observations.ts';
import type { Db } from './store/open.ts';
import { outbox } from './store/outbox.ts';
import { records } from './store/records.ts';
import { stripsDue } from './store/strips-due.ts';
import { tellStrips } from './strips.ts';

export interface LessonsOptions {
  readonly db: Db;
  readonly live: LiveClasses;
  readonly observed: Observations;
  readonly cameras: Pick<CameraStore, 'service'>;
  readonly evidence: Evidence;
  readonly sightingEvery: DurationMs;
  readonly clock: Clock;
  readonly log: Log;
}

/** The lessons of the kiosk: judged, closed, sealed, told. */
export interface Lessons {
  readonly room: Classroom;
  /** Closes and seals what is due, tells the center of what runs; call it every second or so. */
  closeDue(now: EpochMs): void;
  /** Resolves when all that was closed is sealed. */
  sealed(): Promise<void>;
  /** Tells the center what was observed of the lessons closed since; called in a transaction. */
  tellObserved(since: EpochMs): void;
}

/** Frames of a lesson's last seconds may still be with vision when its windows are over. */
const GRACE: DurationMs = seconds(3);
/** Lessons closed this long ago are looked at again at the start. */
const RESEAL: DurationMs = minutes(-7 * 24 * 60);

/** Opens them; a power cut may have come between a lesson's close and its sealing: those are sealed now. */
export function openLessons(options: LessonsOptions): Lessons {
  const { db, live, observed, cameras, evidence, sightingEvery, clock, log } = options;
  const kept = records(db);
  const closedMonths = monthReports(db);
  const told = outbox(db);
  const { plan } = live;
  const sealing = createSealing({
    evidence,
    endOf: live.endOf,
    cameras: (from) => camerasAt(cameras.service(), from),
    people: (planned) =>
      live.room(planned).roster.map(({ id }) => {
        const { name = id, idNumber = '' } = live.people.get(id) ?? {};
        return { trainee: id, name, idNumber: idNumber === '' ? '' : maskIdNumber(idNumber) };
      }),
    coverage: (from, to) => observed.coverage(from, to),
    recordsOf: ({ code, lesson: { date, no } }) => kept.atClose(code, date, no),
    log,
  });

  const tellCoverage = (planned: PlannedLesson): void => {
    const { code, lesson, windows, closes } = planned;
    const reach = reachOf(windows);
    const clipped = observed.coverage(reach.from, reach.to).map(({ camera, from, to }) => {
      return { camera, from: Math.max(from, reach.from) as EpochMs, to: Math.min(to, reach.to) as EpochMs };
    });
    const spans = Map.groupBy(clipped, ({ camera }) => camera);
    const body = {
      ...{ class: code, date: lesson.date, no: lesson.no, ...reach },
      cameras: live.room(planned).cameras.map((camera) => ({ camera, observed: mergeSpans(spans.get(camera) ?? []) })),
      unidentified: observed.unidentified(reach.from, reach.to),
    };
    told.put('coverage', body, closes);
  };

  const close = db.transaction((planned: PlannedLesson, closed: Parameters<typeof kept.close>[1]) => {
    kept.close(planned.code, closed, clock.now());
    tellCoverage(planned);
    strips.closed(planned);
  });
  const room = classroom({
    plan,
    room: live.room,
    observed,
    entered: { leave: live.leave, through: live.through },
    sink: {
      // A lesson entered into a month that is closed waits until the month is re-opened.
      isClosed: ({ code, lesson: { date, no } }) =>
        kept.isClosed(code, date, no) || closedMonths.isClosed(code, monthOf(date)),
      close: (planned, closed) => close(planned, closed),
    },
    grace: GRACE,
    continuity: milliseconds(2 * sightingEvery),
    onFailure: ({ code, lesson: { date, no } }, error) =>
      log.error('a lesson was not closed: it is tried again', { class: code, date, no, error }),
  });
  const strips = tellStrips({ due: stripsDue(db), outbox: told, plan, strips: (planned) => room.strips(planned), log });
  const closedSince = (since: EpochMs): readonly PlannedLesson[] =>
    plan.lessons.filter(({ code, lesson, closes }) => closes > since && kept.isClosed(code, lesson.date, lesson.no));
  for (const planned of closedSince(plus(clock.now(), RESEAL))) sealing.add(planned);

  return {
    room,
    closeDue: (now) => {
      for (const { planned, records: closed } of room.closeDue(now)) {
        const { date, no } = planned.lesson;
        log.info('lesson closed', { class: planned.code, date, no, records: closed.length });
        sealing.add(planned);
      }
      strips.look(now);
    },
    sealed: () => sealing.done(),
    tellObserved: (since) => {
      for (const planned of closedSince(since)) {
        tellCoverage(planned);
        strips.closed(planned);
      }
    },
  };
}
