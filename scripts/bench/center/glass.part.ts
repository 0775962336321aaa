import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { readStamps } from '../../../test/support/center/busy/stamp.ts';
import { WATCH_NAMESPACE } from '../../../test/support/center/busy/watch.ts';
import { launchChromium, until } from '../../../test/support/screen/browser.ts';
import { PLAYING } from '../../../test/support/screen/page-state.ts';

/** A page of the product's own player, watching one kiosk's camera through a hub. */
const page = (hub: string, kiosk: string): string => `
import { io } from 'socket.io-client';
import { LivePlayback } from '${resolve('core/ui/live-playback.ts')}';
const socket = io('${hub}${WATCH_NAMESPACE}', { transports: ['websocket'] });
let sink;
socket.on('init', (_stream, init) => sink?.init(init));
socket.on('packet', (_stream, packet, got) => { got(); sink?.packet(packet); });
const source = { watch: (camera, own) => {
  sink = own;
  socket.emit('watch', { stream: 's', kiosk: '${kiosk}', camera, size: 'sub' }, () => undefined);
  return () => { sink = undefined; };
} };
new LivePlayback(document.querySelector('video'), source, 'front', () => undefined);
`;

/** Measures in the real Chromium, until disposed of. */
export interface Glass extends AsyncDisposable {
  /** Milliseconds from the instant burnt into a picture to its being shown, of the next `count` pictures. */
  measure(count: number): Promise<number[]>;
}

/** Opens a page that watches `kiosk` through the hub at `url`, and waits until its picture moves. */
export async function openGlass(url: string, kiosk: string): Promise<Glass> {
  await using opened = new AsyncDisposableStack();
  const folder = resolve('.cache', `bench-center-${String(process.pid)}`);
  await mkdir(folder, { recursive: true });
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const entry = join(folder, 'page.js');
  await writeFile(entry, page(url, kiosk));
  const built = await build({
    ...{ configFile: false, logLevel: 'error', root: folder },
    build: { write: false, minify: false, lib: { entry, formats: ['es'], fileName: 'page' } },
  });
  const [output] = [built].flat();
  const script = output !== undefined && 'output' in output ? output.output[0].code : '';
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript ? script : '<!doctype html><video muted></video><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  opened.defer(() => void server.close());
  const browser = await launchChromium();
  opened.defer(() => browser.close());
  const tab = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await tab.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
  await until(tab, PLAYING);
  await tab.waitForTimeout(3000); // the player has found its distance
  const resources = opened.move();
  return {
    measure: async (count) =>
      (await tab.evaluate<[number, number][]>(readStamps(count))).map(([taken, shown]) => shown - taken),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
