/**
 * `npm run bench -- NAME [ARGUMENT …]`: runs `scripts/bench/NAME.ts` and prints what it measured as one
 * line of JSON on stdout; progress goes to stderr. Without NAME it lists the benchmarks; exit 2 with the
 * reason when the arguments do not fit.
 */
import { readdirSync } from 'node:fs';
import { ZaikeError } from '../core/domain/errors.ts';

interface Benchmark {
  bench(args: readonly string[]): Promise<unknown>;
}

const [name, ...args] = process.argv.slice(2);
const folder = new URL('./bench/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.includes('.part.'))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort();

if (name === undefined || !names.includes(name)) {
  process.stderr.write(`bench: expected one of ${names.join(', ')}, got ${name ?? 'nothing'}\n`);
  process.exitCode = 2;
} else {
  const benchmark = (await import(new URL(`${name}.ts`, folder).href)) as Benchmark;
  try {
    process.stdout.write(`${JSON.stringify(await benchmark.bench(args))}\n`);
  } catch (error) {
    if (!isUsage(error)) throw error;
    process.stderr.write(`bench: ${error.message}\n`);
    process.exitCode = 2;
  }
}

/** A flag that is not known or out of range, or a folder or model that does not fit. */
function isUsage(error: unknown): error is Error {
  if (error instanceof ZaikeError) return true;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
