import { currentConsentText } from '../../../core/contract/office/consent-text.ts';
import { findingText } from '../../../core/contract/office/enrolment-words.ts';
import type { TraineeId } from '../../../core/domain/ids.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import type { Consents } from './consent.ts';
import type { Gallery } from './gallery.ts';
import type { EnrolmentPorts } from './ports.ts';
import { type PreparedPhoto, preparePhotos } from './prepare.ts';

/** Somebody whose photos a roster brings; the trainee need not be in the store yet. */
interface RosterPerson {
  readonly trainee: TraineeId;
  readonly name: string;
  /** The day of the signed consent; null: photos are examined, never embedded. */
  readonly consentOn: LocalDate | null;
  readonly photos: readonly { readonly name: string; readonly read: () => Promise<Uint8Array> }[];
}

/** Photos for a roster's import, whose port this satisfies: prepared first, written with the roster or not at all. */
export function rosterIntake(ports: EnrolmentPorts, consents: Consents, gallery: Gallery) {
  const { keeper, files, now } = ports;

  /** A withdrawal is not undone by an older day in a roster. */
  const consentFor = ({ trainee, consentOn }: RosterPerson): LocalDate | null => {
    const state = consents.stateOf(trainee);
    if (state.kind === 'given') return consentOn ?? state.date;
    if (state.kind === 'withdrawn' && (consentOn === null || consentOn <= state.date)) return null;
    return consentOn;
  };

  return {
    consents: (trainees: readonly TraineeId[]): ReadonlyMap<TraineeId, LocalDate> =>
      new Map(
        trainees.flatMap((trainee): [TraineeId, LocalDate][] => {
          const state = consents.stateOf(trainee);
          return state.kind === 'given' ? [[trainee, state.date]] : [];
        }),
      ),
    prepare: async (
      people: readonly RosterPerson[],
      by: string,
      { signal, onPhoto }: { readonly signal: AbortSignal; readonly onPhoto: (done: number) => void },
    ) => {
      const agreed = new Map(people.map((person): [string, LocalDate | null] => [person.trainee, consentFor(person)]));
      const photos = people.flatMap(({ trainee, photos: own }) => own.map((photo) => ({ person: trainee, ...photo })));
      const mayEmbed = (person: string): boolean => (agreed.get(person) ?? null) !== null;
      const prepared = await preparePhotos(photos, { by, source: 'import', mayEmbed, signal, onPhoto }, ports, gallery);
      const kept = prepared.flatMap(({ row }) => row ?? []);
      return {
        embedded: kept.filter(({ embedding }) => embedding !== null).length,
        remarks: people.flatMap((person) => remarksOn(person, agreed.get(person.trainee) ?? null, prepared)),
        write: (): void => {
          for (const [person, date] of agreed) {
            const state = consents.stateOf(person);
            if (date === null || (state.kind === 'given' && state.date === date)) continue;
            const { version } = currentConsentText;
            keeper.addConsent({
              person,
              kind: 'given',
              textVersion: version,
              how: 'paper',
              date,
              why: '',
              by,
              at: now(),
            });
          }
          for (const row of kept)
            keeper.putPhoto(consents.stateOf(row.person).kind === 'given' ? row : { ...row, embedding: null });
        },
        discard: async (): Promise<void> => {
          await Promise.all(kept.map(({ id }) => files.remove(id)));
        },
        /** Also embeds what the person had before the consent came. */
        written: async (): Promise<void> => {
          for (const person of agreed.keys()) if (mayEmbed(person)) await gallery.rebuild(person);
          gallery.refresh();
        },
      };
    },
  };
}

function remarksOn(
  { trainee, name, consentOn, photos }: RosterPerson,
  agreed: LocalDate | null,
  prepared: readonly PreparedPhoto[],
): { name: string; path: string; what: string }[] {
  const told = prepared.flatMap(({ report }) => {
    if (report.person !== trainee) return [];
    const findings = report.findings.map(findingText);
    if (report.kind === 'known') findings.push('这张照片已经有了，没有重复添加');
    if (report.pending) findings.push('本人已登记过，这张照片待学员和教师确认后使用');
    return findings.length === 0 ? [] : [{ name, path: report.name, what: findings.join('；') }];
  });
  const withdrawn = consentOn !== null && agreed === null;
  const silent = photos.length > 0 && agreed === null;
  const about = withdrawn
    ? `本人已撤回同意，名单中的同意日期 ${consentOn} 不晚于撤回日期，没有采用`
    : silent
      ? '没有同意日期：照片只做检查，登记同意后才建立人脸模板'
      : null;
  return about === null ? told : [...told, { name, path: '', what: about }];
}
