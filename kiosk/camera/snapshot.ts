import type { MediaInit, Packet } from '../../core/domain/media.ts';
import { type EpochMs, seconds } from '../../core/domain/units.ts';
import type { Clock } from '../../core/platform/clock.ts';
import type { Processes } from '../../core/platform/process.ts';
import type { CameraHub } from './hub.ts';

export interface SnapshotPorts {
  readonly processes: Processes;
  readonly clock: Clock;
}

/** How long a picture may take: a GOP until the keyframe, and decoding it. */
const PATIENCE = seconds(8);

/** The first picture of what a camera gives now, as JPEG; null when it gives none in time. */
export async function snapshot(hub: CameraHub, ports: SnapshotPorts): Promise<Uint8Array | null> {
  using subscription = hub.subscribe({ name: 'snapshot', keep: 'latest' });
  const stop = new AbortController();
  void ports.clock.sleep(PATIENCE, stop.signal).then(
    () => subscription[Symbol.dispose](),
    () => undefined,
  );
  try {
    let init: MediaInit | null = null;
    for await (const event of subscription) {
      if (event.kind === 'init') init = event;
      else if (event.kind === 'packet' && event.keyframe && init?.run === event.run)
        return await jpegOf(init, event, ports);
      else if (event.kind === 'gap' && event.to === null) return null;
    }
    return null;
  } finally {
    stop.abort();
  }
}

/** A camera's newest picture with the instant when it was taken. */
export interface NewestPicture {
  readonly at: EpochMs;
  readonly jpeg: Uint8Array;
}

/** Of a GOP longer than this only the keyframe is decoded: the rest would cost the lesson too much. */
const MOST_FRAMES = 300;

/**
 * The newest picture of what a camera gives: the last frame of its current GOP, of at most 1920 pixels' width; null
 * while the camera gives nothing, or when ffmpeg cannot decode it.
 */
export async function newestPicture(hub: CameraHub, ports: SnapshotPorts): Promise<NewestPicture | null> {
  const { current } = hub;
  const [keyframe] = current?.gop ?? [];
  if (current === null || keyframe === undefined) return null;
  const { init, gop } = current;
  const last = gop.at(-1) ?? keyframe;
  if (gop.length <= MOST_FRAMES) {
    const filter = `select=eq(n\\,${String(gop.length - 1)}),scale='min(1920,iw)':-2`;
    const jpeg = await decoded([init.data, ...gop.map(({ data }) => data)], filter, ports);
    if (jpeg !== null) return { at: last.capturedAt, jpeg };
  }
  const jpeg = await decoded([init.data, keyframe.data], "scale='min(1920,iw)':-2", ports);
  return jpeg && { at: keyframe.capturedAt, jpeg };
}

/** A keyframe as JPEG of at most 1280 pixels' width; null when ffmpeg cannot decode it. */
export async function jpegOf(
  init: Pick<MediaInit, 'data'>,
  keyframe: Pick<Packet, 'data'>,
  ports: SnapshotPorts,
): Promise<Uint8Array | null> {
  return await decoded([init.data, keyframe.data], "scale='min(1280,iw)':-2", ports);
}

/** The first picture that comes through the filter, as JPEG. */
async function decoded(
  media: readonly Uint8Array[],
  filter: string,
  { processes, clock }: SnapshotPorts,
): Promise<Uint8Array | null> {
  const args = [
    ...['-hide_banner', '-loglevel', 'error', '-f', 'mp4', '-i', 'pipe:0', '-map', '0:v:0', '-frames:v', '1'],
    ...['-vf', filter, '-q:v', '4', '-f', 'mjpeg', 'pipe:1'],
  ];
  const stop = new AbortController();
  await using ffmpeg = processes.spawn('ffmpeg', args, { stdin: true, signal: stop.signal });
  const done = new AbortController();
  void clock.sleep(PATIENCE, done.signal).then(
    () => stop.abort(),
    () => undefined,
  );
  try {
    ffmpeg.stdin?.end(Buffer.concat(media));
    const parts: Uint8Array[] = [];
    for await (const part of ffmpeg.stdout as AsyncIterable<Uint8Array>) parts.push(part);
    const { code } = await ffmpeg.exited;
    return code === 0 && parts.length > 0 ? new Uint8Array(Buffer.concat(parts)) : null;
  } catch {
    return null;
  } finally {
    done.abort();
  }
}
