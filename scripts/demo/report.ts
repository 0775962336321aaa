import { join } from 'node:path';
import { classCode } from '../../core/domain/ids.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import { observations } from '../../kiosk/store/observations.ts';
import { openDatabase } from '../../kiosk/store/open.ts';
import { records } from '../../kiosk/store/records.ts';
import { SMOKE, smokeOutcomes, smokeScript } from '../../test/support/camera/film/script.ts';
import { dayOf } from './class.ts';

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
  readonly ok: boolean;
}

/** A face fades in, moves and is captured a little later than the script says. */
const TOLERANCE_SECONDS = 1.5;

/** Compares what the kiosk kept with what the film showed; differences go to stderr. */
export function smokeReport(folder: string, code: string, filmStart: number): SmokeReport {
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
    process.stderr.write(`demo: lesson ${no}, ${trainee}: expected ${outcome}, got ${got}\n`);
  }
  if (lessons.length !== expected.length) ok = false;

  const stays = new Map(smokeScript().stays.map(({ person, stays: list }) => [person.id, list]));
  const wrong = new Set<string>();
  for (const { trainee, at } of observed.sightings(from, to)) {
    const second = (at - filmStart) / 1000;
    const there = (stays.get(trainee) ?? []).some(
      (stay) => second >= stay.from - TOLERANCE_SECONDS && second <= stay.to + TOLERANCE_SECONDS,
    );
    if (there) continue;
    process.stderr.write(
      `demo: ${trainee} was noted at film second ${second.toFixed(1)} without being in the picture\n`,
    );
    wrong.add(trainee);
  }
  const gaps = observed.gaps(from, to).map((gap) => ({
    camera: String(gap.camera),
    from: new Date(gap.from).toISOString(),
    to: gap.to === null ? null : new Date(gap.to).toISOString(),
    why: gap.why,
  }));
  return {
    lessons,
    wrongPerson: wrong.size,
    unknownFaces: observed.unidentified(from, to).length,
    gaps,
    ok: ok && wrong.size === 0,
  };
}
