import type { CenterActor } from '../../core/contract/center/actor.ts';
import type { Publicity, SubsidyClass, SubsidyEntry, SubsidyEntryView } from '../../core/contract/center/subsidy.ts';
import type { ClassFile } from '../../core/domain/class-file.ts';
import type { ClassResult } from '../../core/domain/class-result.ts';
import { knownDeadlines } from '../../core/domain/deadline.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { traineeId } from '../../core/domain/ids.ts';
import { maskIdNumber } from '../../core/domain/person.ts';
import { policyOn } from '../../core/domain/policy.ts';
import { type SubsidyRow, standardOf, yuanText } from '../../core/domain/subsidy.ts';
import type { EpochMs, LocalDate } from '../../core/domain/units.ts';
import type { SettledClass } from '../../core/forms/month-on-paper.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { ApprovedContents } from './approved.ts';
import type { CenterClass, CenterClasses } from './classes.ts';
import type { Decisions, KeptDecision } from './decisions.ts';
import type { Settling } from './settle.ts';

/** What was entered of a class, by whom and when. */
export interface KeptEntry {
  readonly revision: number;
  readonly entry: SubsidyEntry;
  readonly by: string;
  readonly at: number;
}

/** Where entries are kept: `server/store/subsidy` satisfies it. */
export interface EntryStore {
  newest(kiosk: string, code: string): Promise<KeptEntry | undefined>;
  add(kiosk: string, code: string, kept: Omit<KeptEntry, 'at'> & { readonly at: EpochMs }): Promise<boolean>;
}

/** Subsidy rows (附件8) and the publicity list over all institutions. */
export interface SubsidyDesk {
  list(actor: CenterActor): Promise<{ readonly classes: SubsidyClass[]; readonly actual: string }>;
  /** @throws ZaikeError `no-such-class`. */
  view(actor: CenterActor, kiosk: string, code: string): Promise<SubsidyEntryView>;
  /** @throws ZaikeError `no-such-class`, `stale-entry`, `no-such-trainee`. */
  save(
    actor: CenterActor,
    kiosk: string,
    code: string,
    saved: { revision: number; entry: SubsidyEntry },
  ): Promise<void>;
  publicity(actor: CenterActor): Promise<Publicity>;
  /** A class with what the center entered of it, for the forms. @throws ZaikeError `no-such-class`. */
  settled(actor: CenterActor, kiosk: string, code: string): Promise<SettledClass>;
  /** Every class with what 附件8 asks, and no more. */
  settledRows(actor: CenterActor): Promise<(SettledClass & Pick<SubsidyClass, 'changed'>)[]>;
  /** What was changed of a class since its approval. @throws ZaikeError `no-such-class`. */
  changed(actor: CenterActor, kiosk: string, code: string): Promise<SubsidyClass['changed']>;
}

const NOTHING: SubsidyEntry = { exam: {}, insured: [], materialsRejected: [], violations: [], publishedOn: null };

export interface SubsidyDeskOptions {
  readonly classes: CenterClasses;
  readonly settle: Settling;
  readonly entries: EntryStore;
  readonly decisions: Pick<Decisions, 'of' | 'all'>;
  readonly approved: Pick<ApprovedContents, 'last'>;
  readonly clock: Pick<Clock, 'now'>;
}

