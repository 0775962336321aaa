import type { Server } from 'node:http';
import { ZaikeError } from '../domain/errors.ts';

/**
 * Listens on `host`:`port` (0: a free one) and returns the port.
 * @throws ZaikeError `port-in-use`, `port-forbidden`, `host-not-here` or `listen-failed`, saying what to do.
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const fail = (error: NodeJS.ErrnoException): void => reject(explain(error, port, host));
  server.once('error', fail);
  server.listen({ port, host, exclusive: true }, () => resolve(undefined));
  await promise;
  server.off('error', fail);
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error(`expected a TCP address, got ${String(address)}`);
  return address.port;
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): ZaikeError {
  const at = `${host}:${port}`;
  const say = (code: string, message: string): ZaikeError =>
    new ZaikeError(message, { code, retry: code === 'port-in-use', facts: { port, host } }, { cause: error });
  switch (error.code) {
    case 'EADDRINUSE':
      return say(
        'port-in-use',
        `port ${port} on ${host} is already in use: stop the other program (is a kiosk running already?) or choose another port in the configuration`,
      );
    case 'EACCES':
      return say('port-forbidden', `not allowed to listen on ${at}: choose a port from 1024 up in the configuration`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return say('host-not-here', `${host} is not an address of this machine: choose 127.0.0.1 or one of its own`);
    default:
      return say('listen-failed', `cannot listen on ${at}: ${error.message}`);
  }
}
