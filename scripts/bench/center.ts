import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBusy } from '../../test/support/center/busy/child.ts';
import type { KioskFigures } from '../../test/support/center/busy/kiosks.ts';
import { fillCenter, startCenterProgram } from '../../test/support/center/busy/program.ts';
import { postgresPrograms } from '../../test/support/center/servers/postgres.ts';
import { redisIsThere } from '../../test/support/center/servers/redis.ts';
import { buildPages } from '../pages.ts';
import { burst } from './center/burst.part.ts';
import { firstCount } from './center/first-count.part.ts';
import { openGlass } from './center/glass.part.ts';
import { plain } from './center/plain.part.ts';
import { endAtOnce, progress, RATE, type Size, sizeOf, type WatcherFigures, whenSo } from './center/scene.part.ts';
import { spread } from './center/spread.part.ts';
import { type Servers, startServers, twoHubs } from './center/two-hubs.part.ts';
import { cpuPercent, type Usage, usageOf } from './usage.part.ts';

/**
 * The center's program in a process of its own; kiosks that deliver, tell their states and prove their heads in another;
 * watchers, who follow the wall too, in a third; the dashboard (its wall's first paint, and the glass: from the instant
 * burnt into a picture to its being shown) in the real Chromium. Then some watchers stall. Then a process that only sends
 * the same bytes to as many plain TCP connections, for comparison; then two hubs, of which one is killed. `--short`: a
 * tenth, in less than a minute.
 */
export async function bench(args: readonly string[]): Promise<unknown> {
  const { size, only, burst: records, month, nodeOptions } = sizeOf(args);
  await buildPages();
  const load = Math.round((loadavg()[0] ?? 0) * 10) / 10;
  const there = only !== 'one' && postgresPrograms() !== null && redisIsThere();
  await using open = new AsyncDisposableStack();
  let begun: Promise<Servers> | null = null;
  open.defer(async () => (await begun?.catch(() => null))?.[Symbol.asyncDispose]());
  const servers = (): Promise<Servers> => (begun ??= startServers());
  // The two hubs' servers start while watchers are stalled: of that time it is measured what the hub itself takes.
  const stalling = (): void => void (there && servers().catch(() => undefined));
  const one = only === 'two' ? {} : await oneHub(size, records, { month, nodeOptions, stalling });
  if (only === 'one') return { ...one, load };
  if (!there) progress('no second hub: apt-get install postgresql redis-server');
  const two = there ? await twoHubs(size, await servers(), nodeOptions) : null;
  return { ...one, two, load };
}

async function oneHub(
  {
    kiosks,
    watched,
    watchers,
    stalled,
    stallSeconds,
    warmSeconds,
    pictures,
    recordEvery,
    walls: times,
    steadyMs,
  }: Size,
  records: number,
  {
    month,
    nodeOptions,
    stalling,
  }: { readonly month: boolean; readonly nodeOptions: readonly string[]; readonly stalling: () => void },
) {
  await using open = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'zaike-center-'));
  open.defer(() => rm(folder, { recursive: true, force: true }));
  const where = join(folder, 'center.db');
  const token = await fillCenter(where, kiosks, { month });
  const hub = open.use(await startCenterProgram(where, { nodeOptions }));
  const { url } = hub;
  const { child: busy } = await startBusy('kiosks', { url, kiosks, watched, recordEvery });
  open.use(busy);
  const figures = () => busy.tell<KioskFigures>({ say: 'figures' });
  await whenSo('all kiosks are linked', async () => (await figures()).connected === kiosks);
  progress(`${String(kiosks)} kiosks are linked`);
  const glass = open.use(await openGlass(url, token));
  const count = month ? firstCount(url, token) : Promise.resolve({});
  const walls = await glass.wall(times);
  const wallMs = spread(walls.map(({ cards }) => cards));
  const wallWholeMs = spread(walls.map(({ whole }) => whole));
  progress(`wall ${JSON.stringify({ wallMs, wallWholeMs })}`);
  const { child: watching } = await startBusy('watchers', { url, token, watchers, watched });
  open.use(watching);
  const looking = () => watching.tell<WatcherFigures>({});
  await whenSo('all have a first picture', async () => (await looking()).firstFrameMs.length === watchers);
  progress(`${String(watchers)} watch ${String(watched)} of them`);
  await glass.open(0);
  const shown = await glass.measure(pictures);
  progress(`glass ${JSON.stringify(spread(shown))} ms`);

  const closed = records === 0 ? {} : { burst: await burst(busy, glass, records) };
  const cold = usageOf(hub.pid);
  await look(warmSeconds, hub.pid, 'until some stall');
  const before = await looking();
  const start = [hub.pid, busy.pid, watching.pid, process.pid].map(usageOf);
  await watching.tell({ stall: stalled });
  stalling();
  const steady = await look(stallSeconds, hub.pid, 'of stalled watchers left');
  const after = await looking();
  const [end, ...generators] = [hub.pid, busy.pid, watching.pid, process.pid].map(usageOf);
  if (start[0] === undefined || end === undefined) throw new Error('no hub');
  const [kiosksPercent, watchersPercent] = generators.map((usage, at) => cpuPercent(start[at + 1] ?? usage, usage));
  const late = await glass.measure(Math.ceil(pictures / 2));
  const { waiting, put } = await figures();
  const bytesPerFrame = Math.round(after.bytes / after.received);
  const hubCpuPercent = cpuPercent(start[0], end);
  const plainCpuPercent = await plain(watchers, bytesPerFrame, steadyMs);
  endAtOnce(hub, nodeOptions);
  return {
    ...{
      kiosks,
      watchers,
      firstFrameMs: spread(before.firstFrameMs),
      glassMs: spread(shown),
      ...closed,
      ...(await count),
    },
    hubCpuPercent,
    hubRssMB: { start: megabytes(start[0]), end: megabytes(end) },
    ...{ stalledWatchers: stalled, lostForOthers: after.lost - before.lost, lostWhileJoining: before.lost },
    ...{ hubRssMostMB: Math.max(...steady.map(megabytes)), hubRssColdMB: megabytes(cold), warmSeconds },
    ...{ glassWhileStalledMs: spread(late), stalledSeconds: stallSeconds, watched, wallMs, wallWholeMs },
    ...{ recordEveryMs: recordEvery, itemsWaiting: waiting, records: put.reduce((sum, { record }) => sum + record, 0) },
    ...{ generatorsCpuPercent: { kiosks: kiosksPercent, watchers: watchersPercent } },
    cameraMbit: Math.round((bytesPerFrame * RATE * 8) / 1e5) / 10,
    ...{ plainCpuPercent, overPlain: Math.round((hubCpuPercent / plainCpuPercent) * 10) / 10 },
  };
}

/** Looks at the hub every five seconds meanwhile. */
async function look(seconds: number, pid: number, what: string): Promise<readonly Usage[]> {
  const looks = [usageOf(pid)];
  for (let left = seconds; left > 0; left -= 5) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(left, 5) * 1000));
    looks.push(usageOf(pid));
    if (left % 60 === 0) progress(`${String(left)} s ${what}`);
  }
  return looks;
}

const megabytes = ({ rssBytes }: Usage): number => Math.round(rssBytes / 1e6);
