import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ClassDay, classDaySchema } from '../../core/contract/center/class-day.ts';
import { itemFault } from '../../core/contract/center/items.ts';
import type { ScenarioJson } from '../../core/contract/scenario-json.ts';
import { dateAt, instantAt } from '../../core/domain/day.ts';
import { cameraId, classCode, traineeId } from '../../core/domain/ids.ts';
import { toldStrip } from '../../core/domain/strip.ts';
import { type EpochMs, epochMs, minutes, plus } from '../../core/domain/units.ts';
import { systemClock } from '../../core/platform/clock.ts';
import { observations } from '../../kiosk/store/observations.ts';
import { openDatabase } from '../../kiosk/store/open.ts';
import { records } from '../../kiosk/store/records.ts';
import { startCenter, type TestCenter } from '../support/center/center.ts';
import { DATA, type KioskProgram, startKioskProgram } from '../support/center/kiosk-program.ts';
import { enterCode } from '../support/center/pairing.ts';

const WITHIN = { timeout: 60_000, interval: 200 };
const CODE = 'DSJ-2026-01';
const ROOM = cameraId('room');
const MINUTE = 60_000;

/** The whole minute nearest to `before` minutes ago at which a lesson of 45 minutes ends the day it began. */
function startOf(now: EpochMs, ...before: readonly number[]): EpochMs {
  const start = before
    .map((each) => epochMs(Math.floor((now - each * MINUTE) / MINUTE) * MINUTE))
    .find((each) => dateAt(each) === dateAt(plus(each, minutes(45))));
  if (start === undefined) throw new Error('expected a lesson within one day');
  return start;
}

const clockText = (at: EpochMs): string => {
  const minute = (at - instantAt(dateAt(at), 0)) / MINUTE;
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
};

/** A strip in minutes after the lesson's start, ends rounded. */
const inMinutes = (parts: ReturnType<typeof toldStrip>, start: EpochMs): string[] =>
  parts.map(({ from, to, state }) => {
    const [a, b] = [from, to].map((at) => String(Math.round((at - start) / MINUTE)));
    return `${a ?? ''}…${b ?? ''} ${state}`;
  });

