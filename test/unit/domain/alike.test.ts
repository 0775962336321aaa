import { expect, test } from 'vitest';
import { alikePairs, likeness, samePhotos, strayPhotos, templateMean } from '../../../core/domain/alike.ts';

const limits = { threshold: 0.5, margin: 0.05 };
/** A unit vector in the plane of two axes, `degrees` from the first. */
const at = (degrees: number): Float32Array =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));
const person = (name: string, degrees: number) => ({ person: name, embedding: at(degrees) });
const photo = (name: string, of: string, degrees: number, weight = 1) => ({
  photo: name,
  person: of,
  embedding: at(degrees),
  weight,
});

test('a template is the weighted mean of the photos, of length 1', () => {
  const mean = templateMean([photo('1', 'a', 0, 3), photo('2', 'a', 90, 1)]) ?? new Float32Array();
  expect(likeness(mean, mean)).toBeCloseTo(1, 5);
  expect((mean[0] ?? 0) / (mean[1] ?? 1)).toBeCloseTo(3, 5);
  expect(templateMean([])).toBeUndefined();
  expect(likeness(templateMean([photo('1', 'a', 0, 0)]) ?? at(90), at(0))).toBeCloseTo(1, 5);
});

test('pairs near the threshold are told once, the most alike first; far ones are not', () => {
  const people = [person('a', 0), person('b', 62), person('c', 130)];
  const found = alikePairs(people, [...people, person('elsewhere', 20)], limits);
  expect(found.map(({ people: pair, same }) => [...pair, same])).toEqual([
    ['a', 'elsewhere', true],
    ['b', 'elsewhere', false],
    ['a', 'b', false],
  ]);
});

test('two people of another class are no matter of this one', () => {
  expect(alikePairs([person('a', 170)], [person('x', 0), person('y', 1)], limits)).toEqual([]);
});

test('a photo closer to somebody else than to its own person\u2019s others is named with that person', () => {
  const photos = [photo('1', 'a', 0), photo('2', 'a', 5), photo('3', 'a', 85)];
  expect(strayPhotos(photos, [person('a', 10), person('b', 90)], limits)).toEqual([
    { code: 'closer-to-other', photo: '3', person: 'a', other: 'b' },
  ]);
});

test('a photo unlike the others and like nobody is odd', () => {
  const photos = [photo('1', 'a', 0), photo('2', 'a', 5), photo('3', 'a', 85)];
  expect(strayPhotos(photos, [person('a', 10), person('b', 180)], limits)).toEqual([
    { code: 'odd', photo: '3', person: 'a' },
  ]);
});

test('of two photos that differ both are named; a single one only when it is like somebody else', () => {
  expect(strayPhotos([photo('1', 'a', 0), photo('2', 'a', 90)], [], limits).map((each) => each.photo)).toEqual([
    '1',
    '2',
  ]);
  expect(strayPhotos([photo('1', 'a', 0)], [person('a', 0), person('b', 120)], limits)).toEqual([]);
  expect(strayPhotos([photo('1', 'a', 0)], [person('a', 0), person('b', 10)], limits)).toHaveLength(1);
});

test('the same file under two people, or twice under one, is told', () => {
  const files = [
    { photo: '1', person: 'a', sha256: 'x' },
    { photo: '2', person: 'b', sha256: 'x' },
    { photo: '3', person: 'a', sha256: 'y' },
    { photo: '4', person: 'a', sha256: 'y' },
  ];
  expect(samePhotos(files)).toEqual([
    { code: 'same-photo', photos: ['1', '2'], people: ['a', 'b'] },
    { code: 'same-photo', photos: ['3', '4'], people: ['a', 'a'] },
  ]);
});
