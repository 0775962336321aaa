import { ZaikeError } from '../../../core/domain/errors.ts';
import { traineeId } from '../../../core/domain/ids.ts';
import type { Picture } from '../../../core/forms/sheet.ts';
import { type Consents, consents } from './consent.ts';
import { createDoctor, type Doctor } from './doctor.ts';
import { forget } from './forget.ts';
import { formPhoto } from './form-photo.ts';
import { createGallery, type Gallery } from './gallery.ts';
import { createIntake, type Intake, type IntakePorts } from './intake.ts';
import { confirmLater, type LaterPhotos } from './later.ts';
import { type LiveEnrolment, liveEnrolment } from './live.ts';
import { type KnownPhoto, knownPhoto } from './photo-facts.ts';
import type { EnrolmentPorts, People } from './ports.ts';
import { rosterIntake } from './roster-intake.ts';
import { type Transfers, transfers } from './transfer.ts';

/** Everything about enrolled faces: consent, photos, templates, the doctor, live enrolment. */
export interface Enrolment extends Transfers {
  readonly people: People;
  readonly consents: Consents;
  readonly gallery: Gallery;
  readonly intake: Intake;
  /** For the roster's import. */
  readonly rosterIntake: ReturnType<typeof rosterIntake>;
  readonly doctor: Doctor;
  readonly live: LiveEnrolment;
  /** A photo and its bytes. @throws ZaikeError `photo-missing`. */
  photo(id: string): Promise<{ readonly photo: KnownPhoto; readonly bytes: Uint8Array }>;
  /** Somebody's photo for 附件2; null: none, or no consent that speaks of it. */
  formPhoto(person: string): Promise<Picture | null>;
  /** Deletes a photo and makes the person's template anew without it. @throws ZaikeError `photo-missing`. */
  removePhoto(id: string): Promise<KnownPhoto>;
  /** Lets later photos count. @throws ZaikeError `photo-missing`, `trainee-signature-missing`, `signature-unfit`. */
  confirmLater(later: LaterPhotos): Promise<void>;
  /** Makes templates anew and tells vision; while vision does not run, that waits for {@link catchUp}. */
  rebuild(people: readonly string[]): Promise<void>;
  /** Makes the templates of another model anew from the stored photos. @returns how many people. */
  reEnrol(ports: IntakePorts): Promise<{ readonly people: number; readonly without: number }>;
  /** The subsidy is settled: what is kept of these faces goes, as was promised with the consent. */
  settle(people: readonly string[], by: string): Promise<void>;
  /** Deletes what is kept of people who are on no roster and no staff list any more. */
  forgetGone(): Promise<void>;
  /** At the start, before anybody adds a photo: removes files that a power cut left without a row. */
  tidy(): Promise<void>;
  /** Once vision runs, and each time it is back: embeds what waits for it, also photos confirmed while it was down. */
  catchUp(people: readonly string[]): Promise<void>;
}

export function createEnrolment(ports: EnrolmentPorts): Enrolment {
  const { keeper, files, templates, people, log } = ports;
  const mayEmbed = (person: string): boolean => keeper.consents(person).at(-1)?.kind === 'given';
  const gallery = createGallery(ports, mayEmbed);
  const consent = consents(ports, gallery);
  const intake = createIntake(ports, gallery, mayEmbed);

  const known = (id: string): KnownPhoto => {
    const row = keeper.photo(id);
    if (row === undefined) throw new ZaikeError('照片不在了，请刷新页面', { code: 'photo-missing', retry: false });
    return knownPhoto(row);
  };
  const rebuild = async (ids: readonly string[]): Promise<void> => {
    try {
      for (const id of ids) await gallery.rebuild(id);
    } catch (error) {
      if (!(error instanceof ZaikeError) || error.code !== 'vision-down') throw error;
    } finally {
      gallery.refresh();
    }
  };
  /** A class that cannot be read just now is no reason to delete its people's faces. */
  const isGone = (id: string): boolean => {
    try {
      return people.find(id) === null;
    } catch {
      return false;
    }
  };
  const dropTemplate = (id: string): void =>
    keeper.together(() => {
      const before = templates.of(traineeId(id));
      templates.remove(traineeId(id));
      ports.templateChanged(id, before, null);
    });
  const enrolledIds = (): Set<string> => new Set(templates.all().map(({ person }) => person as string));

  return {
    ...transfers(ports, gallery),
    ...{ people, consents: consent, gallery, intake },
    rosterIntake: rosterIntake(ports, consent, gallery),
    doctor: createDoctor(ports, consent, gallery),
    live: liveEnrolment(ports),
    photo: async (id) => {
      const photo = known(id);
      return { photo, bytes: await files.get(id, photo.person) };
    },
    removePhoto: async (id) => {
      const photo = known(id);
      keeper.removePhoto(id);
      await files.remove(id);
      if (photo.embedding !== null) {
        // A template that rests on the deleted photo must not stay, whether vision runs or not.
        if (ports.vision.pack() === null) dropTemplate(photo.person);
        await rebuild([photo.person]);
      }
      return photo;
    },
    formPhoto: (person) => formPhoto(person, ports),
    confirmLater: async (later) => {
      confirmLater(ports, later);
      await rebuild([later.person]);
    },
    rebuild,
    reEnrol: async ({ report, signal }) => {
      const stale = gallery.stale();
      let done = 0;
      for (const person of stale) {
        signal.throwIfAborted();
        await gallery.rebuild(person);
        report(++done / stale.length, `已重新登记 ${done}/${stale.length} 人`);
      }
      gallery.refresh();
      const after = enrolledIds();
      return { people: stale.length, without: stale.filter((person) => !after.has(person)).length };
    },
    settle: (ids, by) => {
      const kept = ids.filter((id) => enrolledIds().has(id) || keeper.photosOf(id).length > 0);
      return forget(ports, kept, { kind: 'settled', by, at: ports.now() }, () => gallery.refresh());
    },
    forgetGone: async () => {
      const gone = keeper.persons().filter(isGone);
      if (gone.length === 0) return;
      await forget(ports, gone, { kind: 'gone', by: '', at: ports.now() }, () => gallery.refresh());
      log.info('faces of people who are on no roster any more were deleted', { people: gone.length });
    },
    tidy: async () => {
      const swept = await files.sweep(new Set(keeper.photoIds()));
      if (swept > 0) log.info('files of photos that nothing named were removed', { files: swept });
    },
    catchUp: async (ids) => {
      const enrolled = enrolledIds();
      const waits = (id: string): boolean => (enrolled.has(id) ? gallery.isBehind(id) : keeper.photosOf(id).length > 0);
      await rebuild(ids.filter((id) => mayEmbed(id) && waits(id)));
    },
  };
}
