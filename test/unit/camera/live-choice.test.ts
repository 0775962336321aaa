import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LiveWay } from '../../../core/domain/live-way.ts';
import { expectedLive, type LiveStreams, liveTries } from '../../../kiosk/camera/live-choice.ts';
import { readConfig } from '../../../kiosk/config.ts';

const ALL: readonly LiveWay[] = ['sub-stream', 'onvif', 'transcode'];
const H265 = 'hvc1.1.6.L93.B0';
const tries = (size: 'sub' | 'main', streams: Partial<LiveStreams>, order = ALL): string[] =>
  liveTries(size, { recorded: 'main', codec: H265, sub: 'unknown', settable: true, ...streams }, order).map(
    ({ stream, how }) => `${stream} ${how}`,
  );

describe('how a camera is shown to the center', () => {
  it('one that records H.264: its sub-stream, else as recorded', () => {
    const codec = 'avc1.64001F';
    expect(tries('sub', { codec, sub: 'h264' }).at(0)).toBe('sub as-is');
    expect(tries('sub', { codec, sub: null })).toEqual(['recorded as-is']);
    expect(tries('main', { codec })).toEqual(['recorded as-is']);
    expect(tries('sub', { codec, sub: 'other' }, ['sub-stream'])).toEqual(['recorded as-is']);
  });

  it('one that records H.265: by the policy’s ways in their order', () => {
    expect(tries('sub', { sub: 'h264' })).toEqual(['sub as-is', 'sub transcode', 'recorded transcode']);
    expect(tries('sub', { sub: 'other' })).toEqual(['sub set', 'sub transcode', 'recorded transcode']);
    expect(tries('sub', { sub: 'other' }, ['transcode', 'onvif'])[0]).toBe('sub transcode');
    expect(tries('sub', { sub: 'other', settable: false }, ['sub-stream', 'onvif'])).toEqual([]);
    expect(tries('sub', { sub: 'unknown' }, ['onvif'])).toEqual(['sub set']);
    expect(tries('sub', { sub: null })).toEqual(['recorded transcode']);
    expect(tries('main', {}, ['sub-stream', 'onvif'])).toEqual([]);
  });

  it('a sub-stream that is recorded is never set', () => {
    for (const sub of ['h264', 'other', 'unknown', null] as const)
      for (const size of ['sub', 'main'] as const)
        for (const order of [ALL, ['onvif'] as const])
          expect(tries(size, { recorded: 'sub', sub }, order)).not.toContain('sub set');
  });

  it('without a picture nothing is to be expected', () => {
    expect(expectedLive({ recorded: 'main', codec: null, sub: 'h264', settable: true }, ALL)).toBe('none');
    expect(expectedLive({ recorded: 'main', codec: H265, sub: null, settable: true }, ['onvif'])).toBe('none');
    expect(expectedLive({ recorded: 'main', codec: H265, sub: null, settable: true }, ALL)).toBe('transcoded');
  });

  it('a policy in the configuration names each way at most once, and at least one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zaike-config-'));
    const file = join(folder, 'kiosk.json');
    const cameras = [{ id: 'room', name: '后方', address: 'rtsp://127.0.0.1/x' }];
    const orderOf = (live?: object): readonly LiveWay[] => {
      writeFileSync(file, JSON.stringify({ cameras, ...(live && { live }) }));
      return readConfig(file, {}).live.order;
    };
    try {
      expect(orderOf()).toEqual(['sub-stream', 'transcode']);
      expect(orderOf({ order: ['onvif', 'transcode'] })).toEqual(['onvif', 'transcode']);
      expect(() => orderOf({ order: ['onvif', 'onvif'] })).toThrow('live.order: expected each way once');
      expect(() => orderOf({ order: [] })).toThrow('live.order: expected at least one');
      expect(() => orderOf({ order: ['h264'] })).toThrow('live.order.0');
      expect(() => orderOf({ ordre: [] })).toThrow('ordre');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
