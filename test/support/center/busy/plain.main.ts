/** What a hub is compared with: sends the same bytes to as many plain TCP connections, and nothing else. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { answerLines } from './child.ts';

interface Line {
  readonly role?: 'sends' | 'reads';
  readonly port?: number;
  readonly connections?: number;
  readonly frames?: { readonly perSecond: number; readonly bytes: number };
}

let bytes = 0;

async function send({ perSecond, bytes: size }: { perSecond: number; bytes: number }): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => sockets.delete(socket)));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const frame = Buffer.alloc(size, 7);
  setInterval(() => {
    for (const socket of sockets) socket.write(frame);
  }, 1000 / perSecond);
  return (server.address() as AddressInfo).port;
}

await answerLines(async ({ role, port, connections = 0, frames }: Line) => {
  if (role === 'sends' && frames !== undefined) return { port: await send(frames) };
  for (let at = 0; role === 'reads' && port !== undefined && at < connections; at += 1)
    connect(port, '127.0.0.1').on('data', (data) => (bytes += data.length));
  return { bytes };
});
