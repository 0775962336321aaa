import { type Fmp4Fragment, type Fmp4Init, Fmp4Reader } from '../../../core/domain/fmp4.ts';
import type { CameraId } from '../../../core/domain/ids.ts';
import type { MediaInit, Packet } from '../../../core/domain/media.ts';
import { type EpochMs, plus, seconds } from '../../../core/domain/units.ts';
import { run, systemProcesses } from '../../../core/platform/process.ts';
import { rebase, trackTimescales } from '../../../kiosk/evidence/segment-head.ts';

/** A few seconds of real H.264, one fragment a frame, that can be played again and again. */
export interface Film {
  readonly init: Fmp4Init;
  readonly frames: readonly Fmp4Fragment[];
  /** Ticks of one round. */
  readonly length: number;
  readonly fps: number;
}

export interface FilmOptions {
  readonly seconds?: number;
  readonly fps?: number;
  /** Frames from keyframe to keyframe. */
  readonly gop?: number;
  readonly size?: string;
  /** Bits a second, filled up when the picture needs less. */
  readonly bitrate?: string;
  readonly codec?: 'libx264' | 'libx265';
}

/** Lets ffmpeg draw its test picture and cuts the result into frames. */
export async function film(options: FilmOptions = {}): Promise<Film> {
  const { seconds: length = 2, fps = 25, gop = 25, size = '320x180', bitrate, codec = 'libx264' } = options;
  const rate =
    bitrate === undefined ? [] : ['-b:v', bitrate, '-minrate', bitrate, '-maxrate', bitrate, '-bufsize', bitrate];
  const filler = bitrate === undefined || codec !== 'libx264' ? [] : ['-x264-params', 'nal-hrd=cbr:force-cfr=1'];
  const bytes = await run(systemProcesses, 'ffmpeg', [
    ...['-hide_banner', '-loglevel', 'error', '-f', 'lavfi'],
    ...['-i', `testsrc2=size=${size}:rate=${String(fps)}:duration=${String(length)}`],
    ...['-an', '-c:v', codec, '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p'],
    ...['-g', String(gop), '-keyint_min', String(gop), '-sc_threshold', '0', ...rate, ...filler],
    ...(codec === 'libx265' ? ['-tag:v', 'hvc1'] : []),
    ...['-movflags', 'frag_every_frame+empty_moov+default_base_moof', '-f', 'mp4', 'pipe:1'],
  ]);
  const reader = new Fmp4Reader();
  const frames = reader.push(bytes).filter((part) => part.kind === 'fragment');
  const last = frames.at(-1);
  if (!reader.init || !last) throw new Error('ffmpeg drew nothing');
  return { init: reader.init, frames, length: last.decodeTime + last.duration, fps };
}

export function initOf({ init }: Film, camera: CameraId, run = 1): MediaInit {
  const { codec, width, height, timescale, data } = init;
  return { kind: 'init', camera, run, codec, width, height, timescale, data };
}

/** The `n`-th frame of a run that began at `from`, the film going round for ever. */
export function packetOf(source: Film, camera: CameraId, n: number, from: EpochMs, run = 1): Packet {
  const { init, frames, length } = source;
  const [round, at] = [Math.floor(n / frames.length), n % frames.length];
  const frame = frames[at];
  if (!frame) throw new RangeError('no frame');
  const data = Buffer.concat(rebase(frame.data, trackTimescales(init.data), -(round * length) / init.timescale));
  const decodeTime = frame.decodeTime + round * length;
  const capturedAt = plus(from, seconds((decodeTime + frame.duration) / init.timescale));
  const { duration, keyframe } = frame;
  return { kind: 'packet', camera, run, frame: n, decodeTime, duration, keyframe, capturedAt, data };
}
