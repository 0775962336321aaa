import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A balancer as plain as they come: each connection goes to the next hub that takes it. */
export interface Balancer extends AsyncDisposable {
  readonly url: string;
}

/** @param urls the hubs behind it. */
export async function startBalancer(urls: readonly string[]): Promise<Balancer> {
  let turn = 0;
  const open = new Set<Socket>();
  /** To one of these, the first that takes it: whoever else comes meanwhile, none is tried twice. */
  const lead = (client: Socket, [url = '', ...others]: readonly string[]): void => {
    const { port, hostname } = new URL(url);
    const hub = connect(Number(port), hostname);
    const end = (): void => {
      client.destroy();
      hub.destroy();
      open.delete(client);
    };
    const next = (): void => {
      if (others.length > 0) lead(client, others);
      else end();
    };
    hub.once('error', next);
    hub.once('connect', () => {
      hub.off('error', next);
      for (const socket of [client, hub]) socket.on('error', end).on('close', end);
      client.pipe(hub);
      hub.pipe(client);
    });
  };
  const server = createServer((client) => {
    open.add(client);
    client.on('error', () => client.destroy());
    turn = (turn + 1) % urls.length;
    lead(client, [...urls.slice(turn), ...urls.slice(0, turn)]);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    [Symbol.asyncDispose]: async () => {
      for (const client of open) client.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
