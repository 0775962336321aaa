import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { milliseconds } from '../../../core/domain/units.ts';
import { CaptureInstants } from '../../../kiosk/camera/instants.ts';
import { at } from './events.ts';

/** 10 frames a second on a timescale of 1000; frame `i` arrives `late` ms after the end of its picture. */
const arrival = (i: number, late = 0) => ({
  wall: at((i + 1) * 100 + late),
  monotonic: milliseconds((i + 1) * 100 + late),
});

describe('the capture instant of a packet', () => {
  test('is its arrival less one frame: ffmpeg hands a frame on when the next begins', () => {
    const instants = new CaptureInstants(1000);
    expect(instants.of(arrival(0), 0, 100)).toEqual({ at: at(0), drift: 0 });
    expect(instants.of(arrival(1), 100, 100).at).toBe(at(100));
  });

  test('is when it would have come, for the packets of a burst after the network held them up', () => {
    const instants = new CaptureInstants(1000);
    for (let i = 0; i < 10; i += 1) instants.of(arrival(i), i * 100, 100);
    const burst = [10, 11, 12, 13].map((i) => instants.of(arrival(i, (13 - i) * 100), i * 100, 100).at);
    expect(burst).toEqual([at(1000), at(1100), at(1200), at(1300)]);
  });

  test('follows the wall clock when somebody sets it', () => {
    const instants = new CaptureInstants(1000);
    instants.of(arrival(0), 0, 100);
    expect(instants.of({ ...arrival(1), wall: at(3_600_200) }, 100, 100).at).toBe(at(3_600_100));
  });

  test('follows a camera whose clock runs slow: the quickest packet is forgotten after half a minute', () => {
    const instants = new CaptureInstants(1000);
    let last = at(0);
    for (let i = 0; i < 36_000; i += 1) last = instants.of(arrival(i, Math.round(i * 0.01)), i * 100, 100).at;
    expect(Math.abs(last - at(35_999 * 100 + 360))).toBeLessThan(10);
  });

  test('tells how far media time has left the kiosk clock', () => {
    const instants = new CaptureInstants(1000);
    instants.of(arrival(0), 0, 100);
    expect(instants.of(arrival(1, 12_000), 100, 100).drift).toBe(12_000);
    expect(instants.of(arrival(2), 60_000, 100).drift).toBe(-59_800);
  });

  test('is never later than the arrival, never more than 5 s before the picture ended, and never goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20_000), { minLength: 1, maxLength: 60 }), (delays) => {
        const instants = new CaptureInstants(1000);
        let arrived = 0;
        let before = -Infinity;
        for (const [i, delay] of delays.entries()) {
          arrived = Math.max(arrived, (i + 1) * 100 + delay);
          const one = instants.of({ wall: at(arrived), monotonic: milliseconds(arrived) }, i * 100, 100);
          expect(one.at).toBeLessThanOrEqual(at(arrived - 100));
          expect(one.at).toBeGreaterThanOrEqual(at(arrived - 100 - 5000));
          expect(one.at).toBeGreaterThanOrEqual(before);
          before = one.at;
        }
      }),
    );
  });
});
