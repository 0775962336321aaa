import type { ScenarioJson } from '../../../core/contract/scenario-json.ts';
import { readScenario } from '../../../core/contract/scenario-read.ts';
import { timetableOf } from '../../../core/domain/class-records.ts';
import { closeLesson } from '../../../core/domain/close.ts';
import { boundsOf, instantAt, parseTimeOfDay } from '../../../core/domain/day.ts';
import { cameraId, classCode, modelId, type TraineeId, traineeId } from '../../../core/domain/ids.ts';
import { recordsInOrder } from '../../../core/domain/month-report.ts';
import { pendingShare } from '../../../core/domain/pending-share.ts';
import type { SightingProof } from '../../../core/domain/sighting.ts';
import { type EpochMs, epochMs, type LocalDate, seconds } from '../../../core/domain/units.ts';
import { packagedYears } from '../../../core/platform/calendar.ts';
import type { CorrectionDue, DayClass, DayPorts } from '../../../kiosk/desk/day/ports.ts';
import { readLesson } from '../../../kiosk/desk/day/reading.ts';
import { corrections } from '../../../kiosk/store/corrections.ts';
import { disputes } from '../../../kiosk/store/disputes.ts';
import { leaveEntries } from '../../../kiosk/store/leave.ts';
import { manualEntries } from '../../../kiosk/store/manual.ts';
import { monthRecords } from '../../../kiosk/store/month-records.ts';
import { monthReports } from '../../../kiosk/store/months.ts';
import { type Observations, observations } from '../../../kiosk/store/observations.ts';
import type { Db } from '../../../kiosk/store/open.ts';
import { type Records, records } from '../../../kiosk/store/records.ts';

export const CODE = classCode('DSJ-2026-01');
export const DAY = '2026-10-08' as LocalDate;
export const ROOM = cameraId('room');

/** The instant of a wall time on {@link DAY}, or on another. */
export function at(time: string, date: LocalDate = DAY): EpochMs {
  const ofDay = parseTimeOfDay(time);
  if (ofDay === null) throw new Error(`expected HH:MM, got ${time}`);
  return instantAt(date, ofDay);
}

const BELL = [
  ['08:30', '09:15'],
  ['09:25', '10:10'],
  ['10:20', '11:05'],
  ['13:30', '14:15'],
  ['14:25', '15:10'],
  ['15:20', '16:05'],
];

const NAMES = ['王小明', '李婷', '张浩然', '刘子涵', '陈雨桐', '阿依努尔·买买提'];
const ID_NUMBERS = ['110105194912310021', '110105194912310048', '110105194912310064'];

/** A class of `count` trainees with six lessons on every working day from October 2026 on. */
export function sampleScenario(count = NAMES.length): ScenarioJson {
  const trainees = Array.from({ length: count }, (_, n) => ({
    id: `t${n + 1}`,
    person: {
      name: NAMES[n] ?? `学员${n + 1}`,
      ...(ID_NUMBERS[n] === undefined ? {} : { idNumber: ID_NUMBERS[n] }),
    },
  }));
  return {
    class: {
      ...{ code: CODE, specialty: '大数据开发', certificate: 'special', opens: '2026-10-08', ends: '2026-12-31' },
      ...{ approvedOn: '2026-09-28', room: 'B301', bell: BELL },
    },
    trainees,
    cameras: [ROOM],
    coverage: [],
  } as unknown as ScenarioJson;
}

/** The class of {@link sampleScenario}, read. */
export function sampleFile(count = NAMES.length): DayClass {
  const reading = readScenario(sampleScenario(count), packagedYears());
  if (reading.kind === 'faulty') throw new Error(JSON.stringify(reading.faults));
  const { file, calendar } = reading;
  return { file, calendar, lessons: timetableOf(file, calendar).lessons };
}

