/**
 * `npm run demo`: two simulated classrooms whose lessons last a minute, each with its camera, kiosk and check-in
 * screen, and the center that watches them, until Ctrl-C; `-- --one`: one classroom without a center. `-- --smoke` runs
 * two lessons of one classroom by a script, prints one line of JSON, and exits 0 only if every outcome is what the script
 * says and the center has the same. `--keep DIR` leaves the data of kiosks and center there.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { endless } from './demo/endless.ts';
import { type DemoOptions, demoOptions } from './demo/options.ts';
import { say } from './demo/say.ts';
import { smoke } from './demo/smoke.ts';

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stopping.abort());

try {
  const options = demoOptions(process.argv.slice(2));
  const folder = await dataFolder(options);
  try {
    if (options.smoke) {
      const report = await smoke(folder, options, stopping.signal);
      process.stdout.write(`${JSON.stringify(report)}\n`);
      process.exitCode = report.ok ? 0 : 1;
    } else await endless(folder, options, stopping.signal);
  } finally {
    if (options.keep === null) await rm(folder, { recursive: true, force: true });
    else say(`the data is in ${folder}`);
  }
} catch (error) {
  if (!stopping.signal.aborted) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

async function dataFolder({ keep }: DemoOptions): Promise<string> {
  if (keep === null) return mkdtemp(join(tmpdir(), 'zaike-demo-'));
  const folder = resolve(keep);
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0)
    throw new Error(
      `--keep ${keep}: expected a folder that is empty or not there, got one with ${there.length} entries`,
    );
  return folder;
}
