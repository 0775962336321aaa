import { join } from 'node:path';
import type { Clock } from '../core/platform/clock.ts';
import type { Log } from '../core/platform/log.ts';
import type { Config } from './config.ts';
import { ownService } from './day.ts';
import type { Desk } from './desk.ts';
import type { ScreenBoard } from './http/screen-board.ts';
import { createHttp, type Http, type HttpOptions } from './http/server.ts';

export interface OpenHttpOptions {
  readonly config: Pick<Config, 'http'>;
  readonly board: ScreenBoard;
  readonly cameras: HttpOptions['live'];
  readonly desk: Desk;
  readonly clock: Clock;
  readonly log: Log;
}

/** Serves the check-in screen and the office, and says where they are. */
export async function openHttp({ config, board, cameras, desk, clock, log }: OpenHttpOptions): Promise<Http> {
  const own = ownService(desk, { front: () => board.front(), clock, log: log.child('screen') });
  const { port, host, secure, names } = config.http;
  const http = await createHttp({
    ...{ port, host, secure, names, clock },
    pages: join(import.meta.dirname, '..', 'dist'),
    feed: board,
    live: cameras,
    office: desk,
    ...(own === null ? {} : { own }),
    log: log.child('http'),
  });
  log.info('the check-in screen is at', { url: http.url });
  const firstRun = (await desk.accounts.firstRunCode()) !== null;
  log.info('the office is at', { url: http.url.replace('/screen/', '/office/'), firstRun });
  return http;
}
