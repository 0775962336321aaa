/** What is known of a camera's streams when somebody at the center wants to watch. */
export interface LiveStreams {
  /** Which stream is recorded. */
  readonly recorded: 'main' | 'sub';
  /** Of the recorded one, RFC 6381; null while the camera gives nothing. */
  readonly codec: string | null;
  /** Whether the camera offers a sub-stream beside it. */
  readonly hasSub: boolean;
}

/** What goes out: packets as recorded, or those of the sub-stream, captured only while it is watched. */
export type LiveChoice = 'recorded' | 'sub';

/**
 * Which stream is sent for a size: the small picture of the sub-stream, which costs the network least; the main
 * picture, and cameras without a sub-stream, as recorded. Either is transcoded when it is no H.264.
 */
export function chooseLive(size: 'sub' | 'main', { recorded, hasSub }: LiveStreams): LiveChoice {
  return size === 'sub' && recorded === 'main' && hasSub ? 'sub' : 'recorded';
}

/** Whether every browser plays it as it is. */
export const isH264 = (codec: string): boolean => /^avc[13]\./.test(codec);

/** How a camera's small picture goes out, for people. */
export type LiveKind = 'main' | 'sub' | 'transcoded' | 'none';

/** What is to be expected of a camera that nobody watches. A sub-stream is taken to be H.264 until it is seen. */
export function expectedLive(streams: LiveStreams): LiveKind {
  if (streams.codec === null) return 'none';
  if (chooseLive('sub', streams) === 'sub') return 'sub';
  return isH264(streams.codec) ? streams.recorded : 'transcoded';
}
