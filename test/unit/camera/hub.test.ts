import { describe, expect, test } from 'vitest';
import type { CaptureEvent } from '../../../core/domain/media.ts';
import { createLog, silentLog } from '../../../core/platform/log.ts';
import { CameraHub } from '../../../kiosk/camera/hub.ts';
import { gap, init, packet } from './events.ts';

const name = (event: CaptureEvent): string =>
  event.kind === 'packet'
    ? String(event.frame)
    : event.kind === 'init'
      ? `init${event.run}`
      : `${event.why}${event.to === null ? '…' : '.'}`;

/** All that a reader gets until the hub ends. */
const read = async (source: AsyncIterable<CaptureEvent>): Promise<string> =>
  (await Array.fromAsync(source)).map(name).join(' ');

describe('readers of a camera', () => {
  test('get everything in order, each for itself', async () => {
    const hub = new CameraHub(silentLog);
    const [recorder, live] = [
      hub.subscribe({ name: 'recorder', keep: 'all' }),
      hub.subscribe({ name: 'live', keep: 'latest' }),
    ];
    for (const event of [gap('starting', 0), gap('starting', 0, 1), init(), packet(0), packet(1)]) hub.publish(event);
    hub.end();
    for (const reader of [recorder, live]) expect(await read(reader)).toBe('starting… starting. init1 0 1');
  });

  test('who join later get the init and the current GOP at once', async () => {
    const hub = new CameraHub(silentLog);
    for (const event of [init(), ...[0, 1, 2, 3, 4, 5, 6].map((frame) => packet(frame))]) hub.publish(event);
    const late = hub.subscribe({ name: 'late', keep: 'latest' });
    hub.publish(packet(7));
    hub.end();
    expect(await read(late)).toBe('init1 5 6 7');
  });

  test('who join while there is no picture get the gap that lasts', async () => {
    const hub = new CameraHub(silentLog);
    for (const event of [init(), packet(0), gap('stalled', 100)]) hub.publish(event);
    const late = hub.subscribe({ name: 'late', keep: 'latest' });
    for (const event of [gap('stalled', 100, 900), init(2), packet(0, 100, 2)]) hub.publish(event);
    hub.end();
    expect(await read(late)).toBe('stalled… stalled. init2 0');
  });

  test('wait for the next keyframe when the current GOP is too long to be kept', async () => {
    const hub = new CameraHub(silentLog);
    hub.publish(init());
    for (const frame of [0, 1, 2]) hub.publish(packet(frame, 8 << 20));
    const late = hub.subscribe({ name: 'late', keep: 'latest' });
    for (const frame of [3, 4, 5, 6]) hub.publish(packet(frame));
    hub.end();
    expect(await read(late)).toBe('init1 5 6');
    expect(late.dropped).toBe(0);
  });

  test('end when they are disposed of, and the others go on', async () => {
    const hub = new CameraHub(silentLog);
    const [gone, stays] = [hub.subscribe({ name: 'a', keep: 'latest' }), hub.subscribe({ name: 'b', keep: 'latest' })];
    hub.publish(init());
    gone[Symbol.dispose]();
    hub.publish(packet(0));
    expect(hub.readers.map((reader) => reader.name)).toEqual(['b']);
    hub.end();
    expect(await read(gone)).toBe('');
    expect(await read(stays)).toBe('init1 0');
  });

  test('who come after the camera was closed end at once', async () => {
    const hub = new CameraHub(silentLog);
    hub.end();
    expect(await read(hub.subscribe({ name: 'late', keep: 'latest' }))).toBe('');
  });
});

describe('a reader that is too slow', () => {
  test('of the kind `latest` goes on at a keyframe; what it missed is counted; facts are kept', async () => {
    const hub = new CameraHub(silentLog);
    const slow = hub.subscribe({ name: 'slow', keep: 'latest', maxBytes: 450 });
    hub.publish(init());
    for (let frame = 0; frame < 8; frame += 1) hub.publish(packet(frame));
    hub.end();
    expect(await read(slow)).toBe('init1 5 6 7');
    expect(slow.dropped).toBe(5);
  });

  test('of the kind `latest` holds no more than its bound, however long it does not read', () => {
    const hub = new CameraHub(silentLog);
    const stuck = hub.subscribe({ name: 'stuck', keep: 'latest', maxBytes: 450 });
    for (let run = 1; run < 200; run += 1) {
      hub.publish(init(run));
      for (let frame = 0; frame < 20; frame += 1) hub.publish(packet(frame, 100, run));
      expect(stuck.waitingBytes).toBeLessThanOrEqual(450);
    }
  });

  test('of the kind `all` loses nothing and raises an alarm, once, when half its room is gone', async () => {
    const lines: string[] = [];
    const hub = new CameraHub(createLog('camera', 'error', (line) => lines.push(line)));
    const recorder = hub.subscribe({ name: 'recorder', keep: 'all', maxBytes: 1000 });
    hub.publish(init());
    for (let frame = 0; frame < 10; frame += 1) hub.publish(packet(frame));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/"level":"error".*recorder cannot keep up.*half-full/);
    hub.end();
    expect(await read(recorder)).toBe('init1 0 1 2 3 4 5 6 7 8 9');
    expect(recorder.dropped).toBe(0);
  });

  test('of the kind `all`, beyond its room, is told of the loss as a gap from the first lost packet to the next kept one', async () => {
    const hub = new CameraHub(silentLog);
    const recorder = hub.subscribe({ name: 'recorder', keep: 'all', maxBytes: 1000 });
    hub.publish(init());
    for (let frame = 0; frame < 13; frame += 1) hub.publish(packet(frame));
    const seen: CaptureEvent[] = [];
    const reading = (async () => {
      for await (const event of recorder) seen.push(event);
    })();
    await new Promise(setImmediate);
    for (let frame = 13; frame < 17; frame += 1) hub.publish(packet(frame));
    hub.end();
    await reading;
    expect(seen.map(name).join(' ')).toBe('init1 0 1 2 3 4 5 6 7 8 9 recorder-failed… recorder-failed. 15 16');
    const [, ended] = seen.filter((event) => event.kind === 'gap');
    expect(ended).toMatchObject({ from: packet(10).capturedAt, to: packet(15).capturedAt });
    expect(recorder.dropped).toBe(5);
  });
});
