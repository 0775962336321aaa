import type { Socket } from 'socket.io';

/** Bytes that a socket's connection has not taken yet: a stalled watcher's grow, others' stay near 0. */
export function unsentBytes(socket: Pick<Socket, 'conn'>): number {
  let bytes = 0;
  const { writeBuffer } = socket.conn as unknown as { readonly writeBuffer: readonly { readonly data?: unknown }[] };
  for (const { data } of writeBuffer) bytes += typeof data === 'string' || data instanceof Uint8Array ? data.length : 0;
  return bytes;
}
