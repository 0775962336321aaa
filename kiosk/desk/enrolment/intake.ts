import { photoFindings, photoStanding } from '../../../core/domain/enrolment.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { Gallery } from './gallery.ts';
import { sightOf } from './photo-facts.ts';
import type { EnrolmentPorts, PhotoSource } from './ports.ts';
import { type IncomingPhoto, type PhotoReport, preparePhotos } from './prepare.ts';

export interface IntakePorts {
  /** 0–1 and what it is at (zh-CN). */
  readonly report: (share: number, note: string) => void;
  readonly signal: AbortSignal;
}

/** Takes photos in: single ones from a page, those of folders, of guided enrolments, of other kiosks. */
export interface Intake {
  /** Looks at a photo without keeping or embedding anything of it. @throws ZaikeError `vision-down`. */
  examine(photo: Uint8Array, name: string): Promise<Pick<PhotoReport, 'standing' | 'findings'>>;
  /**
   * Examines photos and keeps them sealed; of people with consent embeds them, makes their templates anew and tells
   * vision. Cancelled or failed, it leaves nothing of what it added. The reports are in the photos' order.
   * @throws ZaikeError `vision-down`, `no-such-person`; the signal's reason.
   */
  take(
    photos: readonly IncomingPhoto[],
    how: { readonly by: string; readonly source: PhotoSource },
    ports: IntakePorts,
  ): Promise<PhotoReport[]>;
}

export function createIntake(ports: EnrolmentPorts, gallery: Gallery, mayEmbed: (person: string) => boolean): Intake {
  const { vision, keeper, people } = ports;
  return {
    examine: async (photo, name) => {
      const findings = photoFindings(sightOf(await vision.examine(photo, name, false)));
      return { findings, standing: photoStanding(findings) };
    },
    take: async (photos, how, { report, signal }) => {
      const persons = [...new Set(photos.map(({ person }) => person))];
      for (const person of persons)
        if (people.find(person) === null)
          throw new ZaikeError('没有这个人，请刷新页面', { code: 'no-such-person', retry: false, facts: { person } });
      const onPhoto = (done: number): void => {
        report(done / (photos.length + 1), `已检查 ${done}/${photos.length} 张照片`);
      };
      const prepared = await preparePhotos(photos, { ...how, mayEmbed, signal, onPhoto }, ports, gallery);
      keeper.together(() => {
        for (const { row } of prepared) {
          if (row === null) continue;
          // Consent may have been withdrawn while vision looked.
          keeper.putPhoto(mayEmbed(row.person) ? row : { ...row, embedding: null });
        }
      });
      for (const person of persons) if (mayEmbed(person)) await gallery.rebuild(person);
      gallery.refresh();
      report(1, `已检查 ${photos.length} 张照片`);
      return prepared.map((each) => each.report);
    },
  };
}
