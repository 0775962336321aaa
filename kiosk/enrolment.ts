import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findingText } from '../core/contract/office/enrolment-words.ts';
import { type ClassCode, type TraineeId, traineeId } from '../core/domain/ids.ts';
import type { LocalDate } from '../core/domain/units.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import { type EnrolmentNewsOptions, enrolmentNews, galleryHash } from './center-enrolment.ts';
import type { Classes } from './desk/classes/classes.ts';
import { createEnrolment, type Enrolment } from './desk/enrolment/enrolment.ts';
import { photoFiles } from './desk/enrolment/photo-files.ts';
import type { Enrollee, People, Sealing, Vision } from './desk/enrolment/ports.ts';
import type { EnrolmentDecision } from './enrolment-gate.ts';
import { enrolmentTables } from './store/enrolment.ts';
import type { Db } from './store/open.ts';
import { outbox } from './store/outbox.ts';
import { reviews } from './store/reviews.ts';
import { type StaffTable, staffTable } from './store/staff.ts';
import { templates } from './store/templates.ts';
import { waitingTemplates } from './store/waiting-templates.ts';

/** The trainees of the kiosk's classes. */
export interface Trainees {
  /** @throws ZaikeError `no-such-class`. */
  of(code: ClassCode): readonly { readonly id: string; readonly name: string }[];
  find(id: string): { readonly name: string; readonly code: ClassCode } | null;
  /** All ids of all classes. */
  ids(): readonly string[];
}

export interface EnrolmentOptions {
  readonly db: Db;
  readonly vault: Sealing;
  readonly dataDir: string;
  readonly trainees: Trainees;
  readonly vision: Vision;
  /** The evidence journal; left out: none. */
  readonly journal?: EnrolmentNewsOptions['journal'];
  /** See `EnrolmentNewsOptions`; left out: no class was. */
  readonly isSettled?: EnrolmentNewsOptions['isSettled'];
  readonly clock: Clock;
  readonly log: Log;
}

/** Enrolment with who is enrolled besides trainees. */
export interface KioskEnrolment extends Enrolment {
  readonly staff: StaffTable;
  /** Whether there is a template of this person. */
  hasTemplate(person: TraineeId): boolean;
  /** What an inspector signs: SHA-256 over who is enrolled with which template. */
  galleryHash(): string;
  /** The photo by which somebody is compared: the newest one that counts; null: none. */
  photoOf(person: string): string | null;
  /** The model of the pack in use; null while vision does not run. */
  model(): string | null;
  /** Tells a center that has nothing who is enrolled; called in a transaction. */
  tellBaseline(): void;
  /** The center's word on a weak template; see `EnrolmentNews`. */
  decided(decision: EnrolmentDecision): void;
  /** Once vision runs: what waited for it. */
  awake(): Promise<void>;
}

/** Enrolment over the store, the vault and vision. */
export function openEnrolment(options: EnrolmentOptions): KioskEnrolment {
  const { db, vault, dataDir, trainees, vision, journal, clock, log, isSettled = () => false } = options;
  const staff = staffTable(db);
  const people: People = {
    find: (id) => {
      const member = staff.find(id);
      if (member) return member.leftAt === null ? { id, name: member.name, kind: 'staff', code: null } : null;
      const trainee = trainees.find(id);
      return trainee && { id, name: trainee.name, kind: 'trainee', code: trainee.code };
    },
    trainees: (code) => trainees.of(code).map(({ id, name }): Enrollee => ({ id, name, kind: 'trainee', code })),
    staff: () =>
      staff
        .all()
        .flatMap(({ id, name, leftAt }): Enrollee[] =>
          leftAt === null ? [{ id, name, kind: 'staff', code: null }] : [],
        ),
  };
  const known = templates(db, vault);
  const keeper = enrolmentTables(db, vault);
  const news = enrolmentNews({
    ...{ templates: known, keeper, outbox: outbox(db), people, vision, log },
    ...{ journal, isSettled, waiting: waitingTemplates(db, vault), now: () => clock.now() },
  });
  const enrolment = createEnrolment({
    ...{ people, vision, log, keeper, templates: known },
    ...{ templateChanged: news.templateChanged, held: news.held, centerWord: news.centerWord },
    files: photoFiles(join(dataDir, 'office', 'photos'), vault),
    now: () => clock.now(),
  });
  return {
    ...enrolment,
    staff,
    hasTemplate: (person) => known.of(person).length > 0,
    galleryHash: () => galleryHash(known.all()),
    photoOf: (person) => keeper.photosOf(person).findLast(({ embedding }) => embedding !== null)?.id ?? null,
    model: () => vision.pack()?.modelId ?? null,
    tellBaseline: () => news.baseline(),
    decided: (decision) => news.decided(decision),
    awake: () => enrolment.catchUp([...trainees.ids(), ...people.staff().map(({ id }) => id)]),
  };
}

