import { z } from 'zod';
import { ZaikeError } from '../../core/domain/errors.ts';
import { cameraId } from '../../core/domain/ids.ts';
import type { CaptureEvent } from '../../core/domain/media.ts';
import { epochMs } from '../../core/domain/units.ts';

/**
 * Capture events on a byte stream between two processes of the kiosk. Each message: two 32-bit big-endian lengths, a
 * JSON head of the first length (the event without its bytes), the event's bytes of the second.
 */
const PREFIX_BYTES = 8;
const MOST_HEAD_BYTES = 64 << 10;
const MOST_DATA_BYTES = 64 << 20;

const camera = z.string().min(1).transform(cameraId);
const count = z.int().min(0);
const instant = z.int().transform(epochMs);
const head = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('init'),
    camera,
    run: count,
    codec: z.string(),
    width: count,
    height: count,
    timescale: z.int().min(1),
  }),
  z.strictObject({
    kind: z.literal('packet'),
    camera,
    run: count,
    frame: count,
    decodeTime: count,
    duration: count,
    keyframe: z.boolean(),
    capturedAt: instant,
  }),
  z.strictObject({
    kind: z.literal('gap'),
    camera,
    from: instant,
    to: instant.nullable(),
    why: z.enum([
      ...['starting', 'unreachable', 'unauthorized', 'not-found', 'not-video', 'unsupported-codec', 'stalled'],
      ...['closed', 'recorder-failed', 'disk-full', 'kiosk-down', 'not-recording', 'unknown'],
    ] as const),
    detail: z.string(),
  }),
]);

/** One event as a message. */
export function encodeEvent(event: CaptureEvent): Uint8Array {
  const data = event.kind === 'gap' ? new Uint8Array(0) : event.data;
  const text = Buffer.from(JSON.stringify({ ...event, data: undefined }));
  const message = Buffer.alloc(PREFIX_BYTES + text.length + data.length);
  message.writeUInt32BE(text.length, 0);
  message.writeUInt32BE(data.length, 4);
  message.set(text, PREFIX_BYTES);
  message.set(data, PREFIX_BYTES + text.length);
  return message;
}

/** Reads events until the stream ends. @throws ZaikeError `packet-pipe` on bytes that are no messages: the two processes are not of one version. */
export async function* decodeEvents(stream: AsyncIterable<Uint8Array>): AsyncGenerator<CaptureEvent, void> {
  let parts: Uint8Array[] = [];
  let held = 0;
  let needed = PREFIX_BYTES;
  for await (const bytes of stream) {
    parts.push(bytes);
    held += bytes.length;
    if (held < needed) continue;
    let whole = parts.length === 1 ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) : Buffer.concat(parts);
    for (needed = messageBytes(whole); whole.length >= needed; needed = messageBytes(whole)) {
      yield decodeEvent(whole.subarray(0, needed));
      whole = whole.subarray(needed);
    }
    parts = [whole];
    held = whole.length;
  }
}

function messageBytes(bytes: Buffer): number {
  if (bytes.length < PREFIX_BYTES) return PREFIX_BYTES;
  const [text, data] = [bytes.readUInt32BE(0), bytes.readUInt32BE(4)];
  if (text > MOST_HEAD_BYTES || data > MOST_DATA_BYTES) throw broken(`lengths ${text} and ${data}`);
  return PREFIX_BYTES + text + data;
}

function decodeEvent(message: Buffer): CaptureEvent {
  const end = PREFIX_BYTES + message.readUInt32BE(0);
  let raw: unknown;
  try {
    raw = JSON.parse(message.toString('utf8', PREFIX_BYTES, end));
  } catch {
    throw broken('a head that is no JSON');
  }
  const parsed = head.safeParse(raw);
  if (!parsed.success) throw broken(z.prettifyError(parsed.error));
  const data = message.subarray(end);
  return parsed.data.kind === 'gap' ? parsed.data : { ...parsed.data, data: new Uint8Array(data) };
}

function broken(got: string): ZaikeError {
  return new ZaikeError(`packet pipe: expected a message of this version, got ${got}`, {
    code: 'packet-pipe',
    retry: false,
  });
}
