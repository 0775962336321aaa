import type { EpochMs } from '../../../../core/domain/units.ts';
import { milliseconds } from '../../../../core/domain/units.ts';
import type { Clock } from '../../../../core/platform/clock.ts';
import type { EncodedFilm, Picture } from '../film/encoded-film.ts';
import { type Airing, gopOnAir } from '../film/film-clock.ts';
import { h264Payloads, h265Payloads, type MediaFrame } from './rtp.ts';
import { videoSdp } from './sdp.ts';

/** A live stream that any number of receivers watch. */
export interface Broadcast extends Disposable {
  /** The media section of the session description, without its control line. */
  readonly sdp: string;
  readonly payloadType: number;
  /** Where the RTP clock stands now. */
  rtpNow(): number;
  /** Hands the current GOP so far at once, then each frame when it is due, until disposed of. */
  join(listener: (frame: MediaFrame) => void): Disposable;
}

/** What can be shown in the film's place: the room with its light off, or as a camera that was turned sees it. */
export type Instead = 'dark' | 'moved';

export interface FilmBroadcastOptions {
  readonly film: EncodedFilm;
  /** Of the same camera: same parameter sets and GOP length. */
  readonly instead?: Partial<Record<Instead, EncodedFilm>>;
  readonly airing?: Partial<Airing>;
}

const RTP_TICKS_A_MS = 90;

/** Sends a film as a camera would: in real time, everybody the same picture, whoever comes. */
export class FilmBroadcast implements Broadcast {
  readonly sdp: string;
  readonly payloadType = 96;
  readonly film: EncodedFilm;
  readonly #instead: Partial<Record<Instead, EncodedFilm>>;
  readonly #airing: Airing;
  readonly #clock: Clock;
  readonly #listeners = new Set<(frame: MediaFrame) => void>();
  readonly #epoch: number;
  #startsAt: number;
  #shown: EncodedFilm;
  #gopSoFar: MediaFrame[] = [];
  #running: AbortController | null = null;

  /** Plays from now on. @throws Error when another film's pictures could not follow the film's. */
  constructor({ film, instead = {}, airing }: FilmBroadcastOptions, clock: Clock) {
    for (const [name, other] of Object.entries(instead))
      if (!interchangeable(film, other))
        throw new Error(`expected a ${name} film with the parameter sets and GOP length of the film`);
    this.film = film;
    this.#shown = film;
    this.#instead = instead;
    this.#airing = { idleGops: 1, loopGops: film.gops, ...airing };
    this.#clock = clock;
    this.#epoch = clock.monotonic();
    this.#startsAt = this.#epoch;
    this.sdp = videoSdp(film, this.payloadType);
  }

  /** Starts the film at the instant `from`, past or to come. Watchers go on at the next keyframe. */
  play({ from }: { readonly from: EpochMs }): void {
    this.#startsAt = this.#clock.monotonic() + (from - this.#clock.now());
    if (this.#running) this.#start(this.#slotNow() + 1);
  }

  /** Where the film stands, in milliseconds from its start; negative before. */
  position(): number {
    return this.#clock.monotonic() - this.#startsAt;
  }

  /** From the next keyframe on. */
  show(what: 'film' | Instead): void {
    const shown = what === 'film' ? this.film : this.#instead[what];
    if (shown === undefined) throw new Error(`expected a ${what} film at the start to be able to show it`);
    this.#shown = shown;
  }

  rtpNow(): number {
    return this.#rtpAt(this.#clock.monotonic());
  }

  join(listener: (frame: MediaFrame) => void): Disposable {
    for (const frame of this.#gopSoFar) listener(frame);
    this.#listeners.add(listener);
    if (!this.#running) this.#start(this.#slotNow());
    return {
      [Symbol.dispose]: () => {
        this.#listeners.delete(listener);
        if (this.#listeners.size === 0) this[Symbol.dispose]();
      },
    };
  }

  /** Stops sending; the films stay open, they are their opener's. */
  [Symbol.dispose](): void {
    this.#running?.abort();
    this.#running = null;
    this.#gopSoFar = [];
  }

  #start(slot: number): void {
    this.#running?.abort();
    this.#running = new AbortController();
    void this.#run(slot, this.#running.signal);
  }

  async #run(firstSlot: number, signal: AbortSignal): Promise<void> {
    const { gopMs, gopFrames } = this.film;
    for (let slot = firstSlot; ; slot = Math.max(slot + 1, this.#slotNow())) {
      const film = this.#shown;
      const pictures = await film.readGop(gopOnAir(slot, film.gops, this.#airing));
      for (const [i, picture] of pictures.entries()) {
        const due = this.#startsAt + slot * gopMs + (i * gopMs) / gopFrames;
        const wait = due - this.#clock.monotonic();
        if (wait > 0) await this.#clock.sleep(milliseconds(wait), signal).catch(() => undefined);
        if (signal.aborted) return;
        this.#emit(film, picture, i === 0, this.#rtpAt(due));
      }
    }
  }

  #emit(film: EncodedFilm, picture: Picture, keyframe: boolean, rtpTime: number): void {
    const units = keyframe ? [...film.parameterSets, ...picture] : picture;
    const payloads = units.flatMap((unit) => (film.codec === 'h264' ? h264Payloads(unit) : h265Payloads(unit)));
    const frame = { payloads, rtpTime, keyframe };
    if (keyframe) this.#gopSoFar = [];
    this.#gopSoFar.push(frame);
    for (const listener of this.#listeners) listener(frame);
  }

  #slotNow(): number {
    return Math.floor(this.position() / this.film.gopMs);
  }

  #rtpAt(monotonic: number): number {
    return Math.round((monotonic - this.#epoch) * RTP_TICKS_A_MS) >>> 0;
  }
}

function interchangeable(a: EncodedFilm, b: EncodedFilm): boolean {
  const sets = (film: EncodedFilm): string => film.parameterSets.map((set) => set.toString('hex')).join();
  return sets(a) === sets(b) && a.gopMs === b.gopMs && a.gopFrames === b.gopFrames;
}