const PHOTO = /\.(jpe?g|png|webp|heic|heif|bmp|gif|tiff?)$/i;

/** Consent that the configuration vouches for, of the people whose photos lie in its folder. */
export interface FolderConsent {
  readonly date: LocalDate;
  readonly text: string;
}

/**
 * Takes photos from folders, `<folder>/<trainee id>/*.jpg`, as the demonstration and sites without the office do it.
 * Without `consent` they are examined and not embedded. Who withdrew consent, or was enrolled before, is left as is.
 * A bad photo costs only itself.
 */
export async function enrolFromFolder(
  folder: string,
  consent: FolderConsent | undefined,
  ids: readonly string[],
  enrolment: KioskEnrolment,
  ports: { readonly today: LocalDate; readonly log: Log },
): Promise<void> {
  const by = 'configuration';
  for (const id of ids) {
    const photos = await photosIn(join(folder, id));
    const state = enrolment.consents.stateOf(id);
    if (photos.length === 0 || state.kind === 'withdrawn' || enrolment.gallery.wasEnrolled(id)) continue;
    if (state.kind === 'none' && consent)
      enrolment.consents.give(id, { date: consent.date, textVersion: consent.text, how: 'paper', by }, ports.today);
    const incoming = photos.map((name) => ({ person: id, name, read: () => readFile(join(folder, id, name)) }));
    const take = { report: () => undefined, signal: new AbortController().signal };
    for (const report of await enrolment.intake.take(incoming, { by, source: 'folder' }, take)) {
      if (report.standing !== 'refused') continue;
      const problem = `${report.name}：${report.findings.map(findingText).join('；')}`;
      ports.log.warn('an enrolment photo cannot be used', { person: id, problem });
    }
    if (enrolment.consents.stateOf(id).kind === 'none')
      ports.log.warn('photos are not embedded without consent: enter it in the office, or set photosConsent', {
        person: id,
      });
  }
}

async function photosIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => PHOTO.test(name)).sort();
}

/** The trainees of the office's classes. */
export function traineesOf(classes: Pick<Classes, 'list' | 'trainees' | 'trainee'>): Trainees {
  return {
    of: (code) => classes.trainees(code).map(({ id, person }) => ({ id, name: person.name ?? id })),
    find: (id) => {
      const found = classes.trainee(traineeId(id));
      return found && { name: found.trainee.person.name ?? id, code: found.code };
    },
    ids: () => classes.list().flatMap((code) => classes.trainees(code).map(({ id }) => id)),
  };
}

/** Whether a class was approved or reviewed on site, after which its weak templates need the center's word. */
export function settledClasses(db: Db, classes: Pick<Classes, 'has' | 'filing'>): (code: ClassCode) => boolean {
  const reviewed = reviews(db);
  return (code) => classes.has(code) && (classes.filing(code).kind === 'approved' || reviewed.of(code).length > 0);
}
