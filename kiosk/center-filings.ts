import { createHash } from 'node:crypto';
import type { Told } from '../core/contract/center/items.ts';
import { settingsOf } from '../core/contract/filed-words.ts';
import type { ScenarioJson } from '../core/contract/scenario-json.ts';
import type { OfficialYear } from '../core/domain/calendar.ts';
import { canonicalJson, type Json } from '../core/domain/canonical.ts';
import type { ClassFile } from '../core/domain/class-file.ts';
import { yearOf } from '../core/domain/day.ts';
import { type FiledContent, filedContent } from '../core/domain/filed-content.ts';
import type { ClassCode } from '../core/domain/ids.ts';
import type { EpochMs, LocalDate } from '../core/domain/units.ts';
import type { Log } from '../core/platform/log.ts';
import { isHere } from './classes.ts';
import type { Classes } from './desk/classes/classes.ts';
import type { Papers } from './desk/papers/papers.ts';
import type { FilingNow, Filings } from './store/filings.ts';
import type { Outbox } from './store/outbox.ts';

export interface CenterFilingsOptions {
  readonly outbox: Pick<Outbox, 'isOpen'>;
  readonly filings: Filings;
  readonly classes: Classes;
  readonly papers: Papers;
  /** The official calendars that the kiosk counts by; a later one of a year beats an earlier one. */
  readonly years: () => readonly OfficialYear[];
  readonly institution: string;
  /** This kiosk's room; null: lessons of every room are watched here. */
  readonly room: string | null;
  readonly log: Log;
}

/** Tells a center, once there is one, of each class that may have changed since. A class that cannot be read waits. */
export function tellFilings(options: CenterFilingsOptions, at: EpochMs): void {
  const { outbox, filings, log } = options;
  if (!outbox.isOpen()) return;
  for (const code of filings.due()) {
    try {
      filings.tell(code, filingNow(options, code), at);
    } catch (error) {
      log.warn('a class cannot be told to the center', { class: code, error });
    }
  }
}

/** A class as it is now, for the center; one that is no more has no filing. */
function filingNow(options: CenterFilingsOptions, code: ClassCode): FilingNow {
  const { classes, papers, years, institution, room } = options;
  if (!classes.has(code)) return { by: '', hash: hashOf(null), filing: null, content: null, timetable: null };
  const kept = classes.kept(code);
  const file = classes.file(code);
  const lines = papers.checklist(code, file.trainees);
  const filing: NonNullable<FilingNow['filing']> = {
    institution,
    room,
    state: classes.filing(code),
    events: kept.filing,
    reasons: kept.reasons,
    checklist: {
      complete: papers.complete(code, file.trainees),
      lines: lines.map(({ paper, trainee, state, files, waiver }) => {
        return { paper, trainee, state, files: files.map(({ sha256 }) => sha256), waivedWhy: waiver?.why ?? null };
      }),
    },
    scenario: withApprovals(kept.scenario, file),
    changesBy: kept.changes.map(({ by, at }) => ({ by, at })),
    calendars: filedYears(file, years()),
  };
  const timetable = timetableNow(classes, file, room);
  return {
    ...{ by: kept.updatedBy, filing, hash: hashOf(filing), content: contentNow(classes, code) },
    timetable: { body: timetable, hash: hashOf(timetable) },
  };
}

/** What of a class as it is now the rules count. @throws ZaikeError `no-such-class`. */
export function contentNow(classes: Pick<Classes, 'file' | 'kept' | 'calendar'>, code: ClassCode): FiledContent {
  const calendar = classes.calendar(code);
  return filedContent(classes.file(code), { settings: settingsOf(classes.kept(code).scenario), calendar, sha256 });
}

/** With the day from which the center approved each trainee who came later, so that it counts as the kiosk does. */
function withApprovals(scenario: ScenarioJson, { trainees }: ClassFile): ScenarioJson {
  const later = new Map(trainees.map(({ id, approvedFrom }) => [id as string, approvedFrom]));
  return {
    ...scenario,
    trainees: scenario.trainees.map(({ approvedFrom: _, ...trainee }) => {
      const from = later.get(trainee.id);
      return from === undefined ? trainee : { ...trainee, approvedFrom: from };
    }),
  };
}

/** Its lessons after all changes, and what is not held. */
function timetableNow(
  classes: Classes,
  file: ClassFile,
  own: string | null,
): Omit<Told<'timetable'>, 'class' | 'revision' | 'at'> {
  const { code } = file.class;
  const { lessons, owed } = classes.timetable(code);
  return {
    lessons: lessons.map((lesson) => ({ ...lesson, here: isHere(lesson, own) })),
    cancelled: classes.kept(code).changes.flatMap(({ change: { kind, date, no, why } }) => {
      return kind === 'makeUp' ? [] : [{ date, no, why: why ?? '', moved: kind === 'moved' }];
    }),
    owed,
  };
}

/**
 * The official calendars that go with a filing, by year: of all years from the one before the class's first day to the
 * one after its last, as far as they are known. Deadlines before the opening and after the end, publicity, spot checks
 * and disputes are counted by them too.
 *
 * @param known those that the kiosk counts by; the class's own beat them
 */
export function filedYears(
  { class: { opens, ends }, calendars, lessons, publishedOn }: FiledDates,
  known: readonly OfficialYear[],
): readonly OfficialYear[] {
  const years = new Map([...known, ...calendars].map((each) => [each.year, each]));
  const named = [opens, ends, publishedOn, ...lessons.map(({ date }) => date)]
    .flatMap((date) => date ?? [])
    .map(yearOf);
  const [first, last] = [Math.min(...named) - 1, Math.max(...named) + 1];
  return [...years.values()].filter(({ year }) => first <= year && year <= last).sort((a, b) => a.year - b.year);
}

/** What of a class tells by which years it is counted. */
interface FiledDates extends Pick<ClassFile, 'calendars' | 'publishedOn'> {
  readonly class: Pick<ClassFile['class'], 'opens' | 'ends'>;
  readonly lessons: readonly { readonly date: LocalDate }[];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function hashOf(value: unknown): string {
  return sha256(canonicalJson(value as Json));
}
