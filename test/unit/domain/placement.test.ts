import { describe, expect, test } from 'vitest';
import { type FaceLook, GRID, judgePlacement, type PlacementMeans } from '../../../core/domain/placement.ts';

const means: PlacementMeans = { smallestFace: 30, width: 1920, height: 1080, stream: 'main', role: 'room' };

/** A person who was looked at `times` times in one place. */
function person(track: number, look: Partial<FaceLook> = {}, times = 10): FaceLook[] {
  const usual = { x: 0.5, y: 0.5, height: 0.08, eyeDistance: 30 };
  const good = { sharpness: 0.8, frontality: 0.9, light: 0.9, identified: false };
  return Array.from({ length: times }, () => ({ track, ...usual, ...good, ...look }));
}

describe('a part of the picture', () => {
  test.each([
    [40, 'good', []],
    [16, 'good', []],
    [15, 'borderline', ['small']],
    [12, 'borderline', ['small']],
    [11, 'bad', ['small']],
  ])(
    'with eyes %d pixels apart is %s, for a pack that finds faces from 30 pixels on',
    (eyeDistance, standing, reasons) => {
      const { rows } = judgePlacement(person(1, { eyeDistance }), means);
      expect(rows).toMatchObject([{ standing, reasons, people: 1, eyeDistance }]);
    },
  );

  test('needs larger faces with a pack that finds none of them', () => {
    const result = judgePlacement(person(1, { eyeDistance: 20 }), { ...means, smallestFace: 60 });
    expect(result).toMatchObject({ badBelow: 24, goodFrom: 30, rows: [{ standing: 'bad' }] });
  });

  test.each([
    ['blurred', { sharpness: 0.2 }, 'borderline', 'focus'],
    ['blurred', { sharpness: 0.05 }, 'bad', 'focus'],
    ['dark', { light: 0.2 }, 'borderline', 'light'],
    ['turned', { frontality: 0.2 }, 'borderline', 'angle'],
  ] as const)('with large faces that are %s is not good, and it says what helps', (reason, look, standing, advice) => {
    const result = judgePlacement(person(1, look), means);
    expect(result.rows).toMatchObject([{ standing, reasons: [reason] }]);
    expect(result.advice).toContain(advice);
  });

  test('where nobody was is unknown, which is not good', () => {
    const { areas, rows, advice } = judgePlacement([], means);
    expect(areas).toHaveLength(GRID.columns * GRID.rows);
    expect(areas.every(({ standing, eyeDistance }) => standing === 'unknown' && eyeDistance === null)).toBe(true);
    expect(rows).toEqual([]);
    expect(advice).toEqual(['sit-there']);
  });

  test('through which somebody only passed is unknown', () => {
    const { areas, rows } = judgePlacement(person(1, {}, 2), means);
    expect(areas.filter(({ standing }) => standing !== 'unknown')).toEqual([]);
    expect(rows).toEqual([]);
  });

  test('is judged by the median: a look that failed does not count', () => {
    const looks = [...person(1, { eyeDistance: 30 }), ...person(1, { eyeDistance: 3 }, 2)];
    expect(judgePlacement(looks, means).rows[0]?.standing).toBe('good');
  });
});

describe('rows', () => {
  test('are told by how high people sit in the picture, the nearest first', () => {
    const looks = [
      ...person(1, { x: 0.2, y: 0.85, height: 0.16, eyeDistance: 50 }),
      ...person(2, { x: 0.7, y: 0.8, height: 0.15, eyeDistance: 46 }),
      ...person(3, { x: 0.4, y: 0.5, height: 0.06, eyeDistance: 14, identified: true }),
      ...person(4, { x: 0.4, y: 0.3, height: 0.04, eyeDistance: 8 }),
    ];
    const { rows } = judgePlacement(looks, means);
    expect(rows.map(({ standing, people, identified }) => [standing, people, identified])).toEqual([
      ['good', 2, 0],
      ['borderline', 1, 1],
      ['bad', 1, 0],
    ]);
    expect(rows[0]?.top).toBeCloseTo(0.725);
    expect(rows[0]?.bottom).toBeCloseTo(0.93);
  });
});

describe('advice for small faces', () => {
  const advice = (changes: Partial<PlacementMeans>) =>
    judgePlacement(person(1, { eyeDistance: 9 }), { ...means, ...changes }).advice.filter(
      (each) => each !== 'sit-there',
    );

  test('begins with what costs nothing', () => {
    expect(advice({ stream: 'sub', width: 640 })).toEqual(['main-stream', 'closer']);
    expect(advice({ role: 'check-in' })).toEqual(['room-role', 'closer']);
    expect(advice({ width: 1280 })).toEqual(['resolution', 'closer']);
    expect(advice({})).toEqual(['closer']);
  });
});
