import type { Card } from '../../core/contract/center/checks.ts';
import type { KioskState } from '../../core/contract/center/link.ts';
import { type ClassCount, countSeen, hasRate, isBelow } from '../../core/domain/inspection.ts';
import { policyOn } from '../../core/domain/policy.ts';
import { rateText } from '../../core/domain/rate.ts';
import { type EpochMs, type LocalDate, minutes } from '../../core/domain/units.ts';
import type { CenterClass } from './classes.ts';
import { maskPhone } from './filings.ts';

type ClassNow = KioskState['classes'][number];

/** Seen within so long before (rules §4). */
const RECENT = minutes(10);

/**
 * A class at `at` on one card: what its kiosk told last, with the filing's names. @param state null: not connected
 * @param phones whether trainees' phones are shown
 */
export function cardOf(of: CenterClass, state: KioskState | null, at: EpochMs, phones: boolean): Card {
  const now = state?.classes.find((each) => each.class === of.code) ?? null;
  const people = new Map<string, CenterClass['file']['trainees'][number]>(
    of.file.trainees.map((trainee) => [trainee.id, trainee]),
  );
  const nameOf = (trainee: string): string => people.get(trainee)?.person.name ?? trainee;
  const phoneOf = (trainee: string): string | null => {
    const phone = people.get(trainee)?.person.phone ?? null;
    return phone === null || phones ? phone : maskPhone(phone);
  };
  const standings = now?.standings ?? [];
  return {
    ...{ kiosk: of.kiosk, code: of.code, institution: of.institution, room: of.room },
    ...{ specialty: of.file.class.specialty ?? '', at, toldAt: state?.at ?? null },
    phase: phaseOf(state, now),
    lesson: now === null || now.lesson === null ? null : lessonOf(now.lesson),
    ...{ cancelledToday: now?.cancelledToday ?? 0, due: now?.due ?? 0, seen: now?.seen ?? 0 },
    ...{ onLeave: now?.onLeave ?? 0, pending: now?.pending ?? 0, unidentified: now?.unidentified ?? 0 },
    ...{ heads: now?.heads ?? 0, observed: now?.observed ?? null },
    rate: now === null ? null : rateOf(of, now, at),
    counsellorPhone: of.file.class.counsellorPhone,
    teachers: of.file.class.teachers,
    missing: standings
      .filter((standing) => standing.mark !== 'leave' && !isRecent(standing.lastSeen, at))
      .map(({ trainee, lastSeen }) => ({ trainee, name: nameOf(trainee), phone: phoneOf(trainee), lastSeen })),
    leave: standings
      .filter(({ mark }) => mark === 'leave')
      .map(({ trainee, leaveEnteredAt }) => ({ name: nameOf(trainee), enteredAt: leaveEnteredAt })),
  };
}

function isRecent(lastSeen: number | null, at: EpochMs): boolean {
  return lastSeen !== null && at - lastSeen <= RECENT;
}

function lessonOf({ no, course, teacher, from, to }: NonNullable<ClassNow['lesson']>): NonNullable<Card['lesson']> {
  return { no, course, teacher, from, to };
}

function phaseOf(state: KioskState | null, now: ClassNow | null): Card['phase'] {
  if (state === null) return 'unknown';
  if (now === null || now.lesson === null) return 'none';
  const { phase, from } = now.lesson;
  // Between two lessons of a day that has begun.
  if (phase === 'before' && now.day !== null && now.day.from < from && now.day.from <= state.at) return 'break';
  return phase;
}

/**
 * The class rate as the rules freeze it (§4): leave entered before the lesson began is left out; who could not be
 * observed is counted apart, so that no event comes of a camera that was off.
 */
function countOf(of: CenterClass, now: ClassNow, at: EpochMs): ClassCount | null {
  const { lesson, standings, observed } = now;
  if (lesson === null || lesson.phase !== 'running') return null;
  const policy = policyOn(of.file.policies, lesson.date as LocalDate);
  const expected = standings.filter(
    ({ mark, leaveEnteredAt }) => !(mark === 'leave' && (leaveEnteredAt === null || leaveEnteredAt < lesson.from)),
  );
  const present = expected.filter(({ lastSeen }) => isRecent(lastSeen, at)).length;
  return countSeen(present, expected.length, observed, policy);
}

function rateOf(of: CenterClass, now: ClassNow, at: EpochMs): Card['rate'] {
  const count = countOf(of, now, at);
  if (count === null || count.due + count.unobservable === 0) return null;
  const policy = policyOn(of.file.policies, (now.lesson?.date ?? '') as LocalDate);
  if (!hasRate(count, policy)) return null;
  return { ...count, text: rateText(count.present, count.due), below: isBelow(count, policy) };
}
