import { checkpointSchema } from '../../core/contract/center/link.ts';
import { ZaikeError } from '../../core/domain/errors.ts';
import { type DurationMs, minutes } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Alarms } from './alarms.ts';
import type { CheckedItem } from './inbox.ts';

/** How long, and how often in a row, a kiosk may leave the center without the proof before somebody is told. */
const LONG: DurationMs = minutes(10);
const TRIES = 3;
/** A checkpoint comes when the journal grew, within an hour (`recording.checkpointSeconds`); a record makes it grow. */
const CHECKPOINT_WITHIN: DurationMs = minutes(70);

/** The newest checkpoint that a kiosk delivered; of one that delivered none to this hub, when it began to deliver. */
interface NewestHead {
  readonly size: number;
  /** By the kiosk's clock; of no checkpoint, by this hub's. */
  readonly at: number;
  /** Since when records come that it should have been followed by another before; by this hub's clock. */
  late: DurationMs | null;
}

export interface ProofsOptions {
  readonly alarms: Pick<Alarms, 'unproven' | 'proven'>;
  /** The number of a kiosk's link to this hub: another one, and another hub may have told of it meanwhile. */
  readonly linkOf: (kiosk: string) => number | undefined;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
}

/**
 * Whether kiosks prove that their journals only grew. One that says nothing when it is asked, or cuts the link each
 * time, or delivers records and no checkpoint to be asked about, would otherwise keep a rewritten journal from ever
 * being found out. The alert ends when the proof comes.
 */
export class Proofs {
  readonly #options: ProofsOptions;
  readonly #failing = new Map<string, { readonly since: DurationMs; times: number }>();
  /** In which link of a kiosk its alert was last looked for. */
  readonly #settled = new Map<string, number | undefined>();
  readonly #heads = new Map<string, NewestHead>();

  constructor(options: ProofsOptions) {
    this.#options = options;
  }

  /**
   * Takes heads by `work`, which asks for the proof, and counts. @param onAlert an alert began or ended.
   * @returns what `work` gives. @throws what it throws.
   */
  async over<T>(kiosk: string, work: () => Promise<T>, onAlert: () => void): Promise<T> {
    try {
      const result = await work();
      if (await this.#given(kiosk)) onAlert();
      return result;
    } catch (error) {
      const silent = error instanceof ZaikeError && error.code === 'kiosk-silent';
      if (silent && (await this.#missing(kiosk))) onAlert();
      throw error;
    }
  }

  /**
   * Looks whether checkpoints come with the records; for ten minutes, as a clock that was just set makes everything late.
   * @returns whether an alert began.
   */
  async delivered(kiosk: string, items: readonly CheckedItem[]): Promise<boolean> {
    const { alarms, clock } = this.#options;
    for (const { kind, body, createdAt: at } of items) {
      const newest = this.#heads.get(kiosk);
      const parsed = kind === 'checkpoint' ? checkpointSchema.safeParse(body) : undefined;
      const size = parsed?.data?.size ?? 0;
      if (newest === undefined && size === 0) this.#heads.set(kiosk, { size, at: clock.now(), late: null });
      else if (newest === undefined || size > newest.size) this.#heads.set(kiosk, { size, at, late: null });
      else if (kind === 'record' && at - newest.at > CHECKPOINT_WITHIN) newest.late ??= clock.monotonic();
    }
    const late = this.#heads.get(kiosk)?.late ?? null;
    if (late === null || clock.monotonic() - late < LONG) return false;
    this.#settled.delete(kiosk);
    return alarms.unproven(kiosk, 'no-checkpoint', clock.now());
  }

  async #given(kiosk: string): Promise<boolean> {
    const { alarms, linkOf, clock } = this.#options;
    const link = linkOf(kiosk);
    const known = this.#settled.has(kiosk) && this.#settled.get(kiosk) === link && !this.#failing.has(kiosk);
    this.#failing.delete(kiosk);
    this.#settled.set(kiosk, link);
    return !known && (await alarms.proven(kiosk, clock.now()));
  }

  async #missing(kiosk: string): Promise<boolean> {
    const { alarms, clock } = this.#options;
    const now = clock.monotonic();
    const failing = this.#failing.get(kiosk) ?? { since: now, times: 0 };
    failing.times += 1;
    this.#failing.set(kiosk, failing);
    if (failing.times < TRIES || now - failing.since < LONG) return false;
    return alarms.unproven(kiosk, 'no-answer', clock.now());
  }
}
