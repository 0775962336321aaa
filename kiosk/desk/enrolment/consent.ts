import { CONSENT_VERSIONS } from '../../../core/contract/office/consent-text.ts';
import type { ConsentHow, ConsentState } from '../../../core/domain/enrolment.ts';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { LocalDate } from '../../../core/domain/units.ts';
import { forget } from './forget.ts';
import type { Gallery } from './gallery.ts';
import type { EnrolmentPorts } from './ports.ts';

/** A consent as it is entered. */
export interface ConsentEntry {
  /** The day on which the person signed. */
  readonly date: LocalDate;
  readonly textVersion: string;
  readonly how: ConsentHow;
  readonly by: string;
}

export interface Consents {
  stateOf(person: string): ConsentState;
  /**
   * Enters a consent; the same again changes nothing. Embedding is the caller's next step.
   * @throws ZaikeError `no-such-person`, `no-such-consent-text`, `consent-in-future`.
   */
  give(person: string, entry: ConsentEntry, today: LocalDate): void;
  /**
   * Stops the matching at once and deletes the person's templates and photos.
   * @throws ZaikeError `no-such-person`, `no-such-consent`.
   */
  withdraw(
    person: string,
    entry: { readonly date: LocalDate; readonly why: string; readonly by: string },
  ): Promise<void>;
}

export function consents(ports: EnrolmentPorts, gallery: Gallery): Consents {
  const { keeper, people, now } = ports;
  const known = (person: string): void => {
    if (people.find(person) === null)
      throw new ZaikeError('没有这个人，请刷新页面', { code: 'no-such-person', retry: false, facts: { person } });
  };
  const stateOf = (person: string): ConsentState => {
    const last = keeper.consents(person).at(-1);
    if (last === undefined) return { kind: 'none' };
    if (last.kind === 'withdrawn') return { kind: 'withdrawn', date: last.date };
    return { kind: 'given', date: last.date, textVersion: last.textVersion ?? '', how: last.how ?? 'paper' };
  };
  return {
    stateOf,
    give: (person, { date, textVersion, how, by }, today) => {
      known(person);
      if (!CONSENT_VERSIONS.includes(textVersion))
        throw new ZaikeError(`没有版本为“${textVersion}”的同意书，现有：${CONSENT_VERSIONS.join('、')}`, {
          code: 'no-such-consent-text',
          retry: false,
        });
      if (date > today)
        throw new ZaikeError(`同意日期 ${date} 还没到，请核对`, { code: 'consent-in-future', retry: false });
      const before = stateOf(person);
      if (before.kind === 'given' && before.date === date && before.textVersion === textVersion && before.how === how)
        return;
      keeper.addConsent({ person, kind: 'given', textVersion, how, date, why: '', by, at: now() });
    },
    withdraw: async (person, { date, why, by }) => {
      known(person);
      if (stateOf(person).kind !== 'given')
        throw new ZaikeError('本人没有登记过同意，无需撤回', { code: 'no-such-consent', retry: false });
      const at = now();
      const first = (): void =>
        keeper.addConsent({ person, kind: 'withdrawn', textVersion: null, how: null, date, why, by, at });
      await forget(ports, [person], { kind: 'withdrawn', by, at, first }, () => gallery.refresh());
    },
  };
}
