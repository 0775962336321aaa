import type {
  ApprovalView,
  ClassSummary,
  ClassView,
  FilingView,
  WarningView,
} from '../../../core/contract/office/classes.ts';
import { warningWords } from '../../../core/contract/office/warning-words.ts';
import { dateAt, FIRST_DAY } from '../../../core/domain/day.ts';
import { deadlinesOf } from '../../../core/domain/deadline.ts';
import { type Filing, isUnconfirmed } from '../../../core/domain/filing.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import type { EpochMs } from '../../../core/domain/units.ts';
import { asIfApproved, warningsOf } from '../../../core/domain/warning.ts';
import type { Papers } from '../papers/papers.ts';
import type { Classes } from './classes.ts';
import { factsOfScenario } from './facts.ts';
import type { EnteredChange } from './ports.ts';

/** A class in the list. @throws ZaikeError `no-such-class`. */
export function summaryOf(classes: Classes, code: ClassCode): ClassSummary {
  const { class: facts, trainees } = classes.file(code);
  const { specialty, room, opens, ends } = facts;
  const warnings = warningsOfClass(classes, code).filter(({ reason }) => reason === null).length;
  return {
    ...{ code, specialty, room, opens, ends, warnings },
    trainees: trainees.filter(({ withdrawnOn }) => withdrawnOn === null).length,
    filing: filingView(classes.filing(code)),
    owed: classes.timetable(code).owed,
  };
}

/** A class as its page shows it. @throws ZaikeError `no-such-class`. */
export function viewOf(
  classes: Classes,
  papers: Papers,
  code: ClassCode,
  { approval, now }: { readonly approval: ApprovalView | null; readonly now: EpochMs },
): ClassView {
  const file = classes.file(code);
  const kept = classes.kept(code);
  const { lessons, owed } = classes.timetable(code);
  const { filingFrom, completionBy } = deadlines(classes, code);
  const checklist = papers
    .checklist(code, file.trainees)
    .filter(({ state }) => state !== 'not-due' && state !== 'waived');
  const there = checklist.filter(({ state }) => state === 'there').length;
  return {
    ...{ code, version: kept.version, facts: factsOfScenario(kept.scenario), owed },
    today: dateAt(now),
    trainees: file.trainees.length,
    lessons: lessons.length,
    past: lessons.filter(({ end }) => end < now).length,
    filing: filingView(classes.filing(code)),
    approval,
    deadlines: { filingFrom, completionBy },
    warnings: warningsOfClass(classes, code),
    changes: kept.changes.map(changeView),
    papers: { there, wanted: checklist.length, complete: there === checklist.length },
    updatedAt: kept.updatedAt,
    updatedBy: kept.updatedBy,
  };
}

function deadlines(classes: Classes, code: ClassCode) {
  const file = classes.file(code);
  return deadlinesOf({ ...file.class, publishedOn: file.publishedOn }, file.policies, classes.calendar(code));
}

function warningsOfClass(classes: Classes, code: ClassCode): readonly WarningView[] {
  const { lessons } = classes.timetable(code);
  const { reasons } = classes.kept(code);
  const file = asIfApproved(classes.file(code));
  return warningsOf(file, lessons, deadlines(classes, code), classes.calendar(code)).map((warning) => {
    const words = warningWords(warning);
    return { rule: warning.rule, ...words, reason: words.asksReason ? (reasons[warning.rule] ?? null) : null };
  });
}

function filingView(filing: Filing): FilingView {
  if (filing.kind !== 'approved') return filing;
  const { kind, on, paper, source } = filing;
  return { kind, on: on === FIRST_DAY ? null : on, paper, source, confirmed: !isUnconfirmed(filing) };
}

function changeView({ change, by, at }: EnteredChange): ClassView['changes'][number] {
  const { kind, date, no, to, start, end, why } = change;
  const place = to ?? (start !== undefined && end !== undefined ? { date, no, start, end } : null);
  return { kind, date, no, to: place, why: why ?? '', by, at };
}
