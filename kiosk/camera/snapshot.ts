import type { MediaInit, Packet } from '../../core/domain/media.ts';
import { seconds } from '../../core/domain/units.ts';
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

/** A keyframe as JPEG of at most 1280 pixels' width; null when ffmpeg cannot decode it. */
export async function jpegOf(
  init: Pick<MediaInit, 'data'>,
  keyframe: Pick<Packet, 'data'>,
  { processes, clock }: SnapshotPorts,
): Promise<Uint8Array | null> {
  const args = [
    ...['-hide_banner', '-loglevel', 'error', '-f', 'mp4', '-i', 'pipe:0', '-map', '0:v:0', '-frames:v', '1'],
    ...['-vf', "scale='min(1280,iw)':-2", '-q:v', '4', '-f', 'mjpeg', 'pipe:1'],
  ];
  const stop = new AbortController();
  await using ffmpeg = processes.spawn('ffmpeg', args, { stdin: true, signal: stop.signal });
  const done = new AbortController();
  void clock.sleep(PATIENCE, done.signal).then(
    () => stop.abort(),
    () => undefined,
  );
  try {
    ffmpeg.stdin?.write(init.data);
    ffmpeg.stdin?.end(keyframe.data);
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
