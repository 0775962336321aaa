import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Fmp4Fragment, type Fmp4Part, Fmp4Reader } from '../../../core/domain/fmp4.ts';
import type { MediaInit, Packet } from '../../../core/domain/media.ts';
import { milliseconds } from '../../../core/domain/units.ts';
import { HealthLog } from '../../../kiosk/camera/health.ts';
import { RunPackets } from '../../../kiosk/camera/packets.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { at, FRONT, gap, init, packet } from './events.ts';

const parts = (name: string): Fmp4Part[] =>
  new Fmp4Reader().push(new Uint8Array(readFileSync(new URL(`../../data/camera/${name}`, import.meta.url))));

const arrival = (ms: number) => ({ wall: at(ms), monotonic: milliseconds(ms) });

/** The events of parts that come ten a second; fails when the run is told to end. */
function tellAll(run: RunPackets, told: readonly Fmp4Part[]): readonly (MediaInit | Packet)[] {
  return told.flatMap((part, i) => {
    const answer = run.tell(part, arrival(i * 100));
    if (answer.kind === 'useless') throw new Error(answer.detail);
    return answer.events;
  });
}

describe('the packets of a run', () => {
  test('begin with the init, at the first keyframe, numbered from 0', () => {
    const [head, , ...late] = parts('h264.mp4'); // the first keyframe is missing
    if (!head) throw new Error('expected an init');
    const events = tellAll(new RunPackets(FRONT, 3), [head, ...late]);
    expect(events[0]).toMatchObject({ kind: 'init', camera: FRONT, run: 3, codec: 'avc1.64000B', timescale: 10_240 });
    expect(
      events.slice(1).map((event) => event.kind === 'packet' && [event.frame, event.keyframe, event.decodeTime]),
    ).toEqual([0, 1, 2, 3, 4].map((i) => [i, i === 0, (5 + i) * 1024]));
  });

  test('know when the first picture began, the last one ended, and how long all were', () => {
    const run = new RunPackets(FRONT, 1);
    expect([run.firstAt, run.endsAt]).toEqual([null, null]);
    tellAll(run, parts('h264.mp4'));
    expect(run.firstAt).toBe(at(0));
    expect(run.endsAt).toBe(at(1000));
    expect(run.length).toBeCloseTo(1000);
  });

  test('are of no use in a codec that browsers and players do not know', () => {
    const [head] = parts('h264.mp4');
    if (head?.kind !== 'init') throw new Error('expected an init');
    expect(new RunPackets(FRONT, 1).tell({ ...head, codec: 'mp4v' }, arrival(0))).toMatchObject({
      kind: 'useless',
      why: 'unsupported-codec',
    });
  });

  test('end the run when media time runs away from the clock, either way', () => {
    const [head, first, second] = parts('h264.mp4');
    if (!head || first?.kind !== 'fragment' || second?.kind !== 'fragment') throw new Error('expected two frames');
    const ahead = new RunPackets(FRONT, 1);
    tellAll(ahead, [head, first]);
    expect(ahead.tell({ ...second, decodeTime: 11 * 10_240 }, arrival(300))).toMatchObject({
      kind: 'useless',
      why: 'closed',
    });
    const late = new RunPackets(FRONT, 1);
    tellAll(late, [head, first]);
    expect(late.tell(second, arrival(11_000))).toMatchObject({ kind: 'useless', why: 'stalled' });
  });

  test('carry the sound that came before them', () => {
    const run = new RunPackets(FRONT, 1);
    const told = parts('sound.mp4');
    const events = tellAll(run, told).filter((event) => event.kind === 'packet');
    const pictures = told.filter((part): part is Fmp4Fragment => part.kind === 'fragment' && part.track === 1);
    expect(events).toHaveLength(pictures.length);
    const whole = Buffer.concat(events.map((event) => event.data));
    const [first, last] = [pictures[0], pictures.at(-1)];
    if (!first || !last) throw new Error('expected pictures');
    const upToLast = told.slice(told.indexOf(first), told.indexOf(last) + 1);
    expect(whole.equals(Buffer.concat(upToLast.map((part) => part.data)))).toBe(true);
  });
});

describe('the health of a camera', () => {
  test('tells rate, bitrate, GOP, and the gap that lasts', () => {
    const clock = new ManualClock(at(0));
    const health = new HealthLog(FRONT, clock);
    health.note(gap('starting', 0));
    expect(health.read()).toMatchObject({
      state: 'gap',
      gap: { why: 'starting' },
      fps: 0,
      gaps: 1,
      lastPacketAt: null,
    });
    health.note(gap('starting', 0, 10));
    health.note(init());
    for (let frame = 0; frame < 300; frame += 1) {
      health.note(packet(frame, 1000));
      clock.advance(100);
    }
    const facts = health.read();
    expect(facts).toMatchObject({
      state: 'ok',
      gap: null,
      codec: 'avc1.64001F',
      width: 320,
      runs: 1,
      keyframeEvery: 500,
    });
    expect(facts.fps).toBeCloseTo(10, 0);
    expect(facts.bitrate).toBeCloseTo(80_000, -3);
    expect(facts.lastPacketAt).toBe(packet(299).capturedAt);
    clock.advance(20_000);
    health.note(gap('stalled', 30_000));
    expect(health.read()).toMatchObject({ state: 'gap', fps: 0, bitrate: 0, gaps: 2 });
  });
});
