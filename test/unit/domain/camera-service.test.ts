import { expect, test } from 'vitest';
import { camerasAt, type InService } from '../../../core/domain/camera-service.ts';
import { cameraId } from '../../../core/domain/ids.ts';
import { epochMs } from '../../../core/domain/units.ts';

const camera = (id: string, addedAt: number, removedAt: number | null = null): InService => ({
  ...{ id: cameraId(id), addedAt: epochMs(addedAt) },
  removedAt: removedAt === null ? null : epochMs(removedAt),
});

test("a lesson's cameras are those that were there when its windows began", () => {
  const all = [camera('front', 0), camera('back', 500), camera('old', 0, 400)];
  expect(camerasAt(all, epochMs(300))).toEqual(['front', 'old']);
  expect(camerasAt(all, epochMs(450))).toEqual(['front']);
  expect(camerasAt(all, epochMs(500))).toEqual(['front', 'back']);
});

test('a camera removed in the middle of a lesson is still one of it: what it should have seen is not observed', () => {
  expect(camerasAt([camera('front', 0), camera('back', 0, 350)], epochMs(300))).toEqual(['front', 'back']);
});

test('a camera added in the middle of a lesson does not make its beginning unobserved', () => {
  expect(camerasAt([camera('front', 0), camera('back', 350)], epochMs(300))).toEqual(['front']);
});

test('the first camera of a room counts at once', () => {
  expect(camerasAt([camera('front', 350)], epochMs(300))).toEqual(['front']);
  expect(camerasAt([camera('old', 0, 100), camera('front', 350)], epochMs(300))).toEqual(['front']);
});
