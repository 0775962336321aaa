import { type Box4, BoxReader, boxes, child, view } from '../../core/domain/box.ts';
import { canonicalJson } from '../../core/domain/canonical.ts';
import type { Segment } from '../../core/domain/evidence.ts';

/** What a segment file says of itself, in a `uuid` box between init and fragments; players pass over it. */
export type SegmentHead = Pick<
  Segment,
  'id' | 'camera' | 'from' | 'boot' | 'run' | 'firstFrame' | 'firstDecode' | 'timescale' | 'codec' | 'width' | 'height'
>;

/** Names the box of {@link SegmentHead}: canonical JSON follows. */
const HEAD_UUID = Buffer.from('7a61696b65000001a5c17e2f4be90d31', 'hex');
const HEAD_BYTES = 8 + HEAD_UUID.length;

/** The box: size, `uuid`, its name, the JSON. */
export function writeHead(head: SegmentHead): Uint8Array {
  const text = Buffer.from(canonicalJson({ ...head }));
  const start = Buffer.alloc(8);
  start.writeUInt32BE(HEAD_BYTES + text.length);
  start.write('uuid', 4);
  return Buffer.concat([start, HEAD_UUID, text]);
}

/** Finds the head in a file's first bytes, or null. It is our own writing: only its being there whole is checked. */
export function readHead(bytes: Uint8Array): SegmentHead | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = data.indexOf(HEAD_UUID) - 8;
  if (at < 0) return null;
  const end = at + data.readUInt32BE(at);
  try {
    return JSON.parse(data.toString('utf8', at + HEAD_BYTES, end)) as SegmentHead;
  } catch {
    return null;
  }
}

/** The init (`ftyp` + `moov`) at a file's beginning: all before the head. */
export function initBytes(bytes: Uint8Array): Uint8Array {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes.subarray(0, Math.max(0, data.indexOf(HEAD_UUID) - 8));
}

/** Ticks a second of each track of an init, by track id. @throws ZaikeError `fmp4-corrupt`. */
export function trackTimescales(init: Uint8Array): ReadonlyMap<number, number> {
  const moov = boxes(init, 0, init.length).find(({ type }) => type === 'moov');
  const traks = moov ? boxes(init, moov.body, moov.end).filter(({ type }) => type === 'trak') : [];
  return new Map(
    traks.map((trak) => {
      const track = timesThenU32(init, child(init, trak, 'tkhd'));
      return [track, timesThenU32(init, child(init, child(init, trak, 'mdia'), 'mdhd'))];
    }),
  );
}

/** The field behind creation and modification time, 32 or 64 bits each by the box's version. */
function timesThenU32(bytes: Uint8Array, box: Box4): number {
  const reader = new BoxReader(bytes, box);
  const version = reader.u8();
  return reader.skip(version === 1 ? 19 : 11).u32();
}

/**
 * A fragment whose clock begins `seconds` later: the same bytes but for each track's decode time (`tfdt`),
 * so that a segment plays from 0 by itself. Returned in pieces, nothing is copied.
 * @throws ZaikeError `fmp4-corrupt`.
 */
export function rebase(fragment: Uint8Array, timescales: ReadonlyMap<number, number>, seconds: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let done = 0;
  const moofs = boxes(fragment, 0, fragment.length).filter(({ type }) => type === 'moof');
  for (const traf of moofs.flatMap((moof) => boxes(fragment, moof.body, moof.end))) {
    if (traf.type !== 'traf') continue;
    const track = new BoxReader(fragment, child(fragment, traf, 'tfhd')).skip(4).u32();
    const tfdt = child(fragment, traf, 'tfdt');
    const shift = Math.round(seconds * (timescales.get(track) ?? 0));
    const time = fragment.slice(tfdt.body + 4, tfdt.end);
    const data = view(time);
    if (time.length === 8) data.setBigUint64(0, BigInt(Math.max(0, Number(data.getBigUint64(0)) - shift)));
    else data.setUint32(0, Math.max(0, data.getUint32(0) - shift));
    pieces.push(fragment.subarray(done, tfdt.body + 4), time);
    done = tfdt.end;
  }
  return [...pieces, fragment.subarray(done)];
}
