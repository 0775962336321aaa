import type { DayLesson, LessonView, Line, OpeningView, Standing } from '../../../core/contract/office/day.ts';
import { vouchedFor } from '../../../core/domain/close.ts';
import type { OpeningWindow } from '../../../core/domain/evidence.ts';
import type { TraineeId } from '../../../core/domain/ids.ts';
import { type Lesson, lessonKey, reachOf } from '../../../core/domain/lesson.ts';
import { type LiveMark, liveLines, rollCallAt } from '../../../core/domain/live.ts';
import { openingsOf, type ProvenSighting } from '../../../core/domain/opening.ts';
import { maskIdNumber } from '../../../core/domain/person.ts';
import { unseen } from '../../../core/domain/seen.ts';
import { presenceStrip } from '../../../core/domain/strip.ts';
import { type EpochMs, milliseconds, type Span } from '../../../core/domain/units.ts';
import { standingOf, whyOf } from '../../../core/domain/why.ts';
import type { DayClass, DayPorts, DayRecord } from './ports.ts';
import { type LessonReading, lessonState, readLesson } from './reading.ts';
import { strangersCount, strangersIn } from './strangers.ts';

/** Everything of one lesson that the day's page shows. */
export function lessonView(ports: DayPorts, of: DayClass, lesson: Lesson): LessonView {
  const now = ports.now();
  const reading = readLesson(ports, of, lesson);
  const { windows } = reading.open;
  const lines = linesOf(ports, reading, now);
  return {
    lesson: lessonHead(ports, reading, lines, now),
    windows: {
      arrival: windows.arrival,
      middle: windows.middle.from <= windows.middle.to ? windows.middle : null,
      departure: windows.departure,
    },
    cameras: of.file.cameras.map((id) => ({ id, name: ports.cameraName(id) })),
    unobserved: unobservedIn(reading, now),
    strangers: strangersIn(reading.open, reading.strangers),
    lines,
  };
}

/** A lesson with its counts. */
export function lessonHead(ports: DayPorts, reading: LessonReading, lines: readonly Line[], now: EpochMs): DayLesson {
  const { of, open } = reading;
  const { lesson, policy } = open;
  const { code, specialty } = of.file.class;
  const state = lessonState(ports, code, open, now);
  const count = (...standings: readonly Standing[]): number =>
    lines.filter(({ standing }) => standings.includes(standing)).length;
  return {
    class: code,
    className: specialty ?? code,
    date: lesson.date,
    no: lesson.no,
    course: lesson.course,
    teacher: lesson.teacher,
    room: lesson.room ?? of.file.class.room,
    from: lesson.start,
    to: lesson.end,
    state,
    rollCall: state === 'running' && now >= rollCallAt(lesson, policy),
    counts: {
      due: lines.length,
      here: count('here', 'present', 'late', 'leftEarly'),
      late: count('late'),
      missing: count('missing', 'absent', 'expected'),
      pending: count('pending'),
      leave: count('personalLeave', 'sickLeave'),
      unidentified: state === 'running' ? ports.strangersNow() : strangersCount(open, reading.strangers),
    },
  };
}

