import { cameraId } from '../../../core/domain/ids.ts';
import type { Frame } from '../../../core/domain/media.ts';
import type { PictureState } from '../../../core/domain/picture.ts';
import { epochMs, seconds } from '../../../core/domain/units.ts';
import { systemProcesses } from '../../../core/platform/process.ts';
import { PictureWatcher } from '../../../kiosk/vision/picture/watcher.ts';

export const CAMERA = cameraId('room');
const SIZE = { width: 1280, height: 720 };

/** Keyframes of a film as the vision process gets them, one a second, through ffmpeg's `filter`. */
export interface Part {
  readonly film: string;
  readonly from?: number;
  readonly seconds: number;
  readonly filter?: string;
  /** The part is sent again and again, the same bytes, so many times in all. */
  readonly times?: number;
}

/** A watcher that parts of films are shown to, one after the other; the time goes on. */
export class Showing {
  readonly watcher: PictureWatcher;
  #second = 0;

  constructor(memorySeconds = 30) {
    this.watcher = new PictureWatcher(seconds(memorySeconds));
  }

  /** Shows a part; gives the state after each frame. */
  async show(part: Part): Promise<PictureState[]> {
    const states: PictureState[] = [];
    for await (const data of pictures(part)) {
      const frame: Frame = {
        ...{ camera: CAMERA, run: 1, frame: this.#second, decodeTime: this.#second, at: epochMs(this.#second * 1000) },
        ...{ ...SIZE, fullWidth: SIZE.width, fullHeight: SIZE.height, data },
      };
      states.push(this.watcher.see(frame));
      this.#second += 1;
    }
    return states;
  }

  /** From now on the last picture shown is what the camera should show. */
  remember(): void {
    this.watcher.useScene(CAMERA, this.watcher.scene(CAMERA));
  }
}

/** What was told, each once, in order. */
export function told(states: readonly PictureState[]): string[] {
  const kinds = states.map(({ trouble }) => trouble?.kind ?? '').filter((kind, i, all) => kind !== all[i - 1]);
  return kinds.filter((kind) => kind !== '');
}

async function* pictures({
  film,
  from = 0,
  seconds: length,
  filter = 'null',
  times = 1,
}: Part): AsyncGenerator<Buffer> {
  const { width, height } = SIZE;
  const args = [
    ...['-v', 'error', '-skip_frame', 'nokey', '-ss', String(from), '-t', String(length), '-i', film],
    ...['-vf', `${filter},fps=1,scale=${width}:${height}:flags=bilinear`, '-frames:v', String(length)],
    ...['-pix_fmt', 'rgb24', '-f', 'rawvideo', 'pipe:1'],
  ];
  for (let time = 0; time < times; time += 1) {
    await using ffmpeg = systemProcesses.spawn('ffmpeg', args);
    let picture = Buffer.alloc(width * height * 3);
    let filled = 0;
    for await (const chunk of ffmpeg.stdout as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; ) {
        const copied = chunk.copy(picture, filled, at);
        at += copied;
        filled += copied;
        if (filled < picture.length) break;
        yield picture;
        picture = Buffer.alloc(width * height * 3);
        filled = 0;
      }
    }
    const exit = await ffmpeg.exited;
    if (exit.code !== 0) throw new Error(`ffmpeg could not play ${film}: ${exit.stderr}`);
  }
}
