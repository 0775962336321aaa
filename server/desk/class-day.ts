import type { CenterActor } from '../../core/contract/center/actor.ts';
import type { ClassDay, MarkEvidence } from '../../core/contract/center/class-day.ts';
import { markResultSchema } from '../../core/contract/center/commands.ts';
import type { ItemBody } from '../../core/contract/center/items.ts';
import type { Command, KioskState } from '../../core/contract/center/link.ts';
import { mergeSpans } from '../../core/domain/coverage.ts';
import { dateAt, parseDate } from '../../core/domain/day.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { epochMs } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { CenterClass, CenterClasses } from './classes.ts';
import type { Files, SealedFile } from './files.ts';
import type { FactReader } from './ports.ts';

/** Where it is kept which class a given file is of: `server/store/shown` satisfies it. */
export interface ShownStore {
  add(file: Omit<SealedFile, 'bytes'> & { readonly kiosk: string; readonly class: string }): Promise<void>;
  find(
    kiosk: string,
    code: string,
    sha256: string,
  ): Promise<{ readonly name: string; readonly type: string } | undefined>;
}

export interface ClassDayPorts {
  readonly classes: CenterClasses;
  readonly facts: FactReader;
  readonly files: Files;
  readonly shown: ShownStore;
  readonly stateOf: (kiosk: string) => KioskState | null;
  readonly ask: (
    kiosk: string,
    command: Command,
    signal: AbortSignal,
  ) => Promise<{
    readonly answer: { readonly result: unknown };
    readonly files: readonly { readonly name: string; readonly type: string; readonly data: Uint8Array }[];
  }>;
  readonly clock: Pick<Clock, 'now'>;
}

/** A class's day, and what any mark of it rests on. */
export interface ClassDayDesk {
  /** @param date undefined: today. @throws ZaikeError `no-such-class`, `no-such-date`. */
  day(actor: CenterActor, kiosk: string, code: string, date: string | undefined): Promise<ClassDay>;
  /** Asks the kiosk for the seconds around a mark's sightings. @throws ZaikeError `no-such-class`, `no-such-record`, `kiosk-silent`. */
  evidence(actor: CenterActor, kiosk: string, code: string, record: number): Promise<MarkEvidence>;
  /** A file that {@link evidence} named. @throws ZaikeError `no-such-class`, `no-such-file`. */
  file(
    actor: CenterActor,
    kiosk: string,
    code: string,
    sha256: string,
  ): Promise<{ readonly name: string; readonly type: string; readonly path: string }>;
}

const WITHIN_MS = 120_000;

