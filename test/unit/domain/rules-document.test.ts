import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { policySchema } from '../../../core/contract/scenario.ts';
import { defaultPolicy } from '../../../core/domain/policy.ts';
import { NOTES } from '../../../core/domain/record.ts';

const text = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');

test('the accountant’s document names every setting of a policy, with its default', () => {
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  for (const [name, value] of Object.entries(defaultPolicy)) {
    const row = rows.find((line) => line.includes(`\`${name}\``));
    expect(row, name).toBeDefined();
    if (name !== 'from' && name !== 'totalLessons') expect(row, name).toContain(String(value));
  }
});

test('a file may set every setting of a policy, and no other', () => {
  expect(Object.keys(policySchema.shape).sort()).toEqual(Object.keys(defaultPolicy).sort());
});

test('the document names every note and every warning', () => {
  for (const note of NOTES) expect(text).toContain(`\`${note}\``);
  const source = readFileSync(new URL('../../../core/domain/warning.ts', import.meta.url), 'utf8');
  const rules = [...source.matchAll(/^ {4}\| '(\w+)'/gm)].map(([, rule]) => rule ?? '');
  expect(rules.length).toBe(11);
  for (const rule of rules) expect(text).toContain(`| \`${rule}\` |`);
});
