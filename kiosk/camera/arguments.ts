/** What one capture run of ffmpeg is asked for. */
export interface CaptureArguments {
  /** `rtsp://` or `rtsps://` with the account in it (a secret). */
  readonly url: string;
  /** Whether the camera's sound is kept too; it is encoded to AAC, because MP4 cannot hold G.711. */
  readonly audio: boolean;
}

/**
 * ffmpeg's own idea of a dead connection, in µs; it takes twice as long (measured). The watchdog is faster: this is
 * for an ffmpeg whose kiosk has died, so that it does not stay for ever.
 */
const SOCKET_TIMEOUT_US = 5_000_000;

/**
 * Arguments for an ffmpeg (5.0 or later) that copies one camera's pictures to stdout as fMP4, one fragment a frame.
 * It never decodes: it looks at the stream no longer than the parameter sets take (`-analyzeduration 0` and the
 * smallest `-probesize`: first picture after 0.1 s in place of 2.4 s).
 */
export function captureArguments({ url, audio }: CaptureArguments): readonly string[] {
  const sound = audio ? ['-map', '0:a:0?', '-c:a', 'aac', '-b:a', '48k'] : ['-an'];
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'error'],
    ...['-rtsp_transport', 'tcp', '-timeout', String(SOCKET_TIMEOUT_US)],
    ...['-allowed_media_types', audio ? 'video+audio' : 'video'],
    ...['-probesize', audio ? '500000' : '32', '-analyzeduration', audio ? '500000' : '0', '-threads', '1'],
    ...['-i', url],
    ...['-map', '0:v:0', '-c:v', 'copy', ...sound],
    ...['-f', 'mp4', '-movflags', '+frag_every_frame+empty_moov+default_base_moof', '-flush_packets', '1', 'pipe:1'],
  ];
}

/** What a decoder of one camera's packets is asked for. */
export interface DecodeArguments {
  /** Size of the pictures that come out. */
  readonly width: number;
  readonly height: number;
  /** One picture in so many seconds of media time, on the average. */
  readonly period: number;
}

/**
 * Arguments for an ffmpeg that reads fMP4 on stdin and writes raw rgb24 pictures to stdout, one line of `showinfo` on
 * stderr for each: its `pts` is that of the packet, in ticks of the input's timescale. One thread on either side keeps
 * pictures from waiting inside (measured: 170 → 55 ms).
 */
export function decodeArguments({ width, height, period }: DecodeArguments): readonly string[] {
  const p = String(period);
  // The first picture of each stretch of `period`; also one that comes nearly a period after the last: keyframes jitter.
  const since = 't-prev_selected_t';
  const stretch = (time: string): string => `floor(${time}/${p}+0.001)`;
  const newStretch = `gt(${stretch('t')},${stretch('prev_selected_t')})*gte(${since},${p}/2)`;
  const select = `isnan(prev_selected_t)+gte(${since},0.95*${p})+${newStretch}`;
  const filters = [
    `select='${select}'`,
    `scale=${String(width)}:${String(height)}:flags=bilinear`,
    'format=rgb24',
    'showinfo=checksum=0',
  ];
  return [
    ...['-hide_banner', '-nostats', '-loglevel', 'info'],
    ...['-threads', '1', '-flags', 'low_delay', '-probesize', '32', '-analyzeduration', '0', '-copyts'],
    ...['-f', 'mp4', '-i', 'pipe:0'],
    ...['-map', '0:v:0', '-an', '-vf', filters.join(','), '-fps_mode', 'passthrough', '-threads', '1'],
    ...['-c:v', 'rawvideo', '-f', 'rawvideo', '-flush_packets', '1', 'pipe:1'],
  ];
}
