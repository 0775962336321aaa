import type { Decision } from '../core/contract/center/decisions.ts';
import type { Told } from '../core/contract/center/items.ts';
import { ZaikeError } from '../core/domain/errors.ts';
import { type ClassCode, traineeId } from '../core/domain/ids.ts';
import { type EpochMs, epochMs } from '../core/domain/units.ts';
import { knownPhoto, rowOf } from './desk/enrolment/photo-facts.ts';
import type { EnrolmentPorts, KeptTemplate } from './desk/enrolment/ports.ts';
import type { EnrolmentTables } from './store/enrolment.ts';
import type { Outbox } from './store/outbox.ts';
import type { Templates } from './store/templates.ts';
import type { WaitingTemplates } from './store/waiting-templates.ts';

export type EnrolmentDecision = Extract<Decision, { kind: 'enrolment-decided' }>;

/** A change of a template as the center is told of it. */
export type Note = Omit<Told<'enrolment'>, 'id' | 'at'> & { readonly at: EpochMs };

interface GateOptions {
  readonly templates: Templates;
  readonly waiting: WaitingTemplates;
  readonly keeper: EnrolmentTables;
  readonly outbox: Pick<Outbox, 'isOpen'>;
  readonly isSettled: (code: ClassCode) => boolean;
  /** Notes a change, in force or waiting, and tells the center. @returns the number of the change. */
  readonly tell: (note: Note, waits: boolean) => number;
  readonly weigh: (person: string, before: readonly KeptTemplate[], after: KeptTemplate | null) => Note;
  /** Into the journal. */
  readonly note: (person: string, detail: string) => void;
  readonly now: () => EpochMs;
}

/** What is read of the list of changes. */
interface Change {
  readonly kind?: unknown;
  readonly waits?: unknown;
  /** Of `later-photos`: those that trainee and teacher confirmed. */
  readonly photos?: unknown;
}

/** What happened last to a template by the center's word, as the list of changes has it. */
interface Decided {
  readonly kind: 'template-decided';
  readonly approved: boolean;
  readonly why: string;
  readonly enrolment: number;
  readonly photosHash: string | null;
}

/**
 * Weak later templates of a paired kiosk's settled classes wait for the center, and the template before stays in
 * force: whoever sits there goes on being recognised. Where none of the same model is in force nothing waits: nobody
 * would be recognised at all, and absent by our doing.
 */
