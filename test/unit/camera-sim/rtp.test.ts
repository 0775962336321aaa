import { describe, expect, test } from 'vitest';
import { h264Payloads, h265Payloads, interleavedRtp } from '../../support/camera/rtsp/rtp.ts';

describe('RTP payloads', () => {
  test('a small H.264 NAL unit travels whole', () => {
    const nal = Buffer.from([0x65, 1, 2, 3]);
    expect(h264Payloads(nal, 10)).toEqual([nal]);
  });

  test('a large H.264 NAL unit travels as FU-A: start, middle, end, put together again the same', () => {
    const nal = Buffer.from([0x65, ...Array(20).keys()]);
    const parts = h264Payloads(nal, 10);
    expect(parts.map((part) => part.subarray(0, 2).toString('hex'))).toEqual(['7c85', '7c05', '7c45']);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(10);
    expect(Buffer.concat([Buffer.from([0x65]), ...parts.map((part) => part.subarray(2))])).toEqual(nal);
  });

  test('a large H.265 NAL unit travels as fragmentation units that keep layer and temporal id', () => {
    const nal = Buffer.from([0x26, 0x01, ...Array(15).keys()]); // IDR_W_RADL, type 19
    const parts = h265Payloads(nal, 10);
    expect(parts.map((part) => part.subarray(0, 3).toString('hex'))).toEqual(['620193', '620113', '620153']);
    expect(Buffer.concat([nal.subarray(0, 2), ...parts.map((part) => part.subarray(3))])).toEqual(nal);
  });

  test('the last packet of a frame carries the marker, numbers go on and wrap', () => {
    const state = { payloadType: 96, ssrc: 7, sequence: 0xffff, channel: 2 };
    const bytes = interleavedRtp({ payloads: [Buffer.from([1]), Buffer.from([2])], rtpTime: 9, keyframe: true }, state);
    expect(bytes.toString('hex')).toBe('2402000d8060ffff000000090000000701' + '2402000d80e00000000000090000000702');
    expect(state.sequence).toBe(1);
  });
});
