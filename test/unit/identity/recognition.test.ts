import { expect, test } from 'vitest';
import { recognition } from '../../../kiosk/vision/identity/thresholds.ts';

test('a face is followed on as one lost earlier only when it is far more alike than an identification asks', () => {
  const steps = [
    { frames: 1, similarity: 0.9 },
    { frames: 5, similarity: 0.92 },
  ];
  expect(recognition(steps)).toBeCloseTo(0.96);
});
