import { createHash } from 'node:crypto';
import type { Told } from '../core/contract/center/items.ts';
import { settingsOf } from '../core/contract/filed-words.ts';
import type { ScenarioJson } from '../core/contract/scenario-json.ts';
import { canonicalJson, type Json } from '../core/domain/canonical.ts';
import type { ClassFile } from '../core/domain/class-file.ts';
import { type FiledContent, filedContent } from '../core/domain/filed-content.ts';
import type { ClassCode } from '../core/domain/ids.ts';
import type { EpochMs } from '../core/domain/units.ts';
import { packagedYears } from '../core/platform/calendar.ts';
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
function filingNow({ classes, papers, institution, room }: CenterFilingsOptions, code: ClassCode): FilingNow {
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
    calendars: yearsOf(file),
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

/** The official years from opening to end, the institution's own over the package's. */
function yearsOf({
  class: { opens, ends },
  calendars,
  lessons,
}: ClassFile): NonNullable<FilingNow['filing']>['calendars'] {
  const years = new Map([...packagedYears(), ...calendars].map((each) => [each.year, each]));
  const named = [opens, ends, ...lessons.map(({ date }) => date)]
    .filter((date) => date !== null)
    .map((date) => Number(date.slice(0, 4)));
  const [first, last] = [Math.min(...named), Math.max(...named)];
  return [...years.values()].filter(({ year }) => first <= year && year <= last).sort((a, b) => a.year - b.year);
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function hashOf(value: unknown): string {
  return sha256(canonicalJson(value as Json));
}
