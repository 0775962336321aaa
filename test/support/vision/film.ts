import { Fmp4Reader } from '../../../core/domain/fmp4.ts';
import type { CameraId } from '../../../core/domain/ids.ts';
import type { CaptureEvent } from '../../../core/domain/media.ts';
import { milliseconds } from '../../../core/domain/units.ts';
import type { Clock } from '../../../core/platform/clock.ts';
import { run, systemProcesses } from '../../../core/platform/process.ts';

/** A photograph of face-api's npm package, 1 to 6. */
export function samplePhoto(number: number): string {
  return new URL(`../../../node_modules/@vladmandic/face-api/demo/sample${number}.jpg`, import.meta.url).pathname;
}

export interface Film {
  /** Plays over and over in real time until `signal` aborts; media time goes on. */
  play(camera: CameraId, clock: Clock, signal: AbortSignal, take: (event: CaptureEvent) => void): Promise<void>;
}

const FPS = 10;

/** A still photograph as a camera would send it: 1080p H.264, 10 pictures a second, a keyframe each second. */
export async function filmOf(photo: string): Promise<Film> {
  const bytes = await run(systemProcesses, 'ffmpeg', [
    ...['-hide_banner', '-loglevel', 'error', '-nostdin', '-loop', '1', '-framerate', String(FPS), '-i', photo],
    ...['-vf', 'scale=1920:1080:force_original_aspect_ratio=decrease,pad=1920:1080:(ow-iw)/2:(oh-ih)/2,format=yuv420p'],
    ...[
      '-t',
      '1',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-tune',
      'zerolatency',
      '-g',
      String(FPS),
      '-threads',
      '1',
    ],
    ...['-f', 'mp4', '-movflags', '+frag_every_frame+empty_moov+default_base_moof', 'pipe:1'],
  ]);
  const parts = [...new Fmp4Reader().push(bytes)];
  const init = parts.find((part) => part.kind === 'init');
  const fragments = parts.filter((part) => part.kind === 'fragment');
  if (!init || fragments.length !== FPS) throw new Error(`expected ${FPS} fragments, got ${fragments.length}`);
  return {
    play: async (camera, clock, signal, take) => {
      const { codec, width, height, timescale, data } = init;
      take({ kind: 'init', camera, run: 1, codec, width, height, timescale, data });
      const start = clock.monotonic();
      for (let frame = 0; !signal.aborted; frame++) {
        const fragment = fragments[frame % FPS];
        if (!fragment) return;
        const decodeTime = Math.round((frame * timescale) / FPS);
        take({
          ...{ kind: 'packet', camera, run: 1, frame, decodeTime, duration: timescale / FPS },
          keyframe: fragment.keyframe,
          capturedAt: clock.now(),
          data: movedTo(fragment.data, decodeTime),
        });
        const due = start + ((frame + 1) * 1000) / FPS;
        await clock.sleep(milliseconds(Math.max(1, due - clock.monotonic())), signal).catch(() => undefined);
      }
    },
  };
}

/** The fragment with another decode time in its `tfdt` (version 1, as ffmpeg writes it). */
function movedTo(fragment: Uint8Array, decodeTime: number): Uint8Array {
  const moved = Buffer.from(fragment);
  const at = moved.indexOf('tfdt');
  if (moved[at + 4] === 1) moved.writeBigUInt64BE(BigInt(decodeTime), at + 8);
  else moved.writeUInt32BE(decodeTime, at + 8);
  return moved;
}
