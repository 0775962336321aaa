import { type Box4, BoxReader, boxes, child, corrupt } from './box.ts';
import { readVideoEntry, type VideoEntry } from './codec.ts';

/** What `trex` says of samples that say nothing themselves. */
export interface SampleDefaults {
  readonly duration: number;
  readonly flags: number;
  readonly size: number;
}

/** The video track of a `moov`. */
export interface VideoTrack extends VideoEntry {
  readonly track: number;
  /** Ticks a second. */
  readonly timescale: number;
  readonly sample: SampleDefaults;
}

/** One `traf`: what it says of its track's samples, in ticks. */
export interface TrackFragment {
  readonly track: number;
  readonly decodeTime: number;
  readonly duration: number;
  /** Presentation minus decode time of the first sample: not 0 only with B-frames. */
  readonly compositionOffset: number;
  readonly samples: number;
  /** Whether the first sample can be decoded without any before it. */
  readonly keyframe: boolean;
  /** Sum of the samples' sizes. */
  readonly bytes: number;
}

const NON_SYNC = 0x10000; // sample_is_non_sync_sample, ISO/IEC 14496-12 §8.8.3.1
const MAX_SAMPLES = 100_000;

/** The video track of `moov`. @throws ZaikeError `fmp4-corrupt`, also when there is none. */
export function readVideoTrack(bytes: Uint8Array, moov: Box4): VideoTrack {
  const inner = boxes(bytes, moov.body, moov.end);
  const video = inner.find((box) => box.type === 'trak' && handler(bytes, box) === 'vide');
  if (!video) throw corrupt('a video track', 'none');
  const media = child(bytes, video, 'mdia');
  const afterTimes = (reader: BoxReader, version: number): number => reader.skip(version === 1 ? 16 : 8).u32();
  const track = fullBox(bytes, child(bytes, video, 'tkhd'), afterTimes);
  const timescale = fullBox(bytes, child(bytes, media, 'mdhd'), afterTimes);
  if (timescale === 0) throw corrupt('a timescale above 0', '0');
  const entry = readVideoEntry(bytes, child(bytes, child(bytes, child(bytes, media, 'minf'), 'stbl'), 'stsd'));
  const mvex = inner.find((box) => box.type === 'mvex');
  return { ...entry, track, timescale, sample: sampleDefaults(bytes, mvex, track) };
}

/** Reads `traf`; `video` gives the defaults for the fragments of its own track. @throws ZaikeError `fmp4-corrupt`. */
export function readTrackFragment(bytes: Uint8Array, traf: Box4, video?: VideoTrack): TrackFragment {
  const header = new BoxReader(bytes, child(bytes, traf, 'tfhd'));
  const given = header.u32();
  const track = header.u32();
  if (given & 0x1) header.skip(8); // base data offset
  if (given & 0x2) header.skip(4); // sample description index
  const trex = track === video?.track ? video.sample : undefined;
  const duration = given & 0x8 ? header.u32() : (trex?.duration ?? 0);
  const size = given & 0x10 ? header.u32() : (trex?.size ?? 0);
  const flags = given & 0x20 ? header.u32() : (trex?.flags ?? 0);
  const decodeTime = fullBox(bytes, child(bytes, traf, 'tfdt'), (reader, version) =>
    version === 1 ? reader.u64() : reader.u32(),
  );
  const sum = { duration: 0, bytes: 0, samples: 0, compositionOffset: 0 };
  let firstFlags = NON_SYNC;
  for (const trun of boxes(bytes, traf.body, traf.end).filter((box) => box.type === 'trun')) {
    const reader = new BoxReader(bytes, trun);
    const has = reader.u32();
    const count = reader.u32();
    if (count > MAX_SAMPLES) throw corrupt(`at most ${String(MAX_SAMPLES)} samples`, String(count));
    if (has & 0x1) reader.skip(4); // data offset
    const first = has & 0x4 ? reader.u32() : undefined;
    for (let i = 0; i < count; i += 1) {
      sum.duration += has & 0x100 ? reader.u32() : duration;
      sum.bytes += has & 0x200 ? reader.u32() : size;
      const own = has & 0x400 ? reader.u32() : flags;
      const shift = has & 0x800 ? reader.i32() : 0;
      if (sum.samples === 0) {
        firstFlags = first ?? own;
        sum.compositionOffset = shift;
      }
      sum.samples += 1;
    }
  }
  return { track, decodeTime, ...sum, keyframe: (firstFlags & NON_SYNC) === 0 };
}

function handler(bytes: Uint8Array, trak: Box4): string {
  const hdlr = child(bytes, child(bytes, trak, 'mdia'), 'hdlr');
  const type = new BoxReader(bytes, hdlr).skip(8).u32();
  return String.fromCharCode(type >>> 24, (type >> 16) & 255, (type >> 8) & 255, type & 255);
}

function fullBox(bytes: Uint8Array, box: Box4, read: (reader: BoxReader, version: number) => number): number {
  const reader = new BoxReader(bytes, box);
  const version = reader.u8();
  return read(reader.skip(3), version);
}

function sampleDefaults(bytes: Uint8Array, mvex: Box4 | undefined, track: number): SampleDefaults {
  const none = { duration: 0, flags: 0, size: 0 };
  if (!mvex) return none;
  for (const trex of boxes(bytes, mvex.body, mvex.end).filter((box) => box.type === 'trex')) {
    const reader = new BoxReader(bytes, trex).skip(4);
    if (reader.u32() !== track) continue;
    const duration = reader.skip(4).u32();
    const size = reader.u32();
    return { duration, size, flags: reader.u32() };
  }
  return none;
}
