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

/** How long ffmpeg looks at a stream before it hands anything on: no longer than the parameter sets take, but for sound. */
const look = (audio: boolean): string => (audio ? '500000' : '32');
const analyse = (audio: boolean): string => (audio ? '500000' : '0');

/**
 * Arguments for an ffmpeg (5.0 or later) that copies one camera's pictures to stdout as fMP4, one fragment a frame. It
 * never decodes. Which camera, it reads from stdin ({@link captureInput}): every user of a machine sees arguments.
 * With the shortest look at the stream the first picture is there after 0.1 s, in place of 2.4 s.
 */
export function captureArguments({ audio }: Pick<CaptureArguments, 'audio'>): readonly string[] {
  const sound = audio ? ['-map', '0:a:0?', '-c:a', 'aac', '-b:a', '48k'] : ['-an'];
  return [
    ...['-hide_banner', '-nostats', '-loglevel', 'error'],
    ...['-probesize', look(audio), '-analyzeduration', analyse(audio)],
    ...['-f', 'concat', '-safe', '0', '-protocol_whitelist', 'pipe,rtsp,tcp,tls,rtp,udp', '-i', 'pipe:0'],
    ...['-map', '0:v:0', '-c:v', 'copy', ...sound],
    ...['-f', 'mp4', '-movflags', '+frag_every_frame+empty_moov+default_base_moof', '-flush_packets', '1', 'pipe:1'],
  ];
}

/** What that ffmpeg is to read on stdin: a list of one stream and how to open it, in ffmpeg's concat format. A secret. */
export function captureInput({ url, audio }: CaptureArguments): string {
  const quotable = url.replace(/['\\\s]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
  const options = {
    rtsp_transport: 'tcp',
    timeout: SOCKET_TIMEOUT_US,
    allowed_media_types: audio ? 'video+audio' : 'video',
    probesize: look(audio),
    analyzeduration: analyse(audio),
  };
  const lines = Object.entries(options).map(([name, value]) => `option ${name} ${String(value)}`);
  return ['ffconcat version 1.0', `file '${quotable}'`, ...lines, ''].join('\n');
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
