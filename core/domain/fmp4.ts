import { boxes, boxHead, corrupt } from './box.ts';
import { ZaikeError } from './errors.ts';
import { readTrackFragment, readVideoTrack, type TrackFragment, type VideoTrack } from './track.ts';

/** The head of a fragmented MP4 (`ftyp` + `moov`): what is needed to play any of its fragments. */
export interface Fmp4Init extends VideoTrack {
  readonly kind: 'init';
  /** Where in the stream `data` begins. */
  readonly offset: number;
  readonly data: Uint8Array;
}

/** One `moof` + `mdat`: one encoded picture when there is one fragment a frame. Times are ticks of the video track. */
export interface Fmp4Fragment extends Omit<TrackFragment, 'bytes'> {
  readonly kind: 'fragment';
  readonly offset: number;
  readonly data: Uint8Array;
}

export type Fmp4Part = Fmp4Init | Fmp4Fragment;

/** Reads `ftyp` + `moov`; other boxes are skipped. @throws ZaikeError `fmp4-corrupt`, also when there is no video track. */
export function readInit(bytes: Uint8Array, offset = 0): Fmp4Init {
  const moov = boxes(bytes, 0, bytes.length).find((box) => box.type === 'moov');
  if (!moov) throw corrupt('a box moov', 'none');
  return { kind: 'init', ...readVideoTrack(bytes, moov), offset, data: bytes };
}

/**
 * Reads one `moof` + `mdat`. Of several tracks it tells of the video track that `init` names, else of the first one.
 * Without `init`, samples that leave duration and flags to `trex` count as keyframes of duration 0.
 * @throws ZaikeError `fmp4-corrupt`, also when the samples do not fit into `mdat`.
 */
export function readFragment(bytes: Uint8Array, init?: Fmp4Init, offset = 0): Fmp4Fragment {
  const found = boxes(bytes, 0, bytes.length);
  const moof = found.find((box) => box.type === 'moof');
  const mdat = found.find((box) => box.type === 'mdat');
  if (!moof || !mdat) throw corrupt('moof and mdat', found.map((box) => box.type).join(', ') || 'nothing');
  const tracks = boxes(bytes, moof.body, moof.end)
    .filter((box) => box.type === 'traf')
    .map((traf) => readTrackFragment(bytes, traf, init));
  const own = tracks.find((fragment) => fragment.track === init?.track) ?? tracks[0];
  if (!own) throw corrupt('a track fragment', 'none');
  const { bytes: size, ...facts } = own;
  const room = mdat.end - mdat.body;
  if (size > room) throw corrupt(`at most ${String(room)} bytes of samples`, String(size));
  return { kind: 'fragment', ...facts, offset, data: bytes };
}

/** The most that one box may claim, in bytes; beyond it the stream is taken as damaged. */
const LIMITS = new Map([
  ['ftyp', 4096],
  ['mdat', 64 << 20],
]);
const OTHER_LIMIT = 1 << 20;
/** Boxes without media that may stand between the parts. */
const SKIPPED = new Set(['styp', 'sidx', 'free', 'skip', 'mfra', 'emsg', 'prft', 'uuid']);
/** A part begins with one box and ends with another. */
const LAST = new Map([
  ['ftyp', 'moov'],
  ['moov', 'moov'],
  ['moof', 'mdat'],
]);

/**
 * Cuts a growing fMP4 byte stream into its init and its fragments. It holds only the unfinished part, and grows only
 * with bytes that have really come, whatever sizes the stream claims. After damage it is at its end.
 */
export class Fmp4Reader {
  #held = new Uint8Array(0);
  #length = 0;
  /** Stream offset of the first byte held. */
  #base = 0;
  #init: Fmp4Init | undefined;
  #wholeBytes = 0;
  #damage: ZaikeError | undefined;

  /** The stream's init, once it has come. */
  get init(): Fmp4Init | undefined {
    return this.#init;
  }

  /** Where the last whole part ends: a file cut there plays to its end. 0 before the init. Holds after an error too. */
  get wholeBytes(): number {
    return this.#wholeBytes;
  }

