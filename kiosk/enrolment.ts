import { join } from 'node:path';
import { type ClassCode, type TraineeId, traineeId } from '../core/domain/ids.ts';
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
