import { describe, expect, test } from 'vitest';
import { PATCH, STAGE, seatCorner } from '../../support/camera/film/classroom.ts';
import { filmFilter, patchSize } from '../../support/camera/film/film-filter.ts';
import { smokeScript } from '../../support/camera/film/script.ts';

describe('the film', () => {
  test('seats twelve people who never overlap, however they sway or slide in', () => {
    const reach = { left: 6, right: 6 + 80, top: 4, bottom: 4 };
    const places = Array.from({ length: 12 }, (_, seat) => seatCorner(seat));
    for (const [i, a] of places.entries()) {
      expect(a.x - reach.left).toBeGreaterThanOrEqual(0);
      expect(a.y - reach.top).toBeGreaterThanOrEqual(0);
      expect(a.x + PATCH.width + reach.right).toBeLessThanOrEqual(STAGE.width);
      expect(a.y + PATCH.height + reach.bottom).toBeLessThanOrEqual(STAGE.height);
      for (const b of places.slice(i + 1)) {
        const apart =
          a.x + PATCH.width + reach.right <= b.x - reach.left ||
          b.x + PATCH.width + reach.right <= a.x - reach.left ||
          a.y + PATCH.height + reach.bottom <= b.y - reach.top ||
          b.y + PATCH.height + reach.bottom <= a.y - reach.top;
        expect(apart).toBe(true);
      }
    }
  });

  test('one filter shows everybody in their stays, and nobody who never came', () => {
    const filter = filmFilter(smokeScript(), { width: 1920, fps: 12, sub: { width: 640, height: 360 } });
    expect(filter.match(/overlay=/g)).toHaveLength(12);
    expect(filter).toContain("enable='between(t,35,83)+between(t,110,158)'");
    expect(filter.match(/enable='0'/g)).toHaveLength(1);
  });

  test('a smaller picture gets smaller people, in even pixels', () => {
    expect(patchSize(1920)).toEqual(PATCH);
    expect(patchSize(640)).toEqual({ width: 100, height: 114 });
  });
});
