import { describe, expect, it } from 'vitest';
import type { KioskState } from '../../../core/contract/center/link.ts';
import { type Trouble, wallOrder } from '../../../core/domain/trouble.ts';
import { epochMs } from '../../../core/domain/units.ts';
import { type Seen, troublesOf } from '../../../server/hub/troubles.ts';
import { quietState } from '../../support/center/kiosk.ts';

const at = (time: string): number => Date.parse(`2026-10-08T${time}:00+08:00`);
const day = { class: 'DSJ', from: at('08:30'), to: at('15:30') };

function state(change: Partial<KioskState> = {}): KioskState {
  return { ...quietState, at: epochMs(at('08:00')), ...change };
}

const lesson = {
  ...{ date: '2026-10-08', no: 1, course: '', teacher: '', from: at('08:30'), to: at('09:15') },
  phase: 'running' as const,
};

function classNow(seen: number, due: number, onLeave = 0): KioskState['classes'][number] {
  return {
    ...{ class: 'DSJ', specialty: '', lesson, day: null, cancelledToday: 0, due, seen, onLeave, pending: 0 },
    ...{ unidentified: 0, heads: 0, standings: [], observed: 1 },
  };
}

const kinds = (troubles: readonly Trouble[]): string[] => troubles.map(({ kind }) => kind);
const seenOf = (change: Partial<Seen> = {}): Seen => ({
  ...{ state: state(), lastSeenAt: at('08:29'), expected: [day], announced: [], journal: null },
  ...change,
});
const dark = state({
  cameras: [
    {
      ...{ id: 'room', name: '后方', role: 'room', codec: '', live: 'main' },
      health: { kind: 'dark', since: at('08:40') },
    },
  ],
});

describe('what is wrong with a classroom', () => {
  it('nothing, when all is well', () => {
    expect(troublesOf(seenOf(), at('09:00'))).toEqual([]);
  });

  it('a dark picture counts from 15 minutes before the first lesson to 5 after the last', () => {
    expect(kinds(troublesOf(seenOf({ state: dark }), at('08:14')))).toEqual([]);
    expect(kinds(troublesOf(seenOf({ state: dark }), at('08:15')))).toEqual(['not-ready', 'camera-dark']);
    expect(kinds(troublesOf(seenOf({ state: dark }), at('15:35')))).toEqual(['camera-dark']);
    expect(kinds(troublesOf(seenOf({ state: dark }), at('15:36')))).toEqual([]);
  });

  it('an announced power-off at noon is no alarm', () => {
    const announced = [{ from: at('12:00'), to: at('13:00') }];
    const off = seenOf({ state: null, lastSeenAt: at('12:00'), announced });
    expect(troublesOf(off, at('12:30'))).toEqual([]);
    expect(troublesOf(off, at('13:04'))).toEqual([]); // the computer is starting
    const late = troublesOf(off, at('13:05'));
    expect(late.map(({ kind, since }) => [kind, since])).toEqual([['not-connected', at('13:00')]]);
  });

  it('an announced absence excuses nothing where a lesson is held all the same', () => {
    const announced = [{ from: at('08:00'), to: at('18:00') }];
    const held = { ...dark, classes: [classNow(3, 20)] };
    expect(kinds(troublesOf(seenOf({ state: held, announced }), at('08:50')))).toEqual(['camera-dark', 'class-rate']);
    expect(troublesOf(seenOf({ state: dark, announced }), at('08:50'))).toEqual([]);
  });

  it('a clock that was moved comes before the disk; one that no server was asked about comes last', () => {
    const disk = { freeBytes: 1, daysLeft: 1 };
    const clocked = (clock: KioskState['clock']) =>
      kinds(troublesOf(seenOf({ state: state({ clock, disk }) }), at('09:00')));
    expect(clocked('stepped')).toEqual(['clock-off', 'disk']);
    expect(clocked('unverified')).toEqual(['disk', 'clock-unverified']);
  });

  it('a silent kiosk is not ready before the first lesson and not connected in it', () => {
    const silent = seenOf({ state: null, lastSeenAt: at('07:00') });
    expect(kinds(troublesOf(silent, at('08:20')))).toEqual(['not-ready']);
    expect(kinds(troublesOf(silent, at('09:00')))).toEqual(['not-connected']);
  });

  it('a link that broke half a minute ago is no news yet', () => {
    expect(troublesOf(seenOf({ state: null, lastSeenAt: at('09:00') - 30_000 }), at('09:00'))).toEqual([]);
  });

  it('20 of 25 is no class-rate trouble, 19 of 24 is', () => {
    const rate = (seen: number, due: number): string[] =>
      kinds(troublesOf(seenOf({ state: state({ classes: [classNow(seen, due)] }) }), at('08:50')));
    expect(rate(20, 25)).toEqual([]);
    expect(rate(19, 24)).toEqual(['class-rate']);
  });

  it('who could not be observed is not missing, as in a spot check', () => {
    const blind = (seen: number, observed: number | null) =>
      kinds(troublesOf(seenOf({ state: state({ classes: [{ ...classNow(seen, 20), observed }] }) }), at('08:50')));
    expect(blind(15, 0.9)).toEqual(['class-rate']);
    expect(blind(15, 0.8)).toEqual([]);
    expect(blind(15, null)).toEqual([]);
  });

  it('who is on leave is not missing', () => {
    const classes = [classNow(19, 24, 1)];
    expect(troublesOf(seenOf({ state: state({ classes }) }), at('08:50'))).toEqual([]);
  });

  it('the class rate says nothing in the first 15 minutes; that nobody is there does after 5', () => {
    const of = (seen: number): Seen => seenOf({ state: state({ classes: [classNow(seen, 20)] }) });
    expect(troublesOf(of(3), at('08:40'))).toEqual([]);
    expect(kinds(troublesOf(of(0), at('08:40')))).toEqual(['nobody-seen']);
  });

  it('a fork of the journal is shown at night, too', () => {
    expect(kinds(troublesOf(seenOf({ journal: { since: at('01:00') } }), at('23:00')))).toEqual(['journal']);
  });

  it('the wall is ordered worst first', () => {
    const room = (name: string, ...list: Trouble['kind'][]) => ({
      name,
      troubles: list.map((kind): Trouble => ({ kind, camera: '', class: '', since: 0 })),
    });
    const rooms = [
      room('丙'),
      room('甲', 'disk'),
      room('乙', 'camera-off'),
      room('丁', 'class-rate'),
      room('戊', 'camera-off', 'disk'),
    ];
    expect(rooms.sort(wallOrder).map(({ name }) => name)).toEqual(['戊', '乙', '丁', '甲', '丙']);
  });
});
