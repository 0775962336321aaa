import { describe, expect, it } from 'vitest';
import type { ScreenLesson } from '../../../core/contract/screen.ts';
import { epochMs } from '../../../core/domain/units.ts';
import { lessonPhase, phaseWords, promptWords } from '../../../kiosk/screen/lesson-phase.ts';
import { dayText, spanText } from '../../../kiosk/screen/time.ts';

/** On 2026-10-12 in Shanghai. */
const at = (time: string): number => Date.parse(`2026-10-12T${time}+08:00`);
const span = (from: string, to: string) => ({ from: epochMs(at(from)), to: epochMs(at(to)) });
const lesson: ScreenLesson = {
  no: 1,
  course: '大数据基础',
  ...span('08:30:00', '09:15:00'),
  arrival: span('08:20:00', '08:45:00'),
  departure: span('09:00:00', '09:20:00'),
};

describe('the phase of a lesson from 08:30 to 09:15', () => {
  it.each([
    ['08:19:59', 'before'],
    ['08:20:00', 'arriving'],
    ['08:30:00', 'arrival'],
    ['08:45:00', 'arrival'],
    ['08:45:01', 'middle'],
    ['09:00:00', 'departure'],
    ['09:15:00', 'departure'],
    ['09:15:01', 'leaving'],
    ['09:20:00', 'leaving'],
    ['09:20:01', 'over'],
  ])('at %s is %s', (time, phase) => expect(lessonPhase(lesson, at(time))).toBe(phase));

  it('is told in words', () => {
    expect(phaseWords(lesson, at('08:10:00'))).toEqual({ name: '下一课时', togo: '08:20 开始签到' });
    expect(phaseWords(lesson, at('08:26:00'))).toEqual({ name: '签到中', togo: '距上课 4:00' });
    expect(phaseWords(lesson, at('08:43:00'))).toEqual({ name: '上课中', togo: '距下课 32 分钟' });
    expect(phaseWords(lesson, at('09:16:00'))).toEqual({ name: '已下课', togo: '' });
    expect(phaseWords(null, at('18:00:00'))).toEqual({ name: '今天没有课了', togo: '' });
  });

  it('says until when to check in, and when to look again', () => {
    expect(promptWords(lesson, at('08:31:00')).detail).toContain('08:45');
    expect(promptWords(lesson, at('08:50:00')).detail).toContain('09:00');
    expect(promptWords(lesson, at('09:17:00')).detail).toContain('09:20');
  });
});

describe('times on the wall', () => {
  it('are those of Shanghai, whatever the host’s zone', () => {
    expect(dayText(Date.parse('2026-02-28T16:38:00Z'))).toBe('3月1日星期日');
  });

  it('count minutes while there are many and seconds at the end', () => {
    expect([spanText(1_920_000), spanText(301_000), spanText(300_000), spanText(9_400), spanText(-5)]).toEqual([
      '32 分钟',
      '6 分钟',
      '5:00',
      '0:10',
      '0:00',
    ]);
  });
});
