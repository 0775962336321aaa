import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { PersonPhotos } from './people.ts';

/** Files of `others` whose bytes are those of a file of `first`; what cannot be read is left to whoever reads it. */
export async function sameFiles(
  first: readonly PersonPhotos[],
  others: readonly PersonPhotos[],
): Promise<readonly string[]> {
  const known = new Set<string>();
  for (const { files } of first) for (const file of files) known.add(await hashOf(file));
  const same: string[] = [];
  for (const { files } of others) for (const file of files) if (known.has(await hashOf(file))) same.push(file);
  return same;
}

/** Of an empty file or one that cannot be read: its name, which is no other's. */
async function hashOf(file: string): Promise<string> {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  return bytes.length === 0 ? file : createHash('sha256').update(bytes).digest('hex');
}
