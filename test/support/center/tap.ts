import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** A relay on the way from a kiosk to its center that keeps all that leaves the kiosk, and can cut connections. */
export interface Tap extends AsyncDisposable {
  readonly url: string;
  /** What the kiosk sent, each WebSocket message unmasked, in order, over all connections. */
  messages(): Buffer[];
  /** From now on each connection is cut after so many bytes from the kiosk; null: never. */
  cutAfter(bytes: (() => number) | null): void;
  readonly cuts: number;
}

/** @param target where the center listens; asked for each connection. */
export async function tapBefore(target: () => string): Promise<Tap> {
  const sent: Buffer[][] = [];
  const open = new Set<Socket>();
  let limit: (() => number) | null = null;
  let cuts = 0;
  const server = createServer((client) => {
    const { port } = new URL(target());
    const chunks: Buffer[] = [];
    sent.push(chunks);
    const center = connect(Number(port), '127.0.0.1');
    let left = limit === null ? Number.POSITIVE_INFINITY : limit();
    const end = (): void => {
      client.destroy();
      center.destroy();
    };
    for (const socket of [client, center]) {
      open.add(socket);
      socket.on('error', end).on('close', () => {
        open.delete(socket);
        end();
      });
    }
    client.on('data', (bytes: Buffer) => {
      chunks.push(bytes);
      left -= bytes.length;
      center.write(bytes);
      if (left > 0) return;
      cuts += 1;
      // What the kiosk sent is with the center; the answer never comes.
      center.removeAllListeners('data');
      setImmediate(() => client.destroy());
    });
    center.on('data', (bytes: Buffer) => client.write(bytes));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    messages: () => sent.flatMap((chunks) => messagesIn(Buffer.concat(chunks))),
    cutAfter: (bytes) => {
      limit = bytes;
    },
    get cuts() {
      return cuts;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const HEAD_ENDS = Buffer.from('\r\n\r\n');

/** The messages of one connection: what follows the HTTP request, by RFC 6455 §5.2; a frame that was cut is left out. */
function messagesIn(bytes: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  let parts: Buffer[] = [];
  let at = bytes.indexOf(HEAD_ENDS) + HEAD_ENDS.length;
  for (;;) {
    const frame = frameAt(bytes, at);
    if (frame === null) return messages;
    at = frame.end;
    if (frame.control) continue;
    parts.push(frame.payload);
    if (!frame.last) continue;
    messages.push(Buffer.concat(parts));
    parts = [];
  }
}

function frameAt(bytes: Buffer, at: number) {
  const [first, second] = [bytes[at], bytes[at + 1]];
  if (first === undefined || second === undefined) return null;
  if ((first & 0x70) !== 0) throw new Error('expected no compression: the tap reads plain messages');
  const short = second & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const start = at + 2 + lengthBytes;
  if (bytes.length < start + 4) return null;
  const length =
    lengthBytes === 0 ? short : lengthBytes === 2 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
  const mask = bytes.subarray(start, start + 4);
  const end = start + 4 + length;
  if (bytes.length < end) return null;
  const payload = Buffer.from(bytes.subarray(start + 4, end)).map((byte, i) => byte ^ (mask[i % 4] ?? 0));
  return { payload: Buffer.from(payload), end, last: (first & 0x80) !== 0, control: (first & 0x0f) >= 8 };
}
