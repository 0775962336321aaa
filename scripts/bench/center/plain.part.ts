import { startBusy } from '../../../test/support/center/busy/child.ts';
import { cpuPercent, usageOf } from '../usage.part.ts';
import { progress, RATE } from './scene.part.ts';

/** Percent of a core that sending the same bytes to as many plain TCP connections takes. */
export async function plain(watchers: number, bytes: number, forMs: number): Promise<number> {
  const { child: sender, answer } = await startBusy('plain', { role: 'sends', frames: { perSecond: RATE, bytes } });
  await using _sender = sender;
  const { port } = answer as { port: number };
  const { child: readers } = await startBusy('plain', { role: 'reads', port, connections: watchers });
  await using _readers = readers;
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const before = usageOf(sender.pid);
  await new Promise((resolve) => setTimeout(resolve, forMs));
  const percent = cpuPercent(before, usageOf(sender.pid));
  progress(`plain TCP to as many: ${String(percent)} % of a core`);
  return percent;
}
