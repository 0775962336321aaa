import type { Fault } from '../../../core/contract/fault.ts';
import type { ScenarioJson } from '../../../core/contract/scenario-json.ts';
import type { Calendar, OfficialYear } from '../../../core/domain/calendar.ts';
import type { ClassFile, ClassTrainee } from '../../../core/domain/class-file.ts';
import type { Filing, FilingEvent } from '../../../core/domain/filing.ts';
import type { ClassCode, TraineeId } from '../../../core/domain/ids.ts';
import type { Lesson } from '../../../core/domain/lesson.ts';
import type { Timetable } from '../../../core/domain/timetable.ts';
import type { EpochMs } from '../../../core/domain/units.ts';
import type { EnteredChange, KeptClass } from './ports.ts';

/** Who saves, when, and from which version. */
export interface Saving {
  /** The version that was edited; 0 for a new class. */
  readonly version: number;
  readonly by: string;
  readonly at: EpochMs;
  /** Why rules of 「原则上」 are not kept; left out: as before. */
  readonly reasons?: Readonly<Record<string, string>>;
}

/** What came of a save. */
export type Saved =
  | { readonly kind: 'saved'; readonly version: number }
  /** Somebody else saved in between: read anew and edit again. */
  | { readonly kind: 'stale'; readonly version: number }
  /** All that is wrong with it, at once; nothing is written. */
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

/** The classes of a kiosk as all parts of the office work on them. */
export interface Classes {
  /** Codes in order. */
  list(): readonly ClassCode[];
  has(code: ClassCode): boolean;
  /**
   * The class with all that decides its figures but what the cameras observed: records come from the store.
   * The same object as long as nothing changes. @throws ZaikeError `no-such-class`.
   */
  file(code: ClassCode): ClassFile;
  /** The calendar of the class's years: the institution's own over the package's. @throws ZaikeError `no-such-class`. */
  calendar(code: ClassCode): Calendar;
  /** Its lessons after all changes, and what is owed. @throws ZaikeError `no-such-class`. */
  timetable(code: ClassCode): Timetable;
  /** Its lessons as other official calendars would have them; null: it could not be read by them. @throws as {@link timetable}. */
  lessonsUnder(code: ClassCode, years: readonly OfficialYear[]): readonly Lesson[] | null;
  trainees(code: ClassCode): readonly ClassTrainee[];
  /** A trainee and the class; null when nobody has this id. */
  trainee(id: TraineeId): { readonly code: ClassCode; readonly trainee: ClassTrainee } | null;
  /** As kept, for an editor: the scenario, its version, the filing's events. @throws ZaikeError `no-such-class`. */
  kept(code: ClassCode): KeptClass;
  filing(code: ClassCode): Filing;
  /** All that is wrong with a scenario by itself, before it is saved. */
  faultsOf(value: unknown): readonly Fault[];
  /**
   * Keeps a class's scenario whole, or names every fault. Approval and the day of filing are not taken from
   * it: they come from what happened to the filing ({@link fileEvent}).
   */
  save(code: ClassCode, scenario: ScenarioJson, saving: Saving): Saved;
  /** Keeps what happened to a class's filing, and the day of filing and approval that follow. */
  fileEvent(code: ClassCode, event: FilingEvent, saving: Saving): Saved;
  /** As {@link save}, for a class file: with its own approval, and its hash. */
  importFile(code: ClassCode, scenario: ScenarioJson, hash: string, saving: Saving): Saved;
  /**
   * As {@link importFile}, for a class that another kiosk of the institution carries over: with its filing's events that
   * are new here, and who entered each change. What was observed or entered day by day is not in it.
   */
  takeOver(
    code: ClassCode,
    scenario: ScenarioJson,
    brought: { readonly filing: readonly FilingEvent[]; readonly changes: readonly EnteredChange[] },
    saving: Saving,
  ): Saved;
  /** Removes a draft without any record. @returns false when it was changed in between. @throws ZaikeError `class-has-records`. */
  remove(code: ClassCode, version: number): boolean;
}