/** A kiosk's day over a real store, with a clock and a journal of the test's own. */
export interface TestDay {
  readonly ports: DayPorts;
  /** The class; another may take its place. */
  of: DayClass;
  readonly observed: Observations;
  readonly records: Records;
  now: EpochMs;
  strangers: number;
  visionTrouble: string | null;
  sealed: boolean;
  /** Whether the kiosk has a center. */
  center: boolean;
  /** The paper of the center's decision on the month's pending lessons. */
  decision: string | null;
  /** Thrown by the journal instead of taking a correction. */
  journalFails: Error | null;
  readonly journalled: CorrectionDue[];
  readonly warnings: string[];
  changes: number;
  /** A trainee was seen at these wall times. */
  see(trainee: string, ...times: readonly string[]): void;
  /** The room camera observed these spans, `08:00–12:00`. */
  observe(...spans: readonly string[]): void;
  /** Closes a lesson as the classroom does. */
  close(no: number): void;
}

/** Opens the day of {@link DAY} at 08:00. */
export function openDay(db: Db, of: DayClass = sampleFile()): TestDay {
  const observed = observations(db);
  const kept = records(db);
  const closedMonths = monthReports(db);
  const reading = monthRecords(db);
  const day: TestDay = {
    of,
    observed,
    records: kept,
    now: at('08:00'),
    ...{
      strangers: 0,
      visionTrouble: null,
      sealed: true,
      center: false,
      journalFails: null,
      decision: null,
      journalled: [],
      warnings: [],
      changes: 0,
    },
    ports: {
      now: () => day.now,
      classes: { list: () => [day.of] },
      observed,
      records: kept,
      leave: leaveEntries(db),
      manual: manualEntries(db),
      disputes: disputes(db),
      corrections: corrections(db, kept),
      months: {
        isClosed: (code, month) => closedMonths.isClosed(code, month),
        pending: (code, month) => {
          const { from, to } = boundsOf(month);
          const settled = recordsInOrder(reading.lean(code, from, to));
          const { trainees, policies, class: facts } = of.file;
          const inputs = { month, policies, roster: trainees, approvedOn: facts.approvedOn };
          const toCome = of.lessons.filter(
            ({ date, no }) => from <= date && date <= to && !kept.isClosed(code, date, no),
          );
          const decision = day.decision === null ? null : { paper: day.decision, confirmed: false };
          return { ...pendingShare(inputs, settled, toCome), decision };
        },
      },
      journal: {
        isSealed: () => day.sealed,
        correct: (due) => {
          if (day.journalFails !== null) return Promise.reject(day.journalFails);
          day.journalled.push(due);
          return Promise.resolve();
        },
      },
      hasCenter: () => day.center,
      cameraName: (camera) => (camera === ROOM ? '教室后方' : camera),
      strangersNow: () => day.strangers,
      visionTrouble: () => day.visionTrouble,
      sightingEvery: seconds(15),
      changed: () => {
        day.changes += 1;
      },
      warn: (message) => day.warnings.push(message),
    },
    see: (trainee, ...times) => {
      for (const time of times)
        observed.addSighting({ trainee: traineeId(trainee), at: at(time), camera: ROOM }, proofOf(traineeId('t2')));
    },
    observe: (...spans) => {
      for (const span of spans) {
        const [from = '', to = ''] = span.split('–');
        observed.openCoverage(ROOM, at(from), at(to));
      }
    },
    close: (no) => {
      const lesson = of.lessons.find((each) => each.date === DAY && each.no === no);
      if (lesson === undefined) throw new Error(`expected lesson ${no}`);
      const { open, circumstances } = readLesson(day.ports, of, lesson);
      kept.close(CODE, closeLesson(open, circumstances), epochMs(lesson.end + 8 * 60_000));
    },
  };
  return day;
}

function proofOf(runnerUp: TraineeId): SightingProof {
  return {
    ...{ run: 1, frame: 10, decodeTime: 5120, box: { x: 60, y: 40, width: 48, height: 52 }, similarity: 0.62 },
    ...{ runnerUp: { trainee: runnerUp, similarity: 0.21 }, model: modelId('test'), liveness: 'live' },
    clock: 'synchronised',
  };
}
