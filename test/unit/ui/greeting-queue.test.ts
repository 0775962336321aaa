import { describe, expect, it } from 'vitest';
import type { Greeting } from '../../../core/contract/screen.ts';
import { greetingText } from '../../../core/contract/screen-words.ts';
import { trackId, traineeId } from '../../../core/domain/ids.ts';
import { epochMs } from '../../../core/domain/units.ts';
import { advance, arrive, emptyQueue, type GreetingQueue, nextChange } from '../../../kiosk/screen/greeting-queue.ts';

function greeting(at: number): Greeting {
  const id = `t${at}`;
  const who = { trainee: traineeId(id), name: `学员${at}`, lesson: 3, mark: 'present' as const, note: null };
  return { kind: 'trainee', id, at: epochMs(0), track: trackId(at), ...who };
}
const unknown = (track: number): Greeting => ({
  kind: 'unknown',
  id: `u${track}`,
  at: epochMs(0),
  track: trackId(track),
});
const ids = ({ shown }: GreetingQueue): readonly string[] => shown.map((one) => one.greeting.id);
const crowd = (count: number): GreetingQueue =>
  Array.from({ length: count }, (_, at) => greeting(at)).reduce((queue, one) => arrive(queue, one, 0), emptyQueue);

describe('the greetings on show', () => {
  it('shows each at once while there is a place', () => {
    expect(ids(crowd(6))).toEqual(['t0', 't1', 't2', 't3', 't4', 't5']);
  });

  it('makes room for those who wait once the oldest has been read', () => {
    const queue = crowd(8);
    expect(ids(queue)).toHaveLength(6);
    expect(nextChange(queue)).toBe(1500);
    expect(ids(advance(queue, 1499))).toEqual(ids(queue));
    expect(ids(advance(queue, 1500))).toEqual(['t2', 't3', 't4', 't5', 't6', 't7']);
  });

  it('shows 50 who come together within 12 seconds', () => {
    let queue = crowd(50);
    const seen = new Set(ids(queue));
    for (let now = nextChange(queue); seen.size < 50; now = nextChange(queue)) {
      expect(now).toBeLessThanOrEqual(12_000);
      queue = advance(queue, now);
      for (const id of ids(queue)) seen.add(id);
    }
    expect(seen.size).toBe(50);
  });

  it('ends each after four seconds', () => {
    const queue = crowd(1);
    expect(nextChange(queue)).toBe(4000);
    expect(advance(queue, 4000)).toEqual(emptyQueue);
    expect(nextChange(emptyQueue)).toBe(Infinity);
  });

  it('shows one once, however often it is delivered', () => {
    expect(ids(arrive(crowd(1), greeting(0), 100))).toEqual(['t0']);
  });

  it('asks one unknown person at a time, for longer', () => {
    const queue = arrive(arrive(emptyQueue, unknown(1), 0), unknown(2), 0);
    expect(ids(queue)).toEqual(['u1']);
    expect(nextChange(queue)).toBe(7000);
  });

  it('ends the request when the same face is greeted by name', () => {
    expect(ids(arrive(arrive(emptyQueue, unknown(4), 0), greeting(4), 500))).toEqual(['t4']);
    expect(ids(arrive(arrive(emptyQueue, unknown(4), 0), greeting(5), 500))).toEqual(['u4', 't5']);
  });
});

describe('a greeting in words', () => {
  it('says name, lesson and mark', () => {
    const one = { ...greeting(0), name: '王小明' };
    expect(greetingText(one)).toBe('王小明 · 第3课时 · 已到');
    expect(greetingText({ ...one, lesson: null, mark: 'late' } as Greeting)).toBe('王小明 · 迟到');
  });

  it('tells an unknown person kindly what to do', () => {
    expect(greetingText(unknown(1))).toBe('没认出您，请正对镜头停留一下；仍不行请找老师用身份证签到');
  });
});
