import { type Fmp4Fragment, Fmp4Reader } from '../../../core/domain/fmp4.ts';
import type { CameraId } from '../../../core/domain/ids.ts';
import type { MediaInit, Packet } from '../../../core/domain/media.ts';
import { run, systemProcesses } from '../../../core/platform/process.ts';

/** A rendered video cut into one fragment a frame, as a camera's capture yields it. */
export interface Video {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly timescale: number;
  readonly init: Uint8Array;
  readonly fragments: readonly Fmp4Fragment[];
}

export const RATE = 25;

/** Where the white square of {@link renderSquare} is at `seconds`: fractions of the picture. */
export function squareAt(seconds: number): { x: number; y: number; width: number; height: number } {
  const x = (200 + 150 * Math.sin(1.5 * seconds)) / 640;
  return { x, y: 140 / 360, width: 80 / 640, height: 80 / 360 };
}

/** A white square that swings over a blue ground, 640×360, a keyframe each second, by the real ffmpeg. */
export async function renderSquare(seconds: number): Promise<Video> {
  const ground = ['-f', 'lavfi', '-i', `color=0x203050:s=640x360:r=${RATE}:d=${seconds}`];
  const square = ['-f', 'lavfi', '-i', `color=white:s=80x80:r=${RATE}:d=${seconds}`];
  const move = ['-filter_complex', "overlay=x='200+150*sin(1.5*t)':y=140:eval=frame,format=yuv420p"];
  return await render([...ground, ...square, ...move]);
}

/** Renders ffmpeg `input` arguments as H.264 fMP4, one fragment a frame. */
async function render(input: readonly string[]): Promise<Video> {
  const encode = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', String(RATE)];
  const container = ['-movflags', 'empty_moov+default_base_moof+frag_every_frame', '-f', 'mp4', 'pipe:1'];
  const args = ['-v', 'error', ...input, '-an', ...encode, ...container];
  const reader = new Fmp4Reader();
  const fragments: Fmp4Fragment[] = [];
  for (const part of reader.push(await run(systemProcesses, 'ffmpeg', args)))
    if (part.kind === 'fragment') fragments.push(part);
  if (!reader.init) throw new Error('expected an init from ffmpeg, got none');
  const { codec, width, height, timescale, data: init } = reader.init;
  return { codec, width, height, timescale, init, fragments };
}

export function initOf(video: Video, camera: CameraId, run: number): MediaInit {
  const { codec, width, height, timescale, init: data } = video;
  return { kind: 'init', camera, run, codec, width, height, timescale, data };
}

/** Packet `frame` of the video. */
export function packetOf(
  video: Video,
  camera: CameraId,
  run: number,
  frame: number,
  at: Packet['capturedAt'],
): Packet | undefined {
  const fragment = video.fragments[frame];
  if (!fragment) return undefined;
  const { decodeTime, duration, keyframe, data } = fragment;
  return { kind: 'packet', camera, run, frame, decodeTime, duration, keyframe, capturedAt: at, data };
}