/** Every trainee's line, in roster order. */
export function linesOf(ports: DayPorts, reading: LessonReading, now: EpochMs): readonly Line[] {
  const { of, open, circumstances } = reading;
  const { lesson, policy, windows } = open;
  const { code } = of.file.class;
  const context = { windows, policy, unobserved: circumstances.unobserved };
  const kept = new Map(
    ports.records
      .inForce(code, lesson.date, lesson.date)
      .filter(({ record }) => record.no === lesson.no)
      .map((stored) => [stored.record.trainee, stored]),
  );
  const asked = new Set(
    ports.corrections
      .list(code, lesson.date, lesson.date)
      .filter(({ no, decision }) => no === lesson.no && decision === null)
      .map(({ trainee }) => trainee),
  );
  const disputed = new Map(
    ports.disputes
      .list(code, lesson.date, lesson.date)
      .filter(({ no, answer }) => no === lesson.no && answer === null)
      .map(({ trainee, id }) => [trainee, id]),
  );
  const people = new Map(of.file.trainees.map(({ id, person }) => [id, person]));
  const nameOf = (trainee: TraineeId): string => people.get(trainee)?.name ?? trainee;
  return liveLines(open, circumstances, now).map(({ trainee: { id }, mark }): Line => {
    const stored = kept.get(id);
    const idNumber = people.get(id)?.idNumber ?? '';
    const seen = stored?.record.seen ?? open.seen.get(id) ?? unseen;
    return {
      trainee: id,
      name: nameOf(id),
      maskedId: idNumber === '' ? '' : maskIdNumber(idNumber),
      standing: stored === undefined ? standing(mark) : stored.record.outcome,
      why: stored === undefined ? standingOf(mark, { windows, policy }) : whyOf(stored.record, context),
      strip: stripOf(ports, reading, id, now),
      openings: openingsOf([{ trainee: id, seen } as DayRecord['record']]).map((opening) =>
        openingView(opening, nameOf),
      ),
      record: stored?.id ?? null,
      history: stored === undefined ? [] : historyOf(ports, reading, stored),
      correctionAsked: asked.has(id),
      dispute: disputed.get(id) ?? null,
    };
  });
}

function stripOf(ports: DayPorts, { open, circumstances, sightings }: LessonReading, trainee: TraineeId, now: EpochMs) {
  const vouched = vouchedFor(circumstances.through.get(trainee), lessonKey(open.lesson));
  return presenceStrip({
    windows: open.windows,
    seen: (sightings.get(trainee) ?? []).map(({ at }) => at),
    through: vouched.map(({ span }) => span),
    unobserved: circumstances.unobserved,
    continuity: milliseconds(2 * ports.sightingEvery),
    now,
  });
}

function historyOf(ports: DayPorts, { of, open }: LessonReading, stored: DayRecord): Line['history'] {
  const chain =
    stored.replaces === null
      ? [stored]
      : ports.records.history(of.file.class.code, stored.record.trainee, open.lesson.date, open.lesson.no);
  return chain.map(({ id, record: { outcome, correction }, closedAt }) => ({
    id,
    outcome,
    closedAt,
    correction: correction && {
      why: correction.why,
      by: correction.by,
      countersignedBy: correction.countersignedBy,
    },
  }));
}

function openingView(
  { window, at, camera, proof }: Omit<ProvenSighting, 'trainee'> & { readonly window: OpeningWindow },
  nameOf: (trainee: TraineeId) => string,
): OpeningView {
  if (proof === null) return { window, at, camera, proof };
  const { similarity, runnerUp, model, liveness, clock, run, decodeTime } = proof;
  const second = runnerUp && { name: nameOf(runnerUp.trainee), similarity: runnerUp.similarity };
  return { window, at, camera, proof: { similarity, runnerUp: second, model, liveness, clock, run, decodeTime } };
}

function standing(mark: LiveMark): Standing {
  switch (mark.kind) {
    case 'expected':
    case 'missing':
      return mark.kind;
    case 'arrived':
      return mark.late ? 'late' : 'here';
    case 'unproven':
      return 'pending';
    case 'onLeave':
      return mark.leave === 'personal' ? 'personalLeave' : 'sickLeave';
  }
}

/** The unobserved stretches, cut to the lesson's reach and to `now`. */
function unobservedIn({ open, circumstances }: LessonReading, now: EpochMs): readonly Span[] {
  const { from, to } = reachOf(open.windows);
  return circumstances.unobserved
    .map((stretch) => ({
      from: Math.max(stretch.from, from) as EpochMs,
      to: Math.min(stretch.to, to, now) as EpochMs,
    }))
    .filter((span) => span.from < span.to);
}
