import type { Unobserved } from './coverage.ts';
import { reachOf, type Windows } from './lesson.ts';
import type { LiveMark } from './live.ts';
import type { Policy } from './policy.ts';
import type { Correction, LessonRecord, Note, Outcome } from './record.ts';
import { clockText, clockTextBeside, minutesText, spanText } from './time-text.ts';
import type { EpochMs, Span } from './units.ts';

/** What a mark is judged by, beside the record itself. */
export interface WhyContext {
  readonly windows: Windows;
  /** The policy of the lesson's day. */
  readonly policy: Policy;
  /** As the judgement took it; see `unobservedStretches`. */
  readonly unobserved: readonly Unobserved[];
}

/** An outcome as people who sit in the room read it (rules §2: 「未到 or 待核, never 旷课」). */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  present: '出勤',
  late: '迟到',
  leftEarly: '早退',
  absent: '未到',
  personalLeave: '事假',
  sickLeave: '病假',
  pending: '待核',
};

/**
 * Why a record says what it says, in one sentence (zh-CN) made from the record alone: what was seen, which limit it met
 * or missed, and each of its notes. The word 旷课 is not in it: the sentence is read on the wall, too.
 */
export function whyOf(record: LessonRecord, context: WhyContext): string {
  const { correction, notes } = record;
  const because = correction === null ? judged(record, context) : corrected(correction);
  const further = notes.map((note) => noteWords(note, record, context)).filter((words) => words !== null);
  return [because, ...further].join('；');
}

function corrected({ before, to, why, by, countersignedBy }: Correction): string {
  return `原为${outcomeWords[before]}，更正为${outcomeWords[to]}：${why}（${by}更正，${countersignedBy}复核）`;
}

function judged(record: LessonRecord, context: WhyContext): string {
  const { outcome, seen } = record;
  const { windows } = context;
  switch (outcome) {
    case 'present':
      return attended(record);
    case 'late': {
      const at = seen.arrival === null ? '' : `${clockTextBeside(seen.arrival.at, windows.lateAfter)} 到，`;
      return `${at}晚于 ${clockText(windows.lateAfter)}，记迟到，算到课`;
    }
    case 'leftEarly':
      return [arrivedAt(record), lastSeen(record, windows), '记早退，算到课'].filter((part) => part !== '').join('，');
    case 'absent':
      return absent(record, context);
    case 'pending':
      return pending(record, context);
    case 'personalLeave':
    case 'sickLeave':
      return `已请${outcomeWords[outcome]}，计应到，不计实到`;
  }
}

const arrivedAt = ({ seen }: LessonRecord): string => (seen.arrival === null ? '' : `${clockText(seen.arrival.at)} 到`);

/** `最后见到 09:01，早于 09:10`. */
function lastSeen({ seen }: LessonRecord, { earlyBefore }: Windows): string {
  if (seen.last === null) return '';
  return `最后见到 ${clockTextBeside(seen.last.at, earlyBefore)}，早于 ${clockText(earlyBefore)}`;
}

function attended(record: LessonRecord): string {
  const { seen } = record;
  const arrival = arrivedAt(record);
  const last = seen.last === null ? '' : `最后见到 ${clockText(seen.last.at)}`;
  const parts = [arrival, last].filter((part) => part !== '');
  return parts.length === 0 ? '有人证明全程在课' : parts.join('，');
}

function absent({ seen, notes }: LessonRecord, context: WhyContext): string {
  const { windows, policy } = context;
  const not = '本课时不计';
  if (notes.includes('too-late') && seen.inside !== null) {
    const at = clockTextBeside(seen.inside.at, windows.arrival.to);
    return `${at} 到，超过 ${minutesText(policy.arrivalAfterMinutes)}，${not}`;
  }
  if (notes.includes('left') && seen.arrival !== null) {
    const [before, after] = [minutesText(policy.departureBeforeMinutes), minutesText(policy.departureAfterMinutes)];
    return `${clockText(seen.arrival.at)} 到，下课前 ${before}到下课后 ${after}未见，${not}`;
  }
  if (notes.includes('breaks-only')) {
    const times = [seen.arrival, seen.last].filter((each) => each !== null).map(({ at }) => clockText(at));
    return `只在课间见到（${[...new Set(times)].join('、')}），上课时未见，${not}`;
  }
  const empty = required(windows).find(({ span }) => !context.unobserved.some((stretch) => meets(stretch, span)));
  return empty === undefined ? `未见，${not}` : `${empty.name} ${spanText(empty.span)} 摄像机正常，未见，${not}`;
}

