import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A word that changes when a file of `folder`, or one of `files`, is put there, removed or written: names, sizes and
 * times. What cannot be read counts as not there.
 */
export async function filesStamp(folder: string, files: readonly string[]): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  const all = [...names.toSorted().map((name) => join(folder, name)), ...files];
  const facts = all.map(async (file) => {
    const { size, mtimeMs, ctimeMs, ino } = await stat(file);
    return `${file} ${size} ${mtimeMs} ${ctimeMs} ${ino}`;
  });
  return (await Promise.all(facts.map((fact) => fact.catch(() => 'none')))).join('\n');
}
