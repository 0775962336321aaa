import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run, systemProcesses } from '../../core/platform/process.ts';
import type { Attacker } from '../support/evidence/attacker.ts';
import { containing, TamperedPackage } from '../support/evidence/tampered.ts';

let made: TamperedPackage;
let attacker: Attacker;

beforeAll(async () => {
  made = await TamperedPackage.make();
  ({ attacker } = made);
});
afterAll(() => made[Symbol.asyncDispose]());
beforeEach(() => made.restore());

describe('the verifier answers in JSON, whatever it is given', () => {
  const garbage: [string, () => void][] = [
    ['an empty folder', () => rmSync(made.copy, { recursive: true })],
    ['no journal', () => rmSync(attacker.at('journal'), { recursive: true })],
    [
      'a journal that is a folder',
      () => {
        rmSync(attacker.at('journal/log.jsonl'));
        mkdirSync(attacker.at('journal/log.jsonl'));
      },
    ],
    ['a torn last line', () => attacker.append('journal/log.jsonl', '{"kind":')],
    ['an empty journal', () => attacker.write('journal/log.jsonl', '')],
    ['a journal of zeros', () => attacker.write('journal/log.jsonl', Buffer.alloc(100_000))],
    ['checkpoints of zeros', () => attacker.write('journal/checkpoints', Buffer.alloc(1000))],
    ['no public key', () => rmSync(attacker.at('public-key.txt'))],
    ['deeply nested JSON', () => attacker.write('contents.json', '['.repeat(2_000_000) + ']'.repeat(2_000_000))],
    [
      'deeply nested records',
      () =>
        attacker.write(
          'lessons/DSJ-2026-01/2026-10-08-01/records.json',
          `[${'['.repeat(500_000)}${']'.repeat(500_000)}]`,
        ),
    ],
    [
      'records that are no list',
      () => attacker.write('lessons/DSJ-2026-01/2026-10-08-01/records.json', '{"__proto__":1}'),
    ],
    ['records of nothing', () => attacker.write('lessons/DSJ-2026-01/2026-10-08-01/records.json', '[null,1,"x"]')],
    [
      'a list with ways out of the folder',
      () =>
        attacker.write(
          'contents.json',
          attacker.read('contents.json').toString().replace('index.html', '../../etc/passwd'),
        ),
    ],
    ['a key with a broken name', () => attacker.write('public-key.txt', '\u0000+00000000+AAAA')],
    [
      'a manifest with impossible times',
      () =>
        attacker.write(
          attacker.manifestPath(),
          JSON.stringify({ ...attacker.manifest(), expected: { from: -1e300, to: 1e300 } }),
        ),
    ],
  ];

  it.each(garbage)('%s', async (_, spoil) => {
    spoil();
    const found = await made.verdict({ head: made.headFile() });
    expect(found.ok).toBe(false);
    expect(found.faults.length).toBeGreaterThan(0);
    expect(() => JSON.stringify(found)).not.toThrow();
  });

  it('a folder that is not there, no folder at all, wrong flags, and an unreadable head', async () => {
    const script = join(import.meta.dirname, '../../scripts/verify-evidence.ts');
    for (const args of [
      [join(made.copy, 'nowhere')],
      [],
      ['--what'],
      [made.copy, '--head', '/nowhere'],
      [attacker.at('index.html')],
    ]) {
      const child = systemProcesses.spawn(process.execPath, [script, ...args]);
      let text = '';
      child.stdout.on('data', (part: Buffer) => (text += part.toString()));
      expect((await child.exited).code).toBe(1);
      expect(JSON.parse(text)).toMatchObject({ ok: false, gaps: expect.any(Array) as unknown[] });
    }
  });

  it('a named pipe in a segment’s place does not hold it up', async () => {
    const [path = ''] = attacker.segments();
    rmSync(attacker.at(path));
    await run(systemProcesses, 'mkfifo', [attacker.at(path)]);
    expect(existsSync(attacker.at(path))).toBe(true);
    expect(await made.faults()).toEqual(containing(`${path}: is no regular file`));
  });
});
