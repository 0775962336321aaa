import { expect, test } from 'vitest';
import { traineeId } from '../../../core/domain/ids.ts';
import type { Sighting, SightingProof } from '../../../core/domain/sighting.ts';
import { seconds } from '../../../core/domain/units.ts';
import { sightingLog } from '../../../kiosk/presence/sighting-log.ts';
import { frameResult, trackOf } from '../../support/frame-result.ts';

interface Kept {
  readonly trainee: string;
  readonly at: number;
  readonly proof: boolean;
}

/** A lesson whose arrival is 0–20 s, middle 20–40 s, departure 40–60 s (closed at both ends). */
function windowsAt(_trainee: string, at: number): string[] {
  const windows = [
    ['1/arrival', 0, 20_000],
    ['1/middle', 20_000, 40_000],
    ['1/departure', 40_000, 60_000],
  ] as const;
  return windows.filter(([, from, to]) => at >= from && at <= to).map(([name]) => name);
}

function logWith(every = 15) {
  const kept: Kept[] = [];
  const sink = {
    addSighting: ({ trainee, at }: Sighting, proof?: SightingProof) => {
      kept.push({ trainee, at, proof: proof !== undefined });
    },
  };
  const log = sightingLog({ sink, windowsAt, isTrainee: (id) => id !== 'teacher', every: seconds(every) });
  return { kept, log };
}

test('the first sighting in each window is told and kept with its proof', () => {
  const { kept, log } = logWith(1000);
  const first = [];
  for (let at = 5000; at <= 55_000; at += 1000) first.push(...log.note(frameResult(at, [trackOf('t1')]), 'unverified'));
  expect(first.map(({ at, window }) => [at, window])).toEqual([
    [5000, '1/arrival'],
    [20_000, '1/middle'],
    [40_000, '1/departure'],
  ]);
  expect(kept.filter(({ proof }) => proof).map(({ at }) => at)).toEqual(expect.arrayContaining([5000, 20_000, 40_000]));
});

test('a trainee in view is kept every 15 s, and the last sighting when out of view', () => {
  const { kept, log } = logWith();
  for (let at = 41_000; at <= 58_000; at += 1000) log.note(frameResult(at, [trackOf('t1')]), 'unverified');
  log.note(frameResult(80_000, []), 'unverified');
  log.settle(frameResult(80_000, []).at);
  expect(kept.map(({ at }) => at)).toEqual([41_000, 56_000, 58_000]);
  expect(kept.every(({ proof }) => proof)).toBe(true);
});

test('the last sighting before a new window is kept, so that nothing that a window needs is thinned away', () => {
  const { kept, log } = logWith(1000);
  for (const at of [15_000, 19_900, 21_000]) log.note(frameResult(at, [trackOf('t1')]), 'unverified');
  expect(kept.map(({ at }) => at)).toEqual([15_000, 19_900, 21_000]);
});

test('unknown faces, spoofs, carried-over boxes and teachers are no sightings', () => {
  const { kept, log } = logWith();
  const spoof = { ...trackOf('t1'), liveness: 'spoof' as const };
  const carried = { ...trackOf('t1'), detected: false };
  const result = frameResult(5000, [trackOf('?'), spoof, carried, trackOf('teacher')]);
  expect(log.note(result, 'unverified')).toEqual([]);
  expect(kept).toEqual([]);
});

test('an unsure liveness counts (rules §2)', () => {
  const { kept, log } = logWith();
  log.note(frameResult(5000, [{ ...trackOf('t1'), liveness: 'unsure' }]), 'unverified');
  expect(kept).toEqual([{ trainee: 't1', at: 5000, proof: true }]);
});

test('after a restart, windows that were opened before are not opened again', () => {
  const { log } = logWith();
  const sighting = frameResult(5000, []);
  log.recall({ trainee: traineeId('t1'), at: sighting.at, camera: sighting.camera });
  expect(log.note(frameResult(9000, [trackOf('t1')]), 'unverified')).toEqual([]);
});

test('a face recognised only now was the same person since its first look, and is credited from then', () => {
  const { kept, log } = logWith(1000);
  const fresh = { ...trackOf('t1'), creditFrom: frameResult(3900, []).at };
  const first = log.note(frameResult(5000, [fresh]), 'unverified');
  expect(first.map(({ at, window }) => [at, window])).toEqual([[3900, '1/arrival']]);
  expect(kept.map(({ at }) => at)).toEqual([3900]);
  log.note(frameResult(5200, [trackOf('t1')]), 'unverified');
  log.settle();
  expect(kept.map(({ at }) => at)).toEqual([3900, 5200]);
});
