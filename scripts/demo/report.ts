import { join } from 'node:path';
import { classCode } from '../../core/domain/ids.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import { observations } from '../../kiosk/store/observations.ts';
import { openDatabase } from '../../kiosk/store/open.ts';
import { records } from '../../kiosk/store/records.ts';
import { SMOKE, smokeOutcomes, smokeScript } from '../../test/support/camera/film/script.ts';
import type { HeldByCenter } from './center.ts';
import { dayOf } from './day.ts';
import { say } from './say.ts';

/** What the smoke run prints. */
export interface SmokeReport {
  readonly lessons: readonly { readonly trainee: string; readonly no: number; readonly outcome: string }[];
  /** Trainees credited with a lesson or noted as seen while the film did not show them; 0 is right. */
  readonly wrongPerson: number;
  /** Stays of people whom nobody was found for. */
  readonly unknownFaces: number;
  readonly gaps: readonly {
    readonly camera: string;
    readonly from: string;
    readonly to: string | null;
    readonly why: string;
  }[];
  /** What the center had of it; null: there was none. */
  readonly center: {
    readonly records: number;
    /** Whether they are the kiosk's own, with the same outcomes. */
    readonly same: boolean;
    readonly head: HeldByCenter['head'];
    readonly pictureMs: number | null;
  } | null;
  readonly ok: boolean;
}

/** What the center has at the end. */
export interface ToldCenter extends HeldByCenter {
  /** How long the first live picture took through the center; null: none came. */
  readonly pictureMs: number | null;
}

export interface SmokeRun {
  readonly code: string;
  readonly filmStart: number;
  /** Null: there is no center. */
  readonly told: ToldCenter | null;
}

/** A face fades in, moves and is captured a little later than the script says. */
const TOLERANCE_SECONDS = 1.5;

/** Compares what kiosk and center kept with what the film showed; differences go to stderr. */
export function smokeReport(folder: string, { code, filmStart, told }: SmokeRun): SmokeReport {
  using db = openDatabase(join(folder, 'zaike.db'));
  const observed = observations(db);
  const from = epochMs(filmStart - 600_000);
  const to = epochMs(filmStart + SMOKE.seconds * 1000 + 600_000);
  const day = dayOf(filmStart) as LocalDate;
  const lessons = records(db)
    .inForce(classCode(code), day, day)
    .map(({ record: { trainee, no, outcome } }) => ({ trainee: String(trainee), no, outcome }));

  let ok = true;
  const expected = smokeOutcomes();
  for (const { trainee, no, outcome } of expected) {
    const got = lessons.find((each) => each.trainee === trainee && each.no === no)?.outcome ?? 'nothing';
    if (got === outcome) continue;
    ok = false;
    say(`lesson ${no}, ${trainee}: expected ${outcome}, got ${got}`);
  }
  if (lessons.length !== expected.length) ok = false;

  const stays = new Map(smokeScript().stays.map(({ person, stays: list }) => [person.id, list]));
  const wrong = new Set<string>();
  for (const { trainee, at } of observed.sightings(from, to)) {
    // After its end the film's last ten seconds are on air again and again.
    const second = Math.min((at - filmStart) / 1000, SMOKE.seconds);
    const there = (stays.get(trainee) ?? []).some(
      (stay) => second >= stay.from - TOLERANCE_SECONDS && second <= stay.to + TOLERANCE_SECONDS,
    );
    if (there) continue;
    say(`${trainee} was noted at film second ${second.toFixed(1)} without being in the picture`);
    wrong.add(trainee);
  }
  const gaps = observed.gaps(from, to).map((gap) => ({
    camera: String(gap.camera),
    from: new Date(gap.from).toISOString(),
    to: gap.to === null ? null : new Date(gap.to).toISOString(),
    why: gap.why,
  }));
  const center = told === null ? null : centerOf(told, lessons);
  return {
    lessons,
    wrongPerson: wrong.size,
    unknownFaces: observed.unidentified(from, to).length,
    gaps,
    center,
    ok: ok && wrong.size === 0 && (center === null || isRight(center)),
  };
}

function centerOf(
  { records: held, head, pictureMs }: ToldCenter,
  lessons: SmokeReport['lessons'],
): NonNullable<SmokeReport['center']> {
  const inWords = (each: SmokeReport['lessons'][number]): string =>
    `lesson ${each.no}, ${each.trainee}: ${each.outcome}`;
  const [own, theirs] = [new Set(lessons.map(inWords)), new Set(held.map(inWords))];
  const differing = [...own.symmetricDifference(theirs)];
  for (const each of differing) say(`${each} is only at the ${own.has(each) ? 'kiosk' : 'center'}`);
  if (!head.proven) say(`expected a proven head of the journal at the center, got one of ${head.size} entries`);
  const same = differing.length === 0 && held.length === lessons.length;
  return { records: held.length, same, head, pictureMs };
}

const isRight = ({ records, same, head, pictureMs }: NonNullable<SmokeReport['center']>): boolean =>
  records > 0 && same && head.proven && pictureMs !== null;