describe('presence strips at the center, from the kiosk’s program', () => {
  const began = systemClock.now();
  const over = startOf(began, 150, 210);
  const running = startOf(began, 20, 40, 1);
  const at = (start: EpochMs, minute: number): EpochMs => plus(start, minutes(minute));
  const lesson = (no: number, start: EpochMs) => ({
    ...{ date: dateAt(start), no, start: clockText(start), end: clockText(at(start, 45)) },
  });
  const scenario: ScenarioJson = {
    class: {
      ...{ code: CODE, opens: dateAt(over), ends: dateAt(running), approvedOn: dateAt(over) },
      lessons: [lesson(1, over), lesson(2, running)],
    },
    trainees: ['t1', 't2', 't3'].map((id) => ({ id, person: { name: `姓名${id}` } })),
    cameras: ['room'],
  };

  let folder: string;
  let test: TestCenter;
  let kiosk: KioskProgram;
  let id: string;
  const dayOf = async (date: string): Promise<ClassDay> => {
    const inspector = await test.as('inspector');
    return classDaySchema.parse((await inspector.get(`/classes/${id}/${CODE}/day?date=${date}`)).body);
  };
  const stripOf = (view: ClassDay, no: number, trainee: string, start: EpochMs): string[] | null => {
    const strips = view.lessons.find((each) => each.no === no)?.strips ?? null;
    const told = view.trainees.find((each) => each.trainee === trainee)?.stays.find((each) => each.no === no);
    if (strips === null || told === undefined) return null;
    const [from, to, until] = [epochMs(strips.from), epochMs(strips.to), epochMs(strips.until)];
    return inMinutes(toldStrip({ from, to, until, unobserved: strips.unobserved }, told.stays), start);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zaike-center-strips-'));
    mkdirSync(join(folder, DATA), { recursive: true });
    {
      // What the cameras saw before this start of the program.
      using db = openDatabase(join(folder, DATA, 'zaike.db'));
      const seen = observations(db);
      const stay = (trainee: string, start: EpochMs, from: number, to: number): void => {
        for (let each = at(start, from); each <= at(start, to); each = plus(each, minutes(0.25)))
          seen.addSighting({ trainee: traineeId(trainee), at: each, camera: ROOM });
      };
      seen.openCoverage(ROOM, at(over, -15), at(over, 20));
      seen.openCoverage(ROOM, at(over, 32), at(over, 60));
      stay('t1', over, -5, 20);
      stay('t1', over, 33, 46);
      stay('t2', over, 10, 10);
      seen.openCoverage(ROOM, at(running, -15), began);
      stay('t1', running, -3, (began - running) / MINUTE);
    }
    test = await startCenter();
    kiosk = startKioskProgram(folder, test.origin, scenario);
    const code = await vi.waitFor(() => {
      const [, shown] = /"code":"([A-Z2-9]{4}-[A-Z2-9]{4})"/.exec(kiosk.said()) ?? [];
      expect(shown, kiosk.said()).toBeDefined();
      return shown ?? '';
    }, WITHIN);
    id = (await enterCode(test, code)).id;
  }, 120_000);
  afterAll(async () => {
    await kiosk[Symbol.asyncDispose]();
    await test[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it('a lesson that closed before the center came is told whole: seen, not seen, not observed', async () => {
    const view = await vi.waitFor(async () => {
      const day = await dayOf(dateAt(over));
      expect(day.lessons.find(({ no }) => no === 1)?.strips).toBeTruthy();
      return day;
    }, WITHIN);
    expect(stripOf(view, 1, 't1', over)).toEqual([
      '-10…-5 notSeen',
      '-5…20 seen',
      '20…32 unobserved',
      '32…33 notSeen',
      '33…46 seen',
      '46…50 notSeen',
    ]);
    expect(stripOf(view, 1, 't2', over)).toEqual([
      '-10…10 notSeen',
      '10…10 seen',
      '10…20 notSeen',
      '20…32 unobserved',
      '32…50 notSeen',
    ]);
    expect(stripOf(view, 1, 't3', over)).toEqual(['-10…20 notSeen', '20…32 unobserved', '32…50 notSeen']);
    const strips = view.lessons.find(({ no }) => no === 1)?.strips;
    expect(strips?.windows.departure).toEqual({ from: at(over, 30), to: at(over, 50) });
    expect(strips?.until).toBe(strips?.to);
  });

  it('a running lesson is told so far; what is to come is empty', async () => {
    const view = await vi.waitFor(async () => {
      const day = await dayOf(dateAt(running));
      expect(day.lessons.find(({ no }) => no === 2)?.strips).toBeTruthy();
      return day;
    }, WITHIN);
    const strips = view.lessons.find(({ no }) => no === 2)?.strips;
    expect(strips?.until).toBeLessThanOrEqual(systemClock.now());
    expect(strips?.until).toBeGreaterThan(began - MINUTE);
    const parts = stripOf(view, 2, 't1', running) ?? [];
    expect(parts.slice(0, 2)).toEqual(['-10…-3 notSeen', expect.stringMatching(/^-3…\d+ seen$/) as string]);
    expect(parts.at(-1)).toMatch(/…50 toCome$/);
  });

  it('what is told fits the contract and names nobody', async () => {
    const items = await test.center.kiosks.items(id, 'strips', 0, 10);
    expect(items.length).toBe(2);
    for (const { kind, body } of items) expect(itemFault({ kind, body })).toBe('');
    expect(JSON.stringify(items)).not.toContain('姓名');
  });

  it('a lesson of a kiosk that tells no strips has its records, and none', async () => {
    // What an older kiosk leaves out: the same class's fact is taken away.
    await test.center.db.query.deleteFrom('fact').where('kind', '=', 'strips').execute();
    const view = await dayOf(dateAt(over));
    const told = view.lessons.find(({ no }) => no === 1);
    expect([told?.strips, typeof told?.observed]).toEqual([null, 'number']);
    expect(view.trainees.find(({ trainee }) => trainee === 't1')).toMatchObject({
      stays: [],
      records: [{ no: 1, outcome: 'present' }],
    });
  });

  it('the kiosk owes nothing more', () => {
    using db = openDatabase(join(folder, DATA, 'zaike.db'));
    expect(records(db).isClosed(classCode(CODE), dateAt(over), 1)).toBe(true);
    expect(db.prepare('select * from stripsDue').all()).toEqual([]);
  });
});
