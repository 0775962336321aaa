import { expect, test } from 'vitest';
import { liveHintText } from '../../../core/contract/office/enrolment-words.ts';
import type { FaceSight, PhotoSight } from '../../../core/domain/enrolment.ts';
import { guide, type LiveProgress, liveStart } from '../../../core/domain/live-enrolment.ts';

const face = (pose: Partial<FaceSight['look']['pose']> = {}, eyeDistance = 70, sharpness = 1): FaceSight => ({
  kind: 'face',
  quality: { eyeDistance, sharpness, frontality: 1, light: 1 },
  look: {
    pose: { yaw: 0, pitch: 0, roll: 0, ...pose },
    brightness: 0.5,
    unevenness: 0,
    mouthCovered: 0,
    eyesCovered: 0,
  },
});

/** What is said and taken, look by look. */
function looks(...sights: readonly PhotoSight[]): { said: string[]; taken: (string | null)[]; end: LiveProgress } {
  let progress = liveStart;
  const said: string[] = [];
  const taken: (string | null)[] = [];
  for (const sight of sights) {
    const step = guide(progress, 1, sight);
    progress = step.progress;
    said.push(liveHintText(progress.hint));
    taken.push(step.take);
  }
  return { said, taken, end: progress };
}

test('pose after pose is asked for and taken, up beside the own straight look', () => {
  const straight = { pitch: -6 };
  const { said, taken } = looks(
    face(straight),
    face({ ...straight, yaw: -20 }),
    face({ ...straight, yaw: 20 }),
    face({ ...straight, yaw: -20 }),
    face({ pitch: -3 }),
    face({ pitch: 4 }),
    face(straight),
  );
  expect(taken).toEqual(['front', null, 'left', 'right', null, 'up', 'front-again']);
  expect(said).toEqual([
    '请把头向左转一点',
    '请把头向左转一点',
    '请把头向右转一点',
    '请稍微抬头',
    '请稍微抬头',
    '请再次正对镜头',
    '采集完成，请核对照片',
  ]);
});

test('who turns too far is asked back', () => {
  expect(looks(face(), face({ yaw: 40 })).said.at(-1)).toBe('转得太多了，请转回来一点');
});

test('nothing is taken of two faces, of none, of a small, blurred or covered one, and it is said why', () => {
  expect(guide(liveStart, 2, null)).toMatchObject({ take: null, progress: { hint: { kind: 'several', faces: 2 } } });
  expect(guide(liveStart, 0, null)).toMatchObject({ take: null, progress: { hint: { kind: 'nobody' } } });
  expect(looks(face({}, 48))).toMatchObject({ taken: [null], said: ['两眼间距 48 像素，至少需要 60：请走近摄像头'] });
  expect(looks(face({}, 70, 0.2))).toMatchObject({ taken: [null], said: ['画面模糊，请站稳不动'] });
  const masked = face();
  expect(looks({ ...masked, look: { ...masked.look, mouthCovered: 0.95 } })).toMatchObject({
    taken: [null],
    said: ['请摘下口罩，露出整张脸'],
  });
});

test('after the last picture nothing more is taken', () => {
  const { end } = looks(face(), face({ yaw: 20 }), face({ yaw: -20 }), face({ pitch: 10 }), face());
  expect(end.taken).toBe(5);
  expect(guide(end, 1, face()).take).toBeNull();
});