  /** What is wrong with the stream after its last whole part, as far as it has been read. */
  get damage(): ZaikeError | undefined {
    return this.#damage;
  }

  /**
   * Takes the next bytes (copied) and returns the parts that they complete, in order.
   * @throws ZaikeError `fmp4-corrupt` once the whole parts before the damage have been returned.
   */
  push(bytes: Uint8Array): Fmp4Part[] {
    const parts: Fmp4Part[] = [];
    let at = 0;
    if (!this.#damage) {
      this.#hold(bytes);
      try {
        for (let end = this.#partEnd(at); end !== undefined; end = this.#partEnd(at)) {
          const part = this.#part(at, end);
          at = end;
          if (!part) continue;
          parts.push(part);
          this.#wholeBytes = this.#base + end;
        }
      } catch (cause) {
        this.#damage = damaged(this.#base + at, cause);
      }
      this.#held.copyWithin(0, at, this.#length);
      this.#length -= at;
      this.#base += at;
    }
    if (this.#damage && parts.length === 0) throw this.#damage;
    return parts;
  }

  #part(start: number, end: number): Fmp4Part | undefined {
    const type = boxHead(this.#held.subarray(0, this.#length), start)?.type ?? '';
    if (SKIPPED.has(type)) return undefined;
    const data = this.#held.slice(start, end);
    const offset = this.#base + start;
    if (type === 'moof') return readFragment(data, this.#init, offset);
    this.#init = readInit(data, offset);
    return this.#init;
  }

  /** Where the part or skipped box that begins at `start` ends, or undefined while it has not come whole. */
  #partEnd(start: number): number | undefined {
    const held = this.#held.subarray(0, this.#length);
    let last: string | undefined;
    for (let at = start; ; ) {
      const head = boxHead(held, at);
      if (!head) return undefined;
      const { type, size } = head;
      const known = at === start ? SKIPPED.has(type) || LAST.has(type) : type === last || SKIPPED.has(type);
      if (!known) throw corrupt(`the box ${last ?? 'ftyp, moov or moof'}`, type);
      if (at === start && type === 'moof' && !this.#init) throw corrupt('an init first', type);
      if (size > (LIMITS.get(type) ?? OTHER_LIMIT))
        throw corrupt(`a box ${type} of a possible size`, `${String(size)} bytes`);
      if (at === start) last = LAST.get(type) ?? type;
      at += size;
      if (at > held.length) return undefined;
      if (type === last) return at;
    }
  }

  #hold(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#held.length) {
      const grown = new Uint8Array(Math.max(needed, this.#held.length * 2, 65_536));
      grown.set(this.#held.subarray(0, this.#length));
      this.#held = grown;
    }
    this.#held.set(bytes, this.#length);
    this.#length = needed;
  }
}

function damaged(at: number, cause: unknown): ZaikeError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const facts = { code: 'fmp4-corrupt', retry: false, facts: { at } };
  return new ZaikeError(`In the part at byte ${String(at)}: ${reason}`, facts, { cause });
}

/** What a file holds up to its last whole part. */
export interface WholeParts {
  readonly init: Fmp4Init | undefined;
  readonly fragments: readonly Fmp4Fragment[];
  /** Cut the file here: the offset after the last whole fragment, or after the init, or 0. */
  readonly end: number;
}

/** Reads a file's bytes as far as they are whole; damage ends it and is not thrown. For long files feed an {@link Fmp4Reader} piece by piece and use `wholeBytes`. */
export function lastWholeFragment(bytes: Uint8Array): WholeParts {
  const reader = new Fmp4Reader();
  const fragments: Fmp4Fragment[] = [];
  for (let at = 0; at < bytes.length && !reader.damage; at += 65_536)
    try {
      for (const part of reader.push(bytes.subarray(at, at + 65_536)))
        if (part.kind === 'fragment') fragments.push(part);
    } catch {
      // `damage` ends the loop
    }
  return { init: reader.init, fragments, end: reader.wholeBytes };
}
