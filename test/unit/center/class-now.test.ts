import { describe, expect, it } from 'vitest';
import { cameraId, classCode, traineeId } from '../../../core/domain/ids.ts';
import { closesAt, type Lesson, windowsOf } from '../../../core/domain/lesson.ts';
import type { LiveLine } from '../../../core/domain/live.ts';
import { defaultPolicy as policy } from '../../../core/domain/policy.ts';
import { type EpochMs, epochMs, type LocalDate, minutes, plus } from '../../../core/domain/units.ts';
import { type ClassNowOptions, classNow } from '../../../kiosk/center-class.ts';
import { lessonPlan } from '../../../kiosk/presence/lesson-plan.ts';

const code = classCode('C1');
const room = cameraId('room');
const date = '2026-10-08' as LocalDate;
const start = epochMs(Date.parse('2026-10-08T08:30:00+08:00'));
const lesson: Lesson = {
  ...{ date, no: 1, start, end: plus(start, minutes(45)), kind: 'theory', course: '统计', teacher: '王老师' },
  ...{ room: null, makeUp: false },
};
const planned = { code, lesson, policy, windows: windowsOf(lesson, policy), closes: closesAt(lesson, policy) };
const ids = ['a', 'b', 'c', 'd'].map(traineeId);
const lines: LiveLine[] = ids.map((id, n) => ({
  trainee: { id, joinedOn: null, withdrawnOn: null },
  mark:
    n === 3
      ? { kind: 'unproven', at: null }
      : n === 0
        ? { kind: 'arrived', at: start, late: false, last: null }
        : { kind: 'onLeave', leave: 'sick' },
}));

function at(now: EpochMs, change: Partial<ClassNowOptions> = {}) {
  const leave = (n: number, enteredAt: EpochMs) => {
    return { trainee: traineeId(ids[n] ?? ''), kind: 'sick' as const, from: date, to: date, lessons: null, enteredAt };
  };
  const file = { class: { code, specialty: '大数据', ends: null }, changes: [{ kind: 'cancelled', date, no: 5 }] };
  return classNow(
    {
      classes: {
        codes: () => [code],
        file: () => file as never,
        plan: lessonPlan([planned]),
        room: () => ({ roster: [], cameras: [room], approvedOn: null }),
        leave: () => [leave(1, plus(start, minutes(-60))), leave(2, plus(start, minutes(5)))],
      },
      lines: () => lines,
      observed: {
        coverage: () => [{ camera: room, from: plus(now, minutes(-12)), to: now }],
        lastSeen: () => new Map(),
      },
      strangers: () => 2,
      heads: () => 5,
      lastSeen: new Map([
        [traineeId('a'), plus(now, minutes(-9))],
        [traineeId('b'), plus(now, minutes(-1))],
        [traineeId('d'), plus(now, minutes(-11))],
      ]),
      uptime: minutes(60),
      ...change,
    },
    code,
    now,
  );
}

describe('a class as the center sees it now', () => {
  it('leaves leave entered in time out of the class rate, and counts who was seen within ten minutes', () => {
    const state = at(plus(start, minutes(20)));
    // b is on leave in time: neither due for the rate nor seen; c's leave came after the lesson began; d was seen too long ago.
    expect(state).toMatchObject({ due: 4, onLeave: 1, seen: 1, pending: 1, unidentified: 2, heads: 5 });
    expect(state?.lesson).toMatchObject({ no: 1, phase: 'running', from: start });
    expect(state?.cancelledToday).toBe(1);
    expect(state?.standings.map(({ mark }) => mark)).toEqual(['present', 'leave', 'leave', 'pending']);
    expect(state?.standings[2]?.leaveEnteredAt).toBe(plus(start, minutes(5)));
  });

  it('says which share of the last 15 minutes was observed, once the kiosk ran as long', () => {
    expect(at(plus(start, minutes(20)))?.observed).toBe(0.8);
    expect(at(plus(start, minutes(20)), { uptime: minutes(14) })?.observed).toBeNull();
  });

  it('tells the lesson to come, the one just over, and then that none is left', () => {
    expect(at(plus(start, minutes(-30)))?.lesson?.phase).toBe('before');
    expect(at(plus(start, minutes(48)))?.lesson?.phase).toBe('after');
    const evening = at(plus(start, minutes(60)));
    expect(evening).toMatchObject({ lesson: null, due: 0, standings: [], observed: null });
    expect(evening?.day).toEqual({ from: lesson.start, to: lesson.end });
  });
});
