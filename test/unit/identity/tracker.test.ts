import { expect, test } from 'vitest';
import type { TrackInFrame } from '../../../core/domain/face.ts';
import { cameraId, traineeId } from '../../../core/domain/ids.ts';
import { sightingsOf } from '../../../kiosk/vision/identity/sightings.ts';
import { at, between, boxAt, face, galleryOf, look, POOR, poses, seeded, staff, trainee, watch } from './people.ts';

const [li, wang, zhao, nobody] = [face(1), face(2), face(3), face(4)] as const;
const everybody = galleryOf(trainee('li', li), trainee('wang', wang), trainee('zhao', zhao));

const nameOf = (track: TrackInFrame | undefined): string | undefined =>
  track?.identification.kind === 'identified' ? track.identification.match.trainee : undefined;
const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);

test('a face is named after three looks at both sides that agree, not before', () => {
  const camera = watch(everybody);
  const names = range(5).map((s) => nameOf(camera.frame(s, [{ box: boxAt(100), face: li }])[0]));
  expect(names).toEqual([undefined, undefined, undefined, 'li', 'li']);
});

test('the frame of the decision credits the first look of the unbroken track, later frames only themselves', () => {
  const camera = watch(everybody);
  const seen = range(5).flatMap((s) =>
    sightingsOf({ at: at(s), camera: cameraId('room'), tracks: camera.frame(s, [{ box: boxAt(100), face: li }]) }),
  );
  expect(seen.map((one) => (one.at - at(0)) / 1000)).toEqual([0, 3, 4]);
});

test('what was looked at before a doubt is not credited', () => {
  const camera = watch(everybody);
  const shown = [{ box: boxAt(100), face: li }];
  camera.frame(0, shown);
  camera.frame(1, []);
  const frames = [2, 3, 4].map((s) => camera.frame(s, shown));
  expect(nameOf(frames[2]?.[0])).toBe('li');
  expect(frames[2]?.[0]?.creditFrom).toBe(at(2));
});

test('somebody who is not enrolled stays unknown and becomes a stranger', () => {
  const camera = watch(everybody);
  const random = seeded(5);
  const tracks = range(30).map((s) => camera.frame(s, [{ box: boxAt(100), face: look(nobody, 0.5, random) }])[0]);
  expect(tracks.every((track) => track?.identification.kind === 'unknown')).toBe(true);
  expect(tracks[0]?.standing).toBe('unsure');
  expect(tracks.at(-1)?.standing).toBe('stranger');
});

test('a face between two trainees is ambiguous, never the nearer one', () => {
  const camera = watch(everybody);
  const tracks = range(10).map((s) => camera.frame(s, [{ box: boxAt(100), face: between(li, wang, 0.49) }])[0]);
  expect(tracks.at(-1)?.identification.kind).toBe('ambiguous');
  expect(tracks.some((track) => nameOf(track))).toBe(false);
});

test('one trainee is in one place: of two tracks the more alike has the name', () => {
  const camera = watch(everybody);
  const shown = [
    { box: boxAt(100), face: between(li, nobody, 0.3) },
    { box: boxAt(400), face: li },
  ];
  const last = range(6)
    .map((s) => camera.frame(s, shown))
    .at(-1);
  expect(last?.map(nameOf)).toEqual([undefined, 'li']);
  expect(last?.[0]?.identification.kind).toBe('ambiguous');
});

test('staff are recognised, and are neither trainees nor unidentified', () => {
  const camera = watch(galleryOf(trainee('li', li), staff('teacher', wang)));
  const tracks = range(4).map((s) => camera.frame(s, [{ box: boxAt(100), face: wang }]));
  const last = tracks.at(-1) ?? [];
  expect(last[0]).toMatchObject({ standing: 'staff', identification: { kind: 'identified' } });
  expect(sightingsOf({ at: at(3), camera: cameraId('room'), tracks: last })).toEqual([]);
});

test('a known face that stays is embedded every few seconds, not in each frame', () => {
  const camera = watch(everybody);
  const random = seeded(7);
  for (const s of range(61)) camera.frame(s, [{ box: boxAt(100 + random() * 3), face: look(li, 0.2, random) }]);
  expect(camera.embedded()).toBeGreaterThanOrEqual(10);
  expect(camera.embedded()).toBeLessThan(22);
});

