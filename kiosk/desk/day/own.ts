import type { OwnDispute, OwnLesson, OwnMark, OwnRecord } from '../../../core/contract/screen-own.ts';
import { type ClassTrainee } from '../../../core/domain/class-file.ts';
import { dueOf } from '../../../core/domain/close.ts';
import { countedRecords } from '../../../core/domain/counted.ts';
import { addDays, dateAt, monthOf } from '../../../core/domain/day.ts';
import type { ClassCode, TraineeId } from '../../../core/domain/ids.ts';
import { type Lesson, lessonKey, windowsOf } from '../../../core/domain/lesson.ts';
import { type LiveMark, liveLines } from '../../../core/domain/live.ts';
import { belongsOn, isApprovedOn, maskIdNumber } from '../../../core/domain/person.ts';
import { policyOn } from '../../../core/domain/policy.ts';
import { isAttended, type Outcome } from '../../../core/domain/record.ts';
import { mayMiss, tally, traineeFigures, withLessonsToCome } from '../../../core/domain/tally.ts';
import type { EpochMs } from '../../../core/domain/units.ts';
import { outcomeWords, standingOf } from '../../../core/domain/why.ts';
import { disputeView } from './disputes.ts';
import { classOf, refuse } from './fault.ts';
import type { DayClass, DayPorts, DayRecord } from './ports.ts';
import { readLesson } from './reading.ts';
import { sentences } from './settle.ts';

/** Earlier lessons on show, and how many days back. */
const MOST_EARLIER = 12;
const DAYS_BACK = 31;

/** Finds a trainee of the kiosk's classes. */
export function findTrainee(
  ports: Pick<DayPorts, 'classes'>,
  such: (trainee: ClassTrainee) => boolean,
): { readonly code: ClassCode; readonly trainee: ClassTrainee } | null {
  for (const { file } of ports.classes.list()) {
    const trainee = file.trainees.find(such);
    if (trainee !== undefined) return { code: file.class.code, trainee };
  }
  return null;
}

/**
 * A trainee's own record: today's lessons with why each mark is what it is, what may still be objected to,
 * month and course so far with the lessons that may still be missed, and the answers to own disputes.
 */
export function ownRecord(ports: DayPorts, code: ClassCode, trainee: TraineeId): OwnRecord {
  const of = classOf(ports, code);
  const self = of.file.trainees.find(({ id }) => id === trainee);
  if (self === undefined) throw refuse('no-such-trainee', '班里没有这位学员');
  const now = ports.now();
  const today = dateAt(now);
  const kept = ports.records.ofTrainee(code, trainee);
  const because = sentences(ports, of);
  const lessonOf = ({ record }: DayRecord) =>
    of.lessons.find(({ date, no }) => date === record.date && no === record.no) ?? null;
  const closed = (stored: DayRecord, lesson: Lesson): OwnLesson => {
    const { outcome } = stored.record;
    const disputable = outcome !== 'present';
    return {
      ...head(lesson),
      mark: markOf(outcome),
      word: outcomeWords[outcome],
      why: because(stored.record),
      disputable,
    };
  };
  const earlier = kept
    .filter(
      ({ record: { date, outcome } }) => date < today && date >= addDays(today, -DAYS_BACK) && !isAttended(outcome),
    )
    .reverse()
    .slice(0, MOST_EARLIER);
  return {
    trainee,
    name: self.person.name ?? trainee,
    maskedId: self.person.idNumber === null ? '' : maskIdNumber(self.person.idNumber),
    today: of.lessons
      .filter(({ date }) => date === today && belongsOn(self, date))
      .sort((a, b) => a.start - b.start)
      .map((lesson) => {
        const stored = kept.find(({ record: { date, no } }) => date === lesson.date && no === lesson.no);
        return stored === undefined ? running(ports, of, lesson, trainee, now) : closed(stored, lesson);
      }),
    earlier: earlier.flatMap((stored) => {
      const lesson = lessonOf(stored);
      return lesson === null ? [] : [closed(stored, lesson)];
    }),
    ...figuresOf(of, self, kept, now),
    disputes: ports.disputes.ofTrainee(code, trainee).map((dispute): OwnDispute => {
      const { id, date, no, text, raisedAt, until, state, answer } = disputeView(ports, of, dispute);
      return { id, date, no, text, raisedAt, until, state, answer };
    }),
  };
}

