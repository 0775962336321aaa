import { once } from 'node:events';
import { mkdir, realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZaikeError } from '../../core/domain/errors.ts';
import { digestOf } from './digest.ts';

/**
 * Holds a folder for this program alone, as two that write one journal would make two histories of it. The lock is a
 * listening socket named after the folder: the system lets go of it with the process, however that ends.
 * @throws ZaikeError `evidence-in-use` while another program holds it.
 */
export async function lockFolder(directory: string): Promise<AsyncDisposable> {
  await mkdir(directory, { recursive: true });
  const name = `zaike-evidence-${digestOf(await realpath(directory)).slice(0, 32)}`;
  const server = createServer((socket) => socket.destroy());
  server.listen(socketPath(name));
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new ZaikeError(
      `${directory} is open in another program: stop the kiosk first, or export from its office page`,
      { code: 'evidence-in-use', retry: true, facts: { directory } },
      { cause },
    );
  }
  server.unref();
  return {
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

/** Linux and Windows have names that no file stands for; elsewhere a stale file would have to be removed by hand. */
function socketPath(name: string): string {
  if (process.platform === 'linux') return `\0${name}`;
  if (process.platform === 'win32') return `\\\\?\\pipe\\${name}`;
  return join(tmpdir(), `${name}.sock`);
}
