/** `npm run check`: compiler, lint, format, import rules, dead code. Says each tool's time; exits 1 when one complains. */
import { foreground } from '../core/platform/process.ts';

const tools: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['tsc (programs)', 'tsc', '-p', 'tsconfig.json'],
  ['tsc (pure domain)', 'tsc', '-p', 'core/domain/tsconfig.json'],
  ['tsc (pages)', 'tsc', '-p', 'tsconfig.pages.json'],
  ['eslint', 'eslint', '.', '--max-warnings', '0'],
  ['biome', 'biome', 'ci', '.'],
  [
    'dependency-cruiser',
    'depcruise',
    'core',
    'kiosk',
    'server',
    'scripts',
    'test',
    '--config',
    '.dependency-cruiser.cjs',
  ],
  ['knip', 'knip'],
];

let failed = 0;
for (const [name, command, ...args] of tools) {
  const started = performance.now();
  const code = await foreground(command, args, true);
  const time = ((performance.now() - started) / 1000).toFixed(1);
  if (code !== 0) failed += 1;
  process.stderr.write(`check: ${name}: ${code === 0 ? 'clean' : 'NOT CLEAN'} (${time} s)\n`);
}
process.exitCode = failed === 0 ? 0 : 1;
