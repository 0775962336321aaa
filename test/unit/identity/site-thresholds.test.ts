import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  parseSiteThresholds,
  type SiteThresholds,
  withSiteThresholds,
} from '../../../kiosk/vision/identity/site-thresholds.ts';
import { thresholdFor } from '../../../kiosk/vision/identity/thresholds.ts';
import { bound, calibrate } from '../../../scripts/evaluate/calibrate.ts';
import { face, look, MODEL, PACK, seeded } from './people.ts';

const site: SiteThresholds = {
  version: 1,
  model: MODEL,
  thresholds: [
    { frames: 1, similarity: 0.45 },
    { frames: 3, similarity: 0.6 },
  ],
  margin: 0.02,
  from: { people: 40, outsiders: 0, accepted: 0, accepted95: [0, 0.0881] },
};

test('the threshold of the last step not above the number of frames holds', () => {
  expect([1, 2, 3, 9].map((frames) => thresholdFor(PACK.thresholds, frames))).toEqual([0.5, 0.5, 0.55, 0.55]);
  expect(() => thresholdFor([], 1)).toThrow(RangeError);
});

test('of pack and site the stricter holds, so that no file makes naming easier', () => {
  const { thresholds, margin } = withSiteThresholds(PACK, site);
  expect(thresholds).toEqual([
    { frames: 1, similarity: 0.5 },
    { frames: 3, similarity: 0.6 },
  ]);
  expect(margin).toBe(0.05);
});

test('thresholds of another model are refused, never used', () => {
  expect(() => withSiteThresholds(PACK, { ...site, model: 'another' })).toThrow(/another.*made-up.*--calibrate/);
});

test('a broken file is told by key', () => {
  expect(parseSiteThresholds(JSON.stringify(site), 'f.json')).toEqual(site);
  expect(() => parseSiteThresholds('{', 'f.json')).toThrow(/f\.json: expected JSON/);
  expect(() => parseSiteThresholds(JSON.stringify({ ...site, margin: -1, extra: 1 }), 'f.json')).toThrow(
    /margin.*extra/s,
  );
});

test('the bound lies above every stranger, further the fewer they are, and never reaches 1', () => {
  const strangers = Array.from({ length: 40 }, (_, i) => 0.2 + 0.004 * i);
  expect(bound(strangers, 40)).toBeGreaterThan(Math.max(...strangers));
  expect(bound(strangers, 10)).toBeGreaterThan(bound(strangers, 40));
  expect(bound([0.5, 0.6], 2)).toBe(Number.NEGATIVE_INFINITY);
  const crowded = Array.from({ length: 40 }, (_, i) => 0.9 + 0.0015 * i);
  expect(bound(crowded, 20)).toBeLessThan(1);
});

test('one search in a hundred may be more alike than the bound, a second may not', () => {
  const strangers = Array.from({ length: 200 }, (_, i) => 0.2 + 0.001 * (i % 100));
  expect(bound([0.9, ...strangers], 200)).toBeLessThan(0.9);
  expect(bound([0.9, 0.9, 0.9, ...strangers], 200)).toBeGreaterThan(0.9);
});

test('with fewer than twenty people nothing is calibrated, and it says so', async () => {
  await using folder = await temporary();
  const people = Array.from({ length: 12 }, (_, i) => ({ person: `p${i}`, embedding: face(i) }));
  const probes = people.map((one) => ({ ...one, file: 'x', weight: 1 }));
  await expect(calibrate(PACK, people, probes, [], path.join(folder.path, 'site.json'))).rejects.toThrow(
    /至少需要 20 人.*got 12/,
  );
});

test('calibrating on people who look alike raises the thresholds and says how sure it is', async () => {
  await using folder = await temporary();
  const file = path.join(folder.path, 'deep', 'site.json');
  const random = seeded(3);
  const common = face(1);
  // Everybody shares much of one face: strangers are about 0.65 alike.
  const people = Array.from({ length: 30 }, (_, i) => ({ person: `p${i}`, embedding: look(common, 0.75, random) }));
  const probes = people.map(({ person, embedding }) => ({
    person,
    file: 'x',
    weight: 1,
    embedding: look(embedding, 0.3, random),
  }));
  const written = await calibrate(PACK, people, probes, [], file);
  expect(written.thresholds[0]?.similarity).toBeGreaterThan(0.65);
  expect(written.from).toMatchObject({ people: 30, outsiders: 0, accepted: 0 });
  expect(written.from.accepted95[1]).toBeCloseTo(0.1157, 3);
  expect(parseSiteThresholds(await readFile(file, 'utf8'), file)).toEqual(written);
});

async function temporary() {
  const folder = await mkdtemp(path.join(tmpdir(), 'site-'));
  return { path: folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