export function subsidyDesk(options: SubsidyDeskOptions): SubsidyDesk {
  const { classes, settle, entries, decisions, approved, clock } = options;
  const withEntry = async (of: CenterClass) => {
    const kept = await entries.newest(of.kiosk, of.code);
    return { kept, whole: { ...of, file: kept === undefined ? of.file : entered(of.file, kept.entry) } };
  };

  const changedOf = async (of: CenterClass, made: readonly KeptDecision[]): Promise<SubsidyClass['changed']> => {
    const last = await approved.last(of, made);
    return last === null || last.changes.length === 0 ? null : last;
  };

  const rowsOf = async (actor: CenterActor) => {
    const made = Map.groupBy(await decisions.all(), ({ kiosk, decision }) => `${kiosk}/${decision.class}`);
    const all = [];
    for (const of of await classes.list(actor)) {
      const settled = await settle.subsidy((await withEntry(of)).whole);
      all.push({ of, settled, changed: await changedOf(of, made.get(`${of.kiosk}/${of.code}`) ?? []) });
    }
    return all;
  };

  const classOf = (
    of: CenterClass,
    { file, result }: SettledClass,
    changed: SubsidyClass['changed'],
  ): SubsidyClass => ({
    ...{ kiosk: of.kiosk, code: of.code, institution: of.institution, specialty: file.class.specialty ?? '' },
    ...{ opens: file.class.opens, ends: file.class.ends, people: file.trainees.length },
    events: result.classRateEvents.length,
    rows: result.subsidy.map(rowView),
    lacking: lackingOf(file),
    changed,
  });

  return {
    list: async (actor) => {
      const all = await rowsOf(actor);
      const actual = all.flatMap(({ settled }) => settled.result.subsidy).reduce((sum, row) => sum + row.actual, 0n);
      return {
        classes: all.map(({ of, settled, changed }) => classOf(of, settled, changed)),
        actual: yuanText(actual),
      };
    },
    view: async (actor, kiosk, code) => {
      const of = await classes.find(actor, kiosk, code);
      const { kept, whole } = await withEntry(of);
      const settled = await settle.whole(whole);
      const { file, result } = settled;
      return {
        ...classOf(of, settled, await changedOf(of, await decisions.of(kiosk, code))),
        ...{ revision: kept?.revision ?? 0, entry: kept?.entry ?? fromFile(of.file) },
        ...{ enteredBy: kept?.by ?? null, enteredAt: kept?.at ?? null, publicityEnds: publicityEnds(whole) },
        trainees: traineesOf(file, result),
      };
    },
    save: async (actor, kiosk, code, { revision, entry }) => {
      const of = await classes.find(actor, kiosk, code);
      const known = new Set<string>(of.file.trainees.map(({ id }) => id));
      const named = [...Object.keys(entry.exam), ...entry.insured, ...entry.materialsRejected];
      const stranger = named.find((id) => !known.has(id));
      if (stranger !== undefined) throw refused('no-such-trainee', `该班没有学员 ${stranger}`);
      const before = (await entries.newest(kiosk, code))?.revision ?? 0;
      const next = { revision: revision + 1, entry, by: actor.name, at: clock.now() };
      if (before !== revision || !(await entries.add(kiosk, code, next)))
        throw refused('stale-entry', '别人刚刚改过这个班的核算内容，请刷新后再改');
    },
    publicity: async (actor) => {
      const all = await Promise.all((await classes.list(actor)).map(async (of) => (await withEntry(of)).whole));
      return { classes: all.filter(({ file }) => file.exam.size > 0).map(publicityOf) };
    },
    settled: async (actor, kiosk, code) =>
      settle.whole((await withEntry(await classes.find(actor, kiosk, code))).whole),
    settledRows: async (actor) => (await rowsOf(actor)).map(({ settled, changed }) => ({ ...settled, changed })),
    changed: async (actor, kiosk, code) =>
      changedOf(await classes.find(actor, kiosk, code), await decisions.of(kiosk, code)),
  };
}

/** A class's file with what the center entered in the place of what the institution said. */
function entered(
  file: ClassFile,
  { exam, insured, materialsRejected, violations, publishedOn }: SubsidyEntry,
): ClassFile {
  return {
    ...file,
    exam: new Map(Object.entries(exam).map(([id, result]) => [traineeId(id), result])),
    insured: new Set(insured.map((id) => traineeId(id))),
    materialsRejected: new Set(materialsRejected.map((id) => traineeId(id))),
    violations,
    publishedOn: publishedOn as LocalDate | null,
  };
}

