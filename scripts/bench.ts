/**
 * `npm run bench -- NAME [ARGUMENT …]`: runs `scripts/bench/NAME.ts` and prints what it measured as one
 * line of JSON on stdout; progress goes to stderr. Without NAME it lists the benchmarks.
 */
import { readdirSync } from 'node:fs';

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
  process.stdout.write(`${JSON.stringify(await benchmark.bench(args))}\n`);
}
