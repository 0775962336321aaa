import { facts } from '../../../server/store/facts.ts';
import { kiosks as kioskTable } from '../../../server/store/kiosks.ts';
import { openCenterDb } from '../../../server/store/open.ts';
import { startBalancer } from '../../../test/support/center/balancer.ts';
import { startBusy } from '../../../test/support/center/busy/child.ts';
import { busyName } from '../../../test/support/center/busy/kiosk.ts';
import type { KioskFigures } from '../../../test/support/center/busy/kiosks.ts';
import { fillCenter, startCenterProgram } from '../../../test/support/center/busy/program.ts';
import { startPostgres, type TestPostgres } from '../../../test/support/center/servers/postgres.ts';
import { startRedis, type TestRedis } from '../../../test/support/center/servers/redis.ts';
import { cpuPercent, usageOf } from '../usage.part.ts';
import { endAtOnce, progress, type Size, type WatcherFigures, whenSo } from './scene.part.ts';
import { spread } from './spread.part.ts';

const SECRET = 'known to the hubs of this benchmark only';

/** What two hubs share. */
export interface Servers extends AsyncDisposable {
  readonly postgres: TestPostgres;
  readonly redis: TestRedis;
}

/** Starts PostgreSQL (commits wait for the disk) and Redis. */
export async function startServers(): Promise<Servers> {
  await using open = new AsyncDisposableStack();
  const postgres = open.use(await startPostgres({ sync: true }));
  const redis = open.use(await startRedis());
  const started = open.move();
  return { postgres, redis, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

/**
 * Two hubs on these, behind a plain balancer; one is killed. Seconds until
 * every kiosk is linked to the other, and until every watcher has pictures again; items that are not there afterwards.
 */
export async function twoHubs(
  { kiosks, watched, watchers, recordEvery, steadyMs }: Size,
  { postgres, redis }: Servers,
  nodeOptions: readonly string[],
): Promise<unknown> {
  const where = await postgres.database();
  const token = await fillCenter(where, kiosks);
  const options = { shared: { redis: redis.url, secret: SECRET }, nodeOptions };
  await using open = new AsyncDisposableStack();
  const start = async () => open.use(await startCenterProgram(where, options));
  const [first, second] = await Promise.all([start(), start()]);
  await using balancer = await startBalancer([first.url, second.url]);
  const { url } = balancer;
  const { child: busy } = await startBusy('kiosks', { url, kiosks, watched, recordEvery });
  await using _busy = busy;
  const held = async (): Promise<number[]> => [(await first.figures()).kiosks, (await second.figures()).kiosks];
  await whenSo('both hubs hold all kiosks', async () => (await held()).reduce((sum, n) => sum + n, 0) === kiosks);
  const { child: watching } = await startBusy('watchers', { url, token, watchers, watched });
  await using _watching = watching;
  const looking = () => watching.tell<WatcherFigures>({});
  await whenSo('all have a first picture', async () => (await looking()).firstFrameMs.length === watchers);
  const before = [usageOf(first.pid), usageOf(second.pid)] as const;
  await new Promise((resolve) => setTimeout(resolve, steadyMs));
  const hubCpuPercent = [cpuPercent(before[0], usageOf(first.pid)), cpuPercent(before[1], usageOf(second.pid))];
  const { firstFrameMs, lost } = await looking();
  progress(`two hubs hold ${(await held()).join(' and ')} kiosks`);

  first.kill('SIGKILL');
  const killedAt = performance.now();
  const took = (): number => Math.round((performance.now() - killedAt) / 100) / 10;
  await whenSo('all kiosks are at the other hub', async () => (await second.figures()).kiosks === kiosks);
  const kiosksSeconds = took();
  await whenSo('everybody has pictures again', async () => (await looking()).silent < 500);
  const watchersSeconds = took();
  progress(`killed one: kiosks back after ${String(kiosksSeconds)} s, pictures after ${String(watchersSeconds)} s`);

  const { put } = await busy.tell<KioskFigures>({ say: 'rest' });
  await whenSo('all is delivered', async () => (await busy.tell<KioskFigures>({ say: 'figures' })).waiting === 0);
  const lostItems = await missing(where, put);
  endAtOnce(second, nodeOptions);
  return {
    ...{ firstFrameMs: spread(firstFrameMs), hubCpuPercent, lost },
    ...{ recoverySeconds: { kiosks: kiosksSeconds, watchers: watchersSeconds }, lostItems },
  };
}

/** Records, checkpoints and alarms that were put and are not there, or were not acted on. */
async function missing(where: string, put: KioskFigures['put']): Promise<number> {
  await using db = await openCenterDb(where);
  const store = kioskTable(db);
  let lost = 0;
  for (const [number, { record, checkpoint, alarm }] of put.entries()) {
    const kiosk = busyName(number);
    await whenSo(`${kiosk} acted on`, async () => (await store.unhandled(kiosk, 1)).length === 0);
    await whenSo(`${kiosk} proven`, async () => (await store.unproven(kiosk, 1)).length === 0);
    const heads = await db.query.selectFrom('head').select('size').where('kiosk', '=', kiosk).execute();
    const alarms = await store.items(kiosk, 'alarm', 0, 100_000);
    lost += record - (await facts(db).of('record', { kiosk })).length;
    lost += checkpoint - heads.length + (alarm - alarms.length);
  }
  return lost;
}
