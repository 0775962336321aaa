import { beforeEach, expect, test } from 'vitest';
import type { FrameResult, TrackInFrame } from '../../../core/domain/face.ts';
import { cameraId, modelId, trackId, traineeId } from '../../../core/domain/ids.ts';
import { epochMs, milliseconds, minutes, seconds } from '../../../core/domain/units.ts';
import { FrontFace } from '../../../kiosk/http/front-face.ts';
import { Tries } from '../../../kiosk/http/tries.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const clock = new ManualClock(0);
let front: FrontFace;
beforeEach(() => {
  front = new FrontFace(() => clock.monotonic());
});

function face(trainee: string | null, height: number, more: Partial<TrackInFrame> = {}): TrackInFrame {
  return {
    ...{ track: trackId(1), box: { x: 0, y: 0, width: height, height }, confidence: 0.9, quality: null },
    ...{ liveness: 'live', detected: true, since: epochMs(0) },
    identification:
      trainee === null
        ? { kind: 'unknown' }
        : { kind: 'identified', match: { trainee: traineeId(trainee), similarity: 0.7 } },
    ...more,
  };
}

function frame(tracks: readonly TrackInFrame[], camera = 'door'): FrameResult {
  const size = { width: 1920, height: 1000 };
  const facts = { run: 1, frame: 1, decodeTime: 1, at: epochMs(0), model: modelId('m'), tookMs: 1, dropped: 0 };
  return { camera: cameraId(camera), ...facts, ...size, tracks };
}

test('whoever stands nearest before the camera is meant', () => {
  front.note(frame([face('t2', 90), face('t1', 300)]));
  expect(front.now()).toBe('t1');
});

test('nobody is meant from afar, of two side by side, by a photo, or without a name', () => {
  for (const tracks of [
    [],
    [face('t1', 110)],
    [face('t1', 300), face('t2', 260)],
    [face('t1', 300, { liveness: 'spoof' })],
    [face(null, 300), face('t1', 150)],
    [face('t1', 300, { detected: false })],
  ]) {
    front.note(frame(tracks));
    expect(front.now()).toBeNull();
  }
});

test('a face that was there two seconds ago is there no more', () => {
  front.note(frame([face('t1', 300)]));
  clock.advance(2000);
  expect(front.now()).toBe('t1');
  clock.advance(1);
  expect(front.now()).toBeNull();
});

test('two cameras that see two people mean nobody', () => {
  front.note(frame([face('t1', 300)]));
  front.note(frame([face('t2', 300)], 'other'));
  expect(front.now()).toBeNull();
  front.note(frame([face('t1', 300)], 'other'));
  expect(front.now()).toBe('t1');
});

test('after so many failed tries the next waits until the oldest of them is old enough', () => {
  const tries = new Tries(() => clock.monotonic(), 2, minutes(5));
  tries.failed();
  expect(tries.wait()).toBe(0);
  clock.advance(seconds(60));
  tries.failed();
  expect(tries.wait()).toBe(milliseconds(240_000));
  clock.advance(240_000);
  expect(tries.wait()).toBe(0);
});
