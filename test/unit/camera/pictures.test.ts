import { describe, expect, test } from 'vitest';
import { Latest } from '../../../kiosk/camera/latest.ts';
import { PictureReader } from '../../../kiosk/camera/picture-reader.ts';

const line = (n: number, pts: number): string =>
  `[Parsed_showinfo_3 @ 0x557b] n:${String(n).padStart(4)} pts:${String(pts).padStart(7)} pts_time:0.5     pos:    15201 fmt:rgb24 s:2x1 i:P iskey:1 type:I `;

describe('pictures and their times, which come on two pipes', () => {
  test('are joined in order, whichever pipe is ahead', () => {
    const reader = new PictureReader(6);
    expect(reader.pushLine(line(0, 5120))).toEqual([]);
    expect(reader.pushBytes(Buffer.from([1, 1, 1]))).toEqual([]);
    expect(reader.pushBytes(Buffer.from([1, 1, 1, 2, 2, 2, 2, 2, 2, 3]))).toEqual([
      { pts: 5120, data: Buffer.from([1, 1, 1, 1, 1, 1]) },
    ]);
    expect(reader.pushLine('[h264 @ 0x1] error while decoding MB 1 2')).toEqual([]);
    expect(reader.pushLine(line(1, 7168))).toEqual([{ pts: 7168, data: Buffer.from([2, 2, 2, 2, 2, 2]) }]);
    expect(reader.inStep).toBe(true);
  });

  test('are given up when a line is missing: a wrong time would put a face at a wrong instant', () => {
    const reader = new PictureReader(6);
    reader.pushLine(line(0, 0));
    expect(reader.pushLine(line(2, 200))).toEqual([]);
    expect(reader.inStep).toBe(false);
    expect(reader.pushBytes(Buffer.alloc(12))).toEqual([]);
  });

  test('are given up when one pipe runs far ahead of the other', () => {
    const reader = new PictureReader(6);
    reader.pushBytes(Buffer.alloc(6 * 9));
    expect(reader.inStep).toBe(false);
  });
});

describe('the newest of many', () => {
  test('is what a slow reader gets, with the number that it missed', async () => {
    const latest = new Latest<number>();
    for (const value of [1, 2, 3]) latest.put(value);
    const reading = latest[Symbol.asyncIterator]();
    expect((await reading.next()).value).toEqual({ value: 3, dropped: 2 });
    const next = reading.next();
    latest.put(4);
    expect((await next).value).toEqual({ value: 4, dropped: 0 });
    latest.end();
    expect((await reading.next()).done).toBe(true);
  });
});
