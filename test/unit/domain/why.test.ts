import { describe, expect, it, test } from 'vitest';
import type { Leave } from '../../../core/domain/leave.ts';
import type { LiveMark } from '../../../core/domain/live.ts';
import { correct, NOTES, type Note } from '../../../core/domain/record.ts';
import { clockTextBeside, minutesText } from '../../../core/domain/time-text.ts';
import { epochMs, type LocalDate } from '../../../core/domain/units.ts';
import { standingOf, whyOf } from '../../../core/domain/why.ts';
import {
  at,
  circumstances,
  closeCase,
  DAY,
  type LessonCase,
  lessonOf,
  openCase,
  SOMEBODY,
  sightingAt,
  vouched,
} from './lesson-case.ts';

/** The sentence for a case's only trainee. */
function why(of: LessonCase): string {
  const { windows, policy } = openCase(of);
  return whyOf(closeCase(of), { windows, policy, unobserved: circumstances(of, policy).unobserved });
}

/** The table of the rules, lesson 08:30–09:15. */
const worked: readonly (readonly [seen: string, down: string, sentence: string])[] = [
  ['08:24, 08:47, 09:13', '', '08:24 到，最后见到 09:13'],
  ['08:45:00, 08:50, 09:15', '', '08:45 到，晚于 08:33，记迟到，算到课'],
  ['08:45:01, 08:50, 09:12', '', '08:45:01 到，超过 15 分钟，本课时不计'],
  ['08:25, 08:40, 08:58', '', '08:25 到，下课前 15 分钟到下课后 5 分钟未见，本课时不计'],
  ['08:25, 08:50, 09:01', '', '08:25 到，最后见到 09:01，早于 09:10，记早退，算到课'],
  ['08:25, 09:12', '', '08:25 到，最后见到 09:12；08:45–09:00 之间未见'],
  ['08:29, 09:16', '', '只在课间见到（08:29、09:16），上课时未见，本课时不计'],
  ['08:25', '08:58–09:25', '08:25 到，离课时段摄像机有一段未观察（08:58–09:25），待核'],
  ['08:46, 09:12', '08:33–08:45', '08:46 见到，到课时段摄像机有一段未观察（08:33–08:45），待核'],
  ['', '08:58–09:25', '到课时段 08:20–08:45 摄像机正常，未见，本课时不计'],
  ['08:25, 08:50, 09:04', '09:05–09:20', '08:25 到，最后见到 09:04；下课前后摄像机有一段未观察，不记早退'],
  ['08:36, 08:50, 09:12', '07:00–08:35', '08:36 到，最后见到 09:12；上课前后摄像机有一段未观察，不记迟到'],
];

test.each(worked)('seen at %j with the cameras down %j: %s', (seen, down, sentence) => {
  const of = { seen: seen === '' ? [] : seen.split(', '), ...(down === '' ? {} : { down: [down] }) };
  expect(why(of)).toBe(sentence);
});

const leave = (kind: Leave['kind']): Leave => {
  return { trainee: SOMEBODY, kind, from: DAY, to: DAY, lessons: null, enteredAt: null };
};

