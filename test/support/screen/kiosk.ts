import { join } from 'node:path';
import { systemClock } from '../../../core/platform/clock.ts';
import { createLog } from '../../../core/platform/log.ts';
import type { LivePackets } from '../../../kiosk/http/ports.ts';
import { ScreenBoard, type ScreenFacts } from '../../../kiosk/http/screen-board.ts';
import { createHttp, type Http } from '../../../kiosk/http/server.ts';
import { buildPages } from '../../../scripts/pages.ts';
import type { LoopCamera } from './loop-camera.ts';
import { resultFor } from './sample-class.ts';
import { RATE, squareAt } from './video.ts';

export const PAGES = join(import.meta.dirname, '../../../dist');

/** The kiosk's real server and board behind a real port, with a camera of the test's own. */
export interface TestKiosk extends AsyncDisposable {
  readonly http: Http;
  readonly board: ScreenBoard;
}

/** Builds the pages if they changed and serves them (or those in `pages`); `port` 0 takes a free one. */
export async function startKiosk(
  facts: ScreenFacts,
  live: LivePackets,
  port = 0,
  pages: string = PAGES,
): Promise<TestKiosk> {
  await buildPages();
  const board = new ScreenBoard(facts, { clock: systemClock });
  const log = createLog('test', 'warn');
  const http = await createHttp({ port, pages, feed: board, live, clock: systemClock, log });
  return { http, board, [Symbol.asyncDispose]: () => Promise.resolve(http[Symbol.asyncDispose]()) };
}

/** Plays vision for the swinging square of {@link renderSquare}: five results a second, each `delay` ms after its packet. */
export function playVision(camera: LoopCamera, board: ScreenBoard, delay: number): void {
  let due = 0;
  camera.onPacket = (packet, { width, height }) => {
    if (packet.frame < due && packet.frame !== 0) return;
    due = packet.frame + 5;
    const box = squareAt(packet.frame / RATE);
    const result = resultFor(packet, { width, height }, [{ track: 1, box, trainee: 't1' }]);
    setTimeout(() => board.show(result), delay);
  };
}
