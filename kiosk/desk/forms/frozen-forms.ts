import type { FormQuery } from '../../../core/contract/office/forms.ts';
import type { ClassTrainee } from '../../../core/domain/class-file.ts';
import { type LocalMonth, parseMonth } from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import { withdrawnForm } from '../../../core/forms/annex7-withdrawn.ts';
import { noteRow } from '../../../core/forms/form-parts.ts';
import { withReportId } from '../../../core/forms/report-id.ts';
import type { Sheet } from '../../../core/forms/sheet.ts';
import type { Months } from '../months/months.ts';

/**
 * 附件7 or 附件8 as a month was closed with it, under the month's report id; null: the month is not closed, or for
 * 附件8 none is asked for. @throws ZaikeError `report-missing`, `form-missing` when 附件8 was not ready at that close.
 */
export function frozenForm(
  months: Pick<Months, 'closed' | 'closedAs' | 'isClosed'>,
  code: ClassCode,
  form: 7 | 8,
  { month: asked, report: named }: FormQuery,
  mask: (trainee: ClassTrainee) => ClassTrainee,
): Sheet | null {
  const month = parseMonth(asked ?? '');
  const reportId = named ?? closedReport(months, code, month);
  if (reportId === null) return null;
  const { paper, forms, report } = months.closedAs(reportId);
  if (forms === null) return null;
  if (form === 7) {
    const lines = forms.withdrawn.map((line) => ({ ...line, trainee: mask(line.trainee) }));
    return withReportId(withdrawnForm(paper.of.institution, report.month as LocalMonth, lines), reportId);
  }
  if (forms.subsidy === null)
    throw new ZaikeError(`${report.month} 关账时还没有附件8（考试结果没有录入）`, {
      code: 'form-missing',
      retry: false,
    });
  return withReportId(forms.subsidy, reportId);
}

function closedReport(
  months: Pick<Months, 'closed' | 'isClosed'>,
  code: ClassCode,
  month: LocalMonth | null,
): string | null {
  return month !== null && months.isClosed(code, month) ? months.closed(code, month).reportId : null;
}

/** A form that no close has frozen says so above the report id. */
export function unfrozen(sheet: Sheet): Sheet {
  const words = '本表按现在的数据生成，没有随月份关账固定，数据可能变动，仅供核对。';
  const note = noteRow(words, sheet.columnsMm.length);
  return { ...sheet, foot: [...sheet.foot.slice(0, -1), note, ...sheet.foot.slice(-1)] };
}
