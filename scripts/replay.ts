import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Fault } from '../core/contract/fault.ts';

/*
 * npm run --silent replay -- FILE.json
 * The rules on a file: prints one line of JSON and exits 0, or one line a fault on stderr and exits 2.
 * The parts are loaded after the compile cache is on: stripping their types costs more than running them.
 */

enableCompileCache(fileURLToPath(new URL('../.cache/compile', import.meta.url)));
const [{ faultLine, faultTold }, { replayText }, { readScenario }, { settleClass }, { packagedYears }] =
  await Promise.all([
    import('../core/contract/fault.ts'),
    import('../core/contract/replay-output.ts'),
    import('../core/contract/scenario-read.ts'),
    import('../core/domain/class-result.ts'),
    import('../core/platform/calendar.ts'),
  ]);

/** A file's value, or what keeps it from having one. */
async function readJson(path: string): Promise<{ readonly value: unknown } | { readonly fault: Fault }> {
  let text: string;
  try {
    text = path === '/dev/stdin' ? await readStdin() : readFileSync(path, 'utf8');
  } catch (error) {
    return { fault: faultTold([], 'a file that can be read', oneLine(error)) };
  }
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) as unknown };
  } catch (error) {
    return { fault: faultTold([], 'JSON', oneLine(error)) };
  }
}

/** Standard input by its stream: as a path it cannot be opened where it is a socket. */
async function readStdin(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ');
}

function refuse(lines: readonly string[]): void {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exitCode = 2;
}

const [path, ...more] = process.argv.slice(2);
if (path === undefined || more.length > 0) refuse(['usage: replay FILE.json']);
else {
  const json = await readJson(path);
  const reading =
    'fault' in json ? { kind: 'faulty' as const, faults: [json.fault] } : readScenario(json.value, packagedYears());
  if (reading.kind === 'faulty') refuse(reading.faults.map(faultLine));
  else {
    const result = settleClass(reading.file, { calendar: reading.calendar, sha256: (text) => hash('sha256', text) });
    process.stdout.write(`${replayText(result)}\n`);
  }
}
