import { setTimeout as delay } from 'node:timers/promises';
import { cameraId } from '../../../core/domain/ids.ts';
import type { CaptureEvent } from '../../../core/domain/media.ts';
import { epochMs } from '../../../core/domain/units.ts';
import type { LiveCameras } from '../../../kiosk/uplink/ports.ts';

export const FRONT = cameraId('front');

/** A camera that gives a frame every 20 ms, a keyframe every tenth; tells how many subscribe. */
export class LoopingCamera implements LiveCameras {
  subscribers = 0;
  runs = 0;

  async *subscribe(_request: unknown, signal: AbortSignal): AsyncGenerator<CaptureEvent> {
    this.subscribers += 1;
    this.runs += 1;
    const run = this.runs;
    try {
      const head = { camera: FRONT, run, codec: 'avc1.64001F', width: 640, height: 360, timescale: 1000 };
      yield { kind: 'init', ...head, data: new Uint8Array([1, 2, 3]) };
      for (let frame = 0; !signal.aborted; frame += 1) {
        const time = { decodeTime: frame * 20, duration: 20, capturedAt: epochMs(frame * 20) };
        const keyframe = frame % 10 === 0;
        const packet = { camera: FRONT, run, frame, keyframe, data: new Uint8Array(1000).fill(frame) };
        yield { kind: 'packet', ...packet, ...time };
        await delay(20);
      }
    } finally {
      this.subscribers -= 1;
    }
  }
}
