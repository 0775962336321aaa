import type { Writable } from 'node:stream';
import type { CameraId } from '../../core/domain/ids.ts';
import type { CaptureEvent, MediaInit, Packet } from '../../core/domain/media.ts';
import { encodeEvent } from './packet-pipe.ts';

/** Bytes that may wait in the pipe before packets are dropped: about two seconds of four cameras. */
const MOST_WAITING_BYTES = 4 << 20;

interface Line {
  init: MediaInit | null;
  /** The run whose init has been written. */
  writtenRun: number;
  skipping: boolean;
}

/**
 * Writes the events of all cameras into the pipe to the vision process and never waits: when the reader is slow or
 * stuck, packets are dropped up to the camera's next keyframe, and counted. A dead reader drops everything.
 */
export class PipeWriter {
  readonly #pipe: Writable;
  readonly #mostWaiting: number;
  readonly #lines = new Map<CameraId, Line>();
  #dropped = 0;

  constructor(pipe: Writable, mostWaiting = MOST_WAITING_BYTES) {
    this.#pipe = pipe;
    this.#mostWaiting = mostWaiting;
    pipe.on('error', () => undefined); // the reader's death is told by its process; `writable` turns false
  }

  /** Packets that the reader was too slow for, or dead. */
  get dropped(): number {
    return this.#dropped;
  }

  write(event: CaptureEvent): void {
    const line = this.#lineOf(event.camera);
    if (event.kind === 'init') {
      line.init = event;
      line.skipping = true;
    } else if (event.kind === 'packet') this.#writePacket(event, line);
    else if (this.#hasRoom()) this.#pipe.write(encodeEvent(event));
  }

  #writePacket(packet: Packet, line: Line): void {
    if ((line.skipping && !packet.keyframe) || !this.#hasRoom() || line.init?.run !== packet.run) {
      line.skipping = true;
      this.#dropped += 1;
      return;
    }
    line.skipping = false;
    if (line.writtenRun !== packet.run) this.#pipe.write(encodeEvent(line.init));
    line.writtenRun = packet.run;
    this.#pipe.write(encodeEvent(packet));
  }

  #hasRoom(): boolean {
    return this.#pipe.writable && this.#pipe.writableLength < this.#mostWaiting;
  }

  #lineOf(camera: CameraId): Line {
    const known = this.#lines.get(camera);
    if (known) return known;
    const line: Line = { init: null, writtenRun: 0, skipping: true };
    this.#lines.set(camera, line);
    return line;
  }
}
