import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ZaikeError } from '../../../core/domain/errors.ts';
import type { ClassCode } from '../../../core/domain/ids.ts';
import { type EpochMs, minutes, plus } from '../../../core/domain/units.ts';
import type { Clock } from '../../../core/platform/clock.ts';
import type { StagedPhoto } from './photo-files.ts';
import type { ImportLog } from './ports.ts';
import type { RosterReading } from './read-roster.ts';
import { Staging } from './staging.ts';

/** An upload waiting for its decision. */
export interface Upload {
  readonly id: string;
  readonly code: ClassCode;
  readonly by: string;
  readonly staging: Staging;
  touched: EpochMs;
  file: { readonly name: string; readonly reading: RosterReading } | null;
  photos: StagedPhoto[];
  leftOut: Set<string>;
  state: 'open' | 'importing';
}

export interface UploadsOptions {
  /** A folder of this alone: emptied at the start. */
  readonly folder: string;
  readonly log: ImportLog;
  readonly clock: Clock;
}

/** An upload that nobody touches this long is deleted. */
const KEPT = minutes(60);
const LOOK_EVERY = minutes(1);

/** Uploads on their way into a class: each belongs to who made it, and is deleted when nobody touches it for an hour. */
export class Uploads implements AsyncDisposable {
  readonly #options: UploadsOptions;
  readonly #open = new Map<string, Upload>();
  readonly #stop = new AbortController();
  readonly #watching: Promise<void>;

  /** Deletes what an earlier run left. */
  constructor(options: UploadsOptions) {
    this.#options = options;
    rmSync(options.folder, { recursive: true, force: true });
    options.log.interrupted(options.clock.now());
    this.#watching = this.#watch();
  }

  /** Begins an upload for a class; an earlier one of the same person for it ends. */
  async begin(code: ClassCode, by: string): Promise<string> {
    await this.#expire();
    for (const other of this.#open.values())
      if (other.code === code && other.by === by && other.state === 'open') await this.end(other, 'cancelled', null);
    const id = randomBytes(9).toString('base64url');
    const staging = await Staging.open(join(this.#options.folder, id));
    const touched = this.#options.clock.now();
    this.#open.set(id, {
      ...{ id, code, by, staging, touched, file: null, photos: [], leftOut: new Set(), state: 'open' },
    });
    this.#options.log.opened({ id, code, by, at: touched });
    return id;
  }

  /** @throws ZaikeError `no-such-import` for one that is over or somebody else's. */
  find(id: string, by: string): Upload {
    const open = this.#open.get(id);
    if (open === undefined || open.by !== by || this.#isOver(open))
      throw new ZaikeError('这次导入已结束或已过期，请重新选择文件', { code: 'no-such-import', retry: false });
    return open;
  }

  /** One that may be changed; touching it keeps it. @throws ZaikeError `no-such-import`, `import-busy` while it is written. */
  editable(id: string, by: string): Upload {
    const open = this.find(id, by);
    if (open.state === 'importing')
      throw new ZaikeError('正在写入，请等它完成或取消', { code: 'import-busy', retry: true });
    open.touched = this.#options.clock.now();
    return open;
  }

  /** A file beside the upload's folder that nobody else uses; whoever writes it removes it. */
  fileBeside({ id }: Upload, ending: string): string {
    return join(this.#options.folder, `${id}.${randomBytes(6).toString('hex')}.${ending}`);
  }

  /** When it is deleted if nobody touches it. */
  expiry({ touched }: Upload): EpochMs {
    return plus(touched, KEPT);
  }

  /** Ends an upload and deletes its files. */
  async end(open: Upload, how: 'done' | 'cancelled' | 'expired', detail: unknown): Promise<void> {
    this.#open.delete(open.id);
    await open.staging[Symbol.asyncDispose]();
    this.#options.log.ended(open.id, how, detail, this.#options.clock.now());
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#expire();
      await this.#options.clock.sleep(LOOK_EVERY, signal).catch(() => undefined);
    }
  }

  async #expire(): Promise<void> {
    for (const open of this.#open.values()) if (this.#isOver(open)) await this.end(open, 'expired', null);
  }

  #isOver({ state, touched }: Upload): boolean {
    return state === 'open' && plus(touched, KEPT) < this.#options.clock.now();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#watching;
    for (const open of this.#open.values()) await this.end(open, 'cancelled', null);
  }
}
