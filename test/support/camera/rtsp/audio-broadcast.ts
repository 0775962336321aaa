import { milliseconds } from '../../../../core/domain/units.ts';
import type { Clock } from '../../../../core/platform/clock.ts';
import type { Broadcast } from './broadcast.ts';
import type { MediaFrame } from './rtp.ts';

/** A stream that is no video: silence in G.711 µ-law, ten packets a second. */
export class AudioBroadcast implements Broadcast {
  readonly sdp = ['m=audio 0 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000', 'a=recvonly'].join('\r\n');
  readonly payloadType = 0;
  readonly #clock: Clock;
  readonly #epoch: number;
  readonly #stop = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#epoch = clock.monotonic();
  }

  rtpNow(): number {
    return Math.round((this.#clock.monotonic() - this.#epoch) * 8) >>> 0;
  }

  join(listener: (frame: MediaFrame) => void): Disposable {
    const left = new AbortController();
    void this.#send(listener, AbortSignal.any([left.signal, this.#stop.signal]));
    return {
      [Symbol.dispose]: () => {
        left.abort();
      },
    };
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
  }

  async #send(listener: (frame: MediaFrame) => void, signal: AbortSignal): Promise<void> {
    const start = this.rtpNow();
    for (let n = 0; !signal.aborted; n++) {
      listener({ payloads: [Buffer.alloc(800, 0xff)], rtpTime: start + 800 * n, keyframe: true });
      await this.#clock.sleep(milliseconds(100), signal).catch(() => undefined);
    }
  }
}
