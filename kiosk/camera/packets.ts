import type { Fmp4Fragment, Fmp4Init, Fmp4Part } from '../../core/domain/fmp4.ts';
import type { CameraId } from '../../core/domain/ids.ts';
import type { MediaInit, Packet } from '../../core/domain/media.ts';
import { type DurationMs, type EpochMs, milliseconds, plus } from '../../core/domain/units.ts';
import { type Arrival, CaptureInstants } from './instants.ts';
import type { RunEnd } from './reason.ts';

/**
 * Media time that leaves the kiosk's clock by more than this, either way: the network is too slow for the stream, or
 * the camera has set its clock. A new run begins with true times.
 */
const MOST_DRIFT = milliseconds(10_000);
const MOST_BACK = milliseconds(-10_000);

/** What one part comes to: events to tell, or the reason why the run is of no use. */
export type Told =
  | { readonly kind: 'events'; readonly events: readonly (MediaInit | Packet)[] }
  | ({ readonly kind: 'useless' } & RunEnd);

const NOTHING: Told = { kind: 'events', events: [] };

/** Turns the parts of one run into its init and packets: numbered, stamped, from the first keyframe on. */
export class RunPackets {
  readonly #camera: CameraId;
  readonly #run: number;
  #init: Fmp4Init | undefined;
  #instants = new CaptureInstants(1);
  #sound: Uint8Array[] = [];
  #frames = 0;
  #firstAt: EpochMs | null = null;
  #endsAt: EpochMs | null = null;
  #length = milliseconds(0);

  constructor(camera: CameraId, run: number) {
    this.#camera = camera;
    this.#run = run;
  }

  /** Capture instant of the first packet, null before it. */
  get firstAt(): EpochMs | null {
    return this.#firstAt;
  }

  /** When the last packet's picture ended, null before the first. */
  get endsAt(): EpochMs | null {
    return this.#endsAt;
  }

  /** Media time of all its packets. */
  get length(): DurationMs {
    return this.#length;
  }

  tell(part: Fmp4Part, arrival: Arrival): Told {
    if (part.kind === 'init') return this.#begin(part);
    const init = this.#init;
    if (!init) return NOTHING;
    if (part.track !== init.track) {
      if (this.#frames > 0) this.#sound.push(part.data);
      return NOTHING;
    }
    if (this.#frames === 0 && !part.keyframe) return NOTHING;
    return this.#packet(init, part, arrival);
  }

  #begin(init: Fmp4Init): Told {
    if (!/^(avc|hvc|hev)[13]\./.test(init.codec))
      return { kind: 'useless', why: 'unsupported-codec', detail: `the camera sends ${init.codec}` };
    this.#init = asHvc1(init);
    this.#instants = new CaptureInstants(init.timescale);
    return NOTHING;
  }

  #packet(init: Fmp4Init, part: Fmp4Fragment, arrival: Arrival): Told {
    const { at, drift } = this.#instants.of(arrival, part.decodeTime, part.duration);
    if (drift > MOST_DRIFT)
      return { kind: 'useless', why: 'stalled', detail: `pictures came ${Math.round(drift / 1000)} s late` };
    if (drift < MOST_BACK)
      return {
        kind: 'useless',
        why: 'closed',
        detail: `media time ran ahead by ${Math.round(Math.abs(drift) / 1000)} s`,
      };
    const { codec, width, height, timescale } = init;
    const head = { camera: this.#camera, run: this.#run };
    const packet: Packet = {
      kind: 'packet',
      ...head,
      frame: this.#frames,
      decodeTime: part.decodeTime,
      duration: part.duration,
      keyframe: part.keyframe,
      capturedAt: at,
      data: this.#withSound(part.data),
    };
    const shown = milliseconds((part.duration * 1000) / timescale);
    this.#firstAt ??= at;
    this.#endsAt = plus(at, shown);
    this.#length = milliseconds(this.#length + shown);
    this.#frames += 1;
    if (packet.frame > 0) return { kind: 'events', events: [packet] };
    const begin: MediaInit = { kind: 'init', ...head, codec, width, height, timescale, data: init.data };
    return { kind: 'events', events: [begin, packet] };
  }

  /** Sound that came since the last picture travels ahead of the next one. */
  #withSound(data: Uint8Array): Uint8Array {
    if (this.#sound.length === 0) return data;
    const parts = [...this.#sound, data];
    this.#sound = [];
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}

/**
 * ffmpeg names H.265 `hev1` unless told beforehand that the stream is H.265; the boxes are the same under either name,
 * and `hvc1` is the one that every player takes.
 */
function asHvc1(init: Fmp4Init): Fmp4Init {
  if (!init.codec.startsWith('hev1')) return init;
  const data = init.data.slice();
  const at = data.findIndex((_, i) => HEV1.every((byte, j) => data[i + j] === byte));
  data.set(HVC1, at);
  return { ...init, data, codec: init.codec.replace('hev1', 'hvc1') };
}

const HEV1 = [0x68, 0x65, 0x76, 0x31];
const HVC1 = [0x68, 0x76, 0x63, 0x31];
