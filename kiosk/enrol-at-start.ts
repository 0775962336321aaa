import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findingText } from '../core/contract/office/enrolment-words.ts';
import { dateAt } from '../core/domain/day.ts';
import type { LocalDate } from '../core/domain/units.ts';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import type { Config } from './config.ts';
import type { KioskEnrolment } from './enrolment.ts';
import { overRestarts } from './over-restarts.ts';

interface EnrolAtStart {
  readonly config: Pick<Config, 'photosDir' | 'photosConsent'>;
  readonly enrolment: KioskEnrolment;
  /** Whom the folder may hold photos of, by id. */
  readonly people: () => readonly string[];
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** Once vision runs: embeds what waits for it, then the folder's photos where the configuration names one. @throws as {@link overRestarts}. */
export async function enrolAtStart({ config, enrolment, people, clock, signal, log }: EnrolAtStart): Promise<void> {
  const { photosDir, photosConsent } = config;
  const takeIn = async (): Promise<void> => {
    await enrolment.awake();
    if (photosDir === undefined) return;
    await enrolFromFolder(photosDir, photosConsent, people(), enrolment, { today: dateAt(clock.now()), log });
  };
  await overRestarts(takeIn, { clock, signal, log });
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
