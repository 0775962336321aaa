import type { ChangeJson, ScenarioJson } from '../../../core/contract/scenario-json.ts';
import type { ClassFile } from '../../../core/domain/class-file.ts';
import type { Approval } from '../../../core/domain/filed-content.ts';
import type { FilingEvent } from '../../../core/domain/filing.ts';
import type { ClassCode, TraineeId } from '../../../core/domain/ids.ts';
import type { EpochMs } from '../../../core/domain/units.ts';

/** A change of the timetable and who entered it. */
export interface EnteredChange {
  readonly change: ChangeJson;
  readonly by: string;
  readonly at: EpochMs;
}

/** A class as kept. */
export interface KeptClass {
  readonly code: ClassCode;
  /** Rises with every change; whoever saves says which one was edited. */
  readonly version: number;
  /** Whole: with trainees and changes. */
  readonly scenario: ScenarioJson;
  readonly changes: readonly EnteredChange[];
  readonly filing: readonly FilingEvent[];
  /** Why a rule of 「原则上」 is not kept, by the warning's rule. */
  readonly reasons: Readonly<Record<string, string>>;
  /** Null: made in the office. */
  readonly imported: { readonly hash: string; readonly version: number } | null;
  readonly updatedAt: EpochMs;
  readonly updatedBy: string;
}

/** What a save writes. */
export interface ClassEdit {
  readonly scenario: ScenarioJson;
  readonly reasons: Readonly<Record<string, string>>;
  readonly importedHash?: string;
  readonly event?: FilingEvent;
  /** What another kiosk knows of who did what: kept where it is not known here. */
  readonly brought?: { readonly filing: readonly FilingEvent[]; readonly changes: readonly EnteredChange[] };
  readonly by: string;
  readonly at: EpochMs;
}

/** Where classes are kept: kiosk/store/classes satisfies it. */
export interface ClassKeeper {
  codes(): readonly ClassCode[];
  version(code: ClassCode): number | null;
  get(code: ClassCode): KeptClass | null;
  /** Null: the class is not at `version`, which is 0 for one that is not there yet. */
  put(code: ClassCode, version: number, edit: ClassEdit): number | null;
  remove(code: ClassCode, version: number): boolean;
  classOf(trainee: TraineeId): ClassCode | null;
  withHistory(code: ClassCode, trainees: readonly TraineeId[]): readonly TraineeId[];
  hasRecords(code: ClassCode): boolean;
}

/** What is entered of a class elsewhere than in its scenario; it comes after what a class file brought. */
export interface EnteredElsewhere {
  /** Changes whenever one of the others does; the same as long as none does. */
  revision(code: ClassCode): number | string;
  leave(code: ClassCode): ClassFile['leave'];
  vouched(code: ClassCode): ClassFile['vouched'];
  corrections(code: ClassCode): ClassFile['corrections'];
  /** Inspections that the center confirmed, and violations that it found. */
  inspections(code: ClassCode): ClassFile['inspections'];
  violations(code: ClassCode): ClassFile['violations'];
  /** What the center approved, oldest first, since it last sent the filing back. */
  approvals(code: ClassCode): readonly Approval[];
  /** The kiosk's cameras of now; null: those that the class names. */
  cameras(): ClassFile['cameras'] | null;
  /** 材料是否齐全 by the checklist; null: the checklist does not say. */
  materialsComplete(code: ClassCode, trainees: ClassFile['trainees']): boolean | null;
}

/** Nothing is entered elsewhere. */
export const nothingEntered: EnteredElsewhere = {
  revision: () => 0,
  leave: () => [],
  vouched: () => [],
  corrections: () => [],
  inspections: () => [],
  violations: () => [],
  approvals: () => [],
  cameras: () => null,
  materialsComplete: () => null,
};
