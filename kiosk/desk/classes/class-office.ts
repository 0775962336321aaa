import type { Actor } from '../../../core/contract/office/actor.ts';
import type {
  ApprovalView,
  ClassFactsForm,
  ClassSummary,
  ClassView,
  TimetableChangeForm,
} from '../../../core/contract/office/classes.ts';
import type { ScenarioJson } from '../../../core/contract/scenario-json.ts';
import type { Countersign } from '../../../core/contract/web/person.ts';
import { dateAt, type LocalMonth, monthOf } from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { type FilingEvent, type FilingRefusal, refusalOf } from '../../../core/domain/filing.ts';
import { type ClassCode, classCode } from '../../../core/domain/ids.ts';
import type { EpochMs, LocalDate } from '../../../core/domain/units.ts';
import { monthClosed } from '../closed-month.ts';
import type { Papers } from '../papers/papers.ts';
import type { Classes, Saved } from './classes.ts';
import { withFacts } from './facts.ts';
import { faultText } from './fault-words.ts';
import { summaryOf, viewOf } from './views.ts';

export interface ClassOfficePorts {
  readonly classes: Classes;
  readonly papers: Papers;
  /** Deletes all papers of a class for good, in one transaction with `first`; nothing when that throws. */
  readonly dropPapers: (code: ClassCode, first: () => void) => void;
  /** What the center approved last; left out: nothing. */
  readonly approvalOf?: (code: ClassCode) => ApprovalView | null;
  /** The kiosk's institution: a new class's, unless another is told. */
  readonly institution: string;
  readonly now: () => EpochMs;
  /** Whether a lesson has records: its number is then its own for good. */
  readonly isRecorded: (code: ClassCode, date: LocalDate, no: number) => boolean;
  readonly isMonthClosed: (code: ClassCode, month: LocalMonth) => boolean;
  /** Checks a second person's signature. */
  readonly countersigner: (actor: Actor, signature: Countersign) => Promise<Actor>;
}

/** What the office does with classes; what cannot be is a ZaikeError in words for people. */
export interface ClassOffice {
  list(): readonly ClassSummary[];
  view(code: string): ClassView;
  add(code: string, facts: ClassFactsForm, actor: Actor): number;
  change(code: string, version: number, facts: ClassFactsForm, actor: Actor): number;
  remove(code: string, version: number): void;
  /** @returns the new version, and the change as it was entered: see {@link ownNumber}. @throws ZaikeError `month-closed`. */
  addChange(code: string, version: number, change: TimetableChangeForm, actor: Actor): EnteredTimetableChange;
  removeChange(code: string, version: number, index: number, actor: Actor): number;
  reason(code: string, version: number, rule: string, reason: string, actor: Actor): number;
  filed(code: string, version: number, on: LocalDate, actor: Actor): number;
  returned(code: string, version: number, why: string, actor: Actor): number;
  /** The center's paper by hand, with a second person's signature. */
  approved(code: string, paper: Paper, actor: Actor): Promise<number>;
  withdrawn(code: string, withdrawal: Withdrawal, actor: Actor): Promise<number>;
}

interface EnteredTimetableChange {
  readonly version: number;
  readonly change: TimetableChangeForm;
}

interface Paper {
  readonly version: number;
  readonly on: LocalDate;
  readonly paper: string;
  readonly countersign: Countersign;
}

interface Withdrawal {
  readonly version: number;
  readonly why: string;
  readonly countersign: Countersign;
}

