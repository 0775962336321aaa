import type { FileHandle } from 'node:fs/promises';

/** One encoded picture of a file: where its bytes are and how long it stays, in ticks. */
export interface Sample {
  readonly offset: number;
  readonly size: number;
  readonly duration: number;
  readonly keyframe: boolean;
}

/** The video track of an MP4 file (ISO/IEC 14496-12 and -15), decode order = display order. */
export interface VideoTrack {
  readonly codec: 'h264' | 'h265';
  /** H.264: SPS, PPS; H.265: VPS, SPS, PPS; without start codes. */
  readonly parameterSets: readonly Buffer[];
  readonly width: number;
  readonly height: number;
  /** Ticks a second. */
  readonly timescale: number;
  /** Bytes of the length before each NAL unit in a sample. */
  readonly nalLengthSize: number;
  readonly samples: readonly Sample[];
}

/** Reads the index (`moov`) of an MP4 file. @throws Error when there is none, no H.264/H.265 track, or pictures are reordered (B-frames). */
export async function readVideoTrack(file: FileHandle, name: string): Promise<VideoTrack> {
  const moov = await readTopLevelBox(file, 'moov');
  if (!moov) throw new Error(`${name}: expected an MP4 file with a moov box, found none`);
  for (const trak of boxes(moov, 'trak')) {
    const mdia = box(trak, 'mdia');
    if (box(mdia, 'hdlr').toString('latin1', 8, 12) === 'vide') return videoTrack(mdia, name);
  }
  throw new Error(`${name}: expected a video track, found none`);
}

function videoTrack(mdia: Buffer, name: string): VideoTrack {
  const stbl = box(box(mdia, 'minf'), 'stbl');
  const ctts = boxes(stbl, 'ctts')[0];
  if (ctts && pairs(ctts).some(([, offset]) => offset !== 0))
    throw new Error(`${name}: expected pictures in display order, found reordered ones (encode with -bf 0)`);
  const entry = box(stbl, 'stsd').subarray(8);
  const format = entry.toString('latin1', 4, 8);
  const inner = entry.subarray(86); // VisualSampleEntry: 8 bytes of box header + 78 of fields
  const codec = format.startsWith('avc') ? 'h264' : format.startsWith('hvc') || format === 'hev1' ? 'h265' : null;
  if (!codec) throw new Error(`${name}: expected H.264 or H.265, found ${format}`);
  const config = codec === 'h264' ? avcConfig(box(inner, 'avcC')) : hevcConfig(box(inner, 'hvcC'));
  const mdhd = box(mdia, 'mdhd');
  return {
    codec,
    ...config,
    width: entry.readUInt16BE(32),
    height: entry.readUInt16BE(34),
    timescale: mdhd.readUInt32BE(mdhd[0] === 1 ? 20 : 12),
    samples: samples(stbl),
  };
}

function samples(stbl: Buffer): Sample[] {
  const stsz = box(stbl, 'stsz');
  const fixed = stsz.readUInt32BE(4);
  const count = stsz.readUInt32BE(8);
  const sizeOf = (i: number): number => fixed || stsz.readUInt32BE(12 + 4 * i);
  const durations = pairs(box(stbl, 'stts')).flatMap(([n, duration]) => Array.from({ length: n }, () => duration));
  const stss = boxes(stbl, 'stss')[0];
  const keyframes = stss ? new Set(words(stss.subarray(4)).slice(1)) : null; // numbered from 1
  const offsets = chunkOffsets(stbl);
  const runs = words(box(stbl, 'stsc').subarray(8)); // first chunk, samples a chunk, description
  const result: Sample[] = [];
  let run = 0;
  for (const [chunk, start] of offsets.entries()) {
    while ((runs[3 * (run + 1)] ?? Infinity) <= chunk + 1) run++;
    let offset = start;
    for (let n = runs[3 * run + 1] ?? 0; n > 0 && result.length < count; n--) {
      const i = result.length;
      result.push({
        offset,
        size: sizeOf(i),
        duration: durations[i] ?? 0,
        keyframe: keyframes === null || keyframes.has(i + 1),
      });
      offset += sizeOf(i);
    }
  }
  return result;
}

function chunkOffsets(stbl: Buffer): number[] {
  const stco = boxes(stbl, 'stco')[0];
  if (stco) return words(stco.subarray(8));
  const co64 = box(stbl, 'co64');
  return Array.from({ length: co64.readUInt32BE(4) }, (_, i) => Number(co64.readBigUInt64BE(8 + 8 * i)));
}

function avcConfig(avcC: Buffer): Pick<VideoTrack, 'parameterSets' | 'nalLengthSize'> {
  const parameterSets: Buffer[] = [];
  let at = 5;
  for (const mask of [0x1f, 0xff]) {
    const count = avcC.readUInt8(at++) & mask;
    for (let i = 0; i < count; i++) {
      const size = avcC.readUInt16BE(at);
      parameterSets.push(avcC.subarray(at + 2, at + 2 + size));
      at += 2 + size;
    }
  }
  return { parameterSets, nalLengthSize: (avcC.readUInt8(4) & 3) + 1 };
}

function hevcConfig(hvcC: Buffer): Pick<VideoTrack, 'parameterSets' | 'nalLengthSize'> {
  const parameterSets: Buffer[] = [];
  let at = 23;
  for (let array = hvcC.readUInt8(22); array > 0; array--) {
    const type = hvcC.readUInt8(at) & 0x3f;
    const count = hvcC.readUInt16BE(at + 1);
    at += 3;
    for (let i = 0; i < count; i++) {
      const size = hvcC.readUInt16BE(at);
      if (type >= 32 && type <= 34) parameterSets.push(hvcC.subarray(at + 2, at + 2 + size)); // not the encoder's SEI
      at += 2 + size;
    }
  }
  return { parameterSets, nalLengthSize: (hvcC.readUInt8(21) & 3) + 1 };
}

async function readTopLevelBox(file: FileHandle, type: string): Promise<Buffer | null> {
  const header = Buffer.alloc(16);
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(header, 0, 16, at);
    if (bytesRead < 8) return null;
    const large = header.readUInt32BE(0) === 1;
    const size = large ? Number(header.readBigUInt64BE(8)) : header.readUInt32BE(0);
    if (size < 8) return null;
    if (header.toString('latin1', 4, 8) === type) {
      const body = Buffer.alloc(size - (large ? 16 : 8));
      await file.read(body, 0, body.length, at + size - body.length);
      return body;
    }
    at += size;
  }
}

function boxes(parent: Buffer, type: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 8 <= parent.length; ) {
    const size = parent.readUInt32BE(at);
    if (size < 8) break;
    if (parent.toString('latin1', at + 4, at + 8) === type) found.push(parent.subarray(at + 8, at + size));
    at += size;
  }
  return found;
}

function box(parent: Buffer, type: string): Buffer {
  const [found] = boxes(parent, type);
  if (!found) throw new Error(`MP4: expected a box ${type}, found none`);
  return found;
}

function words(bytes: Buffer): number[] {
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readUInt32BE(4 * i));
}

/** The table of a full box: (count, value) pairs after version, flags and length. */
function pairs(fullBox: Buffer): [number, number][] {
  return Array.from({ length: fullBox.readUInt32BE(4) }, (_, i) => [
    fullBox.readUInt32BE(8 + 8 * i),
    fullBox.readUInt32BE(12 + 8 * i),
  ]);
}