function pending({ seen }: LessonRecord, context: WhyContext): string {
  const { windows, unobserved } = context;
  const known = { arrival: seen.arrival, departure: seen.departure, inside: seen.inside };
  const lacking = required(windows).filter(
    ({ window, span }) => known[window] === null && unobserved.some((stretch) => meets(stretch, span)),
  );
  const outer = lacking.filter(({ window }) => window !== 'inside');
  const open = outer.length > 0 ? outer : lacking;
  const first = seen.arrival ?? seen.inside ?? seen.departure;
  const saw = first === null ? '未见' : `${clockText(first.at)} ${first === seen.arrival ? '到' : '见到'}`;
  const stretches = unobserved
    .filter((stretch) => open.some(({ span }) => meets(stretch, span)))
    .map((stretch) => spanText(within(stretch, reachOf(windows))));
  if (open.length === 0) return `${saw}，摄像机有一段未观察，待核`;
  const names = open.map(({ name }) => name).join('和');
  return `${saw}，${names}摄像机有一段未观察（${stretches.join('、')}），待核`;
}

interface Required {
  readonly window: 'arrival' | 'departure' | 'inside';
  readonly name: string;
  readonly span: Span;
}

/** The windows in which somebody must be seen. */
const required = ({ arrival, departure, inside }: Windows): readonly Required[] => [
  { window: 'arrival', name: '到课时段', span: arrival },
  { window: 'departure', name: '离课时段', span: departure },
  { window: 'inside', name: '上课时间', span: inside },
];

/** Whether a stretch, open at both ends, holds any instant of a window. */
const meets = (stretch: Unobserved, span: Span): boolean => stretch.from < span.to && span.from < stretch.to;

/** A stretch as it can be told: endless ones end with the lesson's reach. */
function within({ from, to }: Unobserved, reach: Span): Span {
  return {
    from: (Number.isFinite(from) ? from : reach.from) as EpochMs,
    to: (Number.isFinite(to) ? to : reach.to) as EpochMs,
  };
}

/** What a note adds to the sentence; null where the sentence itself says it. */
function noteWords(note: Note, record: LessonRecord, { windows, policy }: WhyContext): string | null {
  switch (note) {
    case 'arrival-unobserved':
      return '上课前后摄像机有一段未观察，不记迟到';
    case 'departure-unobserved':
      return '下课前后摄像机有一段未观察，不记早退';
    case 'mid-gap':
      return `${spanText(windows.middle)} 之间未见`;
    case 'left-early':
      return `${lastSeen(record, windows)}，同时记早退`;
    case 'manual':
      return '老师凭身份证登记，本人签名';
    case 'unsure':
      return '是否真人没有把握，照常计入';
    case 'unidentified-present':
      return `有没认出的人在场 ${minutesText(policy.unidentifiedStayMinutes)}以上，请核对`;
    case 'not-approved':
      return '中心批准开班以前的课，不计应到';
    case 'off-site':
      return '校外课，不计应到';
    case 'too-late':
    case 'left':
    case 'breaks-only':
      return null;
  }
}

/** How a trainee stands in a lesson that still runs, and what is to be done yet (zh-CN). */
export function standingOf(mark: LiveMark, { windows, policy }: Omit<WhyContext, 'unobserved'>): string {
  switch (mark.kind) {
    case 'expected':
      return `还未见到，${clockText(windows.arrival.to)} 以前见到都算到课`;
    case 'arrived': {
      const at = mark.at === null ? '老师已登记' : `${clockText(mark.at)} 到${mark.late ? '，记迟到' : ''}`;
      if (mark.last !== null) return `${at}，最近见到 ${clockText(mark.last)}`;
      return mark.at === null ? at : `${at}，${spanText(windows.departure)} 再见到一次才算到课`;
    }
    case 'missing':
      if (mark.at === null) return `到课时段 ${spanText(windows.arrival)} 未见`;
      return `${clockTextBeside(mark.at, windows.arrival.to)} 到，超过 ${minutesText(policy.arrivalAfterMinutes)}`;
    case 'unproven':
      return `${mark.at === null ? '' : `${clockText(mark.at)} 见到，`}到课时段摄像机有一段未观察，待核`;
    case 'onLeave':
      return mark.leave === 'personal' ? '已请事假' : '已请病假';
  }
}
