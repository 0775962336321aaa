import { type Fault, faultAt } from '../../../core/contract/fault.ts';
import type { ScenarioJson } from '../../../core/contract/scenario-json.ts';
import { readScenario } from '../../../core/contract/scenario-read.ts';
import type { Calendar, OfficialYear } from '../../../core/domain/calendar.ts';
import type { ClassFile, ClassTrainee } from '../../../core/domain/class-file.ts';
import { timetableOf } from '../../../core/domain/class-records.ts';
import type { LocalMonth } from '../../../core/domain/day.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { type Approval, approvedFrom } from '../../../core/domain/filed-content.ts';
import { factsOf, filingOf } from '../../../core/domain/filing.ts';
import { type ClassCode, traineeId } from '../../../core/domain/ids.ts';
import type { Timetable } from '../../../core/domain/timetable.ts';
import type { Classes, Saved, Saving } from './classes.ts';
import { dates, withDates } from './filing-dates.ts';
import type { ClassEdit, ClassKeeper, EnteredElsewhere, KeptClass } from './ports.ts';
import { closedMonthFaults, storeFaults, withoutRecords } from './store-faults.ts';

export interface ClassesOptions {
  readonly keeper: ClassKeeper;
  readonly entered: EnteredElsewhere;
  /** The official calendars known without the class's own; the same list as long as it says the same. */
  readonly years: () => readonly OfficialYear[];
  /** Whether a month's figures are closed: its lessons then stay as they are. Left out: none is. */
  readonly isMonthClosed?: (code: ClassCode, month: LocalMonth) => boolean;
}

interface Reading {
  readonly version: number;
  /** The official calendars that it was read by. */
  readonly years: readonly OfficialYear[];
  readonly base: ClassFile;
  readonly calendar: Calendar;
  readonly timetable: Timetable;
  merged: { readonly revision: number | string; readonly file: ClassFile } | null;
}

