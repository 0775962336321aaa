import { z } from 'zod';
import { CONSENT_VERSIONS } from '../../../core/contract/office/consent-text.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { type ClassCode, modelId } from '../../../core/domain/ids.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import type { Consents } from './consent.ts';
import type { Intake, IntakePorts } from './intake.ts';
import { knownPhoto } from './photo-facts.ts';
import type { EnrolmentPorts } from './ports.ts';

const transferSchema = z.array(
  z.strictObject({
    person: z.string().min(1),
    consent: z.strictObject({
      date: z.string().transform((date) => date as LocalDate),
      textVersion: z.enum(CONSENT_VERSIONS as [string, ...string[]]),
      how: z.enum(['paper', 'screen']),
      by: z.string(),
    }),
    photos: z.array(z.strictObject({ name: z.string(), bytes: z.base64() })),
  }),
);

/**
 * Enrolments on their way between two kiosks of the institution, as JSON: consent and photos. It is readable: whoever
 * carries it encrypts it (rules §7). Templates do not travel, the other kiosk makes its own.
 */
export type EnrolmentTransfer = z.input<typeof transferSchema>;

export interface Transfers {
  /** The class's people with consent in force and the photos that count. @throws ZaikeError `no-such-class`. */
  exportEnrolments(code: ClassCode): Promise<EnrolmentTransfer>;
  /**
   * Takes them in: consent, photos, templates; who is enrolled here already stays as is. People who are not in a class
   * here are an error before anything is written.
   * @throws ZaikeError `transfer-unfit`, `no-such-person`, `vision-down`.
   */
  importEnrolments(
    transfer: unknown,
    by: string,
    today: LocalDate,
    ports: IntakePorts,
  ): Promise<{ taken: number; left: number }>;
}

export function transfers(
  { keeper, people, files, templates, vision }: EnrolmentPorts,
  consent: Consents,
  intake: Intake,
): Transfers {
  return {
    exportEnrolments: async (code) => {
      const out: EnrolmentTransfer = [];
      for (const { id } of people.trainees(code)) {
        const state = consent.stateOf(id);
        if (state.kind !== 'given') continue;
        const by = keeper.consents(id).at(-1)?.by ?? '';
        const photos = keeper
          .photosOf(id)
          .map(knownPhoto)
          .filter(({ facts, standing }) => !facts.pending && standing !== 'refused');
        out.push({
          person: id,
          consent: { date: state.date, textVersion: state.textVersion, how: state.how, by },
          photos: await Promise.all(
            photos.map(async (photo) => ({
              name: photo.facts.name,
              bytes: Buffer.from(await files.get(photo.id, id)).toString('base64'),
            })),
          ),
        });
      }
      return out;
    },
    importEnrolments: async (transfer, by, today, ports) => {
      const read = transferSchema.safeParse(transfer);
      if (!read.success)
        throw new ZaikeError('转移文件的内容不完整，请在原电脑上重新导出', { code: 'transfer-unfit', retry: false });
      const model = vision.pack()?.modelId;
      const here = new Set(
        templates
          .all()
          .flatMap((each) => (model === undefined || each.model === modelId(model) ? [each.person as string] : [])),
      );
      const fresh = read.data.filter(({ person }) => !here.has(person));
      for (const { person } of fresh)
        if (people.find(person) === null)
          throw new ZaikeError(`学员 ${person} 不在本机的班级里，请先导入班级`, {
            code: 'no-such-person',
            retry: false,
          });
      for (const {
        person,
        consent: { date, textVersion, how },
      } of fresh)
        if (consent.stateOf(person).kind === 'none') consent.give(person, { date, textVersion, how, by }, today);
      const photos = fresh.flatMap(({ person, photos: all }) =>
        all.map(({ name, bytes }) => ({ person, name, read: () => Promise.resolve(Buffer.from(bytes, 'base64')) })),
      );
      await intake.take(photos, { by, source: 'transfer' }, ports);
      return { taken: fresh.length, left: read.data.length - fresh.length };
    },
  };
}
