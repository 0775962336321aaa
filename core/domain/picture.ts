import { type EpochMs, milliseconds, plus } from './units.ts';

/**
 * What is wrong with a camera's picture, gravest first. In a `dark`, `blocked` or `frozen` picture nobody could have
 * been seen: it is not observed (rules §2, 「an unblocked, lit picture」). A `moved` or `blurred` one still shows
 * people: it is told, and it stays observed (docs/decisions/083).
 */
export const pictureTroubles = ['dark', 'blocked', 'frozen', 'moved', 'blurred'] as const;
export type PictureTrouble = (typeof pictureTroubles)[number];

/** A trouble that has lasted long enough to be told. */
export interface ToldTrouble {
  readonly kind: PictureTrouble;
  /** When it began. */
  readonly since: EpochMs;
}

/** How a camera's picture is as of one analysed frame. */
export interface PictureState {
  /** Whether people who were there could be seen. False from the first frame that looks wrong, before anything is told. */
  readonly observed: boolean;
  /** The gravest trouble to be told, null for none. */
  readonly trouble: ToldTrouble | null;
}

/** How long each trouble must last before it is told, in ms; all within the minute that the center may wait. */
const TELL_AFTER: Readonly<Record<PictureTrouble, number>> = {
  dark: 10_000,
  blocked: 10_000,
  frozen: 15_000,
  moved: 30_000,
  blurred: 30_000,
};
/**
 * A frame without a trouble so long after it was last seen: it is over; shorter breaks do not interrupt it. Of frames
 * that come more slowly than this each counts.
 */
const OVER_AFTER = 5000;
/** After frames stopped coming for so long, what was seen before says nothing. */
const FORGET_AFTER = 30_000;

const UNOBSERVED: ReadonlySet<PictureTrouble> = new Set(['dark', 'blocked', 'frozen']);

/** Whether people who are there can be seen in a picture with this trouble. */
export function showsPeople(kind: PictureTrouble): boolean {
  return !UNOBSERVED.has(kind);
}

interface Spell {
  readonly from: EpochMs;
  readonly last: EpochMs;
  /** Whether the frames after `last` do not have it. */
  readonly paused: boolean;
}

/** What is remembered of a camera's troubles between frames. */
export interface PictureWatch {
  readonly last: EpochMs | null;
  readonly spells: Readonly<Partial<Record<PictureTrouble, Spell>>>;
}

export const nothingWatched: PictureWatch = { last: null, spells: {} };

/** The memory after a frame at `at` in which `seen` was seen. A clock that went back, or a long break, begins anew. */
export function watchPicture(watch: PictureWatch, at: EpochMs, seen: readonly PictureTrouble[]): PictureWatch {
  const broken = watch.last !== null && (at < watch.last || at - watch.last > FORGET_AFTER);
  const spells: Partial<Record<PictureTrouble, Spell>> = {};
  for (const kind of pictureTroubles) {
    const before = broken ? undefined : watch.spells[kind];
    const isShort = before !== undefined && at - before.last <= OVER_AFTER;
    if (seen.includes(kind)) {
      const lasts = isShort || before?.paused === false;
      spells[kind] = { from: lasts ? before.from : at, last: at, paused: false };
    } else if (isShort) spells[kind] = { ...before, paused: true };
  }
  return { last: at, spells };
}

/** What that memory means for coverage and for people. */
export function pictureState({ spells }: PictureWatch): PictureState {
  const present = pictureTroubles.filter((kind) => spells[kind] !== undefined);
  const told = present.find((kind) => {
    const spell = spells[kind];
    return spell !== undefined && spell.last >= plus(spell.from, milliseconds(TELL_AFTER[kind]));
  });
  const since = told === undefined ? undefined : spells[told]?.from;
  return {
    observed: present.every(showsPeople),
    trouble: told === undefined || since === undefined ? null : { kind: told, since },
  };
}
