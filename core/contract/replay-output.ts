import type { ClassResult } from '../domain/class-result.ts';
import { RULES_VERSION } from '../domain/month.ts';
import { type SubsidyRow, yuanText } from '../domain/subsidy.ts';

/** What `replay` prints: one line of JSON, its members and lists in a fixed order. */
export function replayText(result: ClassResult): string {
  const { months, course, owed, classRateEvents, deadlines, warnings } = result;
  return JSON.stringify({
    rulesVersion: RULES_VERSION,
    lessons: result.records.map(({ trainee, date, no, outcome, notes }) => ({ trainee, date, no, outcome, notes })),
    months,
    course,
    owed,
    classRateEvents,
    subsidy: result.subsidy.map(subsidyJson),
    deadlines,
    warnings,
  });
}

/** Shares as percentages, amounts as yuan with two decimals. */
function subsidyJson(row: SubsidyRow) {
  const { standard, months, opened, withdrawn, insured, notRegistered, failed, materialsRejected, paid } = row;
  return {
    standard,
    months,
    opened,
    withdrawn,
    insured,
    notRegistered,
    failed,
    materialsRejected,
    paid,
    proposed: yuanText(row.proposed),
    classRatePercent: row.classRateShare / 100,
    classRateDeduction: yuanText(row.classRateDeduction),
    violationPercent: row.violationShare / 100,
    violationDeduction: yuanText(row.violationDeduction),
    deducted: yuanText(row.deducted),
    actual: yuanText(row.actual),
  };
}
