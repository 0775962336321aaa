import { createCalendar } from '../../core/domain/calendar.ts';
import { plannedLessons } from '../../core/domain/class-records.ts';
import { type ClassCode, cameraId, classCode, modelId, traineeId } from '../../core/domain/ids.ts';
import type { Lesson } from '../../core/domain/lesson.ts';
import type { LessonRecord, Outcome } from '../../core/domain/record.ts';
import { unseen } from '../../core/domain/seen.ts';
import { type EpochMs, epochMs } from '../../core/domain/units.ts';
import { packagedYears } from '../../core/platform/calendar.ts';
import { openClasses } from '../../kiosk/open-classes.ts';
import type { StoredSighting } from '../../kiosk/store/observations.ts';
import type { Db } from '../../kiosk/store/open.ts';
import { person } from '../../test/support/forms/october.ts';

/** A year of a kiosk's classes, made up but of real size: every record carries its five sightings with their proofs. */
export interface Year {
  readonly classes: readonly ClassCode[];
  readonly records: number;
  /** One lesson of each class that is not recorded yet, with its records: to close while the office is asked. */
  readonly lastLessons: ReadonlyMap<ClassCode, readonly LessonRecord<StoredSighting>[]>;
}

const YEAR = 2026;
const OPENS = `${YEAR}-01-05`;
const ENDS = `${YEAR}-12-31`;
const BELL = [
  ['08:30', '09:15'],
  ['09:25', '10:10'],
  ['10:20', '11:05'],
  ['13:00', '13:45'],
  ['13:55', '14:40'],
  ['14:50', '15:35'],
];
/** Short stays of unidentified people in a lesson: turned heads, passers-by. */
const STAYS = 10;
/** Of a hundred lessons; the rest is present. */
const OUTCOMES: readonly (readonly [Outcome, number])[] = [
  ['late', 3],
  ['leftEarly', 1],
  ['absent', 2],
  ['personalLeave', 1],
  ['sickLeave', 1],
];

/** Fills an empty store. @param classes how many classes, @param trainees how many people in each */
export function fillYear(db: Db, classes: number, trainees: number): Year {
  const lastLessons = new Map<ClassCode, readonly LessonRecord<StoredSighting>[]>();
  const insert = db.prepare('insert into record (class, trainee, date, no, body, closedAt) values (?, ?, ?, ?, ?, ?)');
  const stay = db.prepare('insert into unidentified (camera, fromAt, toAt) values (?, ?, ?)');
  const known = openClasses(db);
  let records = 0;
  const codes = Array.from({ length: classes }, (_, index) => {
    const code = classCode(`BENCH-${YEAR}-${String(index + 1).padStart(2, '0')}`);
    const people = Array.from({ length: trainees }, (__, no) => `b${index}-${no}`);
    const scenario = {
      institution: '沈阳工学院',
      class: {
        ...{ code, specialty: '大数据开发', certificate: 'special', opens: OPENS, ends: ENDS, approvedOn: OPENS },
        ...{ months: 6, room: `B${301 + index}`, teachers: ['王老师'], bell: BELL },
      },
      trainees: people.map((id, no) => ({ id, joinedOn: OPENS, person: person(index * trainees + no) })),
      cameras: ['room'],
      exam: people.map((trainee) => ({ trainee, result: 'passed' })),
    };
    const saved = known.importFile(code, scenario as never, 'bench', { version: 0, by: 'bench', at: epochMs(0) });
    if (saved.kind !== 'saved') throw new Error(JSON.stringify(saved));
    const lessons = plannedLessons(known.file(code), createCalendar(packagedYears()));
    let chance = index + 1;
    const next = (): number => {
      chance = (chance * 48_271) % 2_147_483_647; // Park and Miller's generator: the same year each time
      return chance % 100;
    };
    db.transaction(() => {
      for (const [at, lesson] of lessons.entries()) {
        const closed = people.map((id) => recordOf(id, lesson, next()));
        for (let no = 0; no < STAYS; no += 1) {
          const from = lesson.start + next() * 25_000;
          stay.run('room', from, from + 5000 + next() * 1000);
        }
        if (at === lessons.length - 1) {
          lastLessons.set(code, closed);
          break;
        }
        for (const record of closed) {
          insert.run(code, record.trainee, record.date, record.no, JSON.stringify(record), lesson.end);
          records += 1;
        }
      }
    })();
    return code;
  });
  return { classes: codes, records, lastLessons };
}

function recordOf(id: string, { date, no, start, end }: Lesson, chance: number): LessonRecord<StoredSighting> {
  const outcome = outcomeOf(chance);
  const attended = outcome === 'present' || outcome === 'late' || outcome === 'leftEarly';
  const at = (from: EpochMs, minutes: number): StoredSighting => sightingOf(id, epochMs(from + minutes * 60_000));
  return {
    ...{ trainee: traineeId(id), date: date, no, outcome, notes: [], due: true, correction: null },
    seen: attended
      ? {
          arrival: at(start, outcome === 'late' ? 8 : -4),
          inside: at(start, outcome === 'late' ? 8 : 1),
          middle: at(start, 20),
          departure: at(end, -14),
          last: at(end, outcome === 'leftEarly' ? -9 : -1),
        }
      : unseen,
  };
}

function outcomeOf(chance: number): Outcome {
  let below = 0;
  for (const [outcome, share] of OUTCOMES) {
    below += share;
    if (chance < below) return outcome;
  }
  return 'present';
}

function sightingOf(id: string, at: EpochMs): StoredSighting {
  return {
    ...{ trainee: traineeId(id), at, camera: cameraId('room'), liveness: 'unsure' },
    proof: {
      ...{ run: 1, frame: at % 100_000, decodeTime: at % 10_000_000, similarity: 0.61, runnerUp: null },
      ...{ model: modelId('sharp-1'), liveness: 'unsure', clock: 'synchronised' },
      box: { x: 0.42, y: 0.31, width: 0.05, height: 0.08 },
    },
  };
}
