import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Check } from '../../core/contract/center/checks.ts';
import type { CenterClassView, CenterFiling } from '../../core/contract/center/filings.ts';
import type { Publicity, SubsidyClass, SubsidyEntry, SubsidyEntryView } from '../../core/contract/center/subsidy.ts';
import { createCalendar, type OfficialYear, workdaysAfter } from '../../core/domain/calendar.ts';
import { instantAt, yearOf } from '../../core/domain/day.ts';
import { epochMs, type LocalDate } from '../../core/domain/units.ts';
import { packagedYears } from '../../core/platform/calendar.ts';
import { type Clock, systemClock } from '../../core/platform/clock.ts';
import { PASSWORD, startCenter, type TestCenter } from '../support/center/center.ts';
import { carryOutInLesson, stateInLesson } from '../support/center/classroom.ts';
import { checkedTell, type Tell, tellClass, workedMonth } from '../support/center/filed.ts';
import { startTestKiosk, type TestKiosk } from '../support/center/kiosk.ts';
import { monthKept } from '../support/center/month-kept.ts';
import { pairByCode } from '../support/center/pairing.ts';
import type { OfficeClient } from '../support/office/client.ts';

/* The turn of a year: the package carries the old one, the calendar of the new one was entered at the kiosk. */

const WITHIN = 60_000;
const OLD = 'DSJ-2026-01';
const NEXT = 'DSJ-NEXT';

const known = packagedYears();
const lastKnown = Math.max(...known.map(({ year }) => year));
const next = lastKnown + 1;
const inLast = (monthDay: string): LocalDate => `${String(lastKnown)}-${monthDay}` as LocalDate;
const inNext = (monthDay: string): LocalDate => `${String(next)}-${monthDay}` as LocalDate;
/** Made up; what a notice always names. */
const entered: OfficialYear = {
  year: next,
  off: ['01-01', '01-02', '01-03', '05-01', '10-01'].map(inNext),
  work: [],
  source: '机构录入',
};

const after = (date: LocalDate, workdays: number): LocalDate =>
  workdaysAfter(date, workdays, createCalendar([...known, entered]));

/** Runs on from ten in the morning of the second last day of the last year that is known. */
const shift = instantAt(inLast('12-30'), 10 * 3_600_000) - systemClock.now();
const clock: Clock = { ...systemClock, now: () => epochMs(systemClock.now() + shift) };

/** The worked month's class as it opens on the fourth day of the next year. */
function openingNext(): ReturnType<typeof workedMonth> {
  const { institution, class: of, trainees, cameras } = workedMonth();
  return {
    ...{ institution, cameras, filedOn: inLast('12-24') },
    class: { ...of, code: NEXT, opens: inNext('01-04'), ends: inNext('01-29'), approvedOn: null },
    trainees: trainees.slice(0, 3).map(({ id, person }) => ({ id: `${id}-next`, person })),
  };
}

let test: TestCenter;
let kiosk: TestKiosk;
let id: string;
let inspector: OfficeClient;
let accountant: OfficeClient;
let tell: Tell;

beforeAll(async () => {
  test = await startCenter({}, { clock });
  kiosk = startTestKiosk(test.origin, { state: () => stateInLesson(3), carryOut: carryOutInLesson([]) });
  [inspector, accountant] = [await test.as('inspector'), await test.as('accountant')];
  id = (await pairByCode(test, kiosk)).id;
  tell = checkedTell((kind, body) => kiosk.outbox.put(kind, body, systemClock.now()));
  tellClass(tell, workedMonth(), { state: 'approved', calendars: known.filter(({ year }) => year === 2026) });
  tellClass(tell, openingNext(), { revision: 2, calendars: [entered] });
  await monthKept(test);
  await vi.waitFor(async () => {
    expect((await test.center.facts.of('filing')).length).toBe(2);
    expect(test.center.hub.linked().get(id)?.state).not.toBeNull();
  }, WITHIN);
});

afterAll(async () => {
  await kiosk[Symbol.asyncDispose]();
  await test[Symbol.asyncDispose]();
});

const path = (rest: string, code = OLD): string => `/classes/${id}/${code}${rest}`;