/** A lesson that is not closed yet, as the wall says it. */
function running(ports: DayPorts, of: DayClass, lesson: Lesson, trainee: TraineeId, now: EpochMs): OwnLesson {
  const policy = policyOn(of.file.policies, lesson.date);
  const windows = windowsOf(lesson, policy);
  if (now < windows.arrival.from)
    return { ...head(lesson), mark: 'toCome', word: '未开始', why: '还没有开始签到', disputable: false };
  const reading = readLesson(ports, of, lesson);
  const line = liveLines(reading.open, reading.circumstances, now).find((each) => each.trainee.id === trainee);
  const mark: LiveMark = line?.mark ?? { kind: 'expected' };
  const late = mark.kind === 'arrived' && mark.late;
  return {
    ...head(lesson),
    mark: late ? 'late' : liveMarks[mark.kind],
    word: late ? '迟到' : liveWords[mark.kind],
    why: standingOf(mark, { windows, policy }),
    disputable: now > windows.arrival.to && mark.kind !== 'arrived',
  };
}

const liveMarks: Readonly<Record<LiveMark['kind'], OwnMark>> = {
  expected: 'expected',
  arrived: 'present',
  missing: 'missing',
  unproven: 'pending',
  onLeave: 'leave',
};
const liveWords: Readonly<Record<LiveMark['kind'], string>> = {
  expected: '未到',
  arrived: '已到',
  missing: '未到',
  unproven: '待核',
  onLeave: '请假',
};

function markOf(outcome: Outcome): OwnMark {
  switch (outcome) {
    case 'present':
    case 'late':
    case 'pending':
      return outcome;
    case 'leftEarly':
      return 'left';
    case 'absent':
      return 'missing';
    case 'personalLeave':
    case 'sickLeave':
      return 'leave';
  }
}

function head({ date, no, course, start, end }: Lesson): Pick<OwnLesson, 'date' | 'no' | 'course' | 'from' | 'to'> {
  return { date, no, course: course ?? '', from: start, to: end };
}

/** Month and course so far, by the rules that settle the whole class. */
function figuresOf(
  { file, lessons: here, elsewhere = [] }: DayClass,
  self: ClassTrainee,
  kept: readonly DayRecord[],
  now: EpochMs,
): Pick<OwnRecord, 'month' | 'course'> {
  const { policies } = file;
  const { approvedOn } = file.class;
  const lessons = [...here, ...elsewhere];
  const all = kept.map(({ record }) => record);
  const { records } = countedRecords({ roster: [self], policies, lessons, approvedOn }, { records: all, history: all });
  const held = new Set(all.map(lessonKey));
  const toCome = lessons.filter(
    (lesson) =>
      !held.has(lessonKey(lesson)) &&
      lesson.end > now &&
      belongsOn(self, lesson.date) &&
      isApprovedOn(self, lesson.date) &&
      dueOf(lesson, policyOn(policies, lesson.date), approvedOn).length === 0,
  );
  const course = tally(records, policies);
  const dates = toCome.map(({ date }) => date);
  const month = monthOf(dateAt(now));
  const ofMonth = records.filter(({ date }) => monthOf(date) === month);
  return {
    month: ofMonth.length === 0 ? null : { month, ...shown(traineeFigures(self.id, tally(ofMonth, policies))) },
    course: {
      ...shown(traineeFigures(self.id, course)),
      mayMiss: mayMiss(withLessonsToCome(course, dates, policies)),
    },
  };
}

function shown(line: ReturnType<typeof traineeFigures>): Omit<OwnRecord['course'], 'mayMiss'> {
  const { due, attended, late, personalLeave, sickLeave, pending, rate, meets90 } = line;
  return { due, attended, late, leave: personalLeave + sickLeave, pending, rate, meets90 };
}
