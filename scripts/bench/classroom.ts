import { fileURLToPath } from 'node:url';
import { systemProcesses } from '../../core/platform/process.ts';
import { readManifest } from '../../kiosk/vision/manifest.ts';
import { examinePack } from '../../kiosk/vision/pack.ts';
import { MODELS } from '../faces/engine.ts';
import { readPeople } from '../faces/people.ts';
import { peopleIn } from './classroom/cast.ts';
import type { ByFacePx } from './classroom/measure.ts';
import { classroomOptions } from './classroom/options.ts';

const PART = fileURLToPath(new URL('./classroom.part.ts', import.meta.url));
const tell = (line: string): void => {
  process.stderr.write(`classroom: ${line}\n`);
};

/**
 * A simulated class of 50 trainees and 10 outsiders: wrong and missed per trainee-lesson with 95 %
 * intervals, by face width, for each installed pack in a process of its own, side by side: it is counts
 * that are measured, not times. `--faces DIR` (with people/ and outsiders/), `--short`, and the flags of
 * classroom/options.ts.
 */
export async function bench(args: readonly string[]): Promise<unknown> {
  const options = classroomOptions(args);
  if (options.faces !== undefined) await readPeople(peopleIn(options.faces), '--faces');
  const folder = options.models ?? MODELS;
  const manifest = await readManifest(folder);
  const runs: { readonly name: string; readonly figures: Promise<ByFacePx> }[] = [];
  for (const name of options.packs) {
    const entry = manifest.packs.find((pack) => pack.name === name);
    const chosen = entry && (await examinePack(folder, manifest, entry));
    if (!chosen || !('info' in chosen)) {
      tell(`the pack ${name} is left out: its models are not installed (npm run models -- --from DIR)`);
      continue;
    }
    runs.push({ name, figures: runPart(name, args) });
  }
  const measured = await Promise.all(
    runs.map(async ({ name, figures }) => [name, { byFacePx: await figures }] as const),
  );
  return { packs: Object.fromEntries(measured) };
}

async function runPart(pack: string, args: readonly string[]): Promise<ByFacePx> {
  const own = args.filter((arg, i) => !arg.startsWith('--pack') && args[i - 1] !== '--pack');
  await using child = systemProcesses.spawn(process.execPath, [PART, ...own, '--pack', pack]);
  child.onStderrLine((line) => process.stderr.write(`${line}\n`));
  const parts: Buffer[] = [];
  for await (const part of child.stdout) parts.push(part as Buffer);
  const exit = await child.exited;
  if (exit.code !== 0)
    throw new Error(`the pack ${pack} ended with ${String(exit.code ?? exit.signal)}: ${exit.stderr.slice(-600)}`);
  return JSON.parse(Buffer.concat(parts).toString()) as ByFacePx;
}
