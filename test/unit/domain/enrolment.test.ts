import { expect, test } from 'vitest';
import { type FaceSight, nextStep, photoFindings, photoStanding } from '../../../core/domain/enrolment.ts';

const face = (
  quality: Partial<FaceSight['quality']> = {},
  look: Partial<FaceSight['look']> = {},
  pose: Partial<FaceSight['look']['pose']> = {},
): FaceSight => ({
  kind: 'face',
  quality: { eyeDistance: 120, sharpness: 1, frontality: 1, light: 1, ...quality },
  look: {
    pose: { yaw: 0, pitch: 0, roll: 0, ...pose },
    ...{ brightness: 0.5, unevenness: 0.1, mouthCovered: 0.1, eyesCovered: 0.1 },
    ...look,
  },
});

test.each([
  [90, []],
  [89.9, [{ code: 'small', pixels: 89, wanted: 90, refused: false }]],
  [60, [{ code: 'small', pixels: 60, wanted: 90, refused: false }]],
  [59.9, [{ code: 'small', pixels: 59, wanted: 60, refused: true }]],
  [48, [{ code: 'small', pixels: 48, wanted: 60, refused: true }]],
])('%d pixels between the eyes: from 90 on a photo is good, below 60 it is refused', (eyeDistance, findings) => {
  expect(photoFindings(face({ eyeDistance }))).toEqual(findings);
});

test.each([
  [{ yaw: 30 }, []],
  [{ yaw: 36.4 }, [{ code: 'turned', side: 'left', degrees: 36, refused: false }]],
  [{ yaw: -55 }, [{ code: 'turned', side: 'right', degrees: 55, refused: true }]],
  [{ pitch: -30 }, [{ code: 'nodding', way: 'down', degrees: 30, refused: false }]],
  [{ pitch: 45 }, [{ code: 'nodding', way: 'up', degrees: 45, refused: true }]],
  [{ roll: -40 }, [{ code: 'leaning', degrees: 40, refused: false }]],
])('a head turned by %j is told with its side and degrees', (pose, findings) => {
  expect(photoFindings(face({}, {}, pose))).toEqual(findings);
});

test('light is told once: too dark, too bright, without contrast, or from one side', () => {
  expect(photoFindings(face({ light: 0.1 }, { brightness: 0.05, unevenness: 0.9 }))).toEqual([
    { code: 'dark', refused: true },
  ]);
  expect(photoFindings(face({}, { brightness: 0.15 }))).toEqual([{ code: 'dark', refused: false }]);
  expect(photoFindings(face({}, { brightness: 0.9 }))).toEqual([{ code: 'bright', refused: false }]);
  expect(photoFindings(face({ light: 0.2 }))).toEqual([{ code: 'flat', refused: false }]);
  expect(photoFindings(face({}, { unevenness: 0.7 }))).toEqual([{ code: 'half-lit', refused: false }]);
});

test('dark glasses are named alone, since they spoil the comparison for the mouth', () => {
  expect(photoFindings(face({}, { eyesCovered: 0.9, mouthCovered: 0.9 }))).toEqual([
    { code: 'eyes-covered', refused: false },
  ]);
  expect(photoFindings(face({}, { mouthCovered: 0.9 }))).toEqual([{ code: 'mouth-covered', refused: false }]);
});

test('what refuses a photo is told first', () => {
  const findings = photoFindings(face({ eyeDistance: 70, sharpness: 0.05 }));
  expect(findings.map(({ code }) => code)).toEqual(['blurred', 'small']);
  expect(photoStanding(findings)).toBe('refused');
  expect(photoStanding(photoFindings(face({ eyeDistance: 70 })))).toBe('usable');
  expect(photoStanding(photoFindings(face()))).toBe('good');
});

test('no face, several faces and no photo are refused', () => {
  for (const sight of [
    { kind: 'no-face' },
    { kind: 'several-faces', faces: 2 },
    { kind: 'unreadable', message: '…' },
  ] as const)
    expect(photoStanding(photoFindings(sight))).toBe('refused');
});

test.each([
  ['none', ['good', 'good', 'good'], false, 'consent'],
  ['withdrawn', [], false, 'none-withdrawn'],
  ['given', [], false, 'photos'],
  ['given', ['good', 'usable'], true, 'photos'],
  ['given', ['good', 'good', 'refused'], true, 'better-photos'],
  ['given', ['good', 'good', 'usable'], false, 'embed'],
  ['given', ['good', 'good', 'usable'], true, 'done'],
] as const)('consent %s with photos %j (enrolled: %s) asks for %s', (consent, standings, enrolled, step) => {
  expect(nextStep({ consent, standings, enrolled })).toBe(step);
});
