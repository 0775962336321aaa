import type { Day, DayLesson } from '../../../core/contract/office/day.ts';
import { openLesson } from '../../../core/domain/close.ts';
import { dateAt } from '../../../core/domain/day.ts';
import type { Lesson } from '../../../core/domain/lesson.ts';
import { belongsOn } from '../../../core/domain/person.ts';
import { policyOn } from '../../../core/domain/policy.ts';
import { isAttended } from '../../../core/domain/record.ts';
import type { EpochMs, LocalDate } from '../../../core/domain/units.ts';
import { lessonHead, linesOf } from './lines.ts';
import type { DayClass, DayPorts, DayRecord } from './ports.ts';
import { lessonState, readLesson } from './reading.ts';
import { strangersCount } from './strangers.ts';

/** A day: the lessons of all classes in order of time with their counts, and what waits for somebody. */
export function dayView(ports: DayPorts, date: LocalDate): Day {
  const now = ports.now();
  const lessons = ports.classes.list().flatMap((of) => {
    const own = of.lessons.filter((lesson) => lesson.date === date);
    if (own.length === 0) return [];
    const kept = ports.records.inForce(of.file.class.code, date, date);
    return own.map((lesson) => head(ports, of, lesson, kept, now));
  });
  return {
    date,
    now,
    lessons: lessons.sort((a, b) => a.from - b.from || (a.class < b.class ? -1 : 1)),
    elsewhere: ports.classes.list().flatMap((of) => elsewhereOn(ports, of, date)),
    visionTrouble: date === dateAt(now) ? ports.visionTrouble() : null,
    waiting: waitingOf(ports),
  };
}

/** A class's lessons of a day that are held in other rooms: this kiosk's cameras do not see them. */
function elsewhereOn({ records }: DayPorts, { file, elsewhere = [] }: DayClass, date: LocalDate): Day['elsewhere'] {
  const { code, specialty, room } = file.class;
  return elsewhere
    .filter((lesson) => lesson.date === date)
    .map((lesson) => ({
      ...{ class: code, className: specialty ?? code, no: lesson.no, course: lesson.course },
      ...{ room: lesson.room ?? room, from: lesson.start, to: lesson.end },
      recorded: records.isClosed(code, date, lesson.no),
    }));
}

/** How much waits for somebody, of all days. */
export function waitingOf(ports: DayPorts): Day['waiting'] {
  const codes = ports.classes.list().map(({ file }) => file.class.code);
  const sum = (of: (code: (typeof codes)[number]) => number): number => codes.reduce((all, code) => all + of(code), 0);
  return {
    toSettle: sum((code) => ports.records.toSettle(code).length),
    corrections: sum((code) => ports.corrections.open(code).length),
    disputes: sum((code) => ports.disputes.open(code).length),
  };
}

function head(ports: DayPorts, of: DayClass, lesson: Lesson, kept: readonly DayRecord[], now: EpochMs): DayLesson {
  const { class: filed, policies, trainees } = of.file;
  const open = openLesson(lesson, policyOn(policies, lesson.date));
  const state = lessonState(ports, filed.code, open, now);
  if (state === 'running' || state === 'ended') {
    const reading = readLesson(ports, of, lesson);
    return lessonHead(ports, reading, linesOf(ports, reading, now), now);
  }
  const records = kept.filter(({ record }) => record.no === lesson.no).map(({ record }) => record);
  const count = (such: (outcome: (typeof records)[number]['outcome']) => boolean): number =>
    records.filter(({ outcome }) => such(outcome)).length;
  const { inside } = open.windows;
  return {
    class: filed.code,
    className: filed.specialty ?? filed.code,
    ...{ date: lesson.date, no: lesson.no, course: lesson.course, teacher: lesson.teacher },
    ...{ room: lesson.room ?? filed.room, from: lesson.start, to: lesson.end, state, rollCall: false },
    counts: {
      due: state === 'closed' ? records.length : trainees.filter((each) => belongsOn(each, lesson.date)).length,
      here: count(isAttended),
      late: count((outcome) => outcome === 'late'),
      missing: count((outcome) => outcome === 'absent'),
      pending: count((outcome) => outcome === 'pending'),
      leave: count((outcome) => outcome === 'personalLeave' || outcome === 'sickLeave'),
      unidentified: strangersCount(open, ports.observed.unidentified(inside.from, inside.to)),
    },
  };
}