/** The classes over their keeper. */
export function createClasses({ keeper, entered, years, isMonthClosed = () => false }: ClassesOptions): Classes {
  const cache = new Map<ClassCode, Reading>();

  const kept = (code: ClassCode): KeptClass => {
    const found = keeper.get(code);
    if (found) return found;
    throw new ZaikeError(`没有编号为 ${code} 的班级`, { code: 'no-such-class', retry: false, facts: { class: code } });
  };

  const read = (code: ClassCode): Reading => {
    const version = keeper.version(code);
    const known = cache.get(code);
    const official = years();
    if (known && known.version === version && known.years === official) return known;
    const { scenario, version: at } = kept(code);
    const reading = readScenario(withoutRecords(scenario), official);
    if (reading.kind === 'faulty') throw unreadable(code, reading.faults);
    const base: ClassFile = { ...reading.file, coverage: new Map(), sightings: [], stays: [] };
    const fresh = {
      version: at,
      years: official,
      base,
      calendar: reading.calendar,
      timetable: timetableOf(base, reading.calendar),
      merged: null,
    };
    cache.set(code, fresh);
    return fresh;
  };

  const file = (code: ClassCode): ClassFile => {
    const reading = read(code);
    const revision = entered.revision(code);
    if (reading.merged?.revision === revision) return reading.merged.file;
    const { base } = reading;
    const approvals = entered.approvals(code);
    const merged: ClassFile = {
      ...base,
      trainees: approvals.length === 0 ? base.trainees : base.trainees.map((each) => approvedLater(each, approvals)),
      leave: [...base.leave, ...entered.leave(code)],
      vouched: [...base.vouched, ...entered.vouched(code)],
      corrections: [...base.corrections, ...entered.corrections(code)],
      inspections: [...base.inspections, ...entered.inspections(code)],
      violations: [...base.violations, ...entered.violations(code)],
      cameras: entered.cameras() ?? base.cameras,
      materialsComplete: entered.materialsComplete(code, base.trainees) ?? base.materialsComplete,
    };
    reading.merged = { revision, file: merged };
    return merged;
  };

  const write = (
    code: ClassCode,
    scenario: ScenarioJson,
    saving: Saving,
    more: Pick<ClassEdit, 'importedHash' | 'event' | 'brought'>,
  ): Saved => {
    const before = keeper.get(code);
    if ((before?.version ?? 0) !== saving.version) return { kind: 'stale', version: before?.version ?? 0 };
    const whole = withoutRecords(scenario);
    const reading = readScenario(whole, years());
    const faults =
      reading.kind === 'faulty'
        ? reading.faults
        : [...storeFaults(code, reading.file, before, keeper), ...monthFaults(code, reading.file, reading.calendar)];
    if (faults.length > 0) return { kind: 'faulty', faults };
    const reasons = saving.reasons ?? before?.reasons ?? {};
    const version = keeper.put(code, saving.version, {
      scenario: whole,
      reasons,
      by: saving.by,
      at: saving.at,
      ...more,
    });
    return version === null ? { kind: 'stale', version: keeper.version(code) ?? 0 } : { kind: 'saved', version };
  };

  const monthFaults = (code: ClassCode, next: ClassFile, calendar: Calendar): readonly Fault[] => {
    const before = readable(code)?.timetable.lessons;
    if (before === undefined) return [];
    const isClosed = (month: LocalMonth): boolean => isMonthClosed(code, month);
    return closedMonthFaults(before, timetableOf(next, calendar).lessons, isClosed);
  };
  /** Null: it is not there, or cannot be read as it is; then a save may mend it. */
  const readable = (code: ClassCode): Reading | null => {
    try {
      return keeper.version(code) === null ? null : read(code);
    } catch (error) {
      if (error instanceof ZaikeError && error.code === 'class-unreadable') return null;
      throw error;
    }
  };

  return {
    list: () => keeper.codes(),
    has: (code) => keeper.version(code) !== null,
    file,
    calendar: (code) => read(code).calendar,
    timetable: (code) => read(code).timetable,
    lessonsUnder: (code, official) => {
      const reading = readScenario(withoutRecords(kept(code).scenario), official);
      return reading.kind === 'faulty' ? null : timetableOf(reading.file, reading.calendar).lessons;
    },
    trainees: (code) => read(code).base.trainees,
    trainee: (id) => {
      const code = keeper.classOf(id);
      const trainee = code === null ? undefined : read(code).base.trainees.find((each) => each.id === id);
      return code === null || trainee === undefined ? null : { code, trainee };
    },
    kept,
    filing: (code) => {
      const { filing } = kept(code);
      return filingOf(filing, dates(read(code).base));
    },
    faultsOf: (value) => {
      const reading = readScenario(value, years());
      if (reading.kind === 'faulty') return reading.faults;
      const { code } = reading.file.class;
      return (code as string) === '' ? [faultAt(['class', 'code'], 'a text that is not empty', undefined)] : [];
    },
    save: (code, scenario, saving) => {
      const before = keeper.get(code)?.scenario ?? { class: { approvedOn: null } };
      return write(code, withDates(scenario, before), saving, {});
    },
    fileEvent: (code, event, saving) => {
      const { scenario, filing } = kept(code);
      const { filedOn, approvedOn } = factsOf([...filing, event], dates(read(code).base));
      return write(code, withDates(scenario, { filedOn, class: { approvedOn } }), saving, { event });
    },
    importFile: (code, scenario, importedHash, saving) => write(code, scenario, saving, { importedHash }),
    takeOver: (code, scenario, brought, saving) => write(code, scenario, saving, { brought }),
    remove: (code, version) => {
      const { scenario } = kept(code);
      const people = scenario.trainees.map(({ id }) => traineeId(id));
      if (keeper.hasRecords(code) || keeper.withHistory(code, people).length > 0)
        throw new ZaikeError(`班级 ${code} 已有考勤记录，不能删除`, { code: 'class-has-records', retry: false });
      return keeper.remove(code, version);
    },
  };
}

function approvedLater(trainee: ClassTrainee, approvals: readonly Approval[]): ClassTrainee {
  const from = approvedFrom(approvals, trainee.id);
  return from === undefined ? trainee : { ...trainee, approvedFrom: from };
}

/** A class that was kept fits; it can stop fitting only when an official calendar goes. */
function unreadable(code: ClassCode, faults: readonly Fault[]): ZaikeError {
  const what = faults.map(({ path, expected, got }) => `${path}: expected ${expected}, got ${got}`).join('; ');
  return new ZaikeError(`班级 ${code} 的资料读不出来：${what}`, {
    code: 'class-unreadable',
    retry: false,
    facts: { class: code },
  });
}