describe('the sentence of a mark', () => {
  it('names both limits of somebody late who left early, too', () => {
    expect(why({ seen: ['08:34', '08:50', '09:05'] })).toBe(
      '08:34 到，晚于 08:33，记迟到，算到课；最后见到 09:05，早于 09:10，同时记早退',
    );
  });

  it('tells parts of a second where the limit lies within the same one', () => {
    const late = { ...sightingAt('08:33'), at: epochMs(at('08:33') + 300) };
    expect(why({ seen: ['08:50', '09:12'], sightings: [late] })).toBe('08:33:00.300 到，晚于 08:33，记迟到，算到课');
    expect(clockTextBeside(at('08:33'), at('08:33'))).toBe('08:33');
    expect(clockTextBeside(epochMs(at('08:33:01') + 300), at('08:33'))).toBe('08:33:01');
  });

  it('names the departure window where that one proves absence', () => {
    expect(why({ down: ['08:00–08:47'] })).toBe('离课时段 09:00–09:20 摄像机正常，未见，本课时不计');
  });

  it('says that nothing was seen where the whole lesson was not observed', () => {
    expect(why({ down: ['08:00–09:30'] })).toBe('未见，到课时段和离课时段摄像机有一段未观察（08:00–09:30），待核');
    expect(why({ coverage: new Map() })).toBe('未见，到课时段和离课时段摄像机有一段未观察（08:20–09:20），待核');
  });

  it('names the lesson itself where both windows beside it had their sightings', () => {
    expect(why({ seen: ['08:29', '09:16'], down: ['08:50–08:59'] })).toBe(
      '08:29 到，上课时间摄像机有一段未观察（08:50–08:59），待核',
    );
  });

  it('does not fail where the stretches of the judgement are no longer known', () => {
    const { windows, policy } = openCase({});
    const context = { windows, policy, unobserved: [] };
    expect(whyOf(closeCase({ seen: ['08:25'], down: ['08:58–09:25'] }), context)).toBe(
      '08:25 到，摄像机有一段未观察，待核',
    );
    expect(whyOf(closeCase({}), { ...context, unobserved: [{ from: at('08:00'), to: at('10:00') }] })).toBe(
      '未见，本课时不计',
    );
  });

  it('says that leave is no attendance, and that attendance beats it', () => {
    expect(why({ leave: [leave('personal')] })).toBe('已请事假，计应到，不计实到');
    expect(why({ leave: [leave('sick')] })).toBe('已请病假，计应到，不计实到');
    expect(why({ leave: [leave('sick')], seen: ['08:24', '08:47', '09:13'] })).toBe('08:24 到，最后见到 09:13');
  });

  it('says who vouched, and names strangers in the room', () => {
    expect(why({ through: [vouched(lessonOf())] })).toBe('有人证明全程在课；老师凭身份证登记，本人签名');
    expect(why({ through: [vouched(lessonOf(), false)] })).toBe('有人证明全程在课');
    expect(why({ stays: ['08:30–08:50'] })).toBe(
      '到课时段 08:20–08:45 摄像机正常，未见，本课时不计；有没认出的人在场 15 分钟以上，请核对',
    );
    const unsure = { ...sightingAt('08:24'), liveness: 'unsure' } as const;
    expect(why({ sightings: [unsure], seen: ['08:47', '09:13'] })).toBe(
      '08:24 到，最后见到 09:13；是否真人没有把握，照常计入',
    );
  });

  it('says why a lesson is not due', () => {
    const seen = ['08:24', '08:47', '09:13'];
    expect(why({ seen, approvedOn: null })).toBe('08:24 到，最后见到 09:13；中心批准开班以前的课，不计应到');
    expect(why({ seen, lesson: { ...lessonOf(), kind: 'offSite' } })).toBe(
      '08:24 到，最后见到 09:13；校外课，不计应到',
    );
  });

  it('tells a correction with the outcome before it, its reason and both people', () => {
    const of = { seen: ['08:25'], down: ['08:58–09:25'] };
    const { windows, policy } = openCase(of);
    const correction = {
      to: 'present',
      why: '任课教师证明在场',
      by: '张三',
      countersignedBy: '李四',
      at: null,
    } as const;
    const sentence = whyOf(correct(closeCase(of), correction), { windows, policy, unobserved: [] });
    expect(sentence).toBe('原为待核，更正为出勤：任课教师证明在场（张三更正，李四复核）');
  });

  it('never says 旷课, whatever the note', () => {
    const { windows, policy } = openCase({});
    const record = closeCase({});
    const of = (note: Note): string => whyOf({ ...record, notes: [note] }, { windows, policy, unobserved: [] });
    for (const note of NOTES) expect(of(note)).not.toContain('旷课');
    expect(new Set(NOTES.map(of)).size).toBeGreaterThan(8);
  });

  it('tells the minutes of a demonstration in seconds', () => {
    expect(minutesText(15)).toBe('15 分钟');
    expect(minutesText(1 / 3)).toBe('20 秒');
  });
});

const DATE = DAY satisfies LocalDate;

test.each<readonly [LiveMark, string]>([
  [{ kind: 'expected' }, '还未见到，08:45 以前见到都算到课'],
  [{ kind: 'arrived', at: at('08:24'), late: false, last: null }, '08:24 到，09:00–09:20 再见到一次才算到课'],
  [{ kind: 'arrived', at: at('08:36'), late: true, last: at('09:12') }, '08:36 到，记迟到，最近见到 09:12'],
  [{ kind: 'arrived', at: null, late: false, last: null }, '老师已登记'],
  [{ kind: 'missing', at: null }, '到课时段 08:20–08:45 未见'],
  [{ kind: 'missing', at: at('08:45:01') }, '08:45:01 到，超过 15 分钟'],
  [{ kind: 'unproven', at: null }, '到课时段摄像机有一段未观察，待核'],
  [{ kind: 'unproven', at: at('08:50') }, '08:50 见到，到课时段摄像机有一段未观察，待核'],
  [{ kind: 'onLeave', leave: 'sick' }, '已请病假'],
  [{ kind: 'onLeave', leave: 'personal' }, '已请事假'],
])(`in a lesson of ${DATE} that still runs: %j`, (mark, words) => {
  expect(standingOf(mark, openCase({}))).toBe(words);
});
