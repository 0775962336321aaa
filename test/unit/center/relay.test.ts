import { beforeEach, describe, expect, it } from 'vitest';
import type { LiveInit, LivePacket } from '../../../core/contract/live.ts';
import { cameraId } from '../../../core/domain/ids.ts';
import { epochMs, seconds } from '../../../core/domain/units.ts';
import { Relay, type Watcher } from '../../../server/hub/relay.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const camera = cameraId('front');
const init = (run: number): LiveInit => ({
  ...{ camera, run, codec: 'avc1.64001F', width: 640, height: 360, timescale: 90_000 },
  data: new Uint8Array(8),
});
const packet = (frame: number, keyframe = false, run = 1, bytes = 100): LivePacket => ({
  ...{ camera, run, frame, decodeTime: frame * 9000, duration: 9000, keyframe },
  ...{ capturedAt: epochMs(frame * 100), data: new Uint8Array(bytes) },
});

/** Lets what was woken run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class Viewer implements Watcher {
  readonly told: string[] = [];
  readonly confirm: (() => void)[] = [];
  unsent = 0;
  /** Whether it confirms at once. */
  readonly quick: boolean;

  constructor(quick = true) {
    this.quick = quick;
  }

  readonly backlog = (): number => this.unsent;

  init({ run }: LiveInit): void {
    this.told.push(`init ${String(run)}`);
  }

  packet({ frame }: LivePacket, got: () => void): void {
    this.told.push(String(frame));
    if (this.quick) got();
    else this.confirm.push(got);
  }

  ended(why: string): void {
    this.told.push(why);
  }
}

describe('a relay', () => {
  let asked: string[];
  let clock: ManualClock;
  let relay: Relay;
  beforeEach(() => {
    asked = [];
    clock = new ManualClock(0);
    relay = new Relay({ watch: () => asked.push('watch'), unwatch: () => asked.push('unwatch') }, { clock });
  });

  it('asks the kiosk only while somebody watches, and a little longer', async () => {
    const leave = relay.join(new Viewer());
    relay.join(new Viewer())();
    expect(asked).toEqual(['watch']);
    leave();
    clock.advance(seconds(4));
    await settled();
    expect(asked).toEqual(['watch']);
    clock.advance(seconds(2));
    await settled();
    expect(asked).toEqual(['watch', 'unwatch']);
  });

  it('does not ask again for who comes back at once', async () => {
    relay.join(new Viewer())();
    clock.advance(seconds(2));
    await settled();
    relay.join(new Viewer());
    clock.advance(seconds(20));
    await settled();
    expect(asked).toEqual(['watch']);
  });

  it('waits for nobody to come back once its hub ends', async () => {
    relay.join(new Viewer())();
    expect(clock.sleeping).toBe(1);
    relay[Symbol.dispose]();
    await settled();
    expect(clock.sleeping).toBe(0);
  });

  it('gives a newcomer the init and the current GOP at once', () => {
    relay.join(new Viewer());
    relay.init(init(1));
    for (const [frame, keyframe] of [
      [0, true],
      [1, false],
      [2, true],
      [3, false],
    ] as const)
      relay.packet(packet(frame, keyframe));
    const late = new Viewer();
    relay.join(late);
    expect(late.told).toEqual(['init 1', '2', '3']);
  });

  it('lets a stalled watcher skip to a keyframe and hurts nobody else', async () => {
    const [stalled, fine] = [new Viewer(false), new Viewer()];
    relay.join(stalled);
    relay.join(fine);
    relay.init(init(1));
    relay.packet(packet(0, true));
    clock.advance(seconds(1.5));
    await settled();
    for (let frame = 1; frame < 10; frame += 1) relay.packet(packet(frame, frame === 5));
    expect(stalled.told).toEqual(['init 1', '0']);
    expect(fine.told).toHaveLength(11);
    for (const got of stalled.confirm) got();
    relay.packet(packet(10)); // no keyframe: of no use to it
    relay.packet(packet(11, true));
    relay.packet(packet(12));
    expect(stalled.told).toEqual(['init 1', '0', '11', '12']);
    expect(relay.skipped).toBe(10);
  });

  it('lets a watcher whose connection takes nothing skip even keyframes', () => {
    const stuck = new Viewer();
    relay.join(stuck);
    relay.init(init(1));
    relay.packet(packet(0, true));
    stuck.unsent = 9 << 20;
    relay.packet(packet(1, true));
    expect(stuck.told).toEqual(['init 1', '0']);
  });

  it('keeps no GOP without end for newcomers', () => {
    relay.join(new Viewer());
    relay.init(init(1));
    relay.packet(packet(0, true));
    for (let frame = 1; frame < 40; frame += 1) relay.packet(packet(frame, false, 1, 1 << 20));
    const late = new Viewer();
    relay.join(late);
    expect(late.told).toEqual(['init 1']);
  });

  it('tells everybody when the kiosk is gone, and asks it again when it is back', () => {
    const viewer = new Viewer();
    relay.join(viewer);
    relay.init(init(1));
    relay.packet(packet(0, true));
    relay.lost('教室电脑没有连接');
    relay.back();
    expect(asked).toEqual(['watch', 'watch']);
    relay.packet(packet(1, true)); // of the old run: its init is gone
    relay.init(init(2));
    relay.packet(packet(0, true, 2));
    expect(viewer.told).toEqual(['init 1', '0', '教室电脑没有连接', 'init 2', '0']);
  });
});
