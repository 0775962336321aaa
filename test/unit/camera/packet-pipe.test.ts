import { Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { CaptureEvent } from '../../../core/domain/media.ts';
import { decodeEvents, encodeEvent } from '../../../kiosk/camera/packet-pipe.ts';
import { PipeWriter } from '../../../kiosk/camera/pipe-writer.ts';
import { gap, init, packet } from './events.ts';

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
}

const decode = (bytes: Uint8Array, size = bytes.length): Promise<CaptureEvent[]> =>
  Array.fromAsync(decodeEvents(pieces(bytes, size)));

describe('capture events on a pipe', () => {
  const events = [gap('starting', 0), gap('starting', 0, 5), init(), packet(0, 70_000), packet(1, 0), packet(2)];
  const bytes = Buffer.concat(events.map(encodeEvent));

  test('arrive as they were sent, however the pipe cuts them up', async () => {
    for (const size of [1, 7, 1000, 65_536, bytes.length]) expect(await decode(bytes, size)).toEqual(events);
  });

  test('that were cut off at the end are as many as came whole', async () => {
    expect(await decode(bytes.subarray(0, bytes.length - 1))).toEqual(events.slice(0, -1));
  });

  test('that are none make the reader throw a ZaikeError and hold nothing', async () => {
    await expect(decode(Buffer.alloc(64, 0xff))).rejects.toThrow(ZaikeError);
    const wrong = Buffer.from(JSON.stringify({ kind: 'packet', camera: 'front', colour: 'red' }));
    const prefix = Buffer.alloc(8);
    prefix.writeUInt32BE(wrong.length, 0);
    await expect(decode(Buffer.concat([prefix, wrong]))).rejects.toThrow(/of this version/);
  });

  test('survive any damage as a ZaikeError or fewer events', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), async (at, value) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = value;
        await decode(damaged, 4096).catch((error: unknown) => {
          expect(error).toBeInstanceOf(ZaikeError);
        });
      }),
    );
  });
});

/** A pipe whose reader takes nothing until `open`. */
class StuckPipe extends Writable {
  readonly taken: Buffer[] = [];
  #waiting: (() => void) | null = null;
  #open = false;

  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.taken.push(bytes);
    if (this.#open) done();
    else this.#waiting = done;
  }

  open(): void {
    this.#open = true;
    this.#waiting?.();
  }
}

describe('the writer to a slow reader', () => {
  test('never holds more than its bound and one message, and goes on with the next keyframe', async () => {
    const pipe = new StuckPipe();
    const writer = new PipeWriter(pipe, 2000);
    writer.write(init());
    for (let frame = 0; frame < 1000; frame += 1) {
      writer.write(packet(frame, 500));
      expect(pipe.writableLength).toBeLessThan(2000 + 800);
    }
    expect(writer.dropped).toBeGreaterThan(990);
    pipe.open();
    await new Promise(setImmediate);
    for (let frame = 1001; frame < 1008; frame += 1) writer.write(packet(frame));
    await new Promise(setImmediate);
    const frames = (await decode(Buffer.concat(pipe.taken))).flatMap((event) =>
      event.kind === 'packet' ? [event.frame] : [],
    );
    expect(frames).toEqual([0, 1, 2, 1005, 1006, 1007]);
  });

  test('tells the init of a run before its first packet, though it came while the pipe was stuck', async () => {
    const pipe = new StuckPipe();
    const writer = new PipeWriter(pipe, 500);
    for (const event of [init(1), packet(0, 600), init(2), packet(0, 100, 2)]) writer.write(event);
    pipe.open();
    await new Promise(setImmediate);
    for (const frame of [4, 5, 6]) writer.write(packet(frame, 100, 2));
    await new Promise(setImmediate);
    const told = (await decode(Buffer.concat(pipe.taken))).map((event) =>
      event.kind === 'packet' ? event.frame : event.kind,
    );
    expect(told).toEqual(['init', 0, 'init', 5, 6]);
  });

  test('drops everything, and does not fail, when the reader is dead', () => {
    const pipe = new StuckPipe();
    const writer = new PipeWriter(pipe);
    pipe.destroy(new Error('EPIPE'));
    for (const event of [init(), packet(0), gap('stalled', 0)]) writer.write(event);
    expect(writer.dropped).toBe(1);
  });
});
