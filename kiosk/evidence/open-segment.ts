import { join } from 'node:path';
import type { MediaInit, Packet } from '../../core/domain/media.ts';
import { between, type DurationMs, type EpochMs, plus, type Span, seconds } from '../../core/domain/units.ts';
import type { Disk } from './disk.ts';
import type { Sealable } from './seal.ts';
import { rebase, type SegmentHead, trackTimescales, writeHead } from './segment-head.ts';
import { segmentName, segmentPath } from './segment-name.ts';
import { SegmentWriter } from './segment-writer.ts';

/** An init that can be recorded, with what its fragments need. */
export interface RecordableInit {
  readonly media: MediaInit;
  readonly timescales: ReadonlyMap<number, number>;
}

/** @throws ZaikeError `fmp4-corrupt`. */
export function recordable(media: MediaInit): RecordableInit {
  return { media, timescales: trackTimescales(media.data) };
}

/** Where and for whom a segment is written. */
export interface SegmentPlace {
  readonly directory: string;
  readonly boot: number;
  readonly disk: Disk;
}

/** The first pictures of a run come late by up to this much; a segment is dated anew only within it. */
const LATE = seconds(2);
/** A hole in the decode times beyond this is a gap. */
const HOLE_SECONDS = 2;

/** A segment that grows: its times, and the writer of its file. */
export class OpenSegment implements Sealable {
  readonly head: SegmentHead;
  readonly path: string;
  readonly writer: SegmentWriter;
  readonly #timescales: ReadonlyMap<number, number>;
  #from: EpochMs;
  #endDecode: number;
  /** Whether its beginning has been told to the timeline: once bytes are on the disk. */
  begun = false;

  /** @param first the keyframe that it begins with; still to be added. */
  constructor({ directory, boot, disk }: SegmentPlace, { media, timescales }: RecordableInit, first: Packet) {
    const { camera, run, frame: firstFrame, decodeTime: firstDecode, capturedAt: from } = first;
    const { timescale, codec, width, height } = media;
    const id = segmentName({ camera, from, boot, run, firstFrame });
    this.head = { id, camera, from, boot, run, firstFrame, firstDecode, timescale, codec, width, height };
    this.path = segmentPath(this.head);
    this.writer = new SegmentWriter(disk, join(directory, `${this.path}.part`), [media.data, writeHead(this.head)]);
    this.#timescales = timescales;
    this.#from = from;
    this.#endDecode = firstDecode;
  }

  /** The capture instant of its first frame, as far as the later ones have told it better than the first one did. */
  get from(): EpochMs {
    return this.#from;
  }

  /** The instant after its last frame in hand. */
  get end(): EpochMs {
    return this.instant(this.#endDecode);
  }

  /** The instant of a decode time. */
  instant(decodeTime: number): EpochMs {
    return plus(this.#from, this.age({ decodeTime }));
  }

  /** How long after its first frame a frame is, by the camera's time. */
  age({ decodeTime }: Pick<Packet, 'decodeTime'>): DurationMs {
    return seconds((decodeTime - this.head.firstDecode) / this.head.timescale);
  }

  /** How far the wall clock has left the camera's time since the first frame. */
  drift(packet: Packet): DurationMs {
    return between(this.instant(packet.decodeTime), packet.capturedAt);
  }

  /** Takes the next frame. @returns the time in which frames before it are missing, or null. @throws ZaikeError `fmp4-corrupt`. */
  add(packet: Packet): Span | null {
    const { firstDecode, timescale, from } = this.head;
    const pieces = rebase(packet.data, this.#timescales, firstDecode / timescale);
    const missing = (packet.decodeTime - this.#endDecode) / timescale;
    const end = this.end;
    // None can come early: the quickest picture tells when the first was taken.
    const implied = plus(packet.capturedAt, seconds((firstDecode - packet.decodeTime) / timescale));
    if (implied < this.#from && between(implied, from) <= LATE) this.#from = implied;
    this.#endDecode = packet.decodeTime + packet.duration;
    this.writer.add(pieces, this.#endDecode);
    return missing > HOLE_SECONDS ? { from: end, to: plus(end, seconds(missing)) } : null;
  }
}
