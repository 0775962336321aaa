import { cameraId } from '../../../core/domain/ids.ts';
import type { Gap, MediaInit, Packet } from '../../../core/domain/media.ts';
import { epochMs } from '../../../core/domain/units.ts';

export const FRONT = cameraId('front');

/** An instant, `ms` after some Monday morning. */
export const at = (ms: number) => epochMs(Date.parse('2026-03-02T08:00:00+08:00') + ms);

export const init = (run = 1): MediaInit => ({
  kind: 'init',
  camera: FRONT,
  run,
  codec: 'avc1.64001F',
  width: 320,
  height: 180,
  timescale: 1000,
  data: new Uint8Array([1, 2, 3]),
});

/** Frame `frame` of a run with 10 frames a second and a keyframe every fifth, `size` bytes. */
export const packet = (frame: number, size = 100, run = 1): Packet => ({
  kind: 'packet',
  camera: FRONT,
  run,
  frame,
  decodeTime: frame * 100,
  duration: 100,
  keyframe: frame % 5 === 0,
  capturedAt: at(frame * 100),
  data: new Uint8Array(size).fill(frame),
});

export const gap = (why: Gap['why'], from: number, to: number | null = null): Gap => ({
  kind: 'gap',
  camera: FRONT,
  from: at(from),
  to: to === null ? null : at(to),
  why,
  detail: '',
});
