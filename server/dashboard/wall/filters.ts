import { cardKey, type WallCard } from '../../../core/contract/center/inspector.ts';
import { wallOrder } from '../../../core/domain/trouble.ts';

/** Which classrooms are shown. */
export type Shown = 'all' | 'trouble' | 'class' | 'silent' | 'chosen';

export interface Filter {
  readonly shown: Shown;
  /** Null: of every institution. */
  readonly institution: string | null;
  readonly words: string;
}

const tests: Readonly<Record<Shown, (card: WallCard, chosen: ReadonlySet<string>) => boolean>> = {
  all: () => true,
  trouble: ({ troubles }) => troubles.length > 0,
  class: ({ lesson, at }) => lesson !== null && lesson.from <= at && lesson.phase === 'running',
  silent: ({ connected }) => !connected,
  chosen: (card, chosen) => chosen.has(cardKey(card)),
};

/** Cards of the institution and words, worst first. */
export function inReach(
  cards: readonly WallCard[],
  { institution, words }: Omit<Filter, 'shown'>,
): readonly WallCard[] {
  const asked = words.trim().toLowerCase();
  return cards
    .filter((card) => institution === null || card.institution === institution)
    .filter((card) => asked === '' || nameOf(card).toLowerCase().includes(asked))
    .map((card) => ({ card, troubles: card.troubles, name: nameOf(card) }))
    .sort((a, b) => calm(a.card, b.card) || wallOrder(a, b))
    .map(({ card }) => card);
}

/** Of these, what is to be shown. */
export function shownOf(cards: readonly WallCard[], shown: Shown, chosen: ReadonlySet<string>): readonly WallCard[] {
  return cards.filter((card) => tests[shown](card, chosen));
}

const nameOf = ({ institution, room, class: code, specialty }: WallCard): string =>
  `${institution} ${room} ${code} ${specialty}`;
/** Of rooms in which nothing is wrong, those with a class now come first. */
const calm = (a: WallCard, b: WallCard): number =>
  a.troubles.length + b.troubles.length === 0 ? idle(a) - idle(b) : 0;
const idle = ({ day, watched }: WallCard): number => (watched ? 0 : day === null ? 2 : 1);

/** Pictures at once: so many streams a page may watch, and an eye. */
export const PICTURES = 16;
/** Cards at once, without pictures. */
export const CARDS = 24;
export const LIVE = 'wall-live';

/** Whether live pictures were wanted last on this device. */
export const rememberedLive = (): boolean => localStorage.getItem(LIVE) === 'on';

const KEY = 'wall-chosen';

/** The classrooms chosen on this device. */
export function rememberedChosen(): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []);
  } catch {
    return new Set();
  }
}

/** `chosen` with this card put in or taken out, remembered. */
export function withTurned(chosen: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(key)) next.add(key);
  localStorage.setItem(KEY, JSON.stringify([...next]));
  return next;
}
