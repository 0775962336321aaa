import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ZaikeError } from '../../../core/domain/errors.ts';
import { type Fmp4Part, Fmp4Reader, lastWholeFragment, readFragment, readInit } from '../../../core/domain/fmp4.ts';

const avc = new Uint8Array(readFileSync(new URL('../../data/camera/h264.mp4', import.meta.url)));
const hevc = new Uint8Array(readFileSync(new URL('../../data/camera/h265.mp4', import.meta.url)));

function readAll(bytes: Uint8Array, step = bytes.length): Fmp4Part[] {
  const reader = new Fmp4Reader();
  const parts: Fmp4Part[] = [];
  for (let at = 0; at < bytes.length; at += step) parts.push(...reader.push(bytes.subarray(at, at + step)));
  return parts;
}

describe('an fMP4 stream with one fragment a frame', () => {
  test('tells the codec, size and timescale of H.264 by its init', () => {
    const [init] = readAll(avc);
    expect(init).toMatchObject({ kind: 'init', codec: 'avc1.64000B', width: 320, height: 240, timescale: 10_240 });
  });

  test('tells the codec and size of H.265 by its init', () => {
    const [init] = readAll(hevc);
    expect(init).toMatchObject({ kind: 'init', codec: 'hvc1.1.6.L60.90', width: 320, height: 240 });
  });

  test('gives every frame with its decode time, duration and whether decoding can start there', () => {
    const frames = readAll(avc).filter((part) => part.kind === 'fragment');
    expect(frames.map((frame) => frame.decodeTime)).toEqual(frames.map((_, i) => i * 1024));
    expect(frames.map((frame) => frame.keyframe)).toEqual(frames.map((_, i) => i % 5 === 0));
    expect(frames.every((frame) => frame.duration === 1024 && frame.samples === 1)).toBe(true);
    expect(frames).toHaveLength(10);
  });

  test('is the same however its bytes are cut up', () => {
    const whole = readAll(avc);
    for (const step of [1, 7, 1000, 4096]) expect(readAll(avc, step)).toEqual(whole);
  });

  test('lies in the stream without holes: offsets and lengths join up', () => {
    const parts = readAll(avc);
    let at = 0;
    for (const part of parts) {
      expect(part.offset).toBe(at);
      at += part.data.length;
    }
    expect(at).toBeLessThanOrEqual(avc.length);
  });

  test('can be read part by part: readInit and readFragment agree with the reader', () => {
    const [init, first] = readAll(avc);
    if (init?.kind !== 'init' || first?.kind !== 'fragment') throw new Error('expected an init and a fragment');
    expect(readInit(init.data)).toEqual(init);
    expect(readFragment(first.data, init, first.offset)).toEqual(first);
  });
});

describe('a file that was cut off or damaged', () => {
  test('is whole up to the last fragment that came entirely', () => {
    const frames = readAll(avc).filter((part) => part.kind === 'fragment');
    const [, , third, fourth] = frames;
    if (!third || !fourth) throw new Error('expected four frames');
    const cut = lastWholeFragment(avc.subarray(0, fourth.offset + fourth.data.length - 1));
    expect(cut.end).toBe(fourth.offset);
    expect(cut.fragments).toEqual(frames.slice(0, 3));
  });

  test('is whole up to where zeros begin', () => {
    const third = readAll(avc)[3];
    if (!third) throw new Error('expected three frames');
    const file = avc.slice();
    file.fill(0, third.offset);
    expect(lastWholeFragment(file)).toMatchObject({ end: third.offset, fragments: { length: 2 } });
  });

  test('gives the parts before the damage first and the error after them', () => {
    const third = readAll(avc)[3];
    if (!third) throw new Error('expected three frames');
    const file = avc.slice();
    file.fill(0, third.offset);
    const reader = new Fmp4Reader();
    expect(reader.push(file)).toHaveLength(3);
    expect(reader.damage?.facts).toEqual({ at: third.offset });
    expect(() => reader.push(new Uint8Array(1))).toThrow(ZaikeError);
  });

  test('has nothing whole before its init has come', () => {
    expect(lastWholeFragment(avc.subarray(0, 100))).toEqual({ init: undefined, fragments: [], end: 0 });
    expect(lastWholeFragment(new Uint8Array(0)).end).toBe(0);
  });

  test('makes the reader throw a ZaikeError and nothing else, whatever bytes are wrong', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(4000), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 }),
        (changes) => {
          const bytes = avc.slice();
          for (const [at, value] of changes) bytes[at] = value;
          try {
            for (const part of readAll(bytes, 1500)) expect(part.data.length).toBeLessThanOrEqual(bytes.length);
          } catch (error) {
            expect(error).toBeInstanceOf(ZaikeError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('throws on bytes that are no MP4 at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 400 }), (bytes) => {
        expect(() => new Fmp4Reader().push(bytes)).toThrow(ZaikeError);
      }),
    );
  });

  test('claiming a huge box is refused at once and nothing is allocated for it', () => {
    const claim = (size: number, type: string): Uint8Array => {
      const bytes = new Uint8Array(16);
      new DataView(bytes.buffer).setUint32(0, size);
      bytes.set(new TextEncoder().encode(type), 4);
      return bytes;
    };
    expect(() => new Fmp4Reader().push(claim(0xffff_ffff, 'ftyp'))).toThrow(/possible size/);
    expect(() => new Fmp4Reader().push(claim(1, 'ftyp'))).toThrow(ZaikeError);
    expect(() => new Fmp4Reader().push(claim(0, 'ftyp'))).toThrow(/size of 8 bytes/);
  });
});