/** What the institution's own file says, as a beginning. */
function fromFile({ exam, insured, materialsRejected, violations, publishedOn }: ClassFile): SubsidyEntry {
  return {
    ...NOTHING,
    exam: Object.fromEntries(exam),
    insured: [...insured],
    materialsRejected: [...materialsRejected],
    ...{ violations, publishedOn },
  };
}

function rowView(row: SubsidyRow): SubsidyClass['rows'][number] {
  const percent = (hundredths: number): string => `${String(hundredths / 100)}%`;
  const { proposed, classRateShare, classRateDeduction: _rate, violationShare, violationDeduction: _violation } = row;
  const { deducted, actual, ...counts } = row;
  const { standard, months, opened, withdrawn, insured, notRegistered, failed, materialsRejected, paid } = counts;
  return {
    ...{ standard, months, opened, withdrawn, insured, notRegistered, failed, materialsRejected, paid },
    ...{ proposed: yuanText(proposed), deducted: yuanText(deducted), actual: yuanText(actual) },
    ...{ classRateShare: percent(classRateShare), violationShare: percent(violationShare) },
  };
}

function lackingOf({ class: { months, certificate }, exam, trainees }: ClassFile): string {
  if (trainees.length === 0) return '还没有学员';
  if (months === null) return '备案里没有培训时限（月数）';
  if (certificate === null && trainees.some((each) => each.certificate === null)) return '备案里没有证书类型';
  return exam.size === 0 ? '还没有录入考试结果' : '';
}

function traineesOf({ trainees }: ClassFile, { course }: ClassResult): SubsidyEntryView['trainees'] {
  const figures = new Map(course.map((each) => [each.trainee, each]));
  return trainees.map(({ id, person: { name, idNumber }, withdrawnOn }) => {
    const { rate = '-', meets90 = true } = figures.get(id) ?? {};
    const masked = idNumber === null ? null : maskIdNumber(idNumber);
    return { trainee: id, name: name ?? id, idNumber: masked, withdrawnOn, rate, meets90 };
  });
}

/** Null: there is no publicity yet, or it ends in a year whose calendar is not known. */
function publicityEnds({ file, calendar }: CenterClass): string | null {
  return knownDeadlines({ ...file.class, publishedOn: file.publishedOn }, file.policies, calendar).publicityEnds;
}

/** Those who are paid for: passed, not withdrawn, not insured, materials in order. */
function publicityOf(of: CenterClass): Publicity['classes'][number] {
  const { file } = of;
  const { opens, months, certificate, ownFinalYear, specialty, ends } = file.class;
  const policy = opens === null ? null : policyOn(file.policies, opens);
  const paid = file.trainees.filter(
    ({ id, withdrawnOn }) =>
      file.exam.get(id) === 'passed' &&
      !file.insured.has(id) &&
      !file.materialsRejected.has(id) &&
      (withdrawnOn === null || (ends !== null && withdrawnOn > ends)),
  );
  return {
    ...{ kiosk: of.kiosk, code: of.code, institution: of.institution, specialty: specialty ?? '' },
    ...{ publishedOn: file.publishedOn, publicityEnds: publicityEnds(of) },
    people: paid.map((trainee) => ({
      name: trainee.person.name ?? trainee.id,
      idNumber: trainee.person.idNumber === null ? '' : maskIdNumber(trainee.person.idNumber),
      standard:
        policy &&
        standardOf(
          {
            certificate: trainee.certificate ?? certificate,
            ownFinalYear: trainee.ownFinalYear ?? ownFinalYear,
            ...{ withdrawn: false, insured: false, exam: 'passed', materialsRejected: false },
          },
          policy,
        ),
      months,
    })),
  };
}

function refused(code: string, message: string): ZaikeError {
  return new ZaikeError(message, { code, retry: code === 'stale-entry' });
}
