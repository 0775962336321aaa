import { type TraineeId, traineeId } from '../../../core/domain/ids.ts';
import type { Random } from '../../faces/random.ts';
import type { Actor } from './faces.ts';

/** Somebody's time in the room, in seconds from the lesson's start. */
export interface Stay {
  readonly actor: Actor;
  /** Null: an outsider. */
  readonly trainee: TraineeId | null;
  readonly from: number;
  readonly to: number;
  /** Where they sit, until they swap. */
  readonly seat: number;
  /** Leaves the seat, is not seen for a while, and sits down in another. */
  readonly swap: { readonly at: number; readonly until: number; readonly seat: number } | null;
}

/** Who is enrolled and who is in the room during one lesson. */
export interface LessonScript {
  readonly enrolled: readonly { readonly trainee: TraineeId; readonly actor: Actor }[];
  readonly stays: readonly Stay[];
}

/** A lesson of 45 minutes; its windows reach from 10 minutes before to 5 minutes after. */
export const LESSON = { from: -600, to: 3000, length: 2700 };
const CLASS = { trainees: 50, outsiders: 10 };
export const COLUMNS = 10;
/** Who leaves before this second leaves a seat that somebody else may take … */
const LEFT_BY = 2400;
/** … as each outsider does with this probability, while there are such seats. */
const SEAT_TAKEN = 0.25;

/** Of 50: about 43 stay all through, 2 come late, 2 leave early, 1 signs and leaves, 2 never come. */
function times(random: Random): readonly [from: number, to: number] | null {
  const kind = random.between(0, 1);
  const from = random.between(-480, 120);
  const to = LESSON.length + random.between(-60, 240);
  if (kind < 0.05) return null;
  if (kind < 0.08) return [from, from + random.between(180, 1500)];
  if (kind < 0.12) return [from, random.between(1900, 2350)];
  if (kind < 0.16) return [random.between(240, 840), to];
  return [from, to];
}

/**
 * Writes one lesson: a class drawn from the actors with templates, and outsiders from all others, who
 * sit among them. Two pairs swap seats. With few actors the class is four fifths of them.
 */
export function writeLesson(actors: readonly Actor[], random: Random): LessonScript {
  const able = random.shuffled(actors.filter(({ template }) => template !== null));
  const size = Math.max(2, Math.min(CLASS.trainees, Math.floor(able.length * 0.8)));
  const enrolled = able.slice(0, size).map((actor) => ({ trainee: traineeId(actor.name), actor }));
  const names = new Set(enrolled.map(({ actor }) => actor));
  const others = random.shuffled(actors.filter((actor) => !names.has(actor))).slice(0, CLASS.outsiders);
  const seats = random.shuffled(Array.from({ length: size + others.length }, (_, i) => i));
  const stays: Stay[] = [];
  for (const { trainee, actor } of enrolled) {
    const when = times(random);
    if (when) stays.push({ actor, trainee, from: when[0], to: when[1], seat: seats.pop() ?? 0, swap: null });
  }
  const left = random.shuffled(stays.filter(({ to }) => to < LEFT_BY));
  for (const actor of others) {
    const from = random.between(-480, 900);
    const free = random.chance(SEAT_TAKEN) ? left.pop() : undefined;
    const sits = free ? free.to + random.between(20, 300) : from;
    const seat = free ? free.seat : (seats.pop() ?? 0);
    stays.push({ actor, trainee: null, from: sits, to: sits + random.between(300, 3200), seat, swap: null });
  }
  return { enrolled, stays: swapSeats(stays, random) };
}

function swapSeats(stays: readonly Stay[], random: Random): readonly Stay[] {
  const [a, b, c, d] = random.shuffled(stays.filter(({ from, to }) => from < 600 && to > 2400));
  const swapped = new Map<Stay, Stay>();
  for (const [one, two] of [
    [a, b],
    [c, d],
  ]) {
    if (!one || !two) continue;
    const at = random.between(900, 2200);
    const until = at + random.between(4, 15);
    swapped.set(one, { ...one, swap: { at, until, seat: two.seat } });
    swapped.set(two, { ...two, swap: { at, until, seat: one.seat } });
  }
  return stays.map((stay) => swapped.get(stay) ?? stay);
}
