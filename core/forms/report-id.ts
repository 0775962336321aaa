import { canonicalJson, type Json } from '../domain/canonical.ts';
import type { Sha256 } from '../domain/month.ts';
import { cell, type Draft, type Row, row, type Sheet } from './sheet.ts';

/** What a form's own report id rests on besides its words. */
export interface ReportBasis {
  readonly rulesVersion: number;
  /** Report ids of the months whose figures the form shows. */
  readonly months: readonly string[];
}

/**
 * The report id of a form without a frozen month of its own (all but 附件6): the hash of what is
 * printed, of the rules version and of the months behind it. The same data gives the same id; one
 * changed letter gives another. Photos are left out: they are no figures.
 */
export function reportIdOf(draft: Draft, basis: ReportBasis, sha256: Sha256): string {
  const words = (rows: readonly Row[]): Json => rows.map(({ cells }) => cells.map(({ text }) => text));
  const { form, title, head, body, foot } = draft;
  const content = { form, title, head: words(head), body: words(body), foot: words(foot) };
  return `sha256:${sha256(canonicalJson({ ...content, rulesVersion: basis.rulesVersion, months: basis.months }))}`;
}

/**
 * The form with its report id, which stands below it and in the footer of each page. @throws
 * RangeError when the id is not `sha256:` and 64 hexadecimal digits: it goes into style sheets and
 * footers as it is.
 */
export function withReportId(draft: Draft, reportId: string): Sheet {
  if (!/^sha256:[0-9a-f]{64}$/.test(reportId)) throw new RangeError(`报告编号应为 sha256:…，实为 ${reportId}`);
  const line = row(7, [cell('note', `报告编号：${reportId}`, { columns: draft.columnsMm.length })]);
  return { ...draft, foot: [...draft.foot, line], reportId };
}