/** The office over the classes. */
export function classOffice(ports: ClassOfficePorts): ClassOffice {
  const { classes, papers, institution, now, countersigner } = ports;
  const saving = (version: number, actor: Actor) => ({ version, by: actor.user, at: now() });

  const edit = (code: ClassCode, version: number, actor: Actor, next: (before: ScenarioJson) => ScenarioJson): number =>
    savedVersion(classes.save(code, next(classes.kept(code).scenario), saving(version, actor)));

  const happen = (code: ClassCode, version: number, event: FilingEvent, actor: Actor): number => {
    const refusal = refusalOf(classes.filing(code), event, dateAt(now()));
    if (refusal !== null) throw new ZaikeError(REFUSED[refusal], { code: refusal, retry: false });
    return savedVersion(classes.fileEvent(code, event, saving(version, actor)));
  };

  return {
    list: () => classes.list().map((code) => summaryOf(classes, code)),
    view: (code) => {
      const approval = ports.approvalOf?.(classCode(code)) ?? null;
      return viewOf(classes, papers, classCode(code), { approval, now: now() });
    },
    add: (code, facts, actor) => {
      if (classes.has(classCode(code)))
        throw new ZaikeError(`班级编号 ${code} 已经有了`, { code: 'class-taken', retry: false });
      const empty: ScenarioJson = { class: { code, approvedOn: null }, trainees: [], cameras: [] };
      return savedVersion(
        classes.save(
          classCode(code),
          withFacts(empty, { ...facts, institution: facts.institution ?? institution }),
          saving(0, actor),
        ),
      );
    },
    change: (code, version, facts, actor) =>
      edit(classCode(code), version, actor, (before) => withFacts(before, facts)),
    remove: (code, version) => {
      if (classes.filing(classCode(code)).kind !== 'draft')
        throw new ZaikeError('已备案的班级不能删除', { code: 'not-a-draft', retry: false });
      ports.dropPapers(classCode(code), () => {
        if (!classes.remove(classCode(code), version)) throw stale();
      });
    },
    addChange: (text, version, asked, actor) => {
      const code = classCode(text);
      refuseClosed(code, asked, ports);
      const change = ownNumber(code, asked, ports);
      const changed = edit(code, version, actor, (before) => ({
        ...before,
        changes: [...(before.changes ?? []), change],
      }));
      return { version: changed, change };
    },
    removeChange: (code, version, index, actor) =>
      edit(classCode(code), version, actor, (before) => {
        const { changes = [] } = before;
        if (changes[index] === undefined)
          throw new ZaikeError('没有这条变更', { code: 'no-such-change', retry: false });
        return { ...before, changes: changes.filter((_, at) => at !== index) };
      }),
    reason: (code, version, rule, reason, actor) => {
      const { scenario, reasons } = classes.kept(classCode(code));
      const next = { ...saving(version, actor), reasons: { ...reasons, [rule]: reason } };
      return savedVersion(classes.save(classCode(code), scenario, next));
    },
    filed: (code, version, on, actor) =>
      happen(classCode(code), version, { kind: 'filed', on, by: actor.user, at: now() }, actor),
    returned: (code, version, why, actor) =>
      happen(classCode(code), version, { kind: 'returned', why, by: actor.user, at: now() }, actor),
    approved: async (code, { version, on, paper, countersign }, actor) => {
      const second = await countersigner(actor, countersign);
      const event = { kind: 'entered', on, paper, by: actor.user, countersignedBy: second.user, at: now() } as const;
      return happen(classCode(code), version, event, actor);
    },
    withdrawn: async (code, { version, why, countersign }, actor) => {
      const second = await countersigner(actor, countersign);
      const event = { kind: 'withdrawn', why, by: actor.user, countersignedBy: second.user, at: now() } as const;
      return happen(classCode(code), version, event, actor);
    },
  };
}

/** Of a make-up only the new place counts: a lesson of a closed month may be made up in an open one. */
function refuseClosed(code: ClassCode, change: TimetableChangeForm, { isMonthClosed }: ClassOfficePorts): void {
  const dates = [...(change.kind === 'makeUp' ? [] : [change.date]), ...('to' in change ? [change.to.date] : [])];
  const closed = dates.map(monthOf).find((month) => isMonthClosed(code, month));
  if (closed !== undefined) throw monthClosed(closed, '课程表不能再改');
}

/**
 * A change whose new place bears a number that has records already (its lesson was moved away or cancelled after it
 * closed): it gets the day's next free number, or the old records would count for it and it would never be closed.
 */
function ownNumber(
  code: ClassCode,
  change: TimetableChangeForm,
  { classes, isRecorded }: ClassOfficePorts,
): TimetableChangeForm {
  if (!('to' in change)) return change;
  const { to } = change;
  if (!isRecorded(code, to.date, to.no)) return change;
  const isItself = change.kind === 'moved' && change.date === to.date && change.no === to.no;
  const taken = classes.timetable(code).lessons.filter(({ date }) => date === to.date);
  if (!isItself && taken.some(({ no }) => no === to.no)) return change;
  let no = Math.max(to.no, ...taken.map((lesson) => lesson.no)) + 1;
  while (isRecorded(code, to.date, no)) no += 1;
  return { ...change, to: { ...to, no } };
}

/** The new version. @throws ZaikeError `stale-class`, `class-faulty` with every fault in words. */
export function savedVersion(saved: Saved): number {
  switch (saved.kind) {
    case 'saved':
      return saved.version;
    case 'stale':
      throw stale();
    case 'faulty':
      throw new ZaikeError(saved.faults.map(faultText).join('；'), { code: 'class-faulty', retry: false });
  }
}

const stale = (): ZaikeError =>
  new ZaikeError('这个班级刚被别人改过：请刷新页面，看过新的内容后再改', { code: 'stale-class', retry: false });

const REFUSED: Readonly<Record<FilingRefusal, string>> = {
  'already-filed': '已经登记过备案',
  'not-filed': '还没有登记备案：请先填写备案日期',
  'already-approved': '已经批准',
  'not-entered-by-hand': '只有手工录入的批复可以撤回；中心确认的请联系中心',
  'in-the-future': '日期不能晚于今天',
  'before-filing': '批准日期不能早于备案日期',
  'second-person-missing': '需要另一个人复核签字',
};
