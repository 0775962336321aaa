import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Clock } from '../../../../core/platform/clock.ts';
import type { Broadcast } from './broadcast.ts';
import { RtspConnection } from './connection.ts';
import type { Credentials } from './digest.ts';

export interface RtspServerOptions {
  /** Streams by path and query, for example `/main` or `/cam/realmonitor?channel=1&subtype=0`. */
  readonly streams: Readonly<Record<string, Broadcast>>;
  /** Whom to let in (Digest); null: everybody. */
  readonly credentials: Credentials | null;
  /** Address to listen on; 127.0.0.1 by default. */
  readonly host?: string;
  /** 0, the default: the system chooses. */
  readonly port?: number;
}

/** A running RTSP server and the faults that can be switched while it runs. */
export interface RtspServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** The address of a stream, with the server's credentials, or others (null: none) when given. */
  url(path: string, credentials?: Credentials | null): string;
  /** How many clients are being sent media. */
  playing(): number;
  /** Sends no more media, or answers nothing at all; every socket stays open. */
  stall(what: 'media' | 'everything'): void;
  /** Ends a stall; media goes on at the next keyframe. */
  resume(): void;
  /** Ends every connection: with a TCP reset, or orderly. */
  drop(how: 'reset' | 'close'): void;
  /** New connections are refused (ECONNREFUSED); those that are there stay. */
  refuse(): void;
  /** Ends {@link refuse}, on the same port. */
  accept(): Promise<void>;
  /** Somebody changed the password at the camera. Clients that play go on. */
  setCredentials(credentials: Credentials | null): void;
  /** Puts another stream (null: none) at a path, for whoever describes it from now on. */
  setStream(path: string, stream: Broadcast | null): void;
}

/** Starts an RTSP server (RFC 2326, TCP interleaved only). @throws Error when the port cannot be had. */
export async function startRtspServer(options: RtspServerOptions, clock: Clock): Promise<RtspServer> {
  const host = options.host ?? '127.0.0.1';
  const streams = new Map(Object.entries(options.streams));
  const connections = new Map<Socket, RtspConnection>();
  let credentials = options.credentials;
  let stalled: 'media' | 'everything' | null = null;

  const server = createServer((socket) => {
    const connection = new RtspConnection(socket, {
      clock,
      stream: (path) => streams.get(path) ?? null,
      credentials: () => credentials,
      mediaHeld: () => stalled !== null,
    });
    if (stalled === 'everything') socket.pause();
    connections.set(socket, connection);
    socket.once('close', () => connections.delete(socket));
  });
  const listen = async (port: number): Promise<number> => {
    server.listen(port, host);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const port = await listen(options.port ?? 0);
  const refuse = (): void => {
    server.close();
  };
  const drop = (how: 'reset' | 'close'): void => {
    for (const socket of connections.keys()) {
      if (how === 'reset') socket.resetAndDestroy();
      else socket.end().destroySoon();
    }
  };

  return {
    host,
    port,
    url: (path, as = credentials) => {
      const login = as ? `${encodeURIComponent(as.username)}:${encodeURIComponent(as.password)}@` : '';
      return `rtsp://${login}${host}:${port}${path}`;
    },
    playing: () => [...connections.values()].filter(({ playing }) => playing).length,
    stall: (what) => {
      stalled = what;
      for (const socket of connections.keys()) if (what === 'everything') socket.pause();
    },
    resume: () => {
      stalled = null;
      for (const socket of connections.keys()) socket.resume();
    },
    drop,
    refuse,
    accept: async () => {
      if (!server.listening) await listen(port);
    },
    setCredentials: (next) => {
      credentials = next;
    },
    setStream: (path, stream) => {
      if (stream) streams.set(path, stream);
      else streams.delete(path);
    },
    [Symbol.asyncDispose]: async () => {
      const closed = server.listening ? once(server, 'close') : null;
      refuse();
      drop('reset');
      await closed;
    },
  };
}
