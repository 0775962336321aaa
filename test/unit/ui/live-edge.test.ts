import { describe, expect, it } from 'vitest';
import { LiveEdge, type Playhead } from '../../../core/ui/live-edge.ts';

const head = (given: Partial<Playhead>): Playhead => ({
  now: 100,
  position: 10,
  ranges: [{ start: 5, end: 10.3 }],
  presented: 100,
  seeking: false,
  ...given,
});

describe('a live picture near its newest packet', () => {
  it('plays on at its own speed when it is where it should be', () => {
    expect(new LiveEdge().steer(head({}))).toEqual({ rate: 1 });
  });

  it('begins near the end of what has come, not at its beginning', () => {
    const { seek } = new LiveEdge().steer(head({ position: 0, ranges: [{ start: 900, end: 902 }] }));
    expect(seek).toBeCloseTo(901.7);
  });

  it('begins at the beginning when little has come', () => {
    expect(new LiveEdge().steer(head({ position: 0, ranges: [{ start: 900, end: 900.04 }] })).seek).toBe(900);
  });

  it('plays faster when it is a little behind', () => {
    const { rate, seek } = new LiveEdge().steer(head({ ranges: [{ start: 5, end: 10.9 }] }));
    expect(seek).toBeUndefined();
    expect(rate).toBeGreaterThan(1.1);
  });

  it('waits a little for what is drawn over it, but not for long', () => {
    const edge = new LiveEdge();
    edge.waitFor(0.45);
    expect(edge.target).toBeCloseTo(0.45);
    edge.waitFor(3);
    expect(edge.target).toBeCloseTo(0.6);
    edge.waitFor(0);
    for (let i = 0; i < 5000; i += 1) edge.steer(head({}));
    expect(edge.target).toBeCloseTo(0.3);
  });

  it('jumps when it is far behind', () => {
    expect(new LiveEdge().steer(head({ ranges: [{ start: 5, end: 14 }] })).seek).toBeCloseTo(13.7);
  });

  it('jumps over a hole, into the newest stretch', () => {
    const ranges = [
      { start: 5, end: 10 },
      { start: 12, end: 12.5 },
    ];
    expect(new LiveEdge().steer(head({ position: 10, ranges })).seek).toBeCloseTo(12.2);
  });

  it('does nothing while a seek is under way or nothing has come', () => {
    const edge = new LiveEdge();
    expect(edge.steer(head({ seeking: true, ranges: [{ start: 5, end: 30 }] }))).toEqual({ rate: 1 });
    expect(edge.steer(head({ ranges: [] }))).toEqual({ rate: 1 });
  });

  it('lets a decoder have the many frames that it holds back: few jumps, then a picture that goes on', () => {
    const edge = new LiveEdge();
    const holdsBack = 1.6;
    let position = 0;
    let presented = 0;
    let jumps = 0;
    const stops: number[] = [];
    let moved = false;
    for (let now = 0; now < 60; now += 0.1) {
      const end = 900 + now;
      const { seek, rate } = edge.steer({ now, position, ranges: [{ start: 890, end }], presented, seeking: false });
      const next = position + 0.1 * rate;
      const moves = seek === undefined && end - next >= holdsBack;
      if (seek !== undefined) {
        jumps += 1;
        position = seek;
      } else if (moves) {
        position = next;
        presented += 1;
      } else if (moved) {
        stops.push(now);
        edge.ranDry(end - position);
      }
      moved = moves;
    }
    expect(jumps).toBeLessThanOrEqual(4);
    expect(stops.filter((now) => now > 20).length).toBeLessThanOrEqual(10);
    expect(presented).toBeGreaterThan(500);
  });

  it('aims further back when the picture ran dry, and slowly nearer again', () => {
    const edge = new LiveEdge();
    for (let i = 0; i < 5; i += 1) edge.ranDry(0.02);
    expect(edge.target).toBeCloseTo(0.8);
    for (let i = 0; i < 5000; i += 1) edge.steer(head({ now: 100 + i / 10 }));
    expect(edge.target).toBeCloseTo(0.3);
  });
});
