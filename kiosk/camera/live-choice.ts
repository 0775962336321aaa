import type { LiveWay } from '../../core/domain/live-way.ts';

/** What is known of a camera's streams when somebody at the center wants to watch. */
export interface LiveStreams {
  /** Which stream is recorded. */
  readonly recorded: 'main' | 'sub';
  /** Of the recorded one, RFC 6381; null while the camera gives nothing. */
  readonly codec: string | null;
  /** What the camera offers beside it; `unknown`: nobody looked yet; null: nothing. */
  readonly sub: 'h264' | 'other' | 'unknown' | null;
  /** Whether the sub-stream may be set by ONVIF: an ONVIF camera that did not refuse lately. */
  readonly settable: boolean;
}

/** One way to send a picture: of which stream, and what is done for it. */
export interface LiveTry {
  readonly stream: 'recorded' | 'sub';
  readonly how: 'as-is' | 'set' | 'transcode';
}

/**
 * What is tried for a size, in order: the small picture of the sub-stream, which costs the network least; the main
 * picture, and cameras without a sub-stream, as recorded. What is no H.264 is shown by the policy's ways. A try that
 * fails shows something new (what the sub-stream really is, that it cannot be set): the list is then made again.
 */
export function liveTries(size: 'sub' | 'main', streams: LiveStreams, order: readonly LiveWay[]): readonly LiveTry[] {
  const { recorded, codec, sub, settable } = streams;
  const plays = codec === null || isH264(codec);
  const asRecorded: LiveTry[] = plays
    ? [{ stream: 'recorded', how: 'as-is' }]
    : order.includes('transcode')
      ? [{ stream: 'recorded', how: 'transcode' }]
      : [];
  if (size === 'main' || recorded === 'sub' || sub === null) return asRecorded;
  // An H.264 sub-stream of a camera that records H.264 is no matter of the policy.
  const ways: readonly LiveWay[] = plays ? ['sub-stream', ...order.filter((way) => way !== 'sub-stream')] : order;
  const tries = ways.flatMap((way): LiveTry[] => {
    switch (way) {
      case 'sub-stream':
        return sub === 'other' ? [] : [{ stream: 'sub', how: 'as-is' }];
      case 'onvif':
        return settable && (sub === 'other' || !ways.includes('sub-stream')) ? [{ stream: 'sub', how: 'set' }] : [];
      case 'transcode':
        return [{ stream: 'sub', how: 'transcode' }];
    }
  });
  return [...tries, ...asRecorded];
}

/** Whether every browser plays it as it is. */
export const isH264 = (codec: string): boolean => /^avc[13]\./.test(codec);

/** How a camera's small picture goes out, for people. */
export type LiveKind = 'main' | 'sub' | 'transcoded' | 'none';

/** What a try comes out as. */
export function kindOfTry({ stream, how }: LiveTry, { recorded }: Pick<LiveStreams, 'recorded'>): LiveKind {
  if (how === 'transcode') return 'transcoded';
  return stream === 'sub' ? 'sub' : recorded;
}

/** What is to be expected of a camera that nobody watches. A sub-stream is taken to be H.264 until it is seen. */
export function expectedLive(streams: LiveStreams, order: readonly LiveWay[]): LiveKind {
  if (streams.codec === null) return 'none';
  const [first] = liveTries('sub', streams, order);
  return first === undefined ? 'none' : kindOfTry(first, streams);
}

/** Why it goes out as it does, zh-CN; '' where there is nothing to say. `refused`: why ONVIF did not help. */
export function liveWhy(
  kind: LiveKind,
  streams: LiveStreams,
  { set, refused }: { readonly set: boolean; readonly refused: string | null },
): string {
  const { codec } = streams;
  const other = codec !== null && !isH264(codec);
  const not = refused === null ? '' : `；通过 ONVIF 设置辅码流未成：${refused}`;
  if (kind === 'sub' && set) return '已通过 ONVIF 把辅码流设为 H.264';
  if (kind === 'sub') return other ? '主码流是 H.265，改送 H.264 的辅码流' : '';
  if (kind === 'transcoded') return `没有 H.264 的码流，由教室电脑转码${not}`;
  if (kind === 'none' && other) return `没有 H.264 的码流，配置不允许转码${not}`;
  return not.slice(1);
}
