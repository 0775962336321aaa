import { describe, expect, it } from 'vitest';
import {
  beginChallenge,
  type Challenge,
  type ChallengeLook,
  callNames,
  challengeSees,
  challengeStep,
  challengeTime,
} from '../../../core/domain/challenge.ts';
import { cameraId, trackId, traineeId } from '../../../core/domain/ids.ts';
import { type EpochMs, epochMs } from '../../../core/domain/units.ts';

const at = (second: number): EpochMs => epochMs(second * 1000);
const called = traineeId('t1');
const begin = (): Challenge => beginChallenge(called, ['look-left', 'look-up'], { now: at(0), until: at(60) });

interface Seen {
  readonly who?: string | null;
  readonly track?: number;
  readonly yaw?: number;
  readonly pitch?: number;
  readonly camera?: string;
  readonly spoof?: boolean;
}

const look = (
  second: number,
  { who = 't1', track = 7, yaw = 0, pitch = 4, camera = 'door', spoof = false }: Seen = {},
): ChallengeLook => ({
  ...{ at: at(second), camera: cameraId(camera), track: trackId(track), spoof },
  trainee: who === null ? null : traineeId(who),
  similarity: who === null ? null : 0.7,
  pose: { yaw, pitch, roll: 0 },
});

const play = (looks: readonly ChallengeLook[], from = begin()): Challenge => looks.reduce(challengeSees, from);

const came = look(5);
const left = look(7, { yaw: 24 });
const up = look(9, { pitch: 16 });
const straight = look(11);

describe('a challenge', () => {
  it('is passed by the called face doing the moves in order and being recognised before and after', () => {
    expect(challengeStep(begin())).toBe('come');
    expect(challengeStep(play([came]))).toBe('look-left');
    expect(challengeStep(play([came, left]))).toBe('look-up');
    expect(challengeStep(play([came, left, up]))).toBe('straight');
    const passed = play([came, left, up, straight]);
    expect(passed.end).toMatchObject({ kind: 'passed', after: { at: at(11), similarity: 0.7 } });
    expect(passed.done).toEqual([
      { move: 'look-left', askedAt: at(5), doneAt: at(7), yaw: 24, rise: 0 },
      { move: 'look-up', askedAt: at(7), doneAt: at(9), yaw: 0, rise: 12 },
    ]);
  });

  it('does not take a face that turns while it is not recognised for a recognised one, before or after', () => {
    expect(play([look(3, { who: null, yaw: 24 }), look(4, { yaw: 24 })]).before).toBeNull();
    expect(play([came, left, up, look(11, { who: null })]).end).toBeNull();
  });

  it('lets a face that is not recognised for a moment, turned away, do the move', () => {
    expect(play([came, look(7, { who: null, yaw: 24 })]).done).toHaveLength(1);
  });

  it('does not count the moves of another face, or of another camera', () => {
    expect(play([came, look(7, { track: 8, yaw: 24 })]).done).toEqual([]);
    expect(play([came, look(7, { camera: 'back', yaw: 24 })]).done).toEqual([]);
  });

  it('does not count a move before its turn', () => {
    expect(play([came, up]).done).toEqual([]);
  });

  it('is not passed by the mirror of a move', () => {
    expect(play([came, look(7, { yaw: -24 })]).done).toEqual([]);
  });

  it('ends with the third wrong move: a film of somebody turning about gets through to nothing', () => {
    const wrong = (second: number): ChallengeLook[] => [look(second, { yaw: -24 }), look(second + 0.5)];
    const twice = play([came, ...wrong(6), ...wrong(7)]);
    expect(twice).toMatchObject({ wrong: 2, end: null });
    expect(play(wrong(8), twice).end).toEqual({ kind: 'failed', fault: 'wrong-moves' });
    expect(play([look(8, { yaw: -24 }), look(8.2, { yaw: -25 })], play([came, ...wrong(6)])).wrong).toBe(2);
  });

  it('is failed by who takes longer than ten seconds for a move', () => {
    const idle = [7, 9, 11, 13].map((second) => look(second));
    expect(play([came, ...idle, look(15, { yaw: 24 })]).done).toHaveLength(1);
    expect(play([came, ...idle, look(15.5, { yaw: 24 })]).end).toEqual({ kind: 'failed', fault: 'too-slow' });
    const unknown = [11, 13, 15, 17, 19.5].map((second) => look(second, { who: null }));
    expect(play([came, left, up, ...unknown]).end).toEqual({ kind: 'failed', fault: 'not-recognised-after' });
  });

  it('begins anew when the face has gone for more than three seconds', () => {
    const gone = challengeTime(play([came, left]), at(10.5));
    expect(gone).toMatchObject({ face: null, before: null, done: [], end: null });
    const back = play([look(20, { track: 9 }), look(22, { track: 9, yaw: 24 })], gone);
    expect(back.done).toMatchObject([{ askedAt: at(20), doneAt: at(22) }]);
  });

  it('ends when the same face is recognised as somebody else in the middle', () => {
    expect(play([came, look(7, { who: 't2', yaw: 24 })]).end).toMatchObject({ kind: 'other-person', trainee: 't2' });
  });

  it('ends with a picture of a face', () => {
    expect(play([came, look(6, { spoof: true })]).end).toEqual({ kind: 'failed', fault: 'spoof' });
    expect(play([look(4, { spoof: true })]).before).toBeNull();
  });

  it('is failed, not somebody else’s coming, when the called face was recognised and never looked straight', () => {
    const seated = play([look(5, { yaw: 30 }), look(6, { who: 't2' }), look(7, { who: null })]);
    expect(seated.before).toBeNull();
    expect(challengeTime(seated, at(61)).end).toEqual({ kind: 'failed', fault: 'too-slow' });
    expect(challengeStep(play([look(8)], seated))).toBe('look-left');
  });

  it('tells nobody from somebody else, and somebody of the class from a stranger, when its time is over', () => {
    expect(challengeTime(begin(), at(60)).end).toBeNull();
    expect(challengeTime(begin(), at(60.1)).end).toEqual({ kind: 'no-show' });
    const stranger = play([look(5, { who: null })]);
    expect(challengeTime(stranger, at(61)).end).toEqual({ kind: 'wrong-person', trainee: null });
    const other = play([look(5, { who: 't2' }), look(6, { who: null })]);
    expect(challengeTime(other, at(61)).end).toEqual({ kind: 'wrong-person', trainee: 't2' });
  });

  it('stays as it ended', () => {
    const passed = play([came, left, up, straight]);
    expect(play([look(12, { who: 't2' })], passed)).toBe(passed);
    expect(challengeTime(passed, at(100))).toBe(passed);
  });
});

describe('who is called', () => {
  it('is named by the surname, and in full where two would feel called', () => {
    const people = ['王小明', '李梅', '王芳', '𠮷野'].map((name) => ({ id: name, name }));
    expect(Object.fromEntries(callNames(people))).toEqual({
      王小明: '王小明',
      李梅: '李**',
      王芳: '王芳',
      𠮷野: '𠮷**',
    });
  });
});
