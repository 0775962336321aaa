/** A decoded picture and its presentation time in ticks of the input. */
export interface Picture {
  readonly pts: number;
  readonly data: Uint8Array;
}

/** Pictures of which one pipe tells already and the other not yet; more than that means that they are out of step. */
const MOST_UNPAIRED = 8;

/**
 * Joins what the decoding ffmpeg says on two pipes: raw pictures of a fixed size on stdout, and for each, in the same
 * order, a line of the filter `showinfo` with its number and time on stderr.
 */
export class PictureReader {
  readonly #size: number;
  #picture: Buffer;
  #filled = 0;
  readonly #pictures: Buffer[] = [];
  readonly #times: number[] = [];
  #lines = 0;
  #inStep = true;

  /** @param size bytes of one picture */
  constructor(size: number) {
    this.#size = size;
    this.#picture = Buffer.allocUnsafeSlow(size);
  }

  /** False once the two pipes no longer fit together: nothing more comes, the decoder is to be replaced. */
  get inStep(): boolean {
    return this.#inStep;
  }

  /** Takes bytes of stdout; returns the pictures that are now known with their times. */
  pushBytes(bytes: Buffer): readonly Picture[] {
    for (let at = 0; at < bytes.length; ) {
      const copied = bytes.copy(this.#picture, this.#filled, at);
      at += copied;
      this.#filled += copied;
      if (this.#filled < this.#size) break;
      this.#pictures.push(this.#picture);
      this.#picture = Buffer.allocUnsafeSlow(this.#size);
      this.#filled = 0;
    }
    return this.#pair();
  }

  /** Takes a line of stderr; lines that are not of `showinfo` mean nothing. */
  pushLine(line: string): readonly Picture[] {
    const found = /Parsed_showinfo.* n: *(\d+) pts: *(-?\d+) /.exec(line);
    if (!found) return [];
    if (Number(found[1]) !== this.#lines) this.#inStep = false;
    this.#lines += 1;
    this.#times.push(Number(found[2]));
    return this.#pair();
  }

  #pair(): readonly Picture[] {
    const paired: Picture[] = [];
    while (this.#inStep) {
      const [data, pts] = [this.#pictures[0], this.#times[0]];
      if (data === undefined || pts === undefined) break;
      this.#pictures.shift();
      this.#times.shift();
      paired.push({ pts, data });
    }
    if (Math.max(this.#pictures.length, this.#times.length) > MOST_UNPAIRED) this.#inStep = false;
    return paired;
  }
}
