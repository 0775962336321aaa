import { CONSENT_VERSIONS } from '../../../core/contract/office/consent-text.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import type { Gallery } from './gallery.ts';
import { type KnownPhoto, knownPhoto } from './photo-facts.ts';
import type { ConsentLine, EnrolmentPorts } from './ports.ts';
import { type TransferIntake, takeTransfer } from './transfer-intake.ts';
import { type CarriedPerson, transferSchema } from './transfer-schema.ts';

/** Enrolments that leave this kiosk: what is known of them, and their photos' bytes in the same order. */
export interface LeavingEnrolments {
  readonly people: readonly CarriedPerson[];
  readonly photos: readonly { read(): Promise<Uint8Array> }[];
}

/**
 * Enrolments between two kiosks of the institution. They are readable here: whoever carries them encrypts them
 * (rules §7: photos and templates never leave a kiosk but so).
 */
export interface Transfers {
  /** Everybody of the class who ever answered about consent. @throws ZaikeError `no-such-class`. */
  exportEnrolments(code: ClassCode): LeavingEnrolments;
  /**
   * Reads what another kiosk exported and compares it with what is here; nothing is written.
   * @throws ZaikeError `transfer-unfit`, `no-such-consent-text`.
   */
  importEnrolments(value: unknown): TransferIntake;
  /** The consents of these people that were withdrawn here. */
  withdrawnHere(people: readonly string[]): readonly WithdrawnConsent[];
  /** Withdrawals from elsewhere: what is kept of these people here goes too; what is newer here stands. */
  importWithdrawals(withdrawn: readonly WithdrawnConsent[]): TransferIntake;
}

/** A consent that was withdrawn. */
export type WithdrawnConsent = Pick<ConsentLine, 'person' | 'date' | 'why' | 'by' | 'at'>;

export function transfers(ports: EnrolmentPorts, gallery: Gallery): Transfers {
  const { keeper, people, files } = ports;

  const carried = (person: string, photos: readonly KnownPhoto[]): CarriedPerson => ({
    person,
    consents: keeper.consents(person).map(({ person: _, ...line }) => line),
    photos: photos.map(({ facts, addedAt, addedBy, embedding }) => ({
      ...{ facts, addedAt, addedBy },
      embedding: embedding && { model: embedding.model, values: asBase64(embedding.values) },
    })),
  });

  return {
    exportEnrolments: (code) => {
      const leaving = people
        .trainees(code)
        .map(({ id }) => ({ id, last: keeper.consents(id).at(-1) }))
        .filter(({ last }) => last !== undefined)
        .map(({ id, last }) => ({
          id,
          photos:
            last?.kind !== 'given'
              ? []
              : keeper
                  .photosOf(id)
                  .map(knownPhoto)
                  .filter(({ facts, standing }) => !facts.pending && standing !== 'refused'),
        }));
      return {
        people: leaving.map(({ id, photos }) => carried(id, photos)),
        photos: leaving.flatMap(({ photos }) =>
          photos.map(({ id, person }) => ({ read: () => files.get(id, person) })),
        ),
      };
    },
    importEnrolments: (value) => {
      const read = transferSchema.safeParse(value);
      if (!read.success)
        throw new ZaikeError('文件里的人脸登记不完整，请在那台电脑上重新导出', {
          code: 'transfer-unfit',
          retry: false,
        });
      for (const { textVersion } of read.data.flatMap(({ consents }) => consents))
        if (textVersion !== null && !CONSENT_VERSIONS.includes(textVersion))
          throw new ZaikeError(`文件里有版本为“${textVersion}”的同意书，本机还没有，请先升级本机程序`, {
            code: 'no-such-consent-text',
            retry: false,
          });
      return takeTransfer(ports, gallery, read.data);
    },
    withdrawnHere: (ids) =>
      ids.flatMap((person): WithdrawnConsent[] => {
        const last = keeper.consents(person).at(-1);
        if (last?.kind !== 'withdrawn') return [];
        const { date, why, by, at } = last;
        return [{ person, date, why, by, at }];
      }),
    importWithdrawals: (withdrawn) =>
      takeTransfer(
        ports,
        gallery,
        withdrawn
          .filter(({ person }) => keeper.consents(person).length > 0 || keeper.photosOf(person).length > 0)
          .map(({ person, ...line }) => ({
            person,
            consents: [{ kind: 'withdrawn' as const, textVersion: null, how: null, ...line }],
            photos: [],
          })),
      ),
  };
}

const asBase64 = (values: Float32Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