export function enrolmentGate(options: GateOptions) {
  const { templates, waiting, keeper, outbox, isSettled, tell, weigh, note, now } = options;

  const changes = (person: string) =>
    keeper.changesOf(person).map(({ id, at, body }) => ({ id, at, body: JSON.parse(body) as Change }));
  /** The change that made the template in force; `before` a change: the one that was in force until then. */
  const inForce = (person: string, before = Number.POSITIVE_INFINITY) =>
    changes(person).findLast(({ id, body }) => id < before && body.kind === 'template' && body.waits !== true);
  const lastDecided = (person: string): { readonly at: EpochMs; readonly body: Decided } | undefined => {
    const found = changes(person).findLast(({ body }) => body.kind === 'template-decided' || body.kind === 'withdrawn');
    return found?.body.kind === 'template-decided'
      ? { at: found.at, body: found.body as unknown as Decided }
      : undefined;
  };
  const isGated = (code: string | null): boolean => code !== null && outbox.isOpen() && isSettled(code as ClassCode);

  const take = (person: string, template: KeptTemplate): void => {
    const before = templates.of(traineeId(person));
    templates.remove(traineeId(person));
    templates.put(template);
    waiting.remove(person);
    tell({ ...weigh(person, before, template), weak: false }, false);
    note(person, '中心同意，人脸模板开始使用');
  };

  /** The person's photos that came or were confirmed `since` a change. */
  const photosSince = (person: string, since: ReturnType<typeof inForce>) => {
    const confirmed = new Set(
      changes(person).flatMap(({ id, body }): unknown[] =>
        id > (since?.id ?? 0) && body.kind === 'later-photos' && Array.isArray(body.photos) ? body.photos : [],
      ),
    );
    return keeper
      .photosOf(person)
      .map(knownPhoto)
      .filter(({ id, addedAt }) => confirmed.has(id) || addedAt > (since?.at ?? 0));
  };

  /** Those photos wait again: nothing later rests on them unseen. */
  const setAside = (person: string, since: ReturnType<typeof inForce>): void => {
    for (const photo of photosSince(person, since))
      keeper.putPhoto(rowOf({ ...photo, facts: { ...photo.facts, pending: true } }));
  };

  const refuseWaiting = (person: string): void => {
    setAside(person, inForce(person));
    waiting.remove(person);
    note(person, '中心不同意，新的人脸模板已删除');
  };

  const removeInForce = (person: string, enrolment: number): void => {
    setAside(person, inForce(person, enrolment)); // or the next start would make the same template again
    const before = templates.of(traineeId(person));
    templates.remove(traineeId(person));
    tell(weigh(person, before, null), false);
    note(person, '中心不同意，人脸模板已删除');
  };

  return {
    held: (person: string, before: readonly KeptTemplate[], after: KeptTemplate): boolean => {
      const old = before.find(({ model }) => model === after.model);
      if (old === undefined || isSame(old, after)) return false;
      const told = weigh(person, before, after);
      if (!told.weak || told.alike === null || !isGated(told.class)) return false;
      const held = waiting.of(after.person);
      if (held !== null && isSame(held.template, after)) return true;
      const word = lastDecided(person)?.body;
      waiting.remove(person);
      if (word?.approved === false && word.photosHash === after.photosHash) return true;
      waiting.put({ template: after, enrolment: tell(told, true), alike: told.alike });
      note(person, `新的人脸模板与原模板相似度 ${told.alike.toFixed(3)}（偏低），等中心同意，原模板继续使用`);
      return true;
    },
    centerWord: (person: string): ReturnType<EnrolmentPorts['centerWord']> => {
      const held = waiting.of(traineeId(person));
      if (held !== null) {
        const photos = photosSince(person, inForce(person)).filter(({ facts }) => !facts.pending);
        return { kind: 'waiting', since: held.template.createdAt, photos: photos.map(({ id }) => id) };
      }
      const all = changes(person);
      const word = lastDecided(person);
      if (word === undefined || word.body.approved) return null;
      const since = all.findLastIndex(({ body }) => body.kind === 'template-decided');
      const superseded = all.slice(since + 1).some(({ body }) => body.kind === 'template');
      return superseded ? null : { kind: 'refused', why: word.body.why, at: word.at };
    },
    decided: ({ person, enrolment, approved, why, by, at }: EnrolmentDecision): void => {
      const held = waiting.of(traineeId(person));
      const isHeld = held?.enrolment === enrolment;
      if (!isHeld && inForce(person)?.id !== enrolment)
        throw new ZaikeError('这次登记已被新的登记取代或已删除，教室电脑没有采用这个决定', {
          code: 'enrolment-superseded',
          retry: false,
        });
      const photosHash = isHeld ? held.template.photosHash : null;
      if (isHeld && approved) take(person, held.template);
      else if (isHeld) refuseWaiting(person);
      else if (!approved) removeInForce(person, enrolment);
      const body: Decided = { kind: 'template-decided', approved, why, enrolment, photosHash };
      keeper.addChange({
        person,
        at: at > now() ? now() : epochMs(at),
        by: `center: ${by}`,
        body: JSON.stringify(body),
      });
    },
  };
}

/** Whether two templates rest on the same photos by the same model. */
export const isSame = (a: KeptTemplate, b: KeptTemplate): boolean =>
  a.model === b.model && a.photosHash === b.photosHash;
