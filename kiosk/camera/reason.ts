import type { GapReason } from '../../core/domain/media.ts';
import { type Credentials, redact } from './credentials.ts';

/** Why a capture run ended, or never began. */
export interface RunEnd {
  readonly why: GapReason;
  /** What ffmpeg or the camera said, one line, at most 200 characters, without credentials. */
  readonly detail: string;
}

/**
 * What ffmpeg prints for each fault (its exit code tells nothing). The first that fits wins: the words of the RTSP
 * exchange stand before the general complaint that follows from them.
 */
const SAYINGS: readonly (readonly [RegExp, GapReason])[] = [
  [/40[13] (Unauthorized|Forbidden)|authorization failed|access denied/i, 'unauthorized'],
  [/404 (Stream )?Not Found|Server returned 404/i, 'not-found'],
  // PLAY without any track set up: the stream has no video (only video is asked for).
  [/method PLAY failed: 45[45]|matches no streams|does not contain any stream/i, 'not-video'],
  [/Could not find tag for codec|codec not currently supported/i, 'unsupported-codec'],
  [
    /Connection refused|No route to host|Network is unreachable|Connection timed out|Failed to resolve hostname|Host is down/i,
    'unreachable',
  ],
  [/Connection reset by peer|Broken pipe|End of file/i, 'closed'],
  [/Invalid data found|Protocol not found|Could not find codec parameters|Could not write header/i, 'not-video'],
];

/** Reads the reason off ffmpeg's stderr; `fallback` when it says nothing that is known. */
export function reasonOf(stderr: string, fallback: GapReason, credentials?: Credentials): RunEnd {
  const said = SAYINGS.find(([words]) => words.test(stderr));
  const lines = stderr.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const line = (said && lines.find((candidate) => said[0].test(candidate))) ?? lines.at(-1) ?? '';
  return { why: said?.[1] ?? fallback, detail: shorten(redact(line, credentials)) };
}

/** One line of at most 200 characters, without the addresses of ffmpeg's own objects. */
export function shorten(line: string): string {
  return line
    .replace(/\[([a-z0-9_,]+) @ 0x[0-9a-f]+\]\s*/gi, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
}
