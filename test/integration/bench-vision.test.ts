import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** The benchmarks of vision as they are run: their arguments and the form of what they print; never their times. */

function bench(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/bench.ts', ...words], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** The one line of JSON that a benchmark prints. */
function printed(...words: readonly string[]): unknown {
  const { status, stdout, stderr } = bench(...words);
  expect([status, stdout.split('\n').length], stderr).toEqual([0, 2]);
  return JSON.parse(stdout);
}

const number = expect.any(Number) as number;

test.each([
  ['no benchmark', [], /expected one of .*classroom.*vision/],
  ['rounds in words', ['vision', '--rounds', 'many'], /--rounds: expected a whole number from 1 to 1000, got many/],
  ['no rounds', ['vision', '--rounds', '0'], /--rounds: .*got 0/],
  ['an unknown flag', ['vision', '--round', '1'], /'--round'/],
  ['faces that are not there', ['vision', '--faces', '/nowhere'], /\/nowhere\/people: expected a folder/],
  ['an unknown pack', ['classroom', '--pack', 'best'], /--pack: expected standard or sharp, got best/],
  ['faces of no size', ['classroom', '--sizes', '32,'], /--sizes: expected a whole number from 16 to 300, got $/m],
  ['no lessons', ['classroom', '--lessons', '0'], /--lessons: .*got 0/],
  ['no class', ['classroom', '--faces', '/nowhere'], /--faces \/nowhere: .*nothing of that name/],
])('%s is refused in a line', (_what, words, expected) => {
  const { status, stdout, stderr } = bench(...words);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(expected);
  expect(stderr).not.toMatch(/\n {4}at /);
});

test('classroom prints wrong and missed with their intervals by face size, each 0–1', () => {
  const answer = printed(
    ...['classroom', '--pack', 'standard', '--sizes', '48', '--lessons', '1', '--pixels', '0', '--views', '1'],
    ...['--stretch', '1'],
  ) as { packs: { standard: { byFacePx: Record<string, Record<string, unknown>> } } };
  expect(Object.keys(answer)).toEqual(['packs']);
  expect(Object.keys(answer.packs)).toEqual(['standard']);
  const { byFacePx } = answer.packs.standard;
  expect(Object.keys(byFacePx)).toEqual(['48']);
  const figures = byFacePx['48'] ?? {};
  expect(Object.keys(figures)).toEqual(['traineeLessons', 'wrong', 'wrong95', 'missed', 'missed95']);
  const { traineeLessons, ...rates } = figures;
  expect(traineeLessons).toBeGreaterThan(0);
  for (const rate of Object.values(rates).flat()) {
    expect(rate).toBeGreaterThanOrEqual(0);
    expect(rate).toBeLessThanOrEqual(1);
  }
});

test('vision prints stock and packs side by side, and how soon a killed process sees again', () => {
  const answer = printed('vision', '--rounds', '1', '--restarts', '1') as {
    stock: unknown;
    packs: Record<string, unknown>;
  };
  expect(Object.keys(answer)).toEqual(['stock', 'packs', 'ratios', 'restartMs', 'source']);
  const stock = { ms4: number, ms30: number, peakMB: number };
  const pack = {
    ...{ cold4: number, cold30: number, tracked30: number, recall: { '24': number, '32': number, '40': number } },
    peakMB: number,
  };
  const each = <T>(what: T): Record<string, T> =>
    Object.fromEntries(Object.keys(answer.packs).map((name) => [name, what]));
  expect(Object.keys(answer.packs)).toContain('standard');
  expect(answer).toEqual({
    stock: { wasm: stock, tfjsNode: expect.toBeOneOf([null, expect.objectContaining(stock)]) as unknown },
    packs: each(pack),
    ratios: each({ cold4: number, cold30: number }),
    restartMs: each({ median: number, most: number }),
    source: expect.stringContaining('@vladmandic/face-api') as string,
  });
}, 300_000);
