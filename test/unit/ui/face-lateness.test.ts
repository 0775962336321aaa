import { describe, expect, it } from 'vitest';
import { cameraId } from '../../../core/domain/ids.ts';
import { epochMs } from '../../../core/domain/units.ts';
import { FaceLateness } from '../../../core/ui/face-lateness.ts';
import { FaceTimeline } from '../../../core/ui/face-timeline.ts';

const SCALE = 1000;

/** Plays `seconds` of packets; vision's results come `delay` after their packet, every `interval`. */
function lateness(seconds: number, delay: number, interval: number): number {
  const timeline = new FaceTimeline();
  const own = new FaceLateness(timeline);
  let last = 0;
  let next = 0;
  for (let now = 0; now < seconds; now += 0.04) {
    if (now >= next + delay) {
      timeline.add({ camera: cameraId('front'), run: 1, decodeTime: next * SCALE, at: epochMs(0), faces: [] });
      next += interval;
    }
    last = own.look(1, now, SCALE, now);
  }
  return last;
}

describe('how late the faces of a picture are known', () => {
  it('is vision’s delay and the time to its next result', () => {
    expect(lateness(10, 0.2, 0.2)).toBeGreaterThan(0.34);
    expect(lateness(10, 0.2, 0.2)).toBeLessThan(0.46);
  });

  it('is no matter when vision looks once in a while only, or not at all', () => {
    expect(new FaceLateness(new FaceTimeline()).look(1, 100, SCALE, 1)).toBe(0);
    const timeline = new FaceTimeline();
    timeline.add({ camera: cameraId('front'), run: 1, decodeTime: 0, at: epochMs(0), faces: [] });
    expect(new FaceLateness(timeline).look(1, 100, SCALE, 1)).toBe(0);
  });

  it('is forgotten within seconds when vision is faster again', () => {
    const timeline = new FaceTimeline();
    const own = new FaceLateness(timeline);
    const add = (at: number): void =>
      timeline.add({ camera: cameraId('front'), run: 1, decodeTime: at * SCALE, at: epochMs(0), faces: [] });
    add(0);
    expect(own.look(1, 0.9, SCALE, 1)).toBeCloseTo(0.9);
    for (let now = 1; now <= 10; now += 0.1) {
      add(now);
      own.look(1, now + 0.1, SCALE, now);
    }
    expect(own.look(1, 10.1, SCALE, 10)).toBeLessThan(0.25);
  });
});