/** Enters the day of publicity, everything else as it was. */
async function publishOn(publishedOn: LocalDate | null, code = OLD): Promise<void> {
  const { revision, entry } = (await accountant.get<SubsidyEntryView>(path('/subsidy', code))).body;
  const exam: SubsidyEntry['exam'] = code === OLD ? { all: 'passed', late: 'failed' } : { 'all-next': 'passed' };
  const saved = await accountant.send('PUT', path('/subsidy', code), {
    revision,
    entry: { ...entry, exam, publishedOn },
  });
  expect(saved.status).toBe(204);
}

const subsidy = async () => (await accountant.get<{ classes: SubsidyClass[] }>('/subsidy')).body.classes;
const publicity = async () => (await accountant.get<Publicity>('/publicity')).body.classes;
const onlyOld = async () => (await publicity()).find(({ code }) => code === OLD);

describe('a class that opens in the first days of a year', () => {
  it('is read by the old year, which only the package has, and approved', async () => {
    const all = (await inspector.get<CenterClassView[]>('/classes')).body;
    expect(all.map(({ code }) => code).sort()).toEqual([OLD, NEXT]);
    const { body } = await inspector.get<CenterFiling>(path('/filing', NEXT));
    expect(yearOf((body.deadlines.filingFrom ?? '') as LocalDate)).toBe(lastKnown);
    const approval = { hash: body.hash, on: inLast('12-29'), paper: '抚就培〔2026〕9号' };
    const countersign = { user: 'second', password: PASSWORD };
    const made = await inspector.send('POST', path('/filing/approval', NEXT), { ...approval, countersign });
    expect(made.status).toBe(200);
  });
});

describe('publicity that ends in a year whose calendar the center was not told', () => {
  it.each([inLast('12-28'), inNext('01-11')])('takes nothing else down when it begins on %s', async (from) => {
    await publishOn(inLast('12-28'), NEXT);
    await publishOn(from);
    expect((await subsidy()).map(({ code, rows }) => [code, rows.length]).sort()).toEqual([
      [OLD, 1],
      [NEXT, 1],
    ]);
    expect(await onlyOld()).toMatchObject({ publishedOn: from, publicityEnds: null });
    expect((await publicity()).find(({ code }) => code === NEXT)?.publicityEnds).toBe(after(inLast('12-28'), 5));
    for (const form of ['/subsidy/form/xlsx', '/publicity/xlsx', path('/forms/8/html'), path('/forms/4/html')])
      expect([form, (await accountant.get(form)).status]).toEqual([form, 200]);
    const page = new TextDecoder().decode((await accountant.get('/publicity/html')).bytes);
    expect(page).toContain(`公示期：${from} 起，缺公示期所在年份的日历，算不出截止日`);
  });

  it('can be entered anew, and ends on its day once the kiosk has told the calendar', async () => {
    expect((await accountant.get<SubsidyEntryView>(path('/subsidy'))).body.publicityEnds).toBeNull();
    await publishOn(null);
    expect(await onlyOld()).toMatchObject({ publishedOn: null, publicityEnds: null });
    await publishOn(inLast('12-28'));
    tellClass(tell, workedMonth(), { state: 'approved', revision: 2, calendars: [...known.slice(-2), entered] });
    await vi.waitFor(async () => expect((await onlyOld())?.publicityEnds).toBe(after(inLast('12-28'), 5)), WITHIN);
  });
});

describe('a spot check in the last days of a year', () => {
  it('is sealed, and leaves the institution no less than its three working days', async () => {
    tellClass(tell, workedMonth(), { state: 'approved', revision: 3, calendars: known.slice(-1) });
    await vi.waitFor(async () => {
      const told = await test.center.facts.of('filing', { class: OLD });
      expect(told.map(({ body }) => body.revision)).toEqual([3]);
    }, WITHIN);
    const { status, body } = await inspector.send<Check>('POST', path('/checks'));
    expect([status, body.proposed]).toEqual([200, true]);
    expect(body.answerUntil >= after(inLast('12-30'), 3)).toBe(true);
    expect((await inspector.get<Check[]>('/checks')).body.map(({ seal }) => seal.id)).toEqual([body.seal.id]);
  });
});
