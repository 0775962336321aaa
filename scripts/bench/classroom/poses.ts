import type { Box } from '../../../core/domain/face.ts';
import type { Random } from '../../faces/random.ts';
import { SHEET } from '../../faces/sheet.ts';
import { COLUMNS, type Stay } from './script.ts';

/** How somebody in the room shows themselves at an instant. */
export interface Pose {
  /** Which of the actor's portraits. */
  readonly portrait: number;
  readonly box: Box;
}

/** Means, in seconds: facing the camera, looking away, holding a pose. */
const HABITS = { facing: 40, away: 20, pose: 15 };
/** Seats are so many box sizes apart, along and across, or nearer so that the class fits into the frame. */
const PITCH = { x: 3, y: 2.4 };
const ROWS = 6;

/** How far apart seats are, in pixels, for boxes of this width. */
export function pitchOf(boxWidth: number): { readonly x: number; readonly y: number } {
  return {
    x: Math.min(PITCH.x * boxWidth, SHEET.width / (COLUMNS + 0.2)),
    y: Math.min(PITCH.y * boxWidth, SHEET.height / (ROWS + 0.2)),
  };
}
/** How far a head wanders from its seat, and how fast it comes back (a second). */
const WANDER = { spread: 0.2, back: 0.15 };

/** One person's behaviour over time: asked in order of time, at most once an instant. */
export class Person {
  readonly stay: Stay;
  private readonly random: Random;
  private readonly boxWidth: number;
  private facing: boolean;
  private turnsAt: number;
  private portrait: number;
  private posesAt: number;
  private offset = { x: 0, y: 0 };
  private last: number;

  constructor(stay: Stay, boxWidth: number, random: Random) {
    this.stay = stay;
    this.random = random;
    this.boxWidth = boxWidth;
    this.facing = random.chance(HABITS.facing / (HABITS.facing + HABITS.away));
    this.turnsAt = stay.from + random.waiting(this.facing ? HABITS.facing : HABITS.away);
    this.portrait = random.index(stay.actor.shown.length);
    this.posesAt = stay.from + random.waiting(HABITS.pose);
    this.last = stay.from;
  }

  /** Null: not in the room, walking to another seat, or looking away. */
  at(second: number): Pose | null {
    const { from, to, swap } = this.stay;
    if (second < from || second > to) return null;
    while (this.turnsAt <= second) {
      this.facing = !this.facing;
      this.turnsAt += this.random.waiting(this.facing ? HABITS.facing : HABITS.away);
    }
    while (this.posesAt <= second) {
      this.portrait = this.random.index(this.stay.actor.shown.length);
      this.posesAt += this.random.waiting(HABITS.pose);
    }
    this.wander(second - this.last);
    this.last = second;
    if (!this.facing || (swap && second >= swap.at && second < swap.until)) return null;
    return { portrait: this.portrait, box: this.box(swap && second >= swap.until ? swap.seat : this.stay.seat) };
  }

  private box(seat: number): Box {
    const size = this.boxWidth;
    const pitch = pitchOf(size);
    return {
      x: (seat % COLUMNS) * pitch.x + (0.4 + this.offset.x) * size,
      y: Math.floor(seat / COLUMNS) * pitch.y + (0.3 + this.offset.y) * size,
      width: size * (1 + 0.03 * this.random.normal()),
      height: size * 1.25 * (1 + 0.03 * this.random.normal()),
    };
  }

  private wander(seconds: number): void {
    const keep = Math.exp(-WANDER.back * seconds);
    const step = (): number => WANDER.spread * Math.sqrt(1 - keep * keep) * this.random.normal();
    this.offset = { x: this.offset.x * keep + step(), y: this.offset.y * keep + step() };
  }
}