test('a newcomer’s first look takes one side, those that settle who it is both, those after by turns', () => {
  const camera = watch(everybody);
  const taken = range(61).flatMap((s) => {
    camera.frame(s, [{ box: boxAt(100), face: li }]);
    return camera.sides();
  });
  expect(taken.slice(0, 4)).toEqual(['mirrored', 'both', 'both', 'both']);
  const after = taken.slice(4);
  expect(after.length).toBeGreaterThanOrEqual(7);
  expect(new Set(after)).toEqual(new Set(['own', 'mirrored']));
  expect(after.slice(1).every((side, i) => side !== after[i])).toBe(true);
});

test('a known face that turns away and comes back is looked at from both sides until it is settled again', () => {
  const camera = watch(everybody);
  for (const s of range(8)) camera.frame(s, [{ box: boxAt(100), face: li }]);
  for (const s of range(6)) camera.frame(8 + s, []);
  const taken = range(4).map((s) => {
    camera.frame(14 + s, [{ box: boxAt(100), face: li }]);
    return camera.sides();
  });
  expect(taken[1]).toEqual(['both']);
});

test('a face that moved is looked at from both sides, a newcomer elsewhere from one', () => {
  const camera = watch(everybody);
  for (const s of range(6)) camera.frame(s, [{ box: boxAt(100), face: li }]);
  camera.frame(6, [
    { box: boxAt(135), face: li },
    { box: boxAt(800), face: wang },
  ]);
  expect(camera.sides()[0]).toBe('both');
  expect(camera.sides()[1]).not.toBe('both');
});

test('a known face that jumps is looked at again at once', () => {
  const camera = watch(everybody);
  for (const s of range(6)) camera.frame(s, [{ box: boxAt(100), face: li }]);
  const before = camera.embedded();
  expect(nameOf(camera.frame(6, [{ box: boxAt(135), face: li }])[0])).toBe('li');
  expect(camera.embedded()).toBe(before + 1);
});

test('two who swap seats unseen are told apart, and neither has the other’s name for a frame', () => {
  const camera = watch(everybody);
  const [left, right] = [boxAt(100), boxAt(300)];
  for (const s of range(8))
    camera.frame(s, [
      { box: left, face: li },
      { box: right, face: wang },
    ]);
  for (const s of [8, 9]) camera.frame(s, []);
  const after = range(6).map((s) =>
    camera.frame(10 + s, [
      { box: left, face: wang },
      { box: right, face: li },
    ]),
  );
  for (const tracks of after) {
    for (const track of tracks.filter(({ detected }) => detected)) {
      if (nameOf(track) !== undefined) expect(nameOf(track)).toBe(track.box.x === 100 ? 'wang' : 'li');
    }
  }
  expect(
    after
      .at(-1)
      ?.filter(({ detected }) => detected)
      .map(nameOf)
      .sort(),
  ).toEqual(['li', 'wang']);
});

test('two who swap seats between two frames are found out at the next look, at most ten seconds later', () => {
  const camera = watch(everybody);
  const [left, right] = [boxAt(100), boxAt(300)];
  for (const s of range(20))
    camera.frame(s, [
      { box: left, face: li },
      { box: right, face: wang },
    ]);
  const after = range(12).map((s) =>
    camera.frame(20 + s, [
      { box: left, face: wang },
      { box: right, face: li },
    ]),
  );
  const right12 = after.at(-1)?.find(({ box, detected }) => detected && box.x === 300);
  const left12 = after.at(-1)?.find(({ box, detected }) => detected && box.x === 100);
  expect([nameOf(left12), nameOf(right12)]).toEqual(['wang', 'li']);
});

test('a stranger who takes a trainee’s seat does not take the name', () => {
  const camera = watch(everybody);
  for (const s of range(10)) camera.frame(s, [{ box: boxAt(100), face: li }]);
  camera.frame(10, []);
  const after = range(30).map((s) => camera.frame(11 + s, [{ box: boxAt(102), face: nobody }]));
  expect(
    after
      .flat()
      .filter(({ detected }) => detected)
      .some((track) => nameOf(track) !== undefined),
  ).toBe(false);
});

test('a stranger with a poor picture who takes a trainee’s seat is not credited either', () => {
  const camera = watch(everybody);
  for (const s of range(10)) camera.frame(s, [{ box: boxAt(100), face: li }]);
  camera.frame(10, []);
  const after = range(30).map((s) => camera.frame(11 + s, [{ box: boxAt(102), face: nobody, quality: POOR }]));
  expect(
    after
      .flat()
      .filter(({ detected }) => detected)
      .some((track) => nameOf(track) !== undefined),
  ).toBe(false);
});

