/**
 * `npm test`: vitest over unit, integration and e2e. Further words go to vitest (`npm test -- --project unit`).
 * The last line is `N passed, N failed`; a skipped test is named as such and never counted as passed.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { foreground } from '../core/platform/process.ts';

interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numFailedTestSuites: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

const file = '.cache/test-results.json';
mkdirSync('.cache', { recursive: true });
rmSync(file, { force: true });
const code = await foreground('vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${file}`,
  ...process.argv.slice(2),
]);

let results: Results | null = null;
try {
  results = JSON.parse(readFileSync(file, 'utf8')) as Results;
} catch {
  process.stderr.write('test: vitest left no results\n');
}
const passed = results?.numPassedTests ?? 0;
const skipped = (results?.numPendingTests ?? 0) + (results?.numTodoTests ?? 0);
const ended = code === 0;
// A file that does not load has no failed test of its own, and an unhandled error none at all.
const failed = Math.max(results?.numFailedTests ?? 0, ended ? 0 : 1);
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exitCode = ended && failed === 0 && passed > 0 ? 0 : 1;
