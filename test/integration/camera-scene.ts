import { cameraId } from '../../core/domain/ids.ts';
import type { CaptureEvent, Gap, Packet } from '../../core/domain/media.ts';
import { milliseconds, seconds } from '../../core/domain/units.ts';
import { systemClock as clock } from '../../core/platform/clock.ts';
import { silentLog as log } from '../../core/platform/log.ts';
import { systemProcesses as processes } from '../../core/platform/process.ts';
import { type Camera, openCamera } from '../../kiosk/camera/camera.ts';
import type { CaptureOptions } from '../../kiosk/camera/capture.ts';
import { testFilm } from '../support/camera/film/test-film.ts';
import { type SimulatedCamera, startSimulatedCamera } from '../support/camera/simulated-camera.ts';

export const CAMERA = cameraId('front');

/** What the tests hand to whatever needs the system. */
export const system = { processes, clock, log, random: () => 0.5 };

/** A simulated camera with a small moving H.264 film, GOP 1 s, 12 frames a second, and an H.265 one. */
export async function classroom(): Promise<SimulatedCamera> {
  const film = await testFilm(processes, { width: 320, height: 180 });
  const hevc = await testFilm(processes, { codec: 'h265', width: 320, height: 180 });
  return startSimulatedCamera({ main: { film }, hevc }, clock);
}

/** The simulated camera's address without the account, as it is configured. */
export function plainAddress(simulated: SimulatedCamera): string {
  return simulated.rtspUrl.replace(/\/\/.*@/, '//');
}

/** The kiosk's camera on a simulated one; quick to try again, so that tests are. */
export function openOn(simulated: SimulatedCamera, options: Partial<CaptureOptions> = {}): Camera {
  return openCamera(
    {
      camera: CAMERA,
      source: plainAddress(simulated),
      ...(simulated.credentials ? { credentials: simulated.credentials } : {}),
      backoff: { first: milliseconds(200), most: milliseconds(400) },
      startWithin: seconds(5),
      ...options,
    },
    system,
  );
}

/** What a reader of a camera has got so far. */
export class Witness {
  readonly events: CaptureEvent[] = [];
  #changed = Promise.withResolvers<undefined>();

  constructor(source: AsyncIterable<CaptureEvent>) {
    void this.#watch(source);
  }

  get packets(): Packet[] {
    return this.events.filter((event) => event.kind === 'packet');
  }

  get gaps(): Gap[] {
    return this.events.filter((event) => event.kind === 'gap');
  }

  /** Resolves when what came holds what is asked for; the test's own time limit is the only one. */
  async until<T>(find: (witness: this) => T | undefined | false): Promise<T> {
    for (;;) {
      const found = find(this);
      if (found !== undefined && found !== false) return found;
      await this.#changed.promise;
    }
  }

  /** A gap with this reason that has begun. */
  gap(why: Gap['why']): Promise<Gap> {
    return this.until(() => this.gaps.find((gap) => gap.why === why));
  }

  /** The first `count` packets of run `run`. */
  run(run: number, count: number): Promise<Packet[]> {
    return this.until(() => {
      const packets = this.packets.filter((packet) => packet.run === run);
      return packets.length >= count && packets;
    });
  }

  async #watch(source: AsyncIterable<CaptureEvent>): Promise<void> {
    for await (const event of source) {
      this.events.push(event);
      this.#changed.resolve(undefined);
      this.#changed = Promise.withResolvers<undefined>();
    }
  }
}