test('a name rests on a look of the last fifteen seconds', () => {
  const camera = watch(everybody);
  for (const s of range(10)) camera.frame(s, [{ box: boxAt(100), face: li }]);
  const names = range(40).map((s) => nameOf(camera.frame(10 + s, [{ box: boxAt(100), face: li, quality: POOR }])[0]));
  expect(names[3]).toBe('li');
  expect(names[30]).toBeUndefined();
});

test('a face that comes back after minutes is the same track, and is credited from its return on', () => {
  const camera = watch(everybody);
  const first = range(6).map((s) => camera.frame(s, [{ box: boxAt(100), face: li }])[0]);
  camera.frame(6, []);
  const back = range(5).map((s) => camera.frame(200 + s, [{ box: boxAt(600), face: li }])[0]);
  expect(back[0]?.track).toBe(first[0]?.track);
  expect(back.map(nameOf)).toEqual([undefined, 'li', 'li', 'li', 'li']);
  expect(back[1]?.creditFrom).toBe(at(200));
  // In doubt since it is back, not since it was first seen: nobody is told then that he is not known.
  expect(back.map((track) => track?.unnamedSince)).toEqual([at(200), undefined, undefined, undefined, undefined]);
});

test('at five frames a second a walking face is one track', () => {
  const camera = watch(everybody);
  const tracks = range(20).map((i) => camera.frame(i / 5, [{ box: boxAt(100 + 22 * i), face: li }])[0]);
  expect(new Set(tracks.map((track) => track?.track)).size).toBe(1);
  expect(nameOf(tracks[3])).toBe('li');
});

test('a name is taken back when the gallery no longer holds the trainee', () => {
  const camera = watch(everybody);
  for (const s of range(6)) camera.frame(s, [{ box: boxAt(100), face: li }]);
  camera.tracker.useGallery(galleryOf(trainee('wang', wang)));
  expect(nameOf(camera.frame(6, [{ box: boxAt(100), face: li }])[0])).toBeUndefined();
  camera.tracker.useGallery(everybody);
  expect(nameOf(camera.frame(7, [{ box: boxAt(100), face: li }])[0])).toBe(traineeId('li'));
});

test('a clock that goes back ends all tracks', () => {
  const camera = watch(everybody);
  const [before] = camera.frame(10, [{ box: boxAt(100), face: li }]);
  const [after] = camera.frame(5, [{ box: boxAt(100), face: li }]);
  expect(after?.track).not.toBe(before?.track);
});

test('the number of embeddings must be the number asked for', () => {
  const camera = watch(everybody);
  const plan = camera.tracker.plan([], at(0));
  expect(() => camera.tracker.update(plan, [li])).toThrow(/expected 0 embeddings, got 1/);
});

test('a name just above the threshold is given only after six looks in a row have spoken for it', () => {
  // Three at both sides after the first, then five more.
  const camera = watch(everybody);
  const marginal = between(li, nobody, 0.54);
  const names = range(9).map((s) => nameOf(camera.frame(s, [{ box: boxAt(100), face: marginal }])[0]));
  expect(names).toEqual([...range(8).map(() => undefined), 'li']);
});

test('a stranger who resembles somebody who left does not come back under that name', () => {
  const camera = watch(everybody);
  for (const s of range(20)) camera.frame(s, [{ box: boxAt(100), face: li }]);
  const alike = between(li, nobody, 0.56); // 0.54 alike: above the threshold for one look, below that for three
  const after = range(40).flatMap((s) => camera.frame(60 + s, [{ box: boxAt(100), face: alike }]));
  expect(after.some((track) => nameOf(track) !== undefined)).toBe(false);
});

test('faces that touch but have not moved at all are followed without a look; when one of them moves both are looked at', () => {
  const camera = watch(everybody);
  const still = [
    { box: boxAt(100), face: li },
    { box: boxAt(132), face: wang },
  ];
  for (const s of range(4)) camera.frame(s, still);
  const settled = camera.embedded();
  camera.frame(4, still);
  expect(camera.embedded()).toBe(settled);
  camera.frame(5, [
    { box: boxAt(100), face: li },
    { box: boxAt(145), face: wang },
  ]);
  expect(camera.embedded()).toBeGreaterThan(settled);
});

