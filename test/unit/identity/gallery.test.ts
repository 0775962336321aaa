import { expect, test } from 'vitest';
import { modelId } from '../../../core/domain/ids.ts';
import { examinePhoto, oddPhotos, templateOf } from '../../../kiosk/vision/identity/enrol.ts';
import { openGallery } from '../../../kiosk/vision/identity/gallery.ts';
import { similarity, unit } from '../../../kiosk/vision/identity/vector.ts';
import type { FaceReading, Picture } from '../../../kiosk/vision/ports.ts';
import { boxAt, face, GOOD, galleryOf, look, MODEL, seeded, staff, trainee } from './people.ts';

test('the best and the second best are two people, however many templates a person has', () => {
  const [li, wang] = [face(1), face(2)];
  const found = galleryOf(trainee('li', li), trainee('li', look(li, 0.3, seeded(3))), trainee('wang', wang)).search(li);
  expect(found.best?.person.id).toBe('li');
  expect(found.best?.similarity).toBeCloseTo(1, 5);
  expect(found.second?.person.id).toBe('wang');
});

test('a gallery of one has no second, an empty one finds nobody', () => {
  expect(galleryOf(trainee('li', face(1))).search(face(1)).second).toBeUndefined();
  expect(galleryOf().search(face(1))).toEqual({});
});

test('a template of another model is named for enrolling again and never compared', () => {
  const old = { ...trainee('wang', face(2)), model: modelId('another') };
  const opened = openGallery(MODEL, 128, [trainee('li', face(1)), old]);
  expect(opened).toMatchObject({ kind: 're-enrol', stale: [{ person: { id: 'wang' } }] });
  expect(opened.gallery.size).toBe(1);
  expect(opened.gallery.search(face(2)).best?.person.id).toBe('li');
});

test('a template that is no unit vector of the model’s length is refused by name', () => {
  expect(() => galleryOf(trainee('li', face(1).subarray(0, 64)))).toThrow(
    /trainee:li: expected 128 values of length 1, got 64/,
  );
  expect(() =>
    galleryOf(
      trainee(
        'li',
        face(1).map((v) => 2 * v),
      ),
    ),
  ).toThrow(/length 2/);
});

test('a trainee and a teacher with the same name are two people', () => {
  expect(galleryOf(trainee('li', face(1)), staff('li', face(2))).size).toBe(2);
});

test('a template is the renormalised mean of the photos', () => {
  const photos = [11, 12, 13].map((seed) => look(face(1), 0.6, seeded(seed)));
  const { embedding } = templateOf({ kind: 'staff', id: 'x' }, MODEL, photos);
  expect(similarity(embedding, embedding)).toBeCloseTo(1, 5);
  expect(similarity(embedding, face(1))).toBeGreaterThan(Math.max(...photos.map((one) => similarity(one, face(1)))));
  expect(() => templateOf({ kind: 'staff', id: 'x' }, MODEL, [])).toThrow(/at least one photo/);
});

test('the one photo of somebody else among a person’s photos is found', () => {
  const photos = [11, 12, 13].map((seed) => look(face(1), 0.3, seeded(seed)));
  expect(oddPhotos([...photos, face(9)], 0.5)).toEqual([3]);
  expect(oddPhotos(photos, 0.5)).toEqual([]);
  expect(oddPhotos([face(1)], 0.5)).toEqual([]);
});

const reading = (size: number, quality = GOOD): FaceReading => ({
  detection: { box: boxAt(0, 0, size), confidence: 0.9 },
  landmarks: new Float32Array(136),
  quality,
});
const picture: Picture = { data: new Uint8Array(3), width: 1, height: 1 };
const engine = (...readings: readonly FaceReading[]) => ({
  examine: () => Promise.resolve([...readings]),
  embed: (_: Picture, faces: readonly FaceReading[]) => Promise.resolve(faces.map(() => unit(face(1)))),
});

test('a photo without a face, or with two, is no enrolment photo', async () => {
  expect(await examinePhoto(engine(), picture, true)).toEqual({ kind: 'no-face' });
  expect(await examinePhoto(engine(reading(100), reading(80)), picture, true)).toEqual({
    kind: 'several-faces',
    faces: 2,
  });
});

test('a passer-by in the background does no harm', async () => {
  const photo = await examinePhoto(engine(reading(30), reading(100)), picture, true);
  expect(photo).toMatchObject({ kind: 'face', reading: { detection: { box: { width: 100 } } } });
});

test('a photo is embedded only when that is asked for', async () => {
  expect(await examinePhoto(engine(reading(100)), picture, true)).toMatchObject({ embedding: unit(face(1)) });
  expect(await examinePhoto(engine(reading(100)), picture, false)).toMatchObject({ kind: 'face', embedding: null });
});
