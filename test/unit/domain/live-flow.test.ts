import { describe, expect, it } from 'vitest';
import { cameraId } from '../../../core/domain/ids.ts';
import { LiveFlow } from '../../../core/domain/live-flow.ts';
import type { Packet } from '../../../core/domain/media.ts';
import { seconds } from '../../../core/domain/units.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const GOP = 25;
const clockAt = (): ManualClock => new ManualClock(0);

function packet(frame: number, clock: ManualClock, bytes = 1000): Packet {
  return {
    kind: 'packet',
    camera: cameraId('front'),
    run: 1,
    frame,
    decodeTime: frame * 3600,
    duration: 3600,
    keyframe: frame % GOP === 0,
    capturedAt: clock.now(),
    data: new Uint8Array(bytes),
  };
}

describe('live video to one watcher', () => {
  it('sends everything to a watcher that confirms', () => {
    const clock = clockAt();
    const flow = new LiveFlow(() => clock.monotonic());
    for (let frame = 0; frame < 500; frame += 1) {
      const got = flow.admit(packet(frame, clock));
      expect(got).toBeDefined();
      clock.advance(40);
      got?.();
    }
    expect(flow.skipped).toBe(0);
  });

  it('sends a long GOP at once: what has just been sent is no lag', () => {
    const clock = clockAt();
    const flow = new LiveFlow(() => clock.monotonic());
    const sent = Array.from({ length: GOP }, (_, frame) => flow.admit(packet(frame, clock)));
    expect(sent.every((got) => got !== undefined)).toBe(true);
  });

  it('begins with a keyframe, and again after a new run', () => {
    const clock = clockAt();
    const flow = new LiveFlow(() => clock.monotonic());
    expect(flow.admit(packet(3, clock))).toBeUndefined();
    expect(flow.admit(packet(25, clock))).toBeDefined();
    expect(flow.admit(packet(26, clock))).toBeDefined();
    flow.restart();
    expect(flow.admit(packet(27, clock))).toBeUndefined();
    expect(flow.admit(packet(50, clock))).toBeDefined();
  });

  it('leaves out what comes to a watcher that is a second behind, and goes on at a keyframe once it has caught up', () => {
    const clock = clockAt();
    const flow = new LiveFlow(() => clock.monotonic(), { age: seconds(1), bytes: 1 << 20 });
    const unconfirmed: (() => void)[] = [];
    const admitted: number[] = [];
    for (let frame = 0; frame < 100; frame += 1) {
      const got = flow.admit(packet(frame, clock));
      if (got) {
        unconfirmed.push(got);
        admitted.push(frame);
      }
      clock.advance(40);
      if (frame === 60) for (const confirm of unconfirmed.splice(0)) confirm();
      if (frame > 60) for (const confirm of unconfirmed.splice(0)) confirm();
    }
    // One second is frames 0–25; frame 61 could be sent in time, but the next keyframe is 75.
    expect(admitted).toEqual([
      ...Array.from({ length: 26 }, (_, i) => i),
      ...Array.from({ length: 25 }, (_, i) => 75 + i),
    ]);
    expect(flow.skipped).toBe(49);
  });

  it('bounds the bytes under way, however fast they come', () => {
    const clock = clockAt();
    const flow = new LiveFlow(() => clock.monotonic(), { age: seconds(1), bytes: 10_000 });
    const sent = Array.from({ length: 100 }, (_, frame) => flow.admit(packet(frame, clock))).filter(Boolean);
    expect(sent).toHaveLength(11);
    expect(flow.lags).toBe(true);
  });

  it('counts a confirmation once, however often it comes', () => {
    const clock = clockAt();
    const flow = new LiveFlow(() => clock.monotonic(), { age: seconds(1), bytes: 1500 });
    const got = flow.admit(packet(0, clock));
    flow.admit(packet(1, clock));
    got?.();
    got?.();
    expect(flow.admit(packet(2, clock))).toBeDefined();
    expect(flow.lags).toBe(true);
  });
});