export function classDayDesk({ classes, facts, files, shown, stateOf, ask, clock }: ClassDayPorts): ClassDayDesk {
  const inForce = async ({ kiosk, code }: CenterClass, date: string): Promise<ItemBody<'record'>[]> => {
    const all = (await facts.of('record', { kiosk, class: code, from: date, to: date })).map(({ body }) => body);
    const replaced = new Set(all.map(({ replaces }) => replaces));
    return all.filter(({ id }) => !replaced.has(id));
  };

  const stripsOf = async ({ kiosk, code }: CenterClass, date: string): Promise<Strips> => {
    const told = await facts.of('strips', { kiosk, class: code, from: date, to: date });
    return new Map(told.map(({ body }) => [body.no, body]));
  };

  const lessonsOf = async (of: CenterClass, date: string, strips: Strips): Promise<ClassDay['lessons']> => {
    const query = { kiosk: of.kiosk, class: of.code, from: date, to: date };
    const coverage = new Map((await facts.of('coverage', query)).map(({ body }) => [body.no, body]));
    return of.timetable.lessons
      .filter((lesson) => lesson.date === date)
      .map(({ no, start, end, course, teacher }) => {
        const seen = coverage.get(no);
        const observed = seen === undefined ? null : observedShare(seen);
        const drawn = stripsView(strips.get(no));
        return { no, from: start, to: end, course: course ?? '', teacher: teacher ?? '', observed, strips: drawn };
      });
  };

  return {
    day: async (actor, kiosk, code, asked) => {
      const of = await classes.find(actor, kiosk, code);
      const date = asked === undefined ? dateAt(clock.now()) : parseDate(asked);
      if (date === null) throw new ZaikeError('没有这一天', { code: 'no-such-date', retry: false });
      const records = Map.groupBy(await inForce(of, date), ({ record }) => record.trainee);
      const strips = await stripsOf(of, date);
      const now = stateOf(kiosk)?.classes.find((each) => each.class === code);
      const standings = new Map(
        (now?.lesson?.date === date ? now.standings : []).map((standing) => [standing.trainee, standing]),
      );
      return {
        ...{ kiosk, code, institution: of.institution, room: of.room, date },
        specialty: of.file.class.specialty ?? '',
        lessons: await lessonsOf(of, date, strips),
        trainees: of.file.trainees
          .filter(({ withdrawnOn }) => withdrawnOn === null || withdrawnOn > date)
          .map(({ id, person }) => {
            const standing = standings.get(id);
            return {
              ...{ trainee: id, name: person.name ?? id },
              now: standing === undefined ? null : { mark: standing.mark, lastSeen: standing.lastSeen },
              records: (records.get(id) ?? []).map(recordView).sort((a, b) => a.no - b.no),
              stays: [...strips.values()].flatMap(({ no, seen }) => {
                const told = seen.find(({ trainee }) => trainee === id);
                return told === undefined ? [] : [{ no, stays: told.stays }];
              }),
            };
          }),
      };
    },
    evidence: async (actor, kiosk, code, record) => {
      const of = await classes.find(actor, kiosk, code);
      const known = await facts.of('record', { kiosk, class: code, key: String(record) });
      if (known.length === 0) throw new ZaikeError('没有这条记录', { code: 'no-such-record', retry: false });
      const asked = await ask(kiosk, { kind: 'mark', by: actor.name, record }, AbortSignal.timeout(WITHIN_MS));
      const result = markResultSchema.parse(asked.answer.result);
      const kept = await Promise.all(
        asked.files.map(async (file) => {
          const { name, type, sha256 } = await files.keep(file);
          await shown.add({ name, type, sha256, kiosk, class: code });
          return { name, type, sha256 };
        }),
      );
      const at = (place: number) => kept[place] ?? null;
      const { trainee, date, no, outcome, correctedBy } = result.record;
      return {
        ...{ record, date, no, outcome, correctedBy },
        name: of.file.trainees.find(({ id }) => (id as string) === trainee)?.person.name ?? trainee,
        openings: result.openings.map(({ window, camera, at: instant, proof, picture, clip }) => ({
          ...{ window, camera, at: instant, similarity: proof?.similarity ?? null },
          picture: picture === null ? null : at(picture.file),
          clips: (clip?.parts ?? []).flatMap((part) => at(part.file) ?? []),
          holes: clip?.holes ?? [],
        })),
        sheet: result.sheet === null ? null : at(result.sheet),
        journal:
          result.journal === null
            ? null
            : { seq: result.journal.seq, size: result.journal.size, root: result.journal.root },
      };
    },
    file: async (actor, kiosk, code, sha256) => {
      await classes.find(actor, kiosk, code);
      const found = await shown.find(kiosk, code, sha256);
      if (found === undefined) throw new ZaikeError('没有这个文件', { code: 'no-such-file', retry: false });
      return { name: found.name, type: found.type, path: files.path(sha256) };
    },
  };
}

type Strips = ReadonlyMap<number, ItemBody<'strips'>>;

function stripsView(told: ItemBody<'strips'> | undefined): ClassDay['lessons'][number]['strips'] {
  if (told === undefined) return null;
  const { from, to, until, windows, unobserved } = told;
  return { from, to, until, windows, unobserved };
}

function recordView({ id, record }: ItemBody<'record'>): ClassDay['trainees'][number]['records'][number] {
  const { arrival, inside, departure, last } = record.seen;
  return {
    ...{ no: record.no, id, outcome: record.outcome, corrected: record.correction !== null },
    first: (arrival ?? inside)?.at ?? null,
    last: (last ?? departure)?.at ?? null,
  };
}

/** The share of a lesson's windows in which at least one camera observed. */
function observedShare({ from, to, cameras }: ItemBody<'coverage'>): number {
  const spans = cameras.flatMap(({ observed }) =>
    observed.map((span) => ({ from: epochMs(span.from), to: epochMs(span.to) })),
  );
  const seen = mergeSpans(spans).reduce(
    (sum, span) => sum + Math.max(0, Math.min(span.to, to) - Math.max(span.from, from)),
    0,
  );
  return to > from ? Math.min(1, seen / (to - from)) : 0;
}