test('faces that were found together are not looked at again together', () => {
  const camera = watch(everybody);
  const shown = range(10).map((i) => ({ box: boxAt(100 + i * 100), face: li }));
  for (const s of range(4)) camera.frame(s, shown);
  const looks = range(20).map((s) => {
    const before = camera.embedded();
    camera.frame(4 + s, shown);
    return camera.embedded() - before;
  });
  expect(Math.max(...looks)).toBeLessThanOrEqual(2);
  expect(looks.slice(8).reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(15);
});

test('what needs no new points are faces in place that no look is due for', () => {
  const camera = watch(everybody);
  const shown = [{ box: boxAt(100), face: li }];
  expect(camera.tracker.before(at(0)).still).toEqual([]);
  for (const s of range(4)) camera.frame(s, shown);
  expect(camera.tracker.before(at(4)).still).toEqual([boxAt(100)]);
  for (const s of range(6)) camera.frame(4 + s, shown);
  expect(camera.tracker.before(at(10)).still).toEqual([]); // a look is due
});

/** Names given in a seat at `looked`, where before one pose was seen, or two (`together`). */
function glimpses(away: number, together: boolean): readonly (string | undefined)[] {
  const camera = watch(everybody);
  const [one, other] = poses(li, away);
  for (const s of range(20)) camera.frame(s, [{ box: boxAt(100), face: together && s >= 10 ? other : one }]);
  return range(20).map((s) => nameOf(camera.frame(60 + s, [{ box: boxAt(102), face: one }])[0]));
}

test('glimpses from one seat that are each too little for a name give it together, when they are clear', () => {
  expect(glimpses(1.45, false).some((name) => name !== undefined)).toBe(false);
  expect(glimpses(1.45, true)).toContain('li');
});

test('glimpses from one seat whose mean is only just enough for a name give none: two people may have sat there', () => {
  expect(glimpses(1.6, true).some((name) => name !== undefined)).toBe(false);
});

test('a face that turns up in the next seat, where another was lost, is not the neighbour who looked away', () => {
  const camera = watch(everybody);
  const alike = between(wang, li, 0.42); // wang in a light in which he is alike to li, too
  const both = [
    { box: boxAt(100), face: li },
    { box: boxAt(155), face: wang },
  ];
  for (const s of range(10)) camera.frame(s, both);
  for (const s of range(5)) camera.frame(10 + s, both.slice(0, 1)); // wang looks away
  const after = range(8).map((s) => camera.frame(15 + s, [{ box: boxAt(155), face: alike }])); // he is back, li looks away
  const names = after.flat().flatMap((track) => (track.detected ? (nameOf(track) ?? []) : []));
  expect(names).not.toContain('li');
});

test('who moved to another seat between two frames is named after new looks there', () => {
  const camera = watch(everybody);
  for (const s of range(6)) camera.frame(s, [{ box: boxAt(100), face: li }]);
  const [before] = camera.frame(6, [{ box: boxAt(100), face: li }]);
  const after = range(4).map((s) => camera.frame(7 + s, [{ box: boxAt(160), face: li }])[0]);
  expect(after[0]?.track).toBe(before?.track);
  expect(after.map(nameOf)).toEqual([undefined, 'li', 'li', 'li']);
  expect(after[1]?.creditFrom).toBe(at(7));
});

test('glimpses from two seats are not put together', () => {
  const camera = watch(everybody);
  const [one, other] = poses(li);
  for (const s of range(10)) camera.frame(s, [{ box: boxAt(100), face: one }]);
  const after = range(20).map((s) => camera.frame(60 + s, [{ box: boxAt(400), face: other }])[0]);
  expect(after.some((track) => nameOf(track) !== undefined)).toBe(false);
});

test('a stranger who resembles somebody who left does not keep the seat’s name by sitting there long', () => {
  const camera = watch(everybody);
  for (const s of range(20)) camera.frame(s, [{ box: boxAt(100), face: li }]);
  const alike = between(li, nobody, 0.56);
  // Comes and goes five times: what the seat has seen of the stranger must not become the trainee's face.
  const after = range(200).flatMap((s) =>
    s % 40 < 25 ? camera.frame(60 + s, [{ box: boxAt(100), face: alike }]) : [],
  );
  expect(after.some((track) => nameOf(track) !== undefined)).toBe(false);
});
