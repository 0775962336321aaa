import { type Box4, BoxReader, boxes, corrupt } from './box.ts';

/** What a video track's sample entry says of its pictures. */
export interface VideoEntry {
  /** RFC 6381 codecs string for H.264 and H.265; for anything else the entry's own four characters. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
}

/** Bytes of a VisualSampleEntry before its child boxes (ISO/IEC 14496-12 §12.1.3), head included. */
const VISUAL_ENTRY_BYTES = 86;

const hex = (value: number, digits = 2): string => value.toString(16).toUpperCase().padStart(digits, '0');

/** Reads the first sample entry of a video track's `stsd`. @throws ZaikeError `fmp4-corrupt`. */
export function readVideoEntry(bytes: Uint8Array, stsd: Box4): VideoEntry {
  const [entry] = boxes(bytes, stsd.body + 8, stsd.end);
  if (!entry) throw corrupt('a sample entry in stsd', 'none');
  const reader = new BoxReader(bytes, entry).skip(24);
  const width = reader.u16();
  const height = reader.u16();
  return { codec: codecOf(bytes, entry), width, height };
}

function codecOf(bytes: Uint8Array, entry: Box4): string {
  const configured: Record<string, string> = { avc1: 'avcC', avc3: 'avcC', hvc1: 'hvcC', hev1: 'hvcC' };
  const wanted = configured[entry.type];
  if (wanted === undefined) return entry.type.trim();
  const config = boxes(bytes, entry.start + VISUAL_ENTRY_BYTES, entry.end).find((box) => box.type === wanted);
  if (!config) throw corrupt(`a box ${wanted} inside ${entry.type}`, 'none');
  const reader = new BoxReader(bytes, config).skip(1);
  return wanted === 'avcC' ? avc(entry.type, reader) : hevc(entry.type, reader);
}

/** `avc1.PPCCLL`: profile, constraints, level in hexadecimal (RFC 6381 §3.3). */
function avc(type: string, config: BoxReader): string {
  return `${type}.${hex(config.u8())}${hex(config.u8())}${hex(config.u8())}`;
}

/** `hvc1.1.6.L93.B0`: profile, compatibility flags bit-reversed, tier and level, constraint bytes (ISO/IEC 14496-15 §E.3). */
function hevc(type: string, config: BoxReader): string {
  const first = config.u8();
  const space = ['', 'A', 'B', 'C'][first >> 6] ?? '';
  const tier = (first & 0x20) === 0 ? 'L' : 'H';
  const profile = first & 0x1f;
  const compatibility = reverseBits(config.u32());
  const constraints = Array.from({ length: 6 }, () => config.u8());
  const level = config.u8();
  while (constraints.at(-1) === 0) constraints.pop();
  const parts = [type, `${space}${String(profile)}`, hex(compatibility, 1), `${tier}${String(level)}`];
  return [...parts, ...constraints.map((byte) => hex(byte))].join('.');
}

function reverseBits(value: number): number {
  let rest = value;
  let reversed = 0;
  for (let bit = 0; bit < 32; bit += 1) {
    reversed = reversed * 2 + (rest & 1);
    rest >>>= 1;
  }
  return reversed;
}
