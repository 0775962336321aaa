import { useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { agreementSchema, type ReviewView } from '../../../core/contract/office/review.ts';

const comparedSchema = z.readonly(
  z.object({
    idCard: agreementSchema,
    face: agreementSchema,
    note: z.string(),
    /** The enrolment that the person was compared with: {@link enrolmentOf}. */
    enrolment: z.string(),
  }),
);
/** What the inspector found of one trainee, and of which enrolment. */
export type Compared = z.infer<typeof comparedSchema>;

const draftSchema = z.object({ at: z.number(), note: z.string(), compared: z.record(z.string(), comparedSchema) });
type Draft = z.infer<typeof draftSchema>;

type Person = ReviewView['people'][number];

/** A review is done in one visit. */
const LASTS_MS = 12 * 3_600_000;

/** What a comparison rests on: another photo, or none any more, and the face is to be compared anew. */
export const enrolmentOf = ({ photo, enrolled }: Person): string => `${photo ?? ''} ${String(enrolled)}`;

/** What was found of a person, as far as it still holds. */
export function foundOf(person: Person, compared: Readonly<Record<string, Compared>>): Compared {
  const enrolment = enrolmentOf(person);
  const found = compared[person.trainee];
  if (found === undefined) return { idCard: 'not-seen', face: 'not-seen', note: '', enrolment };
  return found.enrolment === enrolment ? found : { ...found, face: 'not-seen', enrolment };
}

/** Whether a face was compared that was enrolled anew since. */
export function isOutdated(person: Person, compared: Readonly<Record<string, Compared>>): boolean {
  const found = compared[person.trainee];
  return found !== undefined && found.face !== 'not-seen' && found.enrolment !== enrolmentOf(person);
}

/**
 * What is compared and not yet signed, kept in this window: whoever leaves the page to mend an enrolment finds it again.
 * The signature and who reviews are not kept. `now` is the kiosk's time, ms.
 */
export function useDraft(code: string, now: number) {
  const key = `zaike.review.${code}`;
  const [draft, setDraft] = useState<Draft>(() => kept(key, now) ?? { at: now, note: '', compared: {} });
  useEffect(() => {
    if (draft.note === '' && Object.keys(draft.compared).length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(draft));
  }, [key, draft]);
  return {
    ...draft,
    setNote: (note: string) => setDraft((before) => ({ ...before, note })),
    found: (trainee: string, next: Compared) =>
      setDraft((before) => ({ ...before, at: now, compared: { ...before.compared, [trainee]: next } })),
    clear: () => setDraft({ at: now, note: '', compared: {} }),
  };
}

function kept(key: string, now: number): Draft | null {
  try {
    const read = z.safeParse(draftSchema, JSON.parse(sessionStorage.getItem(key) ?? 'null'));
    return read.success && now - read.data.at < LASTS_MS ? read.data : null;
  } catch {
    return null;
  }
}
