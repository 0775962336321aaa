import { expect, test } from 'vitest';
import { drawnClasses } from '../../../scripts/evaluate/classes.ts';
import { combinations } from '../../../scripts/evaluate/combinations.ts';
import { evaluateProbes } from '../../../scripts/evaluate/evaluation.ts';
import { interval95 } from '../../../scripts/evaluate/intervals.ts';
import { enrolAll, probesOf } from '../../../scripts/evaluate/probes.ts';
import { count, type Enrolled, type Probe, trueRateAt } from '../../../scripts/evaluate/rates.ts';
import { between, face, look, seeded } from './people.ts';

test('the interval of no error in 30,000 reaches to 1.2e-4, of 5 in 100 from 1.6 to 11.3 %', () => {
  expect(interval95(0, 30_000)).toEqual([0, expect.closeTo(1.2295e-4, 7)]);
  expect(interval95(5, 100)).toEqual([expect.closeTo(0.01643, 5), expect.closeTo(0.11283, 5)]);
  expect(interval95(7, 7)).toEqual([expect.closeTo(0.59038, 5), 1]);
  expect(interval95(0, 0)).toEqual([0, 1]);
});

test('the interval holds for many errors of many trials', () => {
  const [low, high] = interval95(15_000, 30_000);
  expect(low).toBeCloseTo(0.4943, 3);
  expect(high).toBeCloseTo(0.5057, 3);
});

test('three photos of four are averaged in four ways, of nine in twenty of the eighty-four', () => {
  expect(combinations(4, 3)).toEqual([
    [0, 1, 2],
    [0, 1, 3],
    [0, 2, 3],
    [1, 2, 3],
  ]);
  expect(combinations(9, 3)).toHaveLength(20);
  expect(new Set(combinations(9, 3).map(String)).size).toBe(20);
});

test('one photo at a time, each is searched, however many there are', () => {
  expect(combinations(25, 1)).toHaveLength(25);
});

test('with fewer photos than asked for all are averaged, with none there is no probe', () => {
  expect(combinations(2, 3)).toEqual([[0, 1]]);
  expect(combinations(0, 3)).toEqual([]);
});

const random = seeded(99);
const people = Array.from({ length: 8 }, (_, i) => ({ person: `p${i}`, embedding: face(500 + i) }));
const gallery: readonly Enrolled[] = people;
const seen = (i: number, noise = 0.5): Probe => ({
  person: `p${i}`,
  embedding: look((people[i] as Enrolled).embedding, noise, random),
});
const missed = (i: number): Probe => ({ person: `p${i}`, embedding: null });

test('a probe without a face is a miss in every count', () => {
  const counts = count([seen(0), seen(1), missed(2)], gallery, { threshold: 0.5, margin: 0.05 });
  expect(counts).toEqual({ probes: 3, detected: 2, rank1: 2, identified: 2, wrong: 0 });
  expect(trueRateAt(1e-3, [seen(0), seen(1), missed(2)], gallery)).toBeCloseTo(2 / 3);
});

test('a probe more like somebody else is wrong, one between two people is nobody’s', () => {
  const [a, b] = [people[0] as Enrolled, people[1] as Enrolled];
  const by = { threshold: 0.5, margin: 0.05 };
  expect(count([{ person: 'p0', embedding: b.embedding }], gallery, by)).toMatchObject({ rank1: 0, wrong: 1 });
  const middle = { person: 'p0', embedding: between(a.embedding, b.embedding, 0.49) };
  expect(count([middle], gallery, by)).toMatchObject({ rank1: 1, identified: 0, wrong: 0 });
});

test('the true rate is taken where the given part of the pairs of two people is accepted', () => {
  // Similarities: own 0.6; to others −1 … 0.9 in equal steps.
  const own = Float32Array.of(1, 0);
  const at = (alike: number): Float32Array => Float32Array.of(alike, Math.sqrt(1 - alike * alike));
  const others = Array.from({ length: 20 }, (_, i) => ({ person: `o${i}`, embedding: at(-1 + i * 0.1) }));
  const probes = [{ person: 'me', embedding: own }];
  const templates = [{ person: 'me', embedding: at(0.6) }, ...others];
  expect(trueRateAt(0.1, probes, templates)).toBe(0); // two may pass: 0.9 and 0.8; then 0.7 is above 0.6
  expect(trueRateAt(0.2, probes, templates)).toBe(1); // four may pass: then 0.5 is below
});

test('rates are 0–1, and outsiders are null when there are none', () => {
  const probes = people.map((_, i) => seen(i));
  const by = { threshold: 0.5, margin: 0.05 };
  const told = { pack: 'sharp', msPerFace: 3.14159 };
  const { evaluation } = evaluateProbes(probes, [], gallery, by, told);
  expect(evaluation).toEqual({
    pack: 'sharp',
    people: 8,
    probes: 8,
    detected: 8,
    rank1: 1,
    threshold: 0.5,
    tpir: 1,
    wrongId: 0,
    outsiderAccepted: null,
    tprAt: { '1e-2': 1, '1e-3': 1, '1e-4': 1 },
    msPerFace: 3.14,
  });
  const stranger = { person: 'x', embedding: face(900) };
  const known = { person: 'y', embedding: look((people[0] as Enrolled).embedding, 0.3, random) };
  const { evaluation: other } = evaluateProbes(probes, [stranger, known], gallery, by, told);
  expect(other.outsiderAccepted).toBe(0.5);
});

test('in drawn classes whoever is left out is an outsider, and the worst class is told', () => {
  const by = { threshold: 0.5, margin: 0.05 };
  const probes = people.map((_, i) => (i === 0 ? missed(0) : seen(i)));
  const classes = drawnClasses(5, probes, [], gallery, by);
  expect(classes).toMatchObject({ size: 5, drawn: 20, tpir: { worst: 0.8 }, wrongId: { mean: 0, worst: 0 } });
  expect(classes.tpir.mean).toBeGreaterThan(0.8); // without p0 nobody is missed
  expect(classes.tpir.mean).toBeLessThan(1);
  expect(classes.outsiderAccepted).toEqual({ mean: 0, worst: 0 });
  expect(drawnClasses(5, probes, [], gallery, by)).toEqual(classes);
  expect(drawnClasses(8, probes, [], gallery, by)).toMatchObject({ tpir: { mean: 0.875 }, outsiderAccepted: null });
  // Everybody left out looks like p1: accepted where p1 is enrolled.
  const alike = people.map(({ person }) => ({ person, embedding: (people[1] as Enrolled).embedding }));
  expect(drawnClasses(5, alike, [], gallery, by).outsiderAccepted).toMatchObject({ worst: 1 });
});

test('a person is enrolled by the photos with a face, and named when there is none', () => {
  const photo = (person: string, embedding: Float32Array | null) => ({ person, file: 'x.jpg', embedding, weight: 1 });
  const { enrolled, without } = enrolAll([photo('li', face(1)), photo('li', null), photo('wang', null)]);
  expect(enrolled.map(({ person }) => person)).toEqual(['li']);
  expect(without).toEqual(['wang']);
  expect(probesOf([photo('li', face(1)), photo('li', null)], 2)).toHaveLength(1);
  expect(probesOf([photo('wang', null)], 1)[0]?.embedding).toBeNull();
});
