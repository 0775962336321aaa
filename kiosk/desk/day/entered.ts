import type { Decision } from '../../../core/contract/center/decisions.ts';
import type { ClassFile } from '../../../core/domain/class-file.ts';
import type { Approval } from '../../../core/domain/filed-content.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import { epochMs, type LocalDate } from '../../../core/domain/units.ts';
import type { CorrectionEntries, LeaveEntries, ManualEntries } from './ports.ts';

/** All days. */
const [FIRST, LAST] = ['0000-01-01', '9999-12-31'] as [LocalDate, LocalDate];

/** What people entered on this kiosk, as a class's file takes it. */
export interface EnteredByHand {
  /** Rises with every entry. */
  revision(): number;
  leave(code: ClassCode): ClassFile['leave'];
  vouched(code: ClassCode): ClassFile['vouched'];
  /** Corrections that took effect, oldest first. */
  corrections(code: ClassCode): ClassFile['corrections'];
  /** What the center confirmed and found. */
  inspections(code: ClassCode): ClassFile['inspections'];
  violations(code: ClassCode): ClassFile['violations'];
  approvals(code: ClassCode): readonly Approval[];
  /** Call it after something was entered. */
  changed(): void;
}

/** The center's decisions that bear upon a class's figures: kiosk/store/center-decisions satisfies it. */
export interface CenterFindings {
  of<Kind extends Decision['kind']>(code: ClassCode, kind: Kind): readonly Extract<Decision, { kind: Kind }>[];
}

/** Leave, check-ins without a face and corrections in force; what was withdrawn is left out. */
export function enteredByHand(entries: {
  readonly leave: Pick<LeaveEntries, 'list'>;
  readonly manual: Pick<ManualEntries, 'list'>;
  readonly corrections: Pick<CorrectionEntries, 'list'>;
  readonly center: CenterFindings;
  readonly approvals: (code: ClassCode) => readonly Approval[];
}): EnteredByHand {
  let revision = 0;
  return {
    revision: () => revision,
    leave: (code) =>
      entries.leave
        .list(code, FIRST, LAST)
        .filter(({ withdrawn }) => withdrawn === null)
        .map(({ trainee, kind, from, to, lessons, enteredAt }) => ({ trainee, kind, from, to, lessons, enteredAt })),
    vouched: (code) =>
      entries.manual
        .list(code, FIRST, LAST)
        .filter(({ withdrawn }) => withdrawn === null)
        .map(({ trainee, date, lessons, teacher }) => ({ trainee, date, lessons, manual: true, teacher })),
    corrections: (code) =>
      entries.corrections.list(code, FIRST, LAST).flatMap(({ trainee, date, no, to, why, by, decision }) => {
        if (decision === null || decision.record === null) return [];
        return [{ trainee, date, no, to, why, by, countersignedBy: decision.by, at: decision.at }];
      }),
    inspections: (code) =>
      entries.center
        .of(code, 'class-rate')
        .filter(({ confirmed }) => confirmed)
        .map(({ date, no, inspectedAt, counted, by, countersignedBy }) => ({
          date: date as LocalDate,
          no,
          at: epochMs(inspectedAt),
          counted,
          confirmedBy: countersignedBy === null ? by : `${by}、${countersignedBy}`,
        })),
    violations: (code) => entries.center.of(code, 'violation').map(({ percent, why }) => ({ percent, why })),
    approvals: (code) => entries.approvals(code),
    changed: () => {
      revision += 1;
    },
  };
}
